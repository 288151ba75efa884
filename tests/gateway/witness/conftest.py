"""Scenes for tests of the witness: seeded, of the speech and the rooms that the bench of the leak guard is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from hushcue_gateway.witness.leak import BEFORE, BLOCK, LAGS, RATE_HZ
from hushcue_tools.bench.leak_scenes import LEVEL, Signal, leaked, spoken

__all__ = ["LEVEL", "RATE_HZ", "Scene", "Signal", "scene", "spoken"]


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
    all, against the programme; None is none."""
    rng = np.random.default_rng(seed)
    total = BEFORE + seconds * RATE_HZ + LAGS
    programme = spoken(total / RATE_HZ, rng)[:total]
    programme += np.float32(LEVEL * 10 ** (-45 / 20)) * rng.standard_normal(total).astype(np.float32)
    cue = spoken(seconds, rng)
    delay = int(rng.uniform(0.020, 0.600) * RATE_HZ)
    if leak_db is not None:
        leak = leaked(cue, rng)
        leak *= np.float32(10 ** (leak_db / 20) * np.sqrt(np.mean(programme**2)) / np.sqrt(np.mean(leak**2)))
        place = BEFORE + delay
        end = min(total, place + len(leak))
        programme[place:end] += leak[: end - place]
    return Scene(cue, programme, delay * 1000 / RATE_HZ)


@pytest.fixture(scope="session")
def scenes() -> dict[float | None, list[Scene]]:
    """Seeded: by the level of the leak."""
    return {
        level: [scene(seed + 100 * place, level, 5) for seed in range(6)]
        for place, level in enumerate((None, -20.0, -30.0, -40.0))
    }
