"""A shop is asked over real HTTP: what it answers, how it refuses, and how patient we are."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse
from support import shop
from support.closed_door import closed_door, port_of
from support.served import served
from support.shop import AT_MS, Shop

from hushcue_gateway.links.settings import Shopify
from hushcue_gateway.links.shelf import MAX_VARIANTS, Shelf
from hushcue_gateway.links.shopify import hear
from hushcue_gateway.links.shopify_graph import MOST_PATIENCE_S, reply_of
from hushcue_gateway.links.shopify_poll import LEAST_S, ShopifyPoll
from hushcue_gateway.links.state import LinkState
from hushcue_gateway.links.words import WORDS
from hushcue_gateway.logs import Log
from hushcue_gateway.showdata.fact import Fact, Gauge, Order, Sheet

SETTINGS = Shopify("main", None, "", shop.NAME, shop.TOKEN, 15.0, "tag:live")


@dataclass
class Bench:
    """A poller at a shop. airing_ms: when the airing began."""

    there: Shop = field(default_factory=Shop)
    airing_ms: int | None = AT_MS - 60_000
    settings: Shopify = SETTINGS
    told: list[Fact] = field(default_factory=list)
    paused: list[float] = field(default_factory=list)
    log: io.StringIO = field(default_factory=io.StringIO)
    state: LinkState = field(default_factory=lambda: LinkState("connecting"))
    shelf: Shelf = field(default_factory=lambda: Shelf(confined=True))
    at_rest: asyncio.Event = field(default_factory=asyncio.Event)

    async def tell(self, facts: Sequence[Fact]) -> None:
        self.told += facts

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        if seconds == LEAST_S:
            self.at_rest.set()
        await asyncio.sleep(0)

    def poller(self, base: str) -> ShopifyPoll:
        return ShopifyPoll(
            self.settings,
            self.shelf,
            self.state,
            self.tell,
            lambda: self.airing_ms,
            lambda: AT_MS,
            Log([WORDS], self.log),
            base,
            self.pause,
        )

    def rounds(self, *between: Callable[[], object]) -> list[bool]:
        """One round, and one more after each of ``between``; whether each went well."""

        async def run() -> list[bool]:
            async with served(self.there.app) as place:
                headers = {"X-Shopify-Access-Token": self.settings.token or ""}
                async with httpx.AsyncClient(base_url=f"http://{place}", headers=headers, timeout=60) as client:
                    poller = self.poller(f"http://{place}")
                    good = [await poller.look(client)]
                    for change in between:
                        change()
                        good.append(await poller.look(client))
                    return good

        return asyncio.run(run())

    def running(self, script: Callable[[ShopifyPoll], Awaitable[None]]) -> None:
        """``run`` while the script lasts."""

        async def run() -> None:
            async with served(self.there.app) as place:
                poller = self.poller(f"http://{place}")
                task = asyncio.create_task(poller.run())
                try:
                    await asyncio.wait_for(script(poller), 60)
                finally:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)

        asyncio.run(run())

    def orders(self) -> list[Order]:
        return [fact for fact in self.told if isinstance(fact, Order)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_names_prices_and_stock_come_from_every_page(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(number, number) for number in range(1, 121)]
    assert bench.rounds() == [True]
    sheets = [fact for fact in bench.told if isinstance(fact, Sheet)]
    assert [fact.product for fact in sheets] == [f"SKU{number}" for number in range(1, 121)]
    assert (sheets[0].label, sheets[0].price_minor, sheets[0].currency) == ("Thing 1", 1990, "USD")
    assert {fact.product: fact.value for fact in bench.told if isinstance(fact, Gauge)}["SKU120"] == 120
    assert bench.shelf.complete and bench.state.state == "connected"
    assert all(each["variables"]["query"] == "tag:live" for each in bench.there.asked if "orders(" not in each["query"])


def test_a_variant_that_is_not_counted_has_no_stock_and_less_than_nothing_is_nothing(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1, None), shop.variant_node(2, -3), shop.variant_node(3, 5, sku="")]
    bench.rounds()
    stock = {fact.product: fact.value for fact in bench.told if isinstance(fact, Gauge)}
    assert stock == {"SKU2": 0, "variant-3": 5}


def test_stock_is_told_anew_each_round_and_names_only_when_they_change(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.rounds(lambda: None, lambda: bench.there.variants[0]["product"].update(title="Other"))
    assert [type(fact) for fact in bench.told] == [Sheet, Gauge, Gauge, Sheet, Gauge]


def test_an_order_counts_once_however_often_it_is_listed(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.there.orders = [shop.order_node(number) for number in range(1, 26)]
    bench.rounds(lambda: None)
    assert len(bench.orders()) == 50  # created and paid
    (first, *_) = bench.orders()
    assert first == Order(AT_MS, "SKU1", 2, 3980, "USD", "created", "shopify", "1#11")
    searches = [each["variables"]["query"] for each in bench.there.asked if "orders(" in each["query"]]
    assert searches[0] == "updated_at:>='2026-01-02T03:03:05Z'"


def test_a_webhook_and_a_question_tell_the_same_fact(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.there.orders = [shop.order_node(7, status="PENDING")]
    bench.rounds()
    line = {"id": 71, "sku": "SKU1", "variant_id": 1, "quantity": 2, "price": "19.90"}
    payload = shop.order(id=7, line_items=[line])
    assert list(hear("orders/create", payload, bench.shelf, AT_MS).facts) == list(bench.orders())


def test_an_order_from_before_the_airing_that_was_merely_shipped_tells_nothing(bench: Bench) -> None:
    bench.airing_ms = AT_MS + 1000
    bench.there.orders = [shop.order_node(1, updated="2026-01-02T03:05:00Z")]
    bench.rounds()
    assert not bench.orders()


def test_what_becomes_of_an_order_is_told_when_it_does(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.there.orders = [shop.order_node(1, status="PENDING")]
    line = {"sku": "SKU1", "variant": {"id": "gid://shopify/ProductVariant/1"}}
    money = {"shopMoney": {"amount": "19.9", "currencyCode": "USD"}}
    item = {"id": "gid://shopify/RefundLineItem/5", "quantity": 1, "lineItem": line, "subtotalSet": money}
    back = {"createdAt": "2026-01-02T03:06:00Z", "refundLineItems": {"nodes": [item]}}

    def paid() -> None:
        bench.there.orders = [shop.order_node(1)]

    def refunded() -> None:
        bench.there.orders = [shop.order_node(1, "2026-01-02T03:06:00Z", "PARTIALLY_REFUNDED", refunds=[back])]

    bench.rounds(paid, refunded)
    assert [(fact.state, fact.id) for fact in bench.orders()] == [
        ("created", "1#11"),
        ("paid", "1#11"),
        ("refunded", "1#r5"),
    ]
    assert bench.orders()[-1].amount_minor == 1990


def test_an_order_that_was_cancelled_unpaid_is_told(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.there.orders = [shop.order_node(1, status="VOIDED", cancelledAt="2026-01-02T03:07:00Z")]
    bench.rounds()
    assert [fact.state for fact in bench.orders()] == ["created", "cancelled"]


def test_without_an_airing_orders_are_not_asked_for(bench: Bench) -> None:
    bench.airing_ms = None
    bench.there.variants = [shop.variant_node(1)]
    assert bench.rounds() == [True]
    assert bench.there.kinds() == ["variants"]


def test_an_empty_bucket_is_waited_for_as_long_as_it_takes_to_fill(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(1)]
    bench.there.answers = [shop.throttled, shop.too_many]
    assert bench.rounds() == [True]
    assert bench.paused == [2.0, 4.0]
    assert any(isinstance(fact, Gauge) for fact in bench.told)


def test_a_shop_that_never_has_time_is_a_trouble_and_not_a_loop(bench: Bench) -> None:
    bench.there.answers = [shop.too_many] * 100
    assert bench.rounds() == [False]
    assert len(bench.there.asked) < 20
    assert bench.state.shown()["code"] == "shopify_slow"


def test_a_question_that_costs_too_much_is_asked_for_less_from_then_on(bench: Bench) -> None:
    bench.there.most = 7
    bench.there.variants = [shop.variant_node(number) for number in range(1, 21)]
    bench.rounds(lambda: None)
    sizes = [each["variables"]["first"] for each in bench.there.asked if "orders(" not in each["query"]]
    assert sizes[:4] == [50, 25, 12, 6] and set(sizes[4:]) == {6}
    assert len({fact.product for fact in bench.told if isinstance(fact, Gauge)}) == 20


def test_of_a_shop_of_thousands_so_many_are_on_the_board_and_the_others_ask_for_nothing(bench: Bench) -> None:
    bench.there.variants = [shop.variant_node(number) for number in range(1, 400)]
    bench.rounds()
    assert len({fact.product for fact in bench.told if isinstance(fact, Gauge)}) == MAX_VARIANTS
    assert bench.shelf.level("9399", "1", 5, AT_MS) == ([], False)


def test_a_wrong_token_is_said_and_never_written(bench: Bench) -> None:
    bench.settings = Shopify("main", None, "", shop.NAME, "shpat_wrong_0123456789")
    assert bench.rounds(lambda: None) == [False, False]
    shown = bench.state.shown()
    assert (shown["state"], shown["code"]) == ("trouble", "shopify_token")
    assert "令牌" in shown["zh"] and "token" in shown["en"]
    assert bench.log.getvalue().count("\n") == 1  # news once, not each round
    assert "shpat" not in bench.log.getvalue()


def test_a_scope_that_is_missing_is_named(bench: Bench) -> None:
    error = {"message": "Access denied", "path": ["orders"], "extensions": {"code": "ACCESS_DENIED"}}
    bench.there.answers = [lambda _: None, lambda _: httpx_like({"errors": [error], "data": None})]
    bench.there.variants = [shop.variant_node(1)]
    assert bench.rounds() == [False]
    assert bench.state.shown()["code"] == "shopify_scope"
    assert "orders" in bench.state.shown()["en"]


def httpx_like(body: object) -> shop.Response:
    return shop.JSONResponse(body)


@pytest.mark.parametrize("code", [500, 502, 503])
def test_a_shop_that_is_ill_is_tried_again_and_forgiven(bench: Bench, code: int) -> None:
    bench.there.answers = [shop.status(code)]
    assert bench.rounds(lambda: None) == [False, True]
    assert bench.state.shown()["state"] == "connected"


def test_an_answer_without_end_is_cut(bench: Bench) -> None:
    bench.there.answers = [lambda _: shop.PlainTextResponse(b" " * (5 << 20))]
    assert bench.rounds() == [False]
    assert bench.state.shown()["code"] == "shopify_away"


def test_nobody_there_is_said(bench: Bench) -> None:
    async def run() -> bool:
        with closed_door() as door:
            gone = f"http://127.0.0.1:{port_of(door)}"
            async with httpx.AsyncClient(base_url=gone) as client:
                return await bench.poller(gone).look(client)

    assert asyncio.run(run()) is False
    assert bench.state.shown()["code"] == "shopify_away"


def test_news_wakes_it_before_its_time(bench: Bench) -> None:
    bench.settings = Shopify("main", None, "", shop.NAME, shop.TOKEN, 600.0)

    async def script(poller: ShopifyPoll) -> None:
        await bench.at_rest.wait()
        asked = len(bench.there.asked)
        bench.at_rest.clear()
        poller.wake()
        await bench.at_rest.wait()
        assert len(bench.there.asked) > asked

    bench.running(script)


def test_it_comes_back_after_trouble_by_itself_and_waits_longer_each_time(bench: Bench) -> None:
    bench.there.answers = [shop.status(500)] * 3
    bench.settings = Shopify("main", None, "", shop.NAME, shop.TOKEN, 5.0)

    async def script(poller: ShopifyPoll) -> None:
        while bench.state.state != "connected":
            await bench.at_rest.wait()
            bench.at_rest.clear()
            poller.wake()

    bench.running(script)
    assert len(bench.there.asked) >= 4


@given(status=st.integers(100, 599), retry_after=st.text(max_size=8), body=st.binary(max_size=40))
def test_whatever_an_answer_is_it_means_one_thing(status: int, retry_after: str, body: bytes) -> None:
    reply = reply_of(shop.NAME, status, retry_after, body)
    assert 0 <= reply.wait_s <= MOST_PATIENCE_S
    assert (reply.trouble is not None) + bool(reply.wait_s) + bool(reply.data) <= 1
    assert status == 200 or reply.trouble is not None or reply.wait_s


def test_a_rush_of_more_orders_than_a_round_asks_for_is_told_to_its_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hushcue_gateway.links.shopify_poll.MAX_PAGES", 2)
    bench.there.orders = [shop.order_node(number) for number in range(1, 56)]  # all of them within one second
    assert bench.rounds(*[lambda: None] * 2) == [True] * 3
    assert len({order.id for order in bench.orders()}) == 55


def test_a_cursor_that_the_shop_has_lost_begins_the_search_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hushcue_gateway.links.shopify_poll.MAX_PAGES", 2)
    bench.there.orders = [shop.order_node(number) for number in range(1, 26)]

    def lost(question: dict[str, object]) -> JSONResponse | None:
        error = {"message": "Invalid cursor for current pagination sort."}
        return JSONResponse({"errors": [error]}) if "orders(" in str(question["query"]) else None

    def lose() -> None:
        bench.there.answers += [lambda _: None, lost]

    assert bench.rounds(lose, lambda: None, lambda: None) == [True, False, True, True]
    assert "Invalid cursor" in bench.log.getvalue() and len({order.id for order in bench.orders()}) == 25
