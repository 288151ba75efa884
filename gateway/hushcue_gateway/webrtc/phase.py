"""When the next tick of the media process is, as its readers leave it in the rings, and how early to be. Pure."""

from collections.abc import Iterable

LEAST_LEAD_NS, MOST_LEAD_NS = 2_000_000, 8_000_000
CALM_NS = 250_000
"""By so much the lead shrinks in a second without being late."""
FORGOTTEN_NS = 1_000_000_000


class Phase:
    """``next_tick`` after now; ``late`` at every step."""

    def __init__(self, period_ns: int, now_ns: int):
        self.lead_ns = LEAST_LEAD_NS
        self.worst_late_ns = 0
        """since ``settle``"""
        self._period_ns = period_ns
        self._tick_ns = now_ns

    def next_tick(self, stamps: Iterable[int], after_ns: int) -> int:
        """The first tick after ``after_ns``. stamps: ``read_stamp_ns`` of every ring."""
        newest = max(stamps, default=0)
        if newest and after_ns - newest < FORGOTTEN_NS:
            self._tick_ns = newest
        steps = (after_ns - self._tick_ns) // self._period_ns + 1
        self._tick_ns += max(0, steps) * self._period_ns
        return self._tick_ns

    def late(self, late_ns: int) -> None:
        """How much later than wished a step began."""
        self.worst_late_ns = max(self.worst_late_ns, late_ns)

    def settle(self) -> int:
        """Once a second: the lead for the next one; returns the worst lateness of this one."""
        worst, self.worst_late_ns = self.worst_late_ns, 0
        wanted = max(self.lead_ns - CALM_NS, LEAST_LEAD_NS + worst)
        self.lead_ns = min(MOST_LEAD_NS, wanted)
        return worst
