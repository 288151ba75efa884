"""A shop's JSON, taken field by field. Pure. What is not as documented is Unreadable, which names the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

MAX_ROWS = 100
"""Of one list that counts: lines of an order, variants of a product."""
MAX_TEXT_CHARS = 100
MAX_ID_CHARS = 64
MAX_NUMBER = 2**40
LATEST_MS = 253_402_300_799_000
"""The end of the year 9999."""


class Unreadable(ValueError):
    """field: which one is not as documented."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


def table(value: object, field: str) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, Mapping):
        raise Unreadable(field)
    return value


def rows(value: object, field: str) -> list[Mapping[str, Any]]:
    """A list of objects, the first MAX_ROWS of it; absent: none."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(field)
    return [table(each, field) for each in value[:MAX_ROWS]]


def nodes(value: object, field: str) -> list[Mapping[str, Any]]:
    """The nodes of a GraphQL connection."""
    return rows(table(value, field).get("nodes"), field)


def text(value: object, most: int = MAX_TEXT_CHARS) -> str:
    """In one line, cut; "" for anything that is no text."""
    shown = value if isinstance(value, str) else ""
    return " ".join("".join(char if char.isprintable() else " " for char in shown[: most * 2]).split())[:most]


def number(value: object, field: str) -> int:
    """A whole number from 0 on; what is below (a shop that sold more than it had) is 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value > MAX_NUMBER:
        raise Unreadable(field)
    return max(0, value)


def name_of(value: object, field: str) -> str:
    """An id: 123, "123" and "gid://shopify/Order/123" are "123"."""
    shown = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(shown, str):
        raise Unreadable(field)
    shown = shown.partition("?")[0].rpartition("/")[2]
    if not 0 < len(shown) <= 24 or not shown.isascii() or not shown.isalnum():
        raise Unreadable(field)
    return shown


def moment_ms(value: object, field: str) -> int:
    """ISO 8601 with a zone -> ms since the epoch."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        if moment is None or moment.tzinfo is None:
            raise Unreadable(field)
        at_ms = round(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise Unreadable(field) from None
    if not 0 <= at_ms <= LATEST_MS:
        raise Unreadable(field)
    return at_ms


def product_of(sku: object, variant: object) -> str:
    """What a variant is called on the board: its SKU where it has one that can be a name, else "variant-123"; "" for a
    line that is of no variant."""
    shown = text(sku, MAX_ID_CHARS + 1)
    if 0 < len(shown) <= MAX_ID_CHARS:
        return shown
    return f"variant-{name_of(variant, 'variant_id')}" if variant is not None else ""
