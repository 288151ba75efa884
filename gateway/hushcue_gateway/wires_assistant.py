"""Who is told of what around the assistant: run once by ``wires.py``, after all parts were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hushcue_words import Catalogue

from .assistant.words import WORDS
from .showdata.words import WORDS as DATA_WORDS

if TYPE_CHECKING:
    from .parts import Parts


def wire_assistant(parts: Parts) -> None:
    """Connect it."""
    made = parts.assistant
    gate, live = parts.gate, parts.live

    def note(show: str, words: Catalogue, code: str, facts: Mapping[str, object], level: str) -> None:
        live.event(show, words, code, facts, level)

    def show_of_suggestion(name: str) -> str | None:
        found = made.desk.book.get(name)
        return found.show if found is not None else None

    made.desk.note = note
    live.on_open(made.screens.opened)
    made.links.on_change(made.screens.assistant)
    gate.knows("suggestion", show_of_suggestion, lambda name: WORDS.trouble("unknown_suggestion", exit_code=0, id=name))
    gate.knows("airing", made.data.past.show_of, lambda _: DATA_WORDS.trouble("unknown_airing"))
    made.desk.host_speaks = lambda show, host: parts.host_voices.speaking(show)
    made.desk.speaker.host_here = live.sights.is_here
    parts.host_voices.on_voice(made.desk.voices_changed)
    parts.host_voices.on_voice(made.screens.assistant)
    parts.speaking.settings_of = lambda show: made.desk.tuning.of(show).voices
    parts.speaking.languages_of = made.desk.languages
    parts.speaking.clip_of = parts.phrases.sound
