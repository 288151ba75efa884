"""How long the data of a show is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MS_PER_DAY = 86_400_000
MAX_DAYS = 3650


@dataclass(frozen=True, slots=True)
class DataRetention:
    """comment_days: what viewers wrote, of which only the number is kept afterwards. metric_days: everything else.
    0 keeps for ever. ValueError outside of 0 to MAX_DAYS."""

    comment_days: int = 7
    metric_days: int = 400

    def __post_init__(self) -> None:
        if not (0 <= self.comment_days <= MAX_DAYS and 0 <= self.metric_days <= MAX_DAYS):
            raise ValueError(f"days are 0 to {MAX_DAYS}")

    def comments_before_ms(self, now_ms: int) -> int:
        """Texts of before are due to go."""
        return _before(self.comment_days, now_ms)

    def airings_before_ms(self, now_ms: int) -> int:
        """Airings that ended before are due to go."""
        return _before(self.metric_days, now_ms)


def _before(days: int, now_ms: int) -> int:
    return now_ms - days * MS_PER_DAY if days else 0
