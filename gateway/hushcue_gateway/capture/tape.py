"""A sound file as 16 kHz mono in memory, with every limit checked before anything is read."""

import os

import numpy as np
import soundfile
import soxr

from hushcue_wire.audio import RATE_HZ

from ..rings import Samples
from .messages import Facts
from .settings import CaptureSettings


class TapeTrouble(Exception):
    """A file cannot be played: ``code`` of messages.PLAY_REFUSED_CODES and the ``facts`` of its sentence."""

    def __init__(self, code: str, facts: Facts):
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def load(path: str, settings: CaptureSettings) -> Samples:
    """The whole of ``path``: channels averaged, resampled by soxr (nobody waits for it: best quality). Raises
    TapeTrouble."""
    try:
        size = os.stat(path).st_size
        if size > settings.max_file_bytes:
            raise TapeTrouble(
                "file_too_large", {"path": path, "size_bytes": size, "limit_bytes": settings.max_file_bytes}
            )
        with soundfile.SoundFile(path) as file:
            limit = int(settings.max_file_s * file.samplerate)
            if file.frames > limit:
                raise TapeTrouble("file_too_long", _length_facts(path, file.frames / file.samplerate, settings))
            sound = file.read(limit + 1, dtype="float32", always_2d=True)
            rate_hz = file.samplerate
    except FileNotFoundError as error:
        raise TapeTrouble("file_missing", {"path": path}) from error
    except (OSError, soundfile.SoundFileError) as error:
        raise TapeTrouble("file_unreadable", {"path": path, "detail": str(error)[:200]}) from error
    if len(sound) > limit:
        raise TapeTrouble("file_too_long", _length_facts(path, len(sound) / rate_hz, settings))
    if not len(sound):
        raise TapeTrouble("file_empty", {"path": path})
    mono: Samples = np.ascontiguousarray(sound.mean(axis=1, dtype=np.float32))
    if rate_hz == RATE_HZ:
        return mono
    resampled: Samples = np.asarray(soxr.resample(mono, rate_hz, RATE_HZ, quality="VHQ"), np.float32)
    if not len(resampled):
        raise TapeTrouble("file_empty", {"path": path})
    return resampled


def _length_facts(path: str, duration_s: float, settings: CaptureSettings) -> Facts:
    return {"path": path, "duration_s": round(duration_s, 1), "limit_s": settings.max_file_s}
