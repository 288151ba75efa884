"""How late things come: a meter (pure), and a probe of the machine alone that uses it."""

import math
import time

import numpy as np
from numpy.typing import NDArray

from ..core.events import Lateness


class LatenessMeter:
    """Collects durations and tells p50, p99 and maximum of those since the last ``take``; keeps the newest
    ``capacity`` of them, allocating nothing when one is added. (Sorted by hand: the first call of numpy's percentile
    imports for a tenth of a second, in the middle of the sound.)"""

    def __init__(self, capacity: int = 2048):
        self._values: NDArray[np.int64] = np.zeros(capacity, np.int64)
        self._count = 0

    def add(self, duration_ns: int) -> None:
        """Negative durations (early) count as they are."""
        self._values[self._count % len(self._values)] = duration_ns
        self._count += 1

    def take(self) -> Lateness:
        """The figures since the last time, in microseconds; zeros when there is none."""
        values = np.sort(self._values[: min(self._count, len(self._values))])
        self._count = 0
        count = len(values)
        if not count:
            return Lateness()
        p50, p99, most = (float(values[math.ceil(share * count) - 1]) / 1000 for share in (0.5, 0.99, 1.0))
        return Lateness(p50, p99, most)


def probe_wake_lateness(seconds: float, period_ms: float = 10.0) -> Lateness:
    """Sleep to absolute deadlines for ``seconds``, doing nothing else, and tell how late this machine wakes a process.

    What comes out is the machine's own share in every latency figure measured beside it.
    """
    count = max(1, int(seconds * 1000 / period_ms))
    meter = LatenessMeter(count)
    deadline = time.monotonic_ns()
    for _ in range(count):
        deadline += int(period_ms * 1e6)
        time.sleep(max(0, deadline - time.monotonic_ns()) / 1e9)
        meter.add(time.monotonic_ns() - deadline)
    return meter.take()
