"""Hearing a speech service before it is kept: asked as a cue would ask it, and nothing of it stays."""

from __future__ import annotations

import asyncio
import io
import time
import wave
from dataclasses import dataclass, field

import numpy as np

from hushcue_wire.audio import RATE_HZ

from ..phrases.decode import decode
from ..phrases.sound import Samples, finished
from .failing import in_words
from .http import SpeechService
from .kinds import Service
from .reading import as_words


@dataclass(frozen=True, slots=True)
class Tried:
    """wav: as a host would hear it, 16 kHz mono. took_ms: from the question until it could have been played."""

    wav: bytes = field(repr=False)
    seconds: float
    took_ms: float


async def try_service(service: Service, text: str, language: str, pace: float) -> Tried:
    """By a connection of its own: what failed before does not count, and no cue waits for it. Raises Trouble."""
    began = time.monotonic()
    line = SpeechService()
    try:
        with in_words():
            data = await line.speech(service, as_words(text, language), pace)
            samples = await asyncio.to_thread(lambda: finished(decode(data)))
    finally:
        await line.close()
    took_ms = (time.monotonic() - began) * 1000.0
    return Tried(_wav(samples), samples.size / RATE_HZ, took_ms)


def _wav(samples: Samples) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        sound.writeframes(np.clip(np.rint(samples * 32767.0), -32768, 32767).astype("<i2").tobytes())
    return out.getvalue()
