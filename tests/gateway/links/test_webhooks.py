"""A shop's webhooks: whose they are, and what they tell a board."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import shop
from support.shop import AT_MS

from hushcue_gateway.links.money import MAX_MINOR, minor_of
from hushcue_gateway.links.reading import Unreadable
from hushcue_gateway.links.shelf import Shelf
from hushcue_gateway.links.shopify import TOPICS, Heard, hear, signed
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Count, Gauge, Order, Sheet

SECOND = 1000
BY_OPENSSL = "tuKSrNERT14m1eIuBOlCJIYVedizb8nuIXvDyX24xro="
"""printf '{"id":1}' | openssl dgst -sha256 -hmac 'a-secret-of-the-shop' -binary | base64"""


def told(topic: str, payload: object, shelf: Shelf | None = None) -> Heard:
    return hear(topic, payload, shelf or Shelf(), AT_MS + 3 * SECOND)


def test_a_signature_is_that_of_the_bytes_as_they_came() -> None:
    assert signed(shop.SECRET, b'{"id":1}', BY_OPENSSL)
    assert not signed(shop.SECRET, b'{"id": 1}', BY_OPENSSL)
    assert not signed("another secret", b'{"id":1}', BY_OPENSSL)


@pytest.mark.parametrize(
    "signature", ["", "=", "é", BY_OPENSSL[:-4], BY_OPENSSL + "AAAA", BY_OPENSSL.lower(), "b6e292ac"]
)
def test_nothing_else_is_a_signature(signature: str) -> None:
    assert not signed(shop.SECRET, b'{"id":1}', signature)


@given(body=st.binary(), signature=st.text(max_size=60))
def test_what_strangers_send_is_never_signed(body: bytes, signature: str) -> None:
    assert not signed(shop.SECRET, body, signature)


def test_an_order_is_a_fact_for_each_line_at_the_moment_the_buyer_placed_it() -> None:
    first, second = told("orders/create", shop.order()).facts
    assert first == Order(AT_MS, "SKU3", 2, 3582, "USD", "created", "shopify", "820982911946154508#466157049")
    assert second == Order(
        AT_MS, "variant-39072857", 1, 500, "USD", "created", "shopify", "820982911946154508#466157050"
    )


def test_an_order_that_is_created_and_paid_counts_once_and_its_money_too() -> None:
    board = Board(AT_MS)
    for topic in ("orders/create", "orders/paid"):
        for fact in told(topic, shop.order()).facts:
            board.take(fact, AT_MS + SECOND)
    window = (AT_MS, AT_MS + 60 * SECOND)
    assert (board.count("orders", "", *window), board.count("units", "", *window)) == (1, 3)
    assert board.money_minor("USD", "", *window, "paid") == board.money_minor("USD", "", *window, "created") == 4082


def test_an_order_that_is_paid_hours_later_counts_as_paid_then() -> None:
    late = AT_MS + 7200 * SECOND
    facts = hear("orders/paid", shop.order(), Shelf(), late).facts
    assert [fact.at_ms for fact in facts] == [late, late]


def test_an_order_for_trying_out_tells_nothing() -> None:
    assert not told("orders/create", shop.order(test=True)).facts


def test_what_is_cancelled_unpaid_is_told_and_what_was_refunded_is_told_by_its_refund() -> None:
    gone = {"cancelled_at": "2026-01-02T03:10:00Z"}
    facts = told("orders/cancelled", shop.order(**gone)).facts
    assert [(fact.state, fact.at_ms) for fact in facts if isinstance(fact, Order)] == [
        ("cancelled", AT_MS + 355 * SECOND)
    ] * 2
    assert not told("orders/cancelled", shop.order(**gone, refunds=[shop.refund()])).facts


def test_a_refund_tells_the_line_and_the_money_that_went_back() -> None:
    (fact,) = told("refunds/create", shop.refund()).facts
    identity = "820982911946154508#r487817672276298627"
    assert fact == Order(AT_MS + 355 * SECOND, "SKU3", 1, 1791, "USD", "refunded", "shopify", identity)


def test_a_product_tells_name_stock_and_price_of_each_variant() -> None:
    shelf = Shelf()
    shelf.currency = "USD"
    facts = told("products/update", shop.product(), shelf).facts
    assert facts == [
        Sheet(AT_MS, "SKU3", label="Silk dress M", price_minor=1990, currency="USD", src="shopify"),
        Gauge(AT_MS, "stock", 48, "SKU3", "shopify"),
        Sheet(AT_MS, "SKU4", label="Silk dress L", price_minor=2100, currency="USD", src="shopify"),
    ]


def test_a_price_is_told_once_its_currency_is_known() -> None:
    shelf = Shelf()
    (sheet, *_) = told("products/update", shop.product(), shelf).facts
    assert isinstance(sheet, Sheet) and (sheet.price_minor, sheet.currency) == (None, None)
    told("orders/create", shop.order(), shelf)
    assert next(fact.price_minor for fact in shelf.everything(AT_MS) if isinstance(fact, Sheet)) == 1990


def test_an_unchanged_product_tells_its_stock_alone() -> None:
    shelf = Shelf()
    told("products/update", shop.product(), shelf)
    later = shop.product(updated_at="2026-01-02T03:05:05Z")
    assert told("products/update", later, shelf).facts == [Gauge(AT_MS + 60 * SECOND, "stock", 48, "SKU3", "shopify")]


def test_news_that_is_older_than_what_is_known_changes_nothing() -> None:
    shelf = Shelf()
    told("products/update", shop.product(), shelf)
    assert not told("products/update", shop.product(updated_at="2026-01-02T03:00:00Z", title="Old"), shelf).facts
    old = {
        "inventory_item_id": 271878346596884015,
        "location_id": 1,
        "available": 99,
        "updated_at": "2026-01-02T03:00:00Z",
    }
    assert told("inventory_levels/update", old, shelf) == Heard([], False)


def level(location: int, available: int | None) -> dict[str, Any]:
    return {
        "inventory_item_id": 271878346596884015,
        "location_id": location,
        "available": available,
        "updated_at": "2026-01-02T03:04:09Z",
        "admin_graphql_api_id": "gid://shopify/InventoryLevel/523463154?inventory_item_id=271878346596884015",
    }


def test_the_stock_of_the_only_location_is_the_stock() -> None:
    shelf = Shelf()
    told("products/update", shop.product(), shelf)
    heard = told("inventory_levels/update", level(1, -2), shelf)
    assert heard == Heard([Gauge(AT_MS + 4 * SECOND, "stock", 0, "SKU3", "shopify")], False)
    assert not told("inventory_levels/update", level(1, None), shelf).facts


def test_the_stock_of_one_of_two_locations_is_no_stock_but_a_reason_to_ask() -> None:
    shelf = Shelf()
    told("products/update", shop.product(), shelf)
    told("inventory_levels/update", level(1, 40), shelf)
    assert told("inventory_levels/update", level(2, 3), shelf) == Heard([], True)


def test_an_item_that_is_none_of_the_shows_is_asked_for_only_until_all_are_known() -> None:
    shelf = Shelf()
    assert told("inventory_levels/update", level(1, 40), shelf).look
    shelf.complete = True
    assert not told("inventory_levels/update", level(1, 40), shelf).look


def test_a_cart_counts_once_for_each_product_in_it() -> None:
    cart = {"token": "68778783ad298f1c80c3bafcddeea02f", "line_items": shop.order()["line_items"] * 2}
    facts = told("carts/create", cart).facts
    assert [(fact.product, fact.what, fact.value) for fact in facts if isinstance(fact, Count)] == [
        ("SKU3", "carts", 1),
        ("variant-39072857", "carts", 1),
    ]
    assert len({fact.id for fact in facts}) == 2


def test_products_beyond_the_chosen_ones_count_for_the_room_alone() -> None:
    shelf = Shelf(confined=True)
    assert not told("products/update", shop.product(), shelf).facts
    assert {fact.product for fact in told("orders/create", shop.order(), shelf).facts if isinstance(fact, Order)} == {
        ""
    }


def test_who_bought_is_never_read() -> None:
    facts = told("orders/create", shop.order()).facts
    assert "jon@example.com" not in repr(facts)


@pytest.mark.parametrize(
    ("topic", "payload", "field"),
    [
        ("orders/create", [], "orders/create"),
        ("orders/create", shop.order(id=None), "id"),
        ("orders/create", shop.order(created_at="2026-01-02T03:04:05"), "created_at"),
        ("orders/create", shop.order(created_at="yesterday"), "created_at"),
        ("orders/create", shop.order(line_items="none"), "line_items"),
        ("orders/create", shop.order(line_items=[{"id": 1, "quantity": 1, "price": "many"}]), "price"),
        ("orders/create", shop.order(line_items=[{"id": 1, "quantity": True, "price": "1"}]), "quantity"),
        ("refunds/create", shop.refund(order_id=None), "order_id"),
        ("products/update", shop.product(updated_at=5), "updated_at"),
        ("inventory_levels/update", {"available": 1}, "inventory_item_id"),
    ],
)
def test_what_is_not_as_documented_is_named(topic: str, payload: object, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        told(topic, payload)
    assert caught.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*shop.order(), *shop.product()]), inner)
    ),
    max_leaves=12,
)


@given(topic=st.sampled_from(TOPICS), payload=JSON)
def test_whatever_comes_is_read_or_named(topic: str, payload: object) -> None:
    try:
        heard = told(topic, payload)
    except Unreadable as error:
        assert error.field
    else:
        json.dumps([repr(fact) for fact in heard.facts])


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("19.90", "USD", 1990),
        ("1980", "JPY", 1980),
        ("1.234", "KWD", 1234),
        ("150000.00", "IDR", 15_000_000),
        ("0.005", "USD", 0),
        ("1e3", "USD", 100_000),
        ("-1", "USD", None),
        ("NaN", "USD", None),
        ("9e99", "USD", None),
        ("1" * 40, "USD", None),
        (19.9, "USD", None),
        ("", "USD", None),
    ],
)
def test_money_is_in_minor_units_of_its_currency(amount: object, currency: str, minor: int | None) -> None:
    assert minor_of(amount, currency) == minor


@given(st.integers(0, MAX_MINOR))
def test_every_amount_of_two_digits_is_exact(minor: int) -> None:
    assert minor_of(f"{minor // 100}.{minor % 100:02d}", "EUR") == minor
