"""The live board of one airing: every number that was told of it, as it stands and as it came to be.

Pure: a function of facts and the times at which they came. Raw counts only; ratios are ``formulas.py``, pictures
``view.py``. What is counted of a product counts for the room too, unless a source tells the room's own number. An order
is counted when it was placed (created or paid, whichever is told first), its money when that state was told.

A window of time is one of whole buckets (``buckets.py``): from the one in which it begins, up to and without the one in
which it ends, so that windows that meet share nothing; the newest bucket belongs to a window that ends in it. A count
is therefore of up to 10 s more than was asked for: ``span_ms`` says of how much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from .buckets import BUCKET_MS, Counted, Measured, bucket_of
from .fact import COUNTERS, GAUGES, Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet
from .ledger import ROOM, Ledger
from .product import TOLD, Product, learned
from .sources import SourceSight
from .view import view_of

__all__ = ["COUNTED", "DEMO", "MAX_PRODUCTS", "ROOM", "TOLD", "Board", "Product", "Reading", "is_demo", "learned"]

DEMO = "demo"
"""The source of what nobody sold and nobody wrote; "demo-shop" is another such."""
COUNTED = (*COUNTERS, "comments", "questions", "orders", "units", "refunds")
MAX_PRODUCTS = 500
MAX_SOURCES = 64
MAX_TOTALS = 50_000
"""Of counters that sources keep themselves; the one that was told first makes room."""
_PLACED, _REFUNDED = 1, 2
_SUM = "\0"
"""Of all products, beside what is told of the room itself; no product is called so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest value: a gauge's, or all that was counted. at_ms: when it was true. demo: it is made up."""

    value: int
    at_ms: int
    src: str
    demo: bool = False


def is_demo(src: str) -> bool:
    """Whether what this source tells is made up, or of another day."""
    return src == DEMO or src.startswith(f"{DEMO}-")


class Board:
    """Of one airing that began at ``began_ms`` (show time). ``take`` each fact once; nothing here raises.

    A fact without ``src`` is known from before: it counts, but nobody is seen to tell it.
    """

    def __init__(self, began_ms: int):
        self.began_ms = began_ms
        self.pinned = ""
        self.on_air = True
        self.quiet = False
        self.scene = ""
        self.newest_ms = began_ms
        """the latest moment that was told of"""
        self.beyond = 0
        """facts of products beyond MAX_PRODUCTS: they count for the room alone"""
        self.noted: Callable[[str, str, int, int, str], None]
        """told of what ``tally`` is told, which no fact tells"""
        self.returned: Callable[[str], None]
        """told of each product that was withdrawn and of which something is told again"""
        self.deafen()
        self._products: dict[str, Product] = {}
        self._readings: dict[tuple[str, str], Reading] = {}
        self._counts: dict[tuple[str, str], Counted] = {}
        self._gauges: dict[tuple[str, str], Measured] = {}
        self._ledger = Ledger()
        self._totals: dict[tuple[str, str, str], tuple[int, int]] = {}
        """(src, what, product) -> when, and where the source's own counter stood"""
        self._sources: dict[str, SourceSight] = {}
        self._stock_first: dict[str, int] = {}
        self._former: dict[str, str] = {}
        """product that was withdrawn -> its label"""
        self._withdrawn: set[str] = set()
        """those of which nothing was told since"""
        self._changed_ms: dict[str, int] = {}
        self._touched: dict[str, int] = {}
        self._told_of: dict[str, int] = {"pin": 0, "on_air": 0}
        self.seen: dict[str, tuple[object, dict[str, Any]]] = {}
        """of ``view.py``: what it showed of a product, and when"""
        self.drawn: tuple[int, dict[str, Any]] = (-1, {})
        """of ``view.py``: the timeline that it showed last, and of which bucket"""

    # --- facts come -------------------------------------------------------------------------------------------------

    def take(self, fact: Fact, now_ms: int) -> None:
        """now_ms: show time, when it came."""
        if fact.src:
            self._seen(fact.src, now_ms)
        self.newest_ms = max(self.newest_ms, fact.at_ms)
        if isinstance(fact, Comment):
            self._add("comments", ROOM, fact.at_ms, 1, fact.src)
        elif isinstance(fact, Order):
            self._order(fact)
        elif isinstance(fact, Gauge):
            self._gauge(fact)
        elif isinstance(fact, Count):
            self._count(fact)
        elif isinstance(fact, Pin):
            self._pin(fact)
        elif isinstance(fact, Sheet):
            self._sheet(fact)
        elif fact.at_ms >= self._told_of["on_air"]:
            self._told_of["on_air"] = fact.at_ms
            self._on_air(fact)

    def tally(self, what: str, product: str, at_ms: int, value: int, src: str) -> None:
        """Count ``value`` of COUNTED that no fact tells, of the product and of the room: questions among comments."""
        self._count_both(what, product, at_ms, value, src)
        self.noted(what, product, at_ms, value, src)

    def recount(self, what: str, product: str, at_ms: int, value: int, src: str) -> None:
        """The same, of what was counted before a restart."""
        if src:
            self._seen(src, at_ms)
        self._count_both(what, product, at_ms, value, src)

    def delta_of(self, count: Count) -> int:
        """How many more a counter counts with this fact; to be asked before it is taken."""
        if not count.total:
            return count.value
        before = self._totals.get((count.src, count.what, count.product))
        # Where it stood at first, or after it went back (begun anew, corrected), happened at no moment of ours.
        return max(0, count.value - before[1]) if before is not None and count.at_ms >= before[0] else 0

    def is_old(self, count: Count) -> bool:
        """Whether a newer total of this counter is known."""
        before = self._totals.get((count.src, count.what, count.product))
        return count.total and before is not None and count.at_ms < before[0]

    def knows(self, fact: Pin | Sheet | OnAir) -> bool:
        """Whether it tells nothing new."""
        if isinstance(fact, Pin):
            product = self._products.get(fact.product)
            same_slot = fact.slot is None or (product is not None and product.slot == fact.slot)
            return self._told_of["pin"] > 0 and self.pinned == fact.product and same_slot
        if isinstance(fact, OnAir):
            now = (self.on_air, self.scene, self.quiet)
            return self._told_of["on_air"] > 0 and now == (fact.on, fact.scene, fact.quiet)
        before = self._products.get(fact.product)
        return before is not None and learned(before, fact) == before

    def become(self, other: Board) -> None:
        """From now on this is what the other one was: whoever holds it sees the other's numbers. Who is told
        of it stays."""
        noted, returned = self.noted, self.returned
        self.__dict__.update(other.__dict__)
        self.noted, self.returned = noted, returned

    def deafen(self) -> None:
        """Nobody is told of anything."""
        self.noted, self.returned = lambda *_: None, lambda _: None

    def stood(self, src: str, what: str, product: str, at_ms: int, value: int) -> None:
        """A source's own counter stood there: what it tells next counts from there on (after a restart)."""
        self._totals[src, what, product] = (at_ms, value)
        if len(self._totals) > MAX_TOTALS:
            del self._totals[next(iter(self._totals))]

    def withdraw_product(self, product: str) -> str:
        """Its sheet was taken away; what was told of it beside that stays, and bears the label that it had: that is
        returned, "" where there is none, or nothing that would bear it."""
        gone = self._products.pop(product, None)
        self._withdrawn.add(product)
        if self.pinned == product:
            self.pinned = ""
        if gone is None or gone.label == product or not any(of == product for _, of in self._readings):
            return ""
        self._former[product] = gone.label
        return gone.label

    # --- and are asked for ------------------------------------------------------------------------------------------

    @property
    def products(self) -> Mapping[str, Product]:
        """By id, in the order in which they were first told of."""
        return MappingProxyType(self._products)

    def reading(self, what: str, product: str = ROOM) -> Reading | None:
        """Of GAUGES, "viewers_peak", COUNTED; None: nobody told it."""
        found = self._readings.get((what, product))
        return self._readings.get((what, _SUM)) if found is None and product == ROOM else found

    def count(self, what: str, product: str, since_ms: int, until_ms: int) -> int:
        """How many of COUNTED in that window; 0 also where nobody tells: ask ``known``."""
        found = self._counted(what, product)
        return found.between(bucket_of(since_ms), self._end(until_ms)) if found is not None else 0

    def money_minor(self, currency: str, product: str, since_ms: int, until_ms: int, state: str = "paid") -> int:
        """Of orders that came to be in that state in that window, in that currency. "created": every order placed."""
        return self._ledger.between(currency, state, product, bucket_of(since_ms), self._end(until_ms))

    def currency(self, product: str = ROOM) -> str:
        """The one in which most is sold, "" before the first sale."""
        return self._ledger.currency(product)

    def series(self, what: str, product: str, since_ms: int, until_ms: int) -> list[int | None]:
        """One value for each bucket of that window. Counted: how many, None throughout where nobody tells. Measured:
        the last value, None before the first."""
        first, end = bucket_of(since_ms), self._end(until_ms)
        found = self._gauges.get((what, product)) if what in GAUGES else self._counted(what, product)
        return found.each(first, end) if found is not None else [None] * max(0, end - first)

    def span_ms(self, since_ms: int, until_ms: int) -> int:
        """How much time the window counts; the part of the newest bucket that is still to come is none."""
        first, end = bucket_of(since_ms) * BUCKET_MS, self._end(until_ms) * BUCKET_MS
        return max(0, min(end, until_ms) - max(first, self.began_ms))

    def known(self, what: str, product: str = ROOM) -> bool:
        """Whether any source has ever told it."""
        if what == "pin" or what == "on_air":
            return self._told_of[what] > 0
        return self.reading(what, product) is not None

    def sources(self) -> Mapping[str, SourceSight]:
        """Who tells, and how often."""
        return MappingProxyType(self._sources)

    def stock_first(self, product: str) -> int | None:
        """What there was at most since it was first told: the whole bar."""
        return self._stock_first.get(product)

    def changed_ms(self, product: str) -> int:
        """When its price or the end of its offer was changed last, 0: never since it was first told."""
        return self._changed_ms.get(product, 0)

    def touched(self, product: str) -> int:
        """Grows with whatever is told of it."""
        return self._touched.get(product, 0)

    def view(self, now_ms: int) -> dict[str, Any]:
        """For screens: {"board": {...}, "products": {...}}."""
        return view_of(self, now_ms)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _end(self, until_ms: int) -> int:
        end, newest = bucket_of(until_ms), bucket_of(self.newest_ms)
        return end + 1 if end == newest or (end > newest and until_ms % BUCKET_MS) else end

    def _counted(self, what: str, product: str) -> Counted | None:
        found = self._counts.get((what, product))
        return self._counts.get((what, _SUM)) if found is None and product == ROOM else found

    def _add(self, what: str, product: str, at_ms: int, value: int, src: str) -> None:
        counted = self._counts.get((what, product))
        if counted is None:
            counted = self._counts[what, product] = Counted()
        if value:
            counted.add(bucket_of(at_ms), value)
        before = self._readings.get((what, product))
        total = (before.value if before else 0) + value
        if before is not None and before.at_ms > at_ms:
            at_ms, src = before.at_ms, before.src
        self._readings[what, product] = Reading(total, at_ms, src, is_demo(src))

    def _seen(self, src: str, now_ms: int) -> None:
        sight = self._sources.get(src)
        if sight is None and len(self._sources) >= MAX_SOURCES:
            return
        self._sources[src] = (sight or SourceSight(now_ms)).told(now_ms)

    def _known_product(self, product: str) -> bool:
        """Something is told of it. Make one of it at the first sight."""
        if product not in self._products and len(self._products) >= MAX_PRODUCTS:
            self.beyond += 1
            return False
        self._touched[product] = self._touched.get(product, 0) + 1
        if product in self._products:
            return True
        self._products[product] = Product(product, self._former.get(product, product))
        if product in self._withdrawn:
            self._withdrawn.remove(product)
            self.returned(product)
        return True

    def _count_both(self, what: str, product: str, at_ms: int, value: int, src: str) -> None:
        self.newest_ms = max(self.newest_ms, at_ms)
        if product and self._known_product(product):
            self._add(what, product, at_ms, value, src)
        self._add(what, ROOM, at_ms, value, src)

    def _tally(self, what: str, product: str, at_ms: int, value: int, src: str) -> None:
        """Of the product and of all products together, or of the room."""
        if product and self._known_product(product):
            self._add(what, product, at_ms, value, src)
        self._add(what, _SUM if product else ROOM, at_ms, value, src)

    def _order(self, order: Order) -> None:
        at_ms, src, product = order.at_ms, order.src, order.product
        if product and not self._known_product(product):
            product = ROOM
        if order.state in ("created", "paid"):
            if self._ledger.first(src, order.id, _PLACED):
                if self._ledger.first(src, order.id and order.id.partition("#")[0] + "#", _PLACED):
                    self._add("orders", ROOM, at_ms, 1, src)
                self._add("units", ROOM, at_ms, order.units, src)
                self._ledger.pay(order, product, "created")
                if product:
                    self._add("orders", product, at_ms, 1, src)
                    self._add("units", product, at_ms, order.units, src)
            if order.state == "paid":
                self._ledger.pay(order, product, "paid")
        elif self._ledger.first(src, order.id, _REFUNDED):
            self._ledger.pay(order, product, order.state)
            for place in {ROOM, product}:
                self._add("refunds", place, at_ms, 1, src)

    def _gauge(self, gauge: Gauge) -> None:
        what, product = gauge.what, gauge.product
        if product and not self._known_product(product):
            return
        self._gauges.setdefault((what, product), Measured()).put(gauge.at_ms, gauge.value)
        before = self._readings.get((what, product))
        reading = Reading(gauge.value, gauge.at_ms, gauge.src, is_demo(gauge.src))
        if before is None or before.at_ms <= gauge.at_ms:
            self._readings[what, product] = reading
        if what == "viewers":
            peak = self._readings.get(("viewers_peak", product))
            if peak is None or peak.value < gauge.value:
                self._readings["viewers_peak", product] = reading
        elif what == "stock":
            self._stock_first[product] = max(gauge.value, self._stock_first.get(product, 0))

    def _count(self, count: Count) -> None:
        if self.is_old(count):
            return
        more = self.delta_of(count)
        if count.total:
            self.stood(count.src, count.what, count.product, count.at_ms, count.value)
        self._tally(count.what, count.product, count.at_ms, more, count.src)

    def _pin(self, pin: Pin) -> None:
        if pin.product and not self._known_product(pin.product):
            return
        if pin.product and pin.slot is not None:
            self._products[pin.product] = replace(self._products[pin.product], slot=pin.slot)
        if pin.at_ms >= self._told_of["pin"]:
            self._told_of["pin"] = pin.at_ms
            self.pinned = pin.product

    def _sheet(self, sheet: Sheet) -> None:
        if not self._known_product(sheet.product):
            return
        before = self._products[sheet.product]
        after = self._products[sheet.product] = learned(before, sheet)
        repriced = before.price_minor is not None and before.price_minor != after.price_minor
        if repriced or (before.offer_ends_at_ms and before.offer_ends_at_ms != after.offer_ends_at_ms):
            self._changed_ms[sheet.product] = max(sheet.at_ms, self.changed_ms(sheet.product))

    def _on_air(self, told: OnAir) -> None:
        self.on_air, self.scene, self.quiet = told.on, told.scene, told.quiet
