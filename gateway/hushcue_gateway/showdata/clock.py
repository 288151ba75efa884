"""Show time: what facts carry, and what boards, questions and rules live in. It is the wall clock, but for an airing
that is replayed, where it runs from another moment on and may run faster."""

from __future__ import annotations

from dataclasses import dataclass

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class ShowClock:
    """At ``began_wall_ns`` (nanoseconds since the epoch) it was ``began_show_ms`` (milliseconds since the epoch), and
    ``speed`` milliseconds of show time pass with each one of ours. ValueError where speed is not above 0."""

    began_wall_ns: int = 0
    began_show_ms: int = 0
    speed: float = 1.0

    def __post_init__(self) -> None:
        if not self.speed > 0:
            raise ValueError("speed: above 0")

    def now_ms(self, wall_ns: int) -> int:
        """Show time at that moment of the wall clock."""
        passed_ns = wall_ns - self.began_wall_ns
        if self.speed == 1.0:
            return self.began_show_ms + passed_ns // NS_PER_MS
        return self.began_show_ms + int(passed_ns * self.speed) // NS_PER_MS

    def wall_ns(self, show_ms: int) -> int:
        """When the wall clock will show, or has shown, that moment of show time."""
        passed_ms = show_ms - self.began_show_ms
        if self.speed == 1.0:
            return self.began_wall_ns + passed_ms * NS_PER_MS
        return self.began_wall_ns + int(passed_ms * NS_PER_MS / self.speed)


WALL = ShowClock()
"""Of an airing that is live: the wall clock itself."""
