"""More viewers than ever before in this airing, and clearly so.

High is: about the most that there ever were, above the last peak by a share of it, and above what is usual (a moving
mean of five minutes) by several times the spread from one ten seconds to the next. The last peak is the most that there
were until the airing had a usual, or what was said last. So a plateau is not told twice, and a rise so slow that nobody
would call it one is not told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from .opportunity import Opportunity
from .rule import ROOM, Closed, Level, Rule, Sight, Usual
from .settings import RuleSetting

STILL_PERCENT = 95
"""Of the most that there were: with fewer it is over."""


class ViewersPeak(Rule):
    """Says it once for each peak; the next one has to be as far above this one."""

    name = "viewers_peak"

    def __init__(self) -> None:
        self._closed = Closed()
        self._usual = Usual()
        self._steps = Usual()
        """From one value to the next: a rise as a whole does not count as spread, as it would in ``_usual``."""
        self._before: int | None = None
        self._mark: int | None = None
        """The last peak."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        values = [value for value in self._closed.take("viewers", sight) if value is not None]
        for value in values:
            self._usual.learn(value, _noise(value))
            if self._before is not None:
                self._steps.learn(value - self._before, _noise(value))
            self._before = value
        if values and (sight.learning or self._mark is None):  # the latter: also all that was before a restart
            self._mark = max(self._mark or 0, *values)
        level = self.level_of(ROOM, sight, setting)
        return () if level is None else (level,)

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        reading, mean = sight.board.reading("viewers"), self._usual.mean
        if reading is None or mean is None or self._mark is None:
            return None
        bound = max(
            self._mark * (1 + setting["percent_above"] / 100),
            mean + setting["sigmas"] * max(_noise(mean), self._steps.spread(0.0) / math.sqrt(2)),
            setting["viewers"],
        )
        most = sight.board.reading("viewers_peak")
        if most is not None:
            bound = max(bound, most.value * STILL_PERCENT / 100)
        return Level(key, True) if reading.value >= bound else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        reading = sight.board.reading("viewers")
        if reading is None or self._mark is None:
            return None
        facts = sight.marked({"viewers": reading.value, "was": self._mark}, reading)
        return Opportunity(self.name, sight.now_ms, level.key, "", facts)

    def fired(self, opportunity: Opportunity) -> None:
        self._mark = max(self._mark or 0, int(opportunity.facts["viewers"]))

    def still(self, opportunity: Opportunity, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        """As long as nearly so many are there, and more than before."""
        reading = sight.board.reading("viewers")
        peak, was = int(opportunity.facts["viewers"]), int(opportunity.facts["was"])
        if reading is None or reading.value <= was or reading.value * 100 < peak * STILL_PERCENT:
            return None
        facts = sight.marked({"viewers": reading.value, "was": was}, reading)
        return Opportunity(self.name, opportunity.at_ms, opportunity.key, "", facts)


def _noise(viewers: float) -> float:
    """A count's own spread (Poisson): a number that stood still once is not certain for that."""
    return max(1.0, math.sqrt(viewers))
