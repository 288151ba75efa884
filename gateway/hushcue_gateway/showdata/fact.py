"""What is told of a show, one fact at a time: values that were checked (``documents.py``), from whichever way in.

Times are whole milliseconds since the epoch, UTC: when it happened, as the source says it. Money is in minor units
(cents, fen) with its currency (ISO 4217). ``src`` names the way in: "shopify", "obs", "manual", "demo"; ``id`` is the
source's own, so that what comes twice counts once, "" where it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COUNTERS = ("impressions", "clicks", "carts", "views", "likes", "shares", "follows")
"""What sources count, of a product or of the room; orders, units, comments and money are counted from their facts."""
GAUGES = ("viewers", "stock")
"""What sources measure: viewers of the room, stock of a product."""
MANUAL = "manual"
"""The source of what people enter by hand: nobody expects it to go on telling."""
OrderState = Literal["created", "paid", "cancelled", "refunded"]


@dataclass(frozen=True, slots=True)
class Comment:
    """What a viewer wrote. user: opaque, from the source; what is stored is a salted hash. language: BCP 47, "" where
    the source does not say."""

    at_ms: int
    text: str
    user: str
    name: str = ""
    language: str = ""
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """An order, or what became of one. product: "" where the source does not say which."""

    at_ms: int
    product: str = ""
    units: int = 1
    amount_minor: int = 0
    currency: str = ""
    state: OrderState = "paid"
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measured value that holds until the next one. what: of GAUGES. product: "" is the room."""

    at_ms: int
    what: str
    value: int
    product: str = ""
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A counter went up by ``value``, or (total) stands at it now. what: of COUNTERS. product: "" is the room."""

    at_ms: int
    what: str
    value: int
    product: str = ""
    total: bool = False
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """This product is shown to viewers from now on; "" is none. slot: its number in the list, None: unchanged."""

    at_ms: int
    product: str
    slot: int | None = None
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a product; None leaves what was known before. stock_low: from so few on it is "low".
    offer_ends_at_ms: 0 is no end. keywords: what viewers call it."""

    at_ms: int
    product: str
    label: str | None = None
    slot: int | None = None
    price_minor: int | None = None
    currency: str | None = None
    stock_low: int | None = None
    offer_ends_at_ms: int | None = None
    keywords: tuple[str, ...] | None = None
    src: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class OnAir:
    """The show goes on or off the air, or to another scene. quiet: the assistant does not speak by itself in it."""

    at_ms: int
    on: bool
    scene: str = ""
    quiet: bool = False
    src: str = ""
    id: str = ""


Fact = Comment | Order | Gauge | Count | Pin | Sheet | OnAir
