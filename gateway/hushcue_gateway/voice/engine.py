"""What a speech engine is, and which there are. An engine lives in a process of its own, and is used by one thread."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

EngineName = Literal["espeak", "openjtalk", "piper"]


class Sound(NamedTuple):
    """int16, native byte order, mono."""

    pcm: bytes
    rate_hz: int


class Engine(Protocol):
    """Texts in, sound out."""

    def speak(self, text: str, voice: str, pace: float, most_s: float) -> Sound:
        """``text``: words and punctuation, no markup. voice: the engine's own name or file of one. pace: 1.0 is what
        suits an earpiece, more is faster. Raises Unreadable; "speech_too_long" beyond ``most_s``, not made to its end
        where the engine can stop."""


def make_engine(name: EngineName) -> Engine:
    """Loads what it needs: in the process that will use it. Raises Unreadable("voice_missing")."""
    if name == "piper":
        from .piper import Piper

        return Piper()
    if name == "openjtalk":
        from .openjtalk import OpenJTalk

        return OpenJTalk()
    from .espeak import Espeak

    return Espeak()
