"""One phrase: what its key says, and how its sound is coming along. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hushcue_words import LANGUAGES, Trouble

from ..voice.messages import VOICE_CODES
from ..voice.words import WORDS as VOICE_WORDS
from .words import WORDS

PhraseKind = Literal["typed", "recorded"]
PhraseState = Literal["making", "ready", "failed"]
MAX_PHRASES = 200
"""Of a show."""
MAX_LABEL_CHARS = 64
MAX_TEXT_CHARS = 200


@dataclass(frozen=True, slots=True)
class Phrase:
    """language: BCP 47, of the text. place: order of the keys, lowest first. sound: name of its WAV, "" while there is
    none. why, facts: where it failed, one of the codes of ``phrases/words.py`` or ``voice/words.py``."""

    id: str
    show: str
    kind: PhraseKind
    label: str
    language: str = "zh"
    text: str = ""
    colour: str = ""
    place: int = 0
    state: PhraseState = "making"
    why: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    sound: str = ""
    seconds: float = 0.0
    changed_at_ms: int = 0
    changed_by: str = ""

    def trouble(self) -> Trouble:
        """Why it cannot be said."""
        if self.state == "making":
            return WORDS.trouble("sound_being_made", exit_code=0)
        words = VOICE_WORDS if self.why in VOICE_CODES else WORDS
        return Trouble(words, self.why or "sound_lost", self.facts, 0)

    def as_json(self) -> dict[str, Any]:
        """For screens."""
        why = self.trouble() if self.state == "failed" else None
        return {
            "label": self.label,
            "language": self.language,
            "text": self.text,
            "seconds": round(self.seconds, 2),
            "kind": self.kind,
            "colour": self.colour,
            "order": self.place,
            "state": self.state,
            "trouble": why and {"code": why.code, **{tongue: why.in_language(tongue) for tongue in LANGUAGES}},
        }
