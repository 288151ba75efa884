"""The mixer: frames of sources times ramped gains, limited; one frame per distinct mix.

Gains move in a straight line over one frame: sample n of N is mixed with g0 + (g1 - g0)(n + 1)/N. What is brisk is
through with it after BRISK_MS, however long a frame is. A source with gain 0 at both ends contributes exact zeros.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from .bus import Gains, regroup
from .limiter import Frames, Limiter

BRISK_MS = 5
"""80 samples: a fade, not a click."""


class Mixer:
    """All buses. Rows are bodypacks, columns are sources; both are added and removed as they come and go."""

    def __init__(self, frame_samples: int, limiter: Limiter) -> None:
        self.limiter = limiter
        self.bus_of: list[int] = []
        """bus of each bodypack row"""
        self._gains: Gains = np.zeros((0, 0), np.float32)
        self._targets: Gains = np.zeros((0, 0), np.float32)
        self._settled = False
        steps = np.arange(1, frame_samples + 1)
        self._ramp: NDArray[np.float32] = (steps / frame_samples).astype(np.float32)
        self._brisk_ramp = np.minimum(steps / (BRISK_MS * RATE_HZ // 1000), 1.0).astype(np.float32)

    @property
    def buses(self) -> int:
        """How many distinct mixes there are."""
        return len(self._gains)

    def add_row(self) -> None:
        """One more bodypack: a bus of its own, silent, that merges with its like in the next frame."""
        self.bus_of.append(len(self._gains))
        self._gains = np.vstack([self._gains, np.zeros((1, self._gains.shape[1]), np.float32)])
        self.limiter.add_row()
        self._settled = False

    def remove_row(self, row: int) -> None:
        """The bodypack at ``row`` is gone; its bus goes too when nobody else was in it."""
        del self.bus_of[row]
        self._settled = False

    def add_column(self, column: int | None = None) -> None:
        """One more source before the one at ``column``, None at the end; not heard anywhere yet."""
        at = self._gains.shape[1] if column is None else column
        self._gains = np.insert(self._gains, at, 0.0, axis=1)
        self._settled = False

    def remove_column(self, column: int) -> None:
        """The source at ``column`` is gone; fade it out before, or there is a click."""
        self._gains = np.delete(self._gains, column, axis=1)
        self._settled = False

    def mix(self, frames: Frames, targets: Gains, brisk: NDArray[np.bool_] | None = None) -> Frames:
        """One frame of every bus, (buses, samples).

        ``frames`` (sources, samples); ``targets`` (bodypacks, sources): the gains reached at the end of this frame;
        ``brisk``: of the last sources, which are brisk.
        """
        if not (self._settled and np.array_equal(targets, self._targets)):
            grouping = regroup(self.bus_of, self._gains, targets, self.limiter.alike)
            if grouping.parents != list(range(len(self._gains))):
                self._gains = self._gains[grouping.parents]
                self.limiter.take_rows(grouping.parents)
            self.bus_of = grouping.bus_of
            self._settled = grouping.settled
            self._targets = targets.copy()
            self._ends = targets[grouping.first_member]
        starts, ends = self._gains, self._ends
        mixed: Frames = starts @ frames
        if starts is not ends:
            change = ends - starts
            if change.any():
                mixed += change @ self._ramped(frames, brisk)
            self._gains = ends
        return self.limiter.process(mixed)

    def _ramped(self, frames: Frames, brisk: NDArray[np.bool_] | None) -> Frames:
        ramped: Frames = frames * self._ramp
        if brisk is not None and brisk.any():
            first = len(frames) - len(brisk)
            ramped[first:][brisk] = frames[first:][brisk] * self._brisk_ramp
        return ramped
