"""What fake microphones say and what is measured of it: speech-like sounds that a browser's noise suppression leaves
alone, a tone above all speech, levels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

EAR_HZ = 48000
TONE_HZ = 6000.0
"""Where the speech of this module has nothing."""
SILENCE_DB = -120.0
Sound = NDArray[np.float32]


def speech(seconds: float, pitch_hz: float, seed: int = 1) -> Sound:
    """A voice: harmonics of a pitch that moves, formants that change with each syllable, no pause longer than 80 ms."""
    chance = np.random.default_rng(seed)
    count = int(seconds * EAR_HZ)
    times = np.arange(count) / EAR_HZ
    bend = 1 + 0.08 * np.sin(2 * np.pi * 0.9 * times) + 0.03 * np.sin(2 * np.pi * 2.3 * times)
    phase = 2 * np.pi * np.cumsum(pitch_hz * bend) / EAR_HZ
    syllable = (times * 4.2).astype(int)
    formants = chance.uniform((350, 900, 2100), (800, 1900, 2900), (syllable[-1] + 1, 3))[syllable]
    sound = np.zeros(count)
    for number in range(1, int(3400 / pitch_hz)):
        hertz = number * pitch_hz * bend
        weight = sum(1 / (1 + ((hertz - formants[:, place]) / 140) ** 2) for place in range(3))
        sound += weight * np.sin(number * phase)
    beat = (times * 4.2) % 1.0
    sound *= np.clip(np.minimum(beat / 0.12, (1 - beat) / 0.18), 0.04, 1.0)
    return np.asarray(0.35 * sound / np.abs(sound).max(), np.float32)


def write_speech(path: Path, pitch_hz: float, seconds: float = 9.0) -> Path:
    """A WAV file for a fake microphone, which says it over and over."""
    soundfile.write(path, speech(seconds, pitch_hz, int(pitch_hz)), EAR_HZ, subtype="PCM_16")
    return path


def write_tone(path: Path, seconds: float) -> Path:
    """A steady tone at TONE_HZ as a recorded cue."""
    times = np.arange(int(seconds * 16000)) / 16000
    soundfile.write(path, 0.25 * np.sin(2 * np.pi * TONE_HZ * times), 16000, subtype="PCM_16")
    return path


def level_db(sound: Sound) -> float:
    """Root mean square, dBFS."""
    power = float(np.mean(np.square(sound, dtype=np.float64))) if len(sound) else 0.0
    return max(SILENCE_DB, 10 * float(np.log10(max(power, 1e-12))))


def loudest_db(sound: Sound, window_ms: int = 20) -> float:
    """Of the loudest stretch of so long."""
    size = EAR_HZ * window_ms // 1000
    return max(
        (level_db(sound[at : at + size]) for at in range(0, max(1, len(sound) - size + 1), size)), default=-120.0
    )


def tone_db(sound: Sound, window_ms: int = 5) -> NDArray[np.float64]:
    """The level of the tone alone, once each millisecond, in windows of whole periods."""
    size, hop = EAR_HZ * window_ms // 1000, EAR_HZ // 1000
    wave = np.exp(-2j * np.pi * TONE_HZ * np.arange(size) / EAR_HZ) * np.hanning(size)
    rows = np.lib.stride_tricks.sliding_window_view(sound, size)[::hop]
    return np.asarray(20 * np.log10(np.maximum(np.abs(rows @ wave) * 4 / size, 1e-6)))


def last_loud_ms(sound: Sound, above_db: float, window_ms: int = 20) -> float:
    """When the sound ends: the end of its last window above a level, in milliseconds; 0 where none is."""
    size = EAR_HZ * window_ms // 1000
    ends = [at + size for at in range(0, len(sound) - size + 1, size) if level_db(sound[at : at + size]) > above_db]
    return max(ends, default=0) / EAR_HZ * 1000
