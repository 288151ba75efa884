"""What shows know of their products from one airing to the next: their sheets, and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from .board import MAX_PRODUCTS, TOLD, Product, Reading, learned
from .entry import Undone
from .fact import Fact, Gauge, Sheet
from .shelf import DataShelf
from .words import WORDS


class Shop:
    """Of all shows; kept as it changes. How many there are is known from this run alone: it changes too often."""

    def __init__(self, shelf: DataShelf, wall_ms: Callable[[], int]):
        self._shelf = shelf
        self._wall_ms = wall_ms
        self._products: dict[str, dict[str, Product]] = {}
        self._stock: dict[str, dict[str, Gauge]] = {}

    def restore(self, products: Mapping[str, Mapping[str, Product]]) -> None:
        """What was known before."""
        self._products = {show: dict(known) for show, known in products.items()}

    def of_show(self, show: str) -> Mapping[str, Product]:
        """By id, in the order in which they became known."""
        return self._products.get(show, {})

    def told(self, show: str, fact: Fact) -> None:
        """A sheet or a stock; everything else is no matter of the shop. Beyond MAX_PRODUCTS nothing more is known."""
        if isinstance(fact, Gauge) and is_stock(fact):
            stock = self._stock.setdefault(show, {})
            if fact.product in stock or len(stock) < MAX_PRODUCTS:
                stock[fact.product] = fact
        elif isinstance(fact, Sheet):
            known = self.of_show(show)
            if fact.product in known or len(known) < MAX_PRODUCTS:
                self.learn(show, fact)

    def learn(self, show: str, sheet: Sheet) -> None:
        """Raises Trouble where there are too many."""
        self.put(show, learned(self.of_show(show).get(sheet.product), sheet))

    def put(self, show: str, product: Product) -> None:
        """It is as people say. Raises Trouble where there are too many."""
        known = self._products.setdefault(show, {})
        if product.id not in known and len(known) >= MAX_PRODUCTS:
            raise WORDS.trouble("products_full", exit_code=0, most=MAX_PRODUCTS)
        if known.get(product.id) != product:
            known[product.id] = product
            self._shelf.know(show, product, self._wall_ms())

    def follow(self, show: str, undone: Undone) -> None:
        """An entry was taken back: what it had told of products is true no longer."""
        known, board = self._products.get(show, {}), undone.board
        for product in board.products.values():
            if product.id in known:
                self.put(show, product)
        for fact in undone.facts:
            if isinstance(fact, Gauge) and is_stock(fact):
                self._restock(show, fact.product, board.reading("stock", fact.product))
            elif isinstance(fact, Sheet) and fact.product in known and fact.product not in board.products:
                self.remove(show, fact.product)  # it was first told of by this entry

    def _restock(self, show: str, product: str, reading: Reading | None) -> None:
        stock = self._stock.setdefault(show, {})
        stock.pop(product, None)
        if reading is not None:
            stock[product] = Gauge(reading.at_ms, "stock", reading.value, product, reading.src)

    def get(self, show: str, product: str) -> Product:
        """Raises Trouble where there is none."""
        found = self._products.get(show, {}).get(product)
        if found is None:
            raise WORDS.trouble("unknown_product", exit_code=0, id=product[:64])
        return found

    def remove(self, show: str, product: str) -> None:
        """Raises Trouble where there is none."""
        self.get(show, product)
        del self._products[show][product]
        self._stock.get(show, {}).pop(product, None)
        self._shelf.forget_product(show, product)

    def forget_show(self, show: str) -> None:
        """All of it; the rows are somebody else's matter."""
        self._products.pop(show, None)
        self._stock.pop(show, None)

    def sheets(self, show: str, at_ms: int) -> list[Sheet]:
        """As facts of an airing that begins now; nobody in particular tells them."""
        return [sheet_of(product, at_ms) for product in self.of_show(show).values()]

    def stock(self, show: str, at_ms: int) -> list[Gauge]:
        """How many there were when somebody told it last."""
        return [replace(gauge, at_ms=at_ms, id="") for gauge in self._stock.get(show, {}).values()]


def sheet_of(product: Product, at_ms: int) -> Sheet:
    """The fact that tells all of it."""
    values = {field.name: getattr(product, field.name) for field in fields(product) if field.name in TOLD}
    return Sheet(at_ms, product.id, **{**values, "currency": product.currency or None})


def is_stock(fact: Fact) -> bool:
    """How many there are is true before an airing as well as in it."""
    return isinstance(fact, Gauge) and fact.what == "stock"
