"""What is known of a shop's variants: name, price, stock. Pure: times are ms since the epoch.

| told by                   | stock is                                                                                |
|---------------------------|-----------------------------------------------------------------------------------------|
| the Admin API             | what it says: of all locations                                                          |
| products/update           | what it says: of all locations                                                          |
| inventory_levels/update   | of one location. Taken where the shop has no other, as far as we know; else the Admin   |
|                           | API is asked, or products/update says it, which Shopify sends beside                    |

Items that are none of ours tell nothing, once ``complete``.

News that is older than what is known changes nothing: a webhook may be repeated hours later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..showdata.fact import Fact, Gauge, Sheet
from .money import minor_of
from .orders import SRC

MAX_VARIANTS = 250
MAX_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Variant:
    """stock: None where the shop does not count it. price: as the shop writes it."""

    product: str
    label: str
    price: str = ""
    stock: int | None = None
    at_ms: int = 0


class Shelf:
    """confined: only what ``put`` was told as ``listed`` is on the board."""

    def __init__(self, confined: bool = False):
        self.currency = ""
        self.complete = False
        """the Admin API has told of every variant"""
        self._confined = confined
        self._variants: dict[str, Variant] = {}
        self._product_of_item: dict[str, str] = {}
        self._locations: set[str] = set()

    def named(self, product: str) -> str:
        """The product, or "" where it is none of the board's."""
        return "" if self._confined and product not in self._variants else product

    def put(self, variant: Variant, item: str, listed: bool = False) -> list[Fact]:
        """A variant as it is at ``variant.at_ms``; what of it is news. item: its inventory item, "" where not told."""
        before = self._variants.get(variant.product)
        if before is None and (len(self._variants) >= MAX_VARIANTS or (self._confined and not listed)):
            return []
        if item and (item in self._product_of_item or len(self._product_of_item) < MAX_ITEMS):
            self._product_of_item[item] = variant.product
        if before is not None and variant.at_ms < before.at_ms:
            return []
        self._variants[variant.product] = variant
        news: list[Fact] = []
        if before is None or (before.label, before.price) != (variant.label, variant.price):
            news.append(self._sheet(variant, variant.at_ms))
        if variant.stock is not None:
            news.append(Gauge(variant.at_ms, "stock", variant.stock, variant.product, SRC))
        return news

    def level(self, item: str, location: str, available: int, at_ms: int) -> tuple[list[Fact], bool]:
        """The stock of an item at one location. Returns what is news, and whether the whole must be asked for."""
        if len(self._locations) < MAX_ITEMS:
            self._locations.add(location)
        product = self._product_of_item.get(item)
        if product is None:
            return [], not self.complete
        if len(self._locations) > 1:
            return [], True
        before = self._variants[product]
        if at_ms < before.at_ms:
            return [], False
        self._variants[product] = replace(before, stock=available, at_ms=at_ms)
        return [Gauge(at_ms, "stock", available, product, SRC)], False

    def everything(self, now_ms: int) -> list[Fact]:
        """All of it, for a board that begins: the sheets as of now, stock as of when it was told."""
        told: list[Fact] = [self._sheet(each, now_ms) for each in self._variants.values()]
        stocked = (each for each in self._variants.values() if each.stock is not None)
        return told + [Gauge(each.at_ms, "stock", each.stock or 0, each.product, SRC) for each in stocked]

    def _sheet(self, variant: Variant, at_ms: int) -> Sheet:
        price = minor_of(variant.price, self.currency) if self.currency and variant.price else None
        currency = self.currency if price is not None else None
        return Sheet(at_ms, variant.product, label=variant.label, price_minor=price, currency=currency, src=SRC)
