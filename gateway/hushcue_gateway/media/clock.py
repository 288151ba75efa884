"""The tick's schedule: absolute deadlines, so that lateness never adds up. Pure."""


class Schedule:
    """Deadlines every ``period_ns``. A tick that comes late is made up for at once, back to back, so no sound's time
    is lost; only when more than ``max_behind`` ticks are due are the oldest given up and counted."""

    def __init__(self, period_ns: int, now_ns: int, max_behind: int):
        if period_ns < 1 or max_behind < 1:
            raise ValueError("period and bound are positive")
        self.period_ns = period_ns
        self.deadline_ns = now_ns + period_ns
        self.max_behind = max_behind
        self.overruns = 0
        """ticks that ended after the next one's deadline"""
        self.skipped = 0
        """ticks given up"""

    def wait_ns(self, now_ns: int) -> int:
        """How long to sleep until the next tick; 0 when it is due."""
        return max(0, self.deadline_ns - now_ns)

    def done(self, now_ns: int) -> None:
        """The tick of ``deadline_ns`` is over: on to the next."""
        self.deadline_ns += self.period_ns
        behind_ns = now_ns - self.deadline_ns
        if behind_ns <= 0:
            return
        self.overruns += 1
        excess = behind_ns // self.period_ns - self.max_behind
        if excess > 0:
            self.skipped += excess
            self.deadline_ns += excess * self.period_ns
