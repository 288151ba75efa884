"""How long a battery will last, from how its percentage falls. Pure.

Nothing is claimed before it can be known: the percentage must have fallen by LEAST_FALL over LEAST_S at least. A rise
means that it is being charged, and the count begins anew.
"""

from __future__ import annotations

from collections import deque

LEAST_S = 600.0
LEAST_FALL = 3.0
WINDOW_S = 3 * 3600.0
RISE = 3.0
"""Less than that is the noise of a voltage under changing load."""
EVERY_S = 20.0


class BatteryLife:
    """One battery. Percentages come as they are measured, with the seconds of any one clock."""

    def __init__(self) -> None:
        self._points: deque[tuple[float, float]] = deque()

    def measured(self, at_s: float, percent: float) -> None:
        """A new value."""
        points = self._points
        if points and percent > min(each for _, each in points) + RISE:
            points.clear()
        if points and at_s - points[-1][0] < EVERY_S:
            return
        points.append((at_s, percent))
        while points[-1][0] - points[0][0] > WINDOW_S:
            points.popleft()

    def left_min(self) -> float | None:
        """Minutes until it is empty, by the line through all values (least squares); None where nobody knows."""
        points = self._points
        if len(points) < 3 or points[-1][0] - points[0][0] < LEAST_S:
            return None
        count = len(points)
        mean_at = sum(at for at, _ in points) / count
        mean = sum(percent for _, percent in points) / count
        spread = sum((at - mean_at) ** 2 for at, _ in points)
        slope = sum((at - mean_at) * (percent - mean) for at, percent in points) / spread
        if -slope * (points[-1][0] - points[0][0]) < LEAST_FALL:
            return None
        now = mean + slope * (points[-1][0] - mean_at)
        return max(0.0, now) / -slope / 60.0
