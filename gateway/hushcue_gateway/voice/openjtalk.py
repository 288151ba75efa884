"""Japanese by Open JTalk, kanji and pitch accent included: pyopenjtalk-plus with the voice "Mei" that comes with it.

The voice is of MMDAgent Project Team, Nagoya Institute of Technology, under CC BY 3.0: who passes its speech on names
them.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .engine import Sound
from .languages import Unreadable

LICENCE = "CC BY 3.0, MMDAgent Project Team, Nagoya Institute of Technology"
_SENTENCES = re.compile(r"[^。！？!?]+[。！？!?]*")
_PACE = 1.15
"""For an earpiece."""


class OpenJTalk:
    """The library, loaded. Raises Unreadable("voice_missing") where it is not installed."""

    def __init__(self) -> None:
        try:
            import pyopenjtalk
        except (ImportError, OSError) as error:
            raise Unreadable("voice_missing", reason=str(error)[:200]) from error
        self._library: Any = pyopenjtalk

    def speak(self, text: str, voice: str, pace: float, most_s: float) -> Sound:
        """See ``Engine``. There is one voice."""
        pieces: list[bytes] = []
        seconds, rate_hz = 0.0, 48_000
        for sentence in _SENTENCES.findall(text):
            try:
                samples, rate_hz = self._library.tts(sentence, speed=_PACE * pace)
            except (RuntimeError, ValueError, TypeError) as error:
                raise Unreadable("voice_missing", reason=str(error)[:200]) from error
            pieces.append(np.clip(np.rint(samples), -32768, 32767).astype(np.int16).tobytes())
            seconds += len(samples) / rate_hz
            if seconds > most_s:
                raise Unreadable("speech_too_long", limit_s=most_s)
        if not pieces:
            raise Unreadable("nothing_to_say")
        return Sound(b"".join(pieces), rate_hz)
