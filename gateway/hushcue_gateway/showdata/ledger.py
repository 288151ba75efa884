"""The money of an airing, and which of its orders were counted already. Pure."""

from __future__ import annotations

from .buckets import Counted, bucket_of
from .fact import Order

MAX_ORDERS = 200_000
"""The one heard of longest ago makes room."""
ROOM = ""


class Ledger:
    """Money by currency, state and product; that of a product is the room's too."""

    def __init__(self) -> None:
        self._money: dict[tuple[str, str, str], Counted] = {}
        """(currency, state, product)"""
        self._orders: dict[tuple[str, str], int] = {}
        """(src, name) -> marks"""

    def first(self, src: str, name: str, mark: int) -> bool:
        """Whether an order is new in this respect; one without a name always is. mark: a bit."""
        if not name:
            return True
        key = (src, name)
        marks = self._orders.pop(key, 0)
        if len(self._orders) >= MAX_ORDERS:
            del self._orders[next(iter(self._orders))]
        self._orders[key] = marks | mark
        return not marks & mark

    def pay(self, order: Order, product: str, state: str) -> None:
        """Its money came to be in that state. product: ROOM where it is none of the board's."""
        if order.currency:
            for place in {ROOM, product}:
                counted = self._money.setdefault((order.currency, state, place), Counted())
                counted.add(bucket_of(order.at_ms), order.amount_minor)

    def between(self, currency: str, state: str, product: str, first: int, end: int) -> int:
        """The money of those buckets."""
        found = self._money.get((currency, state, product))
        return found.between(first, end) if found is not None else 0

    def currency(self, product: str) -> str:
        """The one in which most is sold, "" before the first sale."""
        sold = {key[0]: each.total for key, each in self._money.items() if key[1:] == ("created", product)}
        return max(sold, key=lambda name: sold[name]) if sold else ""
