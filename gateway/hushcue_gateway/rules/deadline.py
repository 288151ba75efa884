"""A product's offer ends in a moment."""

from __future__ import annotations

from collections.abc import Iterable

from .opportunity import Opportunity
from .rule import Level, Rule, Sight
from .settings import RuleSetting

TOO_LATE_S = 5
"""With less left nobody says it any more."""
TTL_MS = 30_000


class Deadline(Rule):
    """One key for each end: an offer that is extended ends once more."""

    name = "deadline"
    cools = "key"
    learns = False
    spaces = False

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        for product in sight.board.products.values():
            if product.offer_ends_at_ms:
                level = self.level_of(f"{product.id}@{product.offer_ends_at_ms}", sight, setting)
                if level is not None:
                    yield level

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        """After its end it is neither: what was said stays said."""
        product = sight.product(key.rpartition("@")[0])
        if product is None or key.rpartition("@")[2] != str(product.offer_ends_at_ms):
            return None
        left_ms = product.offer_ends_at_ms - sight.now_ms
        return Level(key, TOO_LATE_S * 1000 <= left_ms <= setting["seconds"] * 1000, product.id)

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        product = sight.product(level.product)
        if product is None or not level.high:
            return None
        left_ms = product.offer_ends_at_ms - sight.now_ms
        facts = {**sight.about(product.id), "seconds_left": round(left_ms / 1000)}
        ttl_ms = max(1_000, min(TTL_MS, left_ms - TOO_LATE_S * 1000))
        return Opportunity(
            self.name, sight.now_ms, level.key, product.id, sight.marked(facts), urgent=True, ttl_ms=ttl_ms
        )
