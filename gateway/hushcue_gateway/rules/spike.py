"""Suddenly far more comments: ten seconds against what is usual."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..showdata.buckets import BUCKET_MS
from .opportunity import Opportunity
from .rule import MS_PER_MINUTE, ROOM, Closed, Level, Rule, Sight, Usual, tidy
from .settings import RuleSetting

PER_MINUTE = MS_PER_MINUTE // BUCKET_MS
CALM_SIGMAS = 1.5
"""Below this it is armed again."""


class CommentSpike(Rule):
    """Judged as each ten seconds end, 2 s later."""

    name = "comment_spike"

    def __init__(self) -> None:
        self._closed = Closed()
        self._usual = Usual()
        self._newest: tuple[int, float, float] | None = None
        """Comments of the newest ten seconds, what was usual before them, and by how many spreads they stick out."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        for value in self._closed.take("comments", sight):
            if value is None:
                continue
            mean = self._usual.mean
            if mean is None:
                self._newest = None
            else:
                self._newest = (value, mean, (value - mean) / self._usual.spread(_noise(mean)))
            self._usual.learn(value, _noise(mean or 0.0))
        level = self.level_of(ROOM, sight, setting)
        return () if level is None else (level,)

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        if self._newest is None:
            return None
        value, _, sigmas = self._newest
        if sigmas > setting["sigmas"] and value >= setting["comments"]:
            return Level(key, True)
        return Level(key, False) if sigmas > min(CALM_SIGMAS, setting["sigmas"]) else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        if self._newest is None:
            return None
        value, mean, _ = self._newest
        facts = sight.marked({"per_min": value * PER_MINUTE, "usual_per_min": tidy(mean * PER_MINUTE, 0)})
        return Opportunity(self.name, sight.now_ms, level.key, "", facts)


def _noise(mean: float) -> float:
    """A count's own spread (Poisson)."""
    return max(1.0, math.sqrt(mean))
