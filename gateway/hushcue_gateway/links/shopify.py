"""Shopify's webhooks: is it theirs, and what does it tell. Pure.

Each is a POST of JSON with X-Shopify-Topic, X-Shopify-Shop-Domain, X-Shopify-Webhook-Id (what is sent again bears the
same) and X-Shopify-Hmac-Sha256: the HMAC-SHA256 of the body's bytes under the secret, in base64 (shopify.dev: Verify
webhook deliveries; Webhooks delivery structure). The body is the REST resource of the topic. Who bought is never read.

| topic                                                 | tells                                                       |
|-------------------------------------------------------|-------------------------------------------------------------|
| orders/create, orders/paid, orders/cancelled          | an order for each line; nothing where it is a test order    |
| refunds/create                                        | a refunded order for each line that was refunded            |
| products/update, products/create                      | name, price, stock of each variant                          |
| inventory_levels/update                               | stock of one item at one location: ``shelf.py``             |
| carts/create                                          | one more cart for each product in it                        |
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..showdata.fact import Count, Fact
from .money import minor_of
from .orders import SRC, Line, Sold, facts_of
from .reading import Unreadable, moment_ms, name_of, number, product_of, rows, table, text
from .shelf import Shelf, Variant

TOPICS = (
    "orders/create",
    "orders/paid",
    "orders/cancelled",
    "refunds/create",
    "products/create",
    "products/update",
    "inventory_levels/update",
    "carts/create",
)
ONLY_VARIANT = "Default Title"
"""What Shopify calls the variant of a product that has just one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """facts: what is news. look: stock has changed in a way that only the Admin API can tell."""

    facts: Sequence[Fact] = ()
    look: bool = False


def signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether the bytes come from who knows the secret. Takes equally long whatever is wrong."""
    try:
        given = base64.b64decode(signature.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        given = b""
    return hmac.compare_digest(given, hmac.new(secret.encode(), body, hashlib.sha256).digest())


def hear(topic: str, payload: object, shelf: Shelf, now_ms: int) -> Heard:
    """What a webhook tells. now_ms: when it came. Raises Unreadable; a topic that is none of TOPICS tells nothing."""
    if topic not in TOPICS:
        return Heard()
    told = table(payload, topic)
    if topic.startswith("orders/"):
        return Heard(_order(topic, told, shelf, now_ms))
    if topic == "refunds/create":
        return Heard(_refund(told, shelf))
    if topic.startswith("products/"):
        return Heard(_product(told, shelf))
    if topic == "carts/create":
        return Heard(_cart(told, shelf, now_ms))
    if told.get("available") is None:
        return Heard()  # the location does not count this item
    item, location = (name_of(told.get(name), name) for name in ("inventory_item_id", "location_id"))
    available = number(told["available"], "available")
    return Heard(*shelf.level(item, location, available, moment_ms(told.get("updated_at"), "updated_at")))


def _order(topic: str, told: Mapping[str, Any], shelf: Shelf, now_ms: int) -> Sequence[Fact]:
    if told.get("test") is True:
        return ()
    currency = text(told.get("currency"), 3)
    shelf.currency = shelf.currency or currency
    lines = tuple(_line(line, currency, shelf) for line in rows(told.get("line_items"), "line_items"))
    sold = Sold(name_of(told.get("id"), "id"), moment_ms(told.get("created_at"), "created_at"), lines)
    if topic == "orders/cancelled":
        if told.get("refunds"):
            return ()  # told by refunds/create
        return sold.facts("cancelled", moment_ms(told.get("cancelled_at"), "cancelled_at"))
    return sold.facts("created" if topic == "orders/create" else "paid", now_ms)


def _line(line: Mapping[str, Any], currency: str, shelf: Shelf) -> Line:
    """Discounts: those of the whole order are allocated to its lines too."""
    units = number(line.get("quantity"), "quantity")
    price = minor_of(line.get("price"), currency)
    if price is None:
        raise Unreadable("price")
    given = [minor_of(each.get("amount"), currency) or 0 for each in rows(line.get("discount_allocations"), "amount")]
    return Line(name_of(line.get("id"), "id"), _named(line, shelf), units, max(0, price * units - sum(given)), currency)


def _refund(told: Mapping[str, Any], shelf: Shelf) -> Sequence[Fact]:
    order = name_of(told.get("order_id"), "order_id")
    at_ms = moment_ms(told.get("created_at"), "created_at")
    lines = []
    for row in rows(told.get("refund_line_items"), "refund_line_items"):
        money = table(table(row.get("subtotal_set"), "subtotal_set").get("shop_money"), "shop_money")
        currency = text(money.get("currency_code"), 3)
        amount = minor_of(money.get("amount"), currency) or 0
        product = _named(table(row.get("line_item"), "line_item"), shelf)
        units = number(row.get("quantity"), "quantity")
        lines.append(Line(f"r{name_of(row.get('id'), 'id')}", product, units, amount, currency))
    return facts_of(order, lines, "refunded", at_ms)


def _product(told: Mapping[str, Any], shelf: Shelf) -> Sequence[Fact]:
    at_ms = moment_ms(told.get("updated_at"), "updated_at")
    news: list[Fact] = []
    for row in rows(told.get("variants"), "variants"):
        product = product_of(row.get("sku"), row.get("id"))
        counted = "inventory_quantity" in row and row.get("inventory_management", SRC) is not None
        stock = number(row["inventory_quantity"], "inventory_quantity") if counted else None
        item = name_of(row["inventory_item_id"], "inventory_item_id") if row.get("inventory_item_id") else ""
        price = text(row.get("price"), 32)
        news += shelf.put(Variant(product, label_of(told.get("title"), row.get("title")), price, stock, at_ms), item)
    return news


def _cart(told: Mapping[str, Any], shelf: Shelf, now_ms: int) -> Sequence[Fact]:
    cart = hashlib.sha256(text(told.get("token") or told.get("id"), 200).encode()).hexdigest()[:24]
    named = {_named(line, shelf) for line in rows(told.get("line_items"), "line_items")} - {""}
    return [
        Count(now_ms, "carts", 1, product, False, SRC, f"cart-{cart}-{place}")
        for place, product in enumerate(sorted(named))
    ]


def _named(line: Mapping[str, Any], shelf: Shelf) -> str:
    return shelf.named(product_of(line.get("sku"), line.get("variant_id")))


def label_of(product: object, variant: object) -> str:
    """What people call a variant."""
    title, more = text(product), text(variant)
    return title if more in ("", ONLY_VARIANT) else text(f"{title} {more}")
