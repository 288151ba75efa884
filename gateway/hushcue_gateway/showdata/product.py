"""A product of a show, as it is known from its sheets. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .fact import Sheet

TOLD = ("label", "slot", "price_minor", "currency", "stock_low", "offer_ends_at_ms", "keywords")
"""Of a product, by its sheet."""


@dataclass(frozen=True, slots=True)
class Product:
    """What is known of it. slot: 0 where it has none; price_minor, stock_low: None where nobody said.
    offer_ends_at_ms: 0 is no end."""

    id: str
    label: str
    slot: int = 0
    price_minor: int | None = None
    currency: str = ""
    stock_low: int | None = None
    offer_ends_at_ms: int = 0
    keywords: tuple[str, ...] = ()


def learned(product: Product | None, sheet: Sheet) -> Product:
    """What is known of a product with this sheet. product: what was known before."""
    told = {name: getattr(sheet, name) for name in TOLD if getattr(sheet, name) is not None}
    told["label"] = told.get("label") or (product.label if product else sheet.product)
    return replace(product or Product(sheet.product, sheet.product), **told)
