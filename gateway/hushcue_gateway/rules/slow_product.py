"""Many look, few buy: a product is clicked as usual and bought clearly less often than its own usual.

The share that is bought of what is clicked (orders / clicks) in the last minutes is compared with the product's own
share before that, since its price was changed last. A low share of few clicks is chance more often than not, so what
decides is how certain it is that the share dropped (``rates.rate_below``), not how low it looks. Where all the others
sell less than usual too, less is expected of this one: that is no fault of the product (``orders.py`` tells of it).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from statistics import median

from .opportunity import FactValue, Opportunity
from .rates import rate_below
from .rule import MS_PER_MINUTE, Level, Rota, Rule, Sight
from .settings import RuleSetting

EVERY_MS = 60_000
IN_ONE_LOOK = 4
TTL_MS = 120_000
"""It lasts, and who approves it may be busy; whether it still holds is asked again before it is said."""
CALM = 0.5
"""Less certain than this: armed again."""
CTRS_KEPT = 240
PRIOR_ORDERS = 10.0
"""Of the others, that count as come before anything was counted: few others say little about the room."""
CLICKED = 0.9
"""Of the usual share of clicks: so often is as usual."""
FEWEST_IMPRESSIONS = 50
"""Of a minute: with fewer its share of clicks says nothing."""


class SlowProduct(Rule):
    """Each product is judged once a minute, a few in one look."""

    name = "slow_product"
    cools = "key"

    def __init__(self) -> None:
        self._rota = Rota(EVERY_MS, IN_ONE_LOOK)
        self._levels: dict[str, Level] = {}
        self._ctrs: dict[str, deque[float]] = {}
        """Clicks per impression in minutes past, by product."""
        self._sold: dict[str, tuple[float, int]] = {}
        """Orders of the window that would be usual, and those that came, by product, when it was judged last."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        board = sight.board
        sold = [product for product in board.products if board.known("clicks", product)]
        for product in self._rota.due(sold, sight.now_ms):
            self._keep(product, sight, setting)
            level = self.level_of(product, sight, setting)
            if level is None:
                self._levels.pop(product, None)
            else:
                self._levels[product] = level
        for gone in self._levels.keys() - board.products.keys():
            del self._levels[gone]
        return tuple(self._levels.values())

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        counted = self._counted(key, sight, setting)
        if counted is None:
            return None
        clicks, orders, clicks_before, orders_before = counted
        expected = clicks * self._room(key)
        certain = rate_below(orders, expected, orders_before, clicks_before, setting["drop_to_percent"] / 100)
        if certain * 100 > setting["certainty_percent"] and self._is_clicked(key, sight, setting):
            return Level(key, True, key)
        return Level(key, False, key) if certain > CALM else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        counted = self._counted(level.product, sight, setting)
        if counted is None:
            return None
        clicks, orders, clicks_before, orders_before = counted
        facts: dict[str, FactValue] = {**sight.about(level.product), "clicks": clicks, "orders": orders}
        ctr = self._ctr(level.product, sight, setting["minutes"])
        if ctr is not None:
            facts["ctr"] = round(ctr, 4)
        facts |= {
            "cvr": round(orders / clicks, 4),
            "usual_cvr": round(orders_before / clicks_before, 4),
            "minutes": round(setting["minutes"]),
        }
        return Opportunity(self.name, sight.now_ms, level.key, level.product, sight.marked(facts), ttl_ms=TTL_MS)

    def _counted(self, product: str, sight: Sight, setting: RuleSetting) -> tuple[int, int, int, int] | None:
        """Clicks and orders of the window, and those before it; None where there is too little of either, or nothing
        left to be bought."""
        board, now_ms = sight.board, sight.now_ms
        stock = board.reading("stock", product)
        if product not in board.products or (stock is not None and stock.value <= 0):
            return None
        if not board.known("orders"):
            return None  # nobody tells of orders: none of them is known to be missing
        since_ms = now_ms - round(setting["minutes"] * MS_PER_MINUTE)
        clicks = board.count("clicks", product, since_ms, now_ms)
        if clicks < setting["clicks"]:
            return None
        from_ms = board.changed_ms(product)
        orders_before = board.count("orders", product, from_ms, since_ms)
        clicks_before = board.count("clicks", product, from_ms, since_ms)
        if orders_before < setting["baseline_orders"] or clicks_before <= orders_before:
            return None
        return clicks, board.count("orders", product, since_ms, now_ms), clicks_before, orders_before

    def _ctr(self, product: str, sight: Sight, minutes: float) -> float | None:
        """Clicks per impression; None where impressions are not told, or hardly any were."""
        since_ms = sight.now_ms - round(minutes * MS_PER_MINUTE)
        shown = sight.board.count("impressions", product, since_ms, sight.now_ms)
        if shown < FEWEST_IMPRESSIONS * minutes:
            return None
        return sight.board.count("clicks", product, since_ms, sight.now_ms) / shown

    def _room(self, product: str) -> float:
        """How the others sell, of what would be usual: at most 1."""
        others = [sold for other, sold in self._sold.items() if other != product]
        expected, came = sum(each[0] for each in others), sum(each[1] for each in others)
        return min(1.0, (came + PRIOR_ORDERS) / (expected + PRIOR_ORDERS))

    def _keep(self, product: str, sight: Sight, setting: RuleSetting) -> None:
        """What is compared with later."""
        counted = self._counted(product, sight, setting)
        if counted is None:
            self._sold.pop(product, None)
        else:
            clicks, orders, clicks_before, orders_before = counted
            self._sold[product] = (clicks * orders_before / clicks_before, orders)
        ctr = self._ctr(product, sight, 1)
        if ctr is not None:
            self._ctrs.setdefault(product, deque(maxlen=CTRS_KEPT)).append(ctr)

    def _is_clicked(self, product: str, sight: Sight, setting: RuleSetting) -> bool:
        """About as often as in half of its minutes; where impressions are not told, the many clicks say it."""
        ctr, kept = self._ctr(product, sight, setting["minutes"]), self._ctrs.get(product)
        return ctr is None or not kept or ctr >= CLICKED * median(kept)
