"""Speech and rooms for tests of the witness: seeded, and made of recordings of people's words where there are any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from hushcue_gateway.witness.leak import BEFORE, BLOCK, LAGS, RATE_HZ

Signal = NDArray[np.float32]
LEVEL = 0.05


def spoken(seconds: float, rng: np.random.Generator) -> Signal:
    """Speech-like: voiced syllables with gliding pitch and formants, hisses between them, pauses between words."""
    pieces: list[NDArray[np.float64]] = []
    left = int(seconds * RATE_HZ)
    pitch = rng.uniform(90, 220)
    while left > 0:
        count = int(rng.uniform(0.08, 0.28) * RATE_HZ)
        kind = rng.choice(["vowel", "hiss", "pause"], p=[0.6, 0.2, 0.2])
        if kind == "vowel":
            glide = pitch * (1 + 0.15 * rng.standard_normal() * np.linspace(-1, 1, count))
            phase = 2 * np.pi * np.cumsum(glide) / RATE_HZ
            formants = rng.uniform((300, 900, 2200), (800, 2000, 3200))
            harmonics = np.arange(1, int(6000 / pitch))
            peaks = ((harmonics[:, None] * pitch - formants) / (0.15 * formants)) ** 2
            gains = (1 / (1 + peaks) * (1, 0.5, 0.25)).sum(axis=1)
            piece = (gains[:, None] * np.sin(harmonics[:, None] * phase)).sum(axis=0)
            piece += 0.05 * rng.standard_normal(count)
        elif kind == "hiss":
            piece = 0.4 * np.diff(rng.standard_normal(count + 1))
        else:
            piece = np.zeros(count)
        edge = np.minimum(1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) / 160)
        pieces.append(piece * edge * rng.uniform(0.4, 1.0))
        left -= count
    sound = np.concatenate(pieces)[: int(seconds * RATE_HZ)]
    return np.asarray(LEVEL * sound / np.sqrt(np.mean(sound**2)), np.float32)


@dataclass(frozen=True)
class Scene:
    """cue: whole blocks; programme: BEFORE samples earlier, LAGS later."""

    cue: Signal
    programme: Signal
    delay_ms: float

    def blocks(self) -> list[tuple[Signal, Signal]]:
        count = len(self.cue) // BLOCK
        return [
            (self.cue[at : at + BLOCK], self.programme[at : at + BEFORE + BLOCK + LAGS])
            for at in range(0, count * BLOCK, BLOCK)
        ]


def scene(seed: int, leak_db: float | None, seconds: int) -> Scene:
    """A studio with a noise floor of -45 dB, a host who talks, a cue. leak_db: of the whole leak, reverberation and
    all, against the programme; through an earpiece (400 to 4500 Hz) and a small room; None is none."""
    rng = np.random.default_rng(seed)
    total = BEFORE + seconds * RATE_HZ + LAGS
    programme = spoken(total / RATE_HZ, rng)[:total]
    programme += np.float32(LEVEL * 10 ** (-45 / 20)) * rng.standard_normal(total).astype(np.float32)
    cue = spoken(seconds, rng)
    delay = int(rng.uniform(0.020, 0.600) * RATE_HZ)
    if leak_db is not None:
        room = np.zeros(RATE_HZ // 10)
        times = np.arange(1, len(room))
        room[0], room[1:] = 1.0, 0.15 * rng.standard_normal(len(times)) * np.exp(-times / (16 * rng.uniform(5, 25)))
        size = 1 << (len(cue) + len(room)).bit_length()
        hertz = np.fft.rfftfreq(size, 1 / RATE_HZ)
        earpiece = 1 / (1 + (400 / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / 4500) ** 4)
        leak = np.fft.irfft(np.fft.rfft(cue, size) * earpiece * np.fft.rfft(room, size))[: len(cue)]
        leak *= 10 ** (leak_db / 20) * np.sqrt(np.mean(programme**2)) / np.sqrt(np.mean(leak**2))
        place = BEFORE + delay
        end = min(total, place + len(leak))
        programme[place:end] += leak[: end - place].astype(np.float32)
    return Scene(cue, programme, delay * 1000 / RATE_HZ)


@pytest.fixture(scope="session")
def scenes() -> dict[float | None, list[Scene]]:
    """Seeded: by the level of the leak."""
    return {
        level: [scene(seed + 100 * place, level, 5) for seed in range(6)]
        for place, level in enumerate((None, -20.0, -30.0, -40.0))
    }
