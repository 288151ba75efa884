"""Orders: far more, or far fewer, than before.

Two counts over two spans of time: what decides is how certain it is that the rate changed by that much
(``rates.py``), not how the two numbers look beside each other. The time before is two quarters of an hour, and the
change has to be certain against each of them: the end of a flash sale is no slump, the end of a break no surge.
A window into which a quiet scene or a time off the air reaches is not judged.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import NamedTuple

from ..showdata.buckets import BUCKET_MS
from .opportunity import FactValue, Opportunity
from .rates import rate_above, rate_below
from .rule import MS_PER_MINUTE, ROOM, Level, Rule, Sight, tidy
from .settings import RuleSetting

QUARTER_MS = 15 * MS_PER_MINUTE
LEAST_QUARTER_MS = 5 * MS_PER_MINUTE
"""A young airing has but this much of one."""
CALM = 0.5
TTL_MS = 120_000
MOST_OF_IT = 0.6
"""A surge of which a product has this share is that product's."""


class Counted(NamedTuple):
    """Orders of the window and its seconds; the same of each quarter of an hour before it."""

    orders: int
    seconds: float
    before: tuple[tuple[int, float], ...]

    @property
    def usual(self) -> float:
        """Orders of so much time as the window's, by all that was before."""
        seconds = sum(each[1] for each in self.before)
        return sum(each[0] for each in self.before) * self.seconds / seconds


class OrderRule(Rule):
    """What both have in common: judged once in ten seconds."""

    def __init__(self) -> None:
        self._bucket = -1
        self._level: Level | None = None
        self._quiet_ms: int | None = None
        """When the show was last seen in a quiet scene or off the air."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        if sight.board.quiet or not sight.board.on_air:
            self._quiet_ms = sight.now_ms
        bucket = sight.now_ms // BUCKET_MS
        if bucket != self._bucket:
            self._bucket = bucket
            self._level = self.level_of(ROOM, sight, setting)
        return () if self._level is None else (self._level,)

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        counted = self.counted(sight, setting)
        if counted is None:
            return None
        certain = min(self.certain(counted, *each, setting) for each in counted.before)
        if certain * 100 > setting["certainty_percent"] and self.is_enough(counted, setting):
            return Level(key, True)
        return Level(key, False) if certain > CALM else None

    @abstractmethod
    def certain(self, counted: Counted, before: int, before_s: float, setting: RuleSetting) -> float:
        """Of the change, against one span of time."""

    @abstractmethod
    def is_enough(self, counted: Counted, setting: RuleSetting) -> bool:
        """Whether there are enough orders to speak of."""

    def counted(self, sight: Sight, setting: RuleSetting) -> Counted | None:
        """None where nobody tells of orders, the airing is too young, or a quiet scene reaches into the window."""
        board, now_ms = sight.board, sight.now_ms
        since_ms = now_ms - round(setting["minutes"] * MS_PER_MINUTE)
        if not board.known("orders") or (self._quiet_ms is not None and self._quiet_ms > since_ms):
            return None
        before: list[tuple[int, float]] = []
        end_ms = since_ms
        for _ in range(2):
            begin_ms = max(end_ms - QUARTER_MS, board.began_ms)
            if end_ms - begin_ms >= LEAST_QUARTER_MS:
                seconds = board.span_ms(begin_ms, end_ms) / 1000
                before.append((board.count("orders", "", begin_ms, end_ms), seconds))
            end_ms = begin_ms
        if not before:
            return None
        orders = board.count("orders", "", since_ms, now_ms)
        return Counted(orders, board.span_ms(since_ms, now_ms) / 1000, tuple(before))


class OrderSurge(OrderRule):
    """Far more; named after a product where most of them are of one."""

    name = "order_surge"

    def certain(self, counted: Counted, before: int, before_s: float, setting: RuleSetting) -> float:
        return rate_above(counted.orders, counted.seconds, before, before_s, setting["times"])

    def is_enough(self, counted: Counted, setting: RuleSetting) -> bool:
        return counted.orders >= setting["orders"] and counted.usual > 0

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        counted = self.counted(sight, setting)
        if counted is None or not counted.usual:
            return None
        product = self._mostly(counted.orders, sight, setting)
        facts: dict[str, FactValue] = sight.about(product) if product else {}
        facts |= {
            "orders": counted.orders,
            "minutes": round(setting["minutes"]),
            "times": tidy(counted.orders / counted.usual),
        }
        return Opportunity(self.name, sight.now_ms, level.key, product, sight.marked(facts), ttl_ms=TTL_MS)

    def _mostly(self, orders: int, sight: Sight, setting: RuleSetting) -> str:
        since_ms = sight.now_ms - round(setting["minutes"] * MS_PER_MINUTE)
        board = sight.board
        counts = {product: board.count("orders", product, since_ms, sight.now_ms) for product in board.products}
        best = max(counts, key=lambda product: counts[product], default="")
        return best if best and counts[best] >= MOST_OF_IT * orders else ""


class OrderSlump(OrderRule):
    """Far fewer, down to none."""

    name = "order_slump"

    def certain(self, counted: Counted, before: int, before_s: float, setting: RuleSetting) -> float:
        return rate_below(counted.orders, counted.seconds, before, before_s, setting["to_percent"] / 100)

    def is_enough(self, counted: Counted, setting: RuleSetting) -> bool:
        return counted.usual >= setting["usual_orders"]

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        counted = self.counted(sight, setting)
        if counted is None:
            return None
        facts: dict[str, FactValue] = {
            "orders": counted.orders,
            "minutes": round(setting["minutes"]),
            "usual": round(counted.usual),
        }
        return Opportunity(self.name, sight.now_ms, level.key, "", sight.marked(facts), ttl_ms=TTL_MS)
