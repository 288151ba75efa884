"""A source tells nothing any more. For operators: what a host hears may rest on old numbers.

What only tells of events (orders) is silent when there are none, and nobody can tell from outside. So a source that
came back by itself is given twice the time before it is told of again.
"""

from __future__ import annotations

from collections.abc import Iterable

from .opportunity import Opportunity
from .rule import Level, Rule, Sight
from .settings import RuleSetting

PEOPLE = frozenset({"", "manual"})
"""Who types when there is something to type is never overdue."""
LEAST_FACTS = 10
"""Before so many a source has no habit."""
MOST_DOUBLINGS = 3
TTL_MS = 120_000


class SourceStale(Rule):
    """One key for each source; armed again when it tells something."""

    name = "source_stale"
    cools = "key"
    learns = False
    waits = False
    spaces = False

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, int]] = {}
        """Source -> how often it was told of, and when last (ms)."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        levels = (self.level_of(src, sight, setting) for src in sight.board.sources())
        return tuple(level for level in levels if level is not None)

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        source = sight.board.sources().get(key)
        if source is None or key in PEOPLE or source.facts < LEAST_FACTS or source.usual_gap_ms is None:
            return None
        count, told_ms = self._told.get(key, (0, 0))
        came_back = count - 1 if source.last_ms <= told_ms else count
        patience = 2 ** min(max(came_back, 0), MOST_DOUBLINGS)
        overdue_ms = patience * max(setting["seconds"] * 1000, setting["times"] * source.usual_gap_ms)
        return Level(key, True) if sight.now_ms - source.last_ms > overdue_ms else None

    def fired(self, opportunity: Opportunity) -> None:
        count, _ = self._told.get(opportunity.key, (0, 0))
        self._told[opportunity.key] = (count + 1, opportunity.at_ms)

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        source = sight.board.sources().get(level.key)
        if source is None:
            return None
        facts = sight.marked({"src": level.key, "silent_s": (sight.now_ms - source.last_ms) // 1000})
        return Opportunity(self.name, sight.now_ms, level.key, "", facts, to_operators=True, ttl_ms=TTL_MS)
