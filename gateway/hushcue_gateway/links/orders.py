"""What a shop sold, as facts, whichever way it was told: webhook and question tell the same facts under the same ids,
so that each counts once. Pure.

| fact                | id                    | when                                                       |
|---------------------|-----------------------|------------------------------------------------------------|
| created, paid       | ORDER#LINE            | when it was placed: it belongs to what was shown then      |
| cancelled           | ORDER#LINE            | when it was cancelled, unpaid or with nothing given back   |
| refunded            | ORDER#rREFUNDEDLINE   | when it was refunded                                       |

An order that is paid more than LATE_MS after it was placed counts as paid when that was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..showdata.fact import Order, OrderState

LATE_MS = 600_000
SRC = "shopify"


@dataclass(frozen=True, slots=True)
class Line:
    """id: of the line in its order. product: "" is none of the board's. amount_minor: of all units, after discounts."""

    id: str
    product: str
    units: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Sold:
    """An order. placed_ms: when the buyer placed it."""

    id: str
    placed_ms: int
    lines: tuple[Line, ...]

    def facts(self, state: OrderState, told_ms: int) -> list[Order]:
        """That it came to be in that state; told_ms: when the shop said so."""
        at_ms = told_ms if state == "cancelled" or told_ms - self.placed_ms > LATE_MS else self.placed_ms
        return facts_of(self.id, self.lines, state, at_ms)


def facts_of(order: str, lines: Sequence[Line], state: OrderState, at_ms: int) -> list[Order]:
    """One for each line."""
    return [
        Order(at_ms, line.product, line.units, line.amount_minor, line.currency, state, SRC, f"{order}#{line.id}")
        for line in lines
    ]
