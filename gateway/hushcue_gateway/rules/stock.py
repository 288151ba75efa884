"""Stock is low, and sold out. A host must not miss these: never held out, never waiting for others.

Low is at most the product's own bound (or the setting's), or what is sold in a few minutes at the present pace. A
product that was low when it was first told of says nothing until it is pinned: a shop that connects with a long list
does not make the host hear all of it. What an operator typed by hand counts at once.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterable, Iterator

from ..showdata.board import Product, Reading
from .opportunity import Opportunity
from .rule import Level, Rota, Rule, Sight, minutes_to_zero, tidy
from .settings import RuleSetting

MANUAL = "manual"
PACE_MINUTES = 5
PACE_EVERY_MS = 10_000
PACES_IN_ONE_LOOK = 20


class StockRule(Rule):
    """What both have in common."""

    cools = "key"
    learns = False
    spaces = False

    def __init__(self) -> None:
        self._had: set[str] = set()
        """Products that were above their bound once."""

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        for product in sight.board.products.values():
            reading = sight.board.reading("stock", product.id)
            if reading is not None:
                level = self._level(product, reading, sight, setting)
                if level is not None:
                    yield level

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        product, reading = sight.product(key), sight.board.reading("stock", key)
        return self._level(product, reading, sight, setting) if product and reading else None

    @abstractmethod
    def _level(self, product: Product, reading: Reading, sight: Sight, setting: RuleSetting) -> Level | None:
        """How it stands; that it was above its bound is remembered."""

    def _is_news(self, product: str, sight: Sight, reading: Reading) -> bool:
        """Whether falling to the bound is."""
        return product in self._had or product == sight.board.pinned or reading.src == MANUAL


class StockLow(StockRule):
    """The stock crossed its bound on the way down."""

    name = "stock_low"

    def __init__(self) -> None:
        super().__init__()
        self._rota = Rota(PACE_EVERY_MS, PACES_IN_ONE_LOOK)
        self._paces: dict[str, float] = {}

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        """The pace of a few products is measured first; a sale of the last ten seconds moves no bound that matters."""
        for product in self._rota.due(sight.board.products, sight.now_ms):
            self._paces[product] = sight.per_minute("units", product, PACE_MINUTES) or 0.0
        return super().levels(sight, setting)

    def _level(self, product: Product, reading: Reading, sight: Sight, setting: RuleSetting) -> Level | None:
        key, stock, bound = product.id, reading.value, self._bound(product, setting)
        if stock <= 0:
            return Level(key, False, key)  # sold out: one that comes back is no news
        if stock <= bound:
            return Level(key, self._is_news(key, sight, reading), key)
        self._had.add(key)
        armed_from = math.ceil(bound * (1 + setting["rearm_percent"] / 100))
        return Level(key, False, key) if stock < max(armed_from, bound + 1) else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        reading = sight.board.reading("stock", level.product)
        if reading is None:
            return None
        facts = {**sight.about(level.product), "stock": reading.value}
        pace = sight.per_minute("units", level.product, PACE_MINUTES)
        orders = sight.per_minute("orders", level.product, PACE_MINUTES)
        minutes = minutes_to_zero(reading.value, pace)
        if minutes is not None:
            facts["minutes_left"] = minutes
        if orders:
            facts["orders_per_min"] = tidy(orders)
        facts["pinned"] = int(level.product == sight.board.pinned)
        marked = sight.marked(facts, reading)
        return Opportunity(self.name, sight.now_ms, level.key, level.product, marked, urgent=True)

    def still(self, opportunity: Opportunity, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        """As long as it is not armed again: a piece more does not make it untrue. The last one sold does."""
        reading = sight.board.reading("stock", opportunity.product)
        return super().still(opportunity, sight, setting) if reading is not None and reading.value > 0 else None

    def _bound(self, product: Product, setting: RuleSetting) -> int:
        own = product.stock_low if product.stock_low is not None else int(setting["pieces"])
        return max(own, math.floor(setting["minutes_left"] * self._paces.get(product.id, 0.0)))


class SoldOut(StockRule):
    """The last piece is gone."""

    name = "sold_out"

    def _level(self, product: Product, reading: Reading, sight: Sight, setting: RuleSetting) -> Level | None:
        key, stock = product.id, reading.value
        if stock <= 0:
            return Level(key, self._is_news(key, sight, reading), key)
        self._had.add(key)
        return Level(key, False, key) if stock < setting["pieces_back"] else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        facts = sight.about(level.product)
        following = next(self._following(level.product, sight), None)
        if following is not None:
            facts["next_label"], facts["next_slot"] = following.label, following.slot
        marked = sight.marked(facts, sight.board.reading("stock", level.product))
        return Opportunity(self.name, sight.now_ms, level.key, level.product, marked, urgent=True)

    def still(self, opportunity: Opportunity, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        """One piece that came back makes it untrue."""
        reading = sight.board.reading("stock", opportunity.product)
        return super().still(opportunity, sight, setting) if reading is not None and reading.value <= 0 else None

    def _following(self, product: str, sight: Sight) -> Iterator[Product]:
        """What comes after it in the list and is not sold out."""
        known = sight.product(product)
        if known is None or not known.slot:
            return
        for other in sorted(sight.board.products.values(), key=lambda each: each.slot):
            stock = sight.board.reading("stock", other.id)
            if other.slot > known.slot and (stock is None or stock.value > 0):
                yield other
