"""Whether the host is speaking, from a programme feed: voice activity, frame by frame of 10 ms. Pure.

What is looked at is the level of the band of speech. Two trackers follow it: the *floor*, the least in the last
FLOOR_S, which is room, noise and what music leaves; and the *top*, which speech reaches with every vowel and which
falls off slowly. A frame is voiced where it lies nearer to the top than to the floor, at least LEAST_DB above the
floor, and is no whisper. So a music bed under the speech counts as floor, and steady noise of any level as nothing.

| now      | and                                  | then     |
|----------|--------------------------------------|----------|
| silent   | ONSET of the last WINDOW are voiced  | speaking |
| speaking | HANG_MS without a voiced frame       | silent   |

HANG_MS is longer than the closure of a consonant and than most gaps between words, and shorter than a breath.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
FRAME = RATE_HZ // 100
"""10 ms"""
FRAME_MS = 10
LOW_HZ, HIGH_HZ = 250, 3800
FLOOR_S = 3.0
SPREAD_DB = 9.0
"""Where top and floor are nearer to one another, nobody speaks: that is noise."""
LEAST_DB = 6.0
SHARE = 0.5
"""Of the way from floor to top: where a frame begins to be voiced."""
WHISPER_DB = -58.0
"""dBFS in the band: softer is not heard in a show."""
FALL_DB_S = 0.7
"""How fast the top forgets."""
ONSET, WINDOW = 4, 6
HANG_MS = 300
_PIECES = 10
"""The floor is the least of so many pieces of FLOOR_S."""
_SILENCE_DB = -100.0
_SPAN = 256
"""Samples of the spectrum: the frame and what came before it."""


class PauseWatch:
    """``take`` what comes; ``speaking`` is what is known now, None before the first WARM_UP frames."""

    WARM_UP = round(FLOOR_S * 1000 / _PIECES / FRAME_MS)

    def __init__(self) -> None:
        self.speaking: bool | None = None
        self._rest: NDArray[np.int16] = np.zeros(0, np.int16)
        self._past: NDArray[np.float32] = np.zeros(_SPAN - FRAME, np.float32)
        self._window: NDArray[np.float32] = np.hanning(_SPAN).astype(np.float32)
        bins = np.fft.rfftfreq(_SPAN, 1 / RATE_HZ)
        self._band = (bins >= LOW_HZ) & (bins <= HIGH_HZ)
        self._scale = 2.0 / (_SPAN * float(np.sum(self._window**2)))
        self._levels: deque[float] = deque(maxlen=3)
        self._floors: deque[float] = deque(maxlen=_PIECES)
        self._least = 0.0
        self._top = _SILENCE_DB
        self._count = 0
        self._voiced: deque[bool] = deque(maxlen=WINDOW)
        self._quiet_ms = 0

    def take(self, samples: NDArray[np.int16]) -> list[bool]:
        """Samples at RATE_HZ, of any number. What ``speaking`` became, in order; mostly nothing."""
        samples = np.concatenate([self._rest, samples])
        whole = samples.size // FRAME * FRAME
        self._rest = samples[whole:]
        changes: list[bool] = []
        for first in range(0, whole, FRAME):
            before = self.speaking
            self._frame(samples[first : first + FRAME])
            if self.speaking is not None and self.speaking != before:
                changes.append(self.speaking)
        return changes

    def _frame(self, samples: NDArray[np.int16]) -> None:
        level = self._level(samples)
        self._follow(level)
        self._count += 1
        floor = min([self._least, *self._floors])
        spread = self._top - floor
        bar = max(floor + max(LEAST_DB, SHARE * spread), WHISPER_DB)
        voiced = spread >= SPREAD_DB and level >= bar
        self._voiced.append(voiced)
        self._quiet_ms = 0 if voiced else self._quiet_ms + FRAME_MS
        if self._count < self.WARM_UP:
            return
        if self.speaking:
            self.speaking = self._quiet_ms < HANG_MS
        else:
            self.speaking = sum(self._voiced) >= ONSET

    def _level(self, samples: NDArray[np.int16]) -> float:
        """dBFS in the band."""
        line = np.concatenate([self._past, samples.astype(np.float32) / np.float32(32768.0)])
        self._past = line[FRAME:]
        spectrum = np.fft.rfft(line * self._window)[self._band]
        power = float(np.vdot(spectrum, spectrum).real) * self._scale
        return max(10.0 * float(np.log10(power + 1e-12)), _SILENCE_DB)

    def _follow(self, level: float) -> None:
        """Floor and top, of a level that three frames agree on."""
        self._levels.append(level)
        smooth = sum(self._levels) / len(self._levels)
        if self._count % self.WARM_UP == 0:
            if self._count:
                self._floors.append(self._least)
            self._least = smooth
        self._least = min(self._least, smooth)
        self._top = max(self._top - FALL_DB_S * FRAME_MS / 1000.0, smooth, _SILENCE_DB)
