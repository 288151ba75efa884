"""What is said to a speech process and what it answers: frozen, picklable, small but for the sound itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, str | int | float]

VOICE_CODES = (
    "no_voice",
    "letters_unreadable",
    "nothing_to_say",
    "speech_too_long",
    "voice_missing",
    "voice_failed",
    "speech_service_failed",
)
"""Why there is no speech: ``NotSpoken.code``; the sentences are in ``voice/words.py``."""


@dataclass(frozen=True)
class Speak:
    """Speak ``text`` (words only, see ``reading.py``) in a voice of the engine. pace: see ``engine.py``."""

    id: int
    text: str
    voice: str
    pace: float = 1.0
    most_s: float = 30.0
    """longer speech is refused, and not made to its end"""


@dataclass(frozen=True)
class Spoken:
    """The sound: int16, native byte order, mono."""

    id: int
    pcm: bytes = field(repr=False)
    rate_hz: int


@dataclass(frozen=True)
class NotSpoken:
    """Why not: code is one of VOICE_CODES."""

    id: int
    code: str
    facts: Facts
