"""The look-ahead limiter: no sample leaves louder than the threshold, and the gain moves without a click.

For every bus, per sample: the gain a sample needs is r = min(1, threshold / |x|). The smallest need within the
look-ahead is taken (so the gain starts down before the peak arrives), let go with a constant slope (``release_ms`` for
the whole way up), and averaged over the look-ahead (so that the way down is a ramp). The average of values that are
each at most r is at most r: the bound holds by construction.

Latency: exactly ``lookahead_ms``, whether the limiter works or rests.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

Frames = NDArray[np.float32]

REST = 1.0 - 1e-6
"""A gain above this is 1.0: the limiter rests and costs a copy."""
ALIKE = 1e-6
"""Two states that differ by less (-120 dBFS) are the same state."""


def db_to_gain(db: float) -> float:
    """Linear factor of a level in dB."""
    return float(10.0 ** (db / 20.0))


def sliding_min(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Minimum of each ``window`` neighbours along the last axis; the result is window - 1 shorter."""
    reach = 1
    while reach * 2 <= window:
        values = np.minimum(values[:, :-reach], values[:, reach:])
        reach *= 2
    rest = window - reach
    return np.minimum(values[:, :-rest], values[:, rest:]) if rest else values


class Limiter:
    """The limiters of all buses, one row each. ``threshold`` is linear, full scale 1.0."""

    def __init__(self, threshold_db: float = -1.0, lookahead_ms: float = 2.0, release_ms: float = 300.0) -> None:
        if not -40.0 <= threshold_db <= 0.0:
            raise ValueError("threshold_db must be from -40 to 0")
        if not 0.5 <= lookahead_ms <= 10.0:
            raise ValueError("lookahead_ms must be from 0.5 to 10")
        if not 20.0 <= release_ms <= 5000.0:
            raise ValueError("release_ms must be from 20 to 5000")
        self.threshold = db_to_gain(threshold_db)
        # the largest float32 that is not above the threshold, so that the cast can not round over it
        peak = np.float32(self.threshold)
        self._peak = peak if float(peak) <= self.threshold else np.nextafter(peak, np.float32(0.0))
        self.delay_samples = round(lookahead_ms * RATE_HZ / 1000)
        self._slope = 1000.0 / (release_ms * RATE_HZ)
        self.limited_frames = 0
        self._delay: Frames = np.zeros((0, self.delay_samples), np.float32)
        self._gains: NDArray[np.float64] = np.ones((0, self.delay_samples))
        self._busy: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def add_row(self) -> None:
        """One more bus at the end, silent and at rest."""
        self._delay = np.vstack([self._delay, np.zeros((1, self.delay_samples), np.float32)])
        self._gains = np.vstack([self._gains, np.ones((1, self.delay_samples))])
        self._busy = np.append(self._busy, False)

    def take_rows(self, parents: list[int]) -> None:
        """Bus i goes on from the state of what was bus ``parents[i]``."""
        self._delay = self._delay[parents]
        self._gains = self._gains[parents]
        self._busy = self._busy[parents]

    def alike(self, one: int, other: int) -> bool:
        """True when both buses would go on equally (to ALIKE) if fed the same."""
        return bool(
            np.abs(self._delay[one] - self._delay[other]).max() <= ALIKE
            and np.abs(self._gains[one] - self._gains[other]).max() <= ALIKE
        )

    def process(self, frames: Frames) -> Frames:
        """(buses, samples) in, the same shape out, ``delay_samples`` later. Every |sample| <= threshold."""
        samples = frames.shape[1]
        line: Frames = np.concatenate([self._delay, frames], axis=1)
        self._delay = line[:, samples:]
        working = (np.abs(frames).max(axis=1) > self._peak) | self._busy
        out: Frames = line[:, :samples]
        if working.any():
            rows = np.nonzero(working)[0]
            self.limited_frames += len(rows)
            out = out.copy()
            out[rows] = self._limit(rows, line[rows], samples)
        return out

    def _limit(self, rows: NDArray[np.intp], line: Frames, samples: int) -> Frames:
        needed = self.threshold / np.maximum(np.abs(line.astype(np.float64)), self.threshold)
        ahead = sliding_min(needed, self.delay_samples + 1)
        # release: v[n] = min(ahead[n], v[n-1] + slope), unrolled: v[n] - slope n is a running minimum
        fall = self._slope * np.arange(samples)
        steps = ahead - fall
        steps[:, 0] = np.minimum(steps[:, 0], self._gains[rows, -1] + self._slope)
        held = np.minimum(np.minimum.accumulate(steps, axis=1) + fall, ahead)
        track = np.concatenate([self._gains[rows], held], axis=1)
        total = np.cumsum(track, axis=1)
        total = np.concatenate([np.zeros((len(rows), 1)), total], axis=1)
        width = self.delay_samples + 1
        gain = np.minimum((total[:, width:] - total[:, :-width]) / width, needed[:, :samples])
        kept = track[:, samples:]
        resting = kept.min(axis=1) > REST
        kept[resting] = 1.0
        self._gains[rows] = kept
        self._busy[rows] = ~resting
        limited: Frames = np.clip((line[:, :samples] * gain).astype(np.float32), -self._peak, self._peak)
        return limited
