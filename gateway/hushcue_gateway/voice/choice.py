"""In which voice a text is said: every way there is, the best first. Reads nothing but what the shelf knows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hushcue_words import Trouble

from .kinds import KINDS, Kind, VoiceSettings
from .languages import Unreadable, primary_of, readable
from .packages import has_package
from .reading import as_words
from .shelf import PiperShelf
from .words import WORDS

JAPANESE = "mei"
"""The voice that comes with Open JTalk."""
ClipOf = Callable[[str, str], Path]
"""(phrase, show): its sound. Raises Trouble where there is none."""
_WRITING = "、。・！？!?,.「」 　"


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that is to be spoken; see ``Speaking.make``."""

    text: str
    language: str
    spoken: str = ""
    show: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say it. words: what the engine is given. file: the model of the voice, or the clip. key: another one
    for whatever makes another sound."""

    engine: Kind
    voice: str
    words: str
    key: str
    file: Path | None = None


def ways(asked: Asked, settings: VoiceSettings, shelf: PiperShelf, clip_of: ClipOf | None) -> Iterator[Way | Trouble]:
    """All ways, best first: what the show has chosen, then in the order of KINDS. A Trouble stands for one that is
    there and cannot say this."""
    words = as_words(asked.spoken or asked.text, asked.language)
    pace = f"{settings.pace:g}"
    chosen = settings.choice(asked.language)
    for engine, voice in _ordered(installed(asked.language, shelf), chosen, shelf):
        if engine == "piper":
            piper = shelf.find(voice)
            if piper is not None:
                yield _way("piper", voice, words, f"{piper.sha256} {pace}", piper.path)
        elif engine == "openjtalk":
            yield _way("openjtalk", voice, _as_written(asked.text) or words, pace)
        elif engine == "espeak":
            try:
                yield _way("espeak", readable(words, asked.language).voice, words, pace)
            except Unreadable as trouble:
                if trouble.code != "no_voice":
                    yield Trouble(WORDS, trouble.code, trouble.facts, 0)
        elif engine == "clip":
            phrase = settings.clip(asked.rule, asked.language)
            if phrase and clip_of is not None:
                try:
                    path = clip_of(phrase, asked.show)
                except Trouble as trouble:
                    yield trouble
                else:
                    yield _way("clip", phrase, "", path.name, path)
        elif settings.http is not None and settings.http.speaks(asked.language):
            service = settings.http
            yield _way("http", service.voice, words, f"{service.url} {service.model} {pace}")


def installed(language: str, shelf: PiperShelf) -> list[tuple[Kind, str]]:
    """Engines and their voices of the language that are there now; whether they can say a certain text is another
    question."""
    found: list[tuple[Kind, str]] = [("piper", voice.name) for voice in shelf.of_language(language)]
    if primary_of(language) == "ja" and has_package("pyopenjtalk"):
        found.append(("openjtalk", JAPANESE))
    return [*found, ("espeak", ""), ("clip", ""), ("http", "")]


def _ordered(found: Sequence[tuple[Kind, str]], chosen: str, shelf: PiperShelf) -> list[tuple[Kind, str]]:
    """What was chosen first; a voice that was chosen for a language counts, whatever language its file names."""
    kind, _, name = chosen.partition(":")
    if kind == "piper" and ("piper", name) not in found and shelf.find(name) is not None:
        found = [("piper", name), *found]

    def rank(way: tuple[Kind, str]) -> tuple[bool, int]:
        return (way[0] != kind or (bool(name) and way[1] != name), KINDS.index(way[0]))

    return sorted(found, key=rank)


def _way(engine: Kind, voice: str, words: str, fingerprint: str, file: Path | None = None) -> Way:
    key = hashlib.sha256("\0".join((engine, voice, fingerprint, words)).encode()).hexdigest()[:32]
    return Way(engine, voice, words, key, file)


def _as_written(text: str) -> str:
    """``text`` where it is letters, whole numbers and plain punctuation alone, else "": Open JTalk reads Japanese as it
    is written better than kana, but leaves out signs of money."""
    return text if all(char.isalnum() or char in _WRITING for char in text) else ""
