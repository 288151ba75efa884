"""What a shop is asked, and how its answers are read: Shopify's GraphQL Admin API. Pure.

Questions go as POST to /admin/api/VERSION/graphql.json with the header X-Shopify-Access-Token. What a question may cost
is counted beforehand, in points; a bucket of points fills again at a rate that each answer states (shopify.dev: GraphQL
Admin API rate limits). The REST Admin API is legacy since October 2024 and is not used.

| answer                                              | means                                                         |
|-----------------------------------------------------|---------------------------------------------------------------|
| 200 with data                                       | read it                                                       |
| 429, or an error THROTTLED                          | wait: Retry-After, or until the bucket holds what it costs    |
| an error MAX_COST_EXCEEDED                          | ask for fewer at a time                                       |
| an error ACCESS_DENIED                              | the token lacks a scope                                       |
| 401, 403                                            | the token is wrong                                            |
| 402, 423 and other errors                           | the shop refuses: shown as it says                            |
| 5xx                                                 | try again later                                               |
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hushcue_words import Trouble

from ..showdata.fact import Fact
from .money import minor_of
from .orders import Line, Sold, facts_of
from .reading import Unreadable, moment_ms, name_of, nodes, number, product_of, rows, table, text
from .shelf import Shelf, Variant
from .shopify import label_of
from .words import WORDS

VERSION = "2026-01"
"""Shopify answers an older one than it still serves as the oldest it serves."""
PATH = f"/admin/api/{VERSION}/graphql.json"
ORDERS = """\
query ($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id createdAt updatedAt cancelledAt test displayFinancialStatus
      lineItems(first: 20) { nodes {
        id sku quantity variant { id }
        discountedTotalSet(withCodeDiscounts: true) { shopMoney { amount currencyCode } }
      } }
      refunds(first: 5) { createdAt refundLineItems(first: 10) { nodes {
        id quantity lineItem { sku variant { id } } subtotalSet { shopMoney { amount currencyCode } }
      } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
VARIANTS = """\
query ($first: Int!, $after: String, $query: String!) {
  shop { currencyCode }
  productVariants(first: $first, after: $after, query: $query) {
    nodes { id sku title price inventoryQuantity product { title } inventoryItem { id tracked } }
    pageInfo { hasNextPage endCursor }
  }
}"""
PAID = ("PAID", "PARTIALLY_REFUNDED", "REFUNDED")
PATIENCE_S = 2.0
MOST_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One of: data; wait_s, then ask again; smaller: ask for fewer; trouble."""

    data: Mapping[str, Any] = field(default_factory=dict)
    wait_s: float = 0.0
    smaller: bool = False
    trouble: Trouble | None = None


def question(query: str, first: int, after: str | None, search: str) -> dict[str, object]:
    """The body of a POST."""
    return {"query": query, "variables": {"first": first, "after": after, "query": search}}


def reply_of(shop: str, status: int, retry_after: str, body: bytes) -> Reply:
    """What an answer means. retry_after: that header, "" without it."""
    if status == 429:
        return Reply(wait_s=_patience(retry_after))
    if status in (401, 403):
        return Reply(trouble=WORDS.trouble("shopify_token", shop=shop))
    if status >= 500:
        return Reply(trouble=WORDS.trouble("shopify_away", shop=shop, reason=f"HTTP {status}"))
    try:
        told = table(json.loads(body), "answer")
    except (ValueError, RecursionError):
        return Reply(trouble=WORDS.trouble("shopify_away", shop=shop, reason=f"HTTP {status}"))
    errors = told.get("errors")
    if errors:
        return _error(shop, errors, told.get("extensions"))
    data = told.get("data")
    if status != 200 or not isinstance(data, Mapping):
        return Reply(trouble=WORDS.trouble("shopify_refuses", shop=shop, reason=f"HTTP {status}"))
    return Reply(data)


def page_of(data: Mapping[str, Any], name: str) -> tuple[list[Mapping[str, Any]], str | None]:
    """The nodes of a connection, and the cursor of what follows, None at its end. Raises Unreadable."""
    connection = table(data.get(name), name)
    info = table(connection.get("pageInfo"), "pageInfo")
    cursor = info.get("endCursor") if info.get("hasNextPage") is True else None
    if cursor is not None and (not isinstance(cursor, str) or len(cursor) > 1024):
        raise Unreadable("endCursor")
    return nodes(connection, name), cursor


def updated_since(at_ms: int) -> str:
    """In Shopify's search syntax."""
    return f"updated_at:>='{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}'"


def order_of(node: Mapping[str, Any], shelf: Shelf, since_ms: int) -> tuple[list[Fact], int]:
    """What has become of an order since ``since_ms``, and when it was changed last. Raises Unreadable.

    An order that was placed before is neither new nor newly paid: it is listed because anything at it was changed.
    """
    updated_ms = moment_ms(node.get("updatedAt"), "updatedAt")
    if node.get("test") is True:
        return [], updated_ms
    lines = []
    for row in nodes(node.get("lineItems"), "lineItems"):
        amount, currency = _money(row.get("discountedTotalSet"))
        shelf.currency = shelf.currency or currency
        units = number(row.get("quantity"), "quantity")
        lines.append(Line(name_of(row.get("id"), "id"), _named(row, shelf), units, amount, currency))
    sold = Sold(name_of(node.get("id"), "id"), moment_ms(node.get("createdAt"), "createdAt"), tuple(lines))
    told: list[Fact] = []
    if sold.placed_ms >= since_ms:
        told += sold.facts("created", sold.placed_ms)
        if node.get("displayFinancialStatus") in PAID:
            told += sold.facts("paid", sold.placed_ms)
    refunds = rows(node.get("refunds"), "refunds")
    for refund in refunds:
        at_ms = moment_ms(refund.get("createdAt"), "createdAt")
        if at_ms >= since_ms:
            told += facts_of(sold.id, _refunded(refund, shelf), "refunded", at_ms)
    if node.get("cancelledAt") is not None and not refunds:
        at_ms = moment_ms(node["cancelledAt"], "cancelledAt")
        told += sold.facts("cancelled", at_ms) if at_ms >= since_ms else []
    return told, updated_ms


def variant_of(node: Mapping[str, Any], at_ms: int) -> tuple[Variant, str]:
    """A variant as it was at ``at_ms``, and its inventory item. Raises Unreadable."""
    item = table(node.get("inventoryItem"), "inventoryItem")
    counted = item.get("tracked") is True and node.get("inventoryQuantity") is not None
    stock = number(node["inventoryQuantity"], "inventoryQuantity") if counted else None
    label = label_of(table(node.get("product"), "product").get("title"), node.get("title"))
    product = product_of(node.get("sku"), node.get("id"))
    return Variant(product, label, text(node.get("price"), 32), stock, at_ms), name_of(item.get("id"), "id")


def _refunded(refund: Mapping[str, Any], shelf: Shelf) -> list[Line]:
    lines = []
    for row in nodes(refund.get("refundLineItems"), "refundLineItems"):
        amount, currency = _money(row.get("subtotalSet"))
        product = _named(table(row.get("lineItem"), "lineItem"), shelf)
        units = number(row.get("quantity"), "quantity")
        lines.append(Line(f"r{name_of(row.get('id'), 'id')}", product, units, amount, currency))
    return lines


def _named(row: Mapping[str, Any], shelf: Shelf) -> str:
    variant = row.get("variant")
    return shelf.named(product_of(row.get("sku"), variant.get("id") if isinstance(variant, Mapping) else None))


def _money(bag: object) -> tuple[int, str]:
    money = table(table(bag, "money").get("shopMoney"), "shopMoney")
    currency = text(money.get("currencyCode"), 3)
    amount = minor_of(money.get("amount"), currency)
    if amount is None:
        raise Unreadable("amount")
    return amount, currency


def _error(shop: str, errors: object, extensions: object) -> Reply:
    first: object = errors[0] if isinstance(errors, list) and errors else errors
    about = first if isinstance(first, Mapping) else {"message": first}
    more = about.get("extensions")
    code = more.get("code") if isinstance(more, Mapping) else None
    if code == "THROTTLED":
        return Reply(wait_s=_until_full(extensions))
    if code == "MAX_COST_EXCEEDED":
        return Reply(smaller=True)
    if code == "ACCESS_DENIED":
        path = about.get("path")
        what = text(path[0], 40) if isinstance(path, list) and path else ""
        return Reply(trouble=WORDS.trouble("shopify_scope", what=what or text(about.get("message"), 80)))
    return Reply(trouble=WORDS.trouble("shopify_refuses", shop=shop, reason=text(about.get("message"), 100) or code))


def _patience(header: str) -> float:
    try:
        wait_s = float(header)
    except ValueError:
        return PATIENCE_S
    return min(max(wait_s, 0.5), MOST_PATIENCE_S) if math.isfinite(wait_s) else PATIENCE_S


def _until_full(extensions: object) -> float:
    """Until the bucket holds what the question may cost."""
    try:
        cost = table(table(extensions, "extensions").get("cost"), "cost")
        status = table(cost.get("throttleStatus"), "throttleStatus")
        missing = float(cost["requestedQueryCost"]) - float(status["currentlyAvailable"])
        return min(max(missing / float(status["restoreRate"]), 0.5), MOST_PATIENCE_S)
    except (Unreadable, KeyError, TypeError, ValueError, ZeroDivisionError):
        return PATIENCE_S
