"""Sound files for cues, and how alike two sounds are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 16000
Sound = NDArray[np.float64]


def voice_like(seconds: float, seed: int = 7) -> Sound:
    """Noise in the band of speech that comes in syllables: it correlates at one place only. Peak below 0.5.

    It begins and ends with 50 ms of silence, as recorded cues do: what fades a talk in and out then fades nothing.
    """
    rng = np.random.default_rng(seed)
    silence = np.zeros(RATE_HZ // 20)
    count = int(seconds * RATE_HZ) - 2 * len(silence)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(hertz < 200) | (hertz > 3800)] = 0
    noise = np.fft.irfft(spectrum, count)
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4.0 * np.arange(count) / RATE_HZ)
    sound = np.asarray(noise * syllables, np.float64)
    edge = np.minimum(1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.02 * RATE_HZ))
    sound *= 0.45 * edge / np.abs(sound).max()
    return np.concatenate([silence, sound, silence])


def write(path: Path, sound: Sound, rate_hz: int = RATE_HZ) -> Path:
    """A 16-bit WAV file."""
    soundfile.write(path, sound, rate_hz, subtype="PCM_16")
    return path


def read(path: Path) -> Sound:
    """The first channel of a 16 kHz file."""
    sound, rate_hz = soundfile.read(path, dtype="float64", always_2d=True)
    assert rate_hz == RATE_HZ
    return np.asarray(sound[:, 0])


def place_in(heard: Sound, said: Sound) -> int:
    """Where in ``heard`` ``said`` begins: the peak of their cross-correlation."""
    size = 1 << (len(heard) + len(said)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size))
    return int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))


def snr_db(heard: Sound, said: Sound) -> float:
    """How far above the difference ``said`` lies, once it is found in ``heard``."""
    at = place_in(heard, said)
    part = heard[at : at + len(said)]
    assert len(part) == len(said), f"{len(said) - len(part)} samples of the end are missing"
    return float(10 * np.log10(np.sum(said**2) / max(np.sum((part - said) ** 2), 1e-20)))
