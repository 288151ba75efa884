"""Links in the gateway: webhooks through its guard, facts on the board of the show, states for screens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import obs_server, shop
from support.house import TOKEN, House
from support.obs_server import FakeObs
from support.served import served
from support.shop import AT_MS

from hushcue_gateway.links.desk import MAX_WAITING, LinkDesk
from hushcue_gateway.links.settings import Obs, Shopify
from hushcue_gateway.showdata.desk import ShowDataDesk
from hushcue_gateway.showdata.fact import Order
from hushcue_gateway.web.caller import marks
from hushcue_gateway.web.guard import SHOPIFY_PLACE, Guard
from hushcue_gateway.web.links import link_routes
from hushcue_words import Trouble

TUNNEL = "hooks.example.com"
PLACE = "/api/v1/shows/main/shopify"
SHOP = Shopify("main", shop.SECRET, TUNNEL, shop.NAME)
NS = 1_000_000


class Studio:
    """A house with a desk of show data, links, and their routes."""

    def __init__(self, house: House, settings: Shopify = SHOP, obs: Obs | None = None, shop_at: str = ""):
        self.house = house
        shows = lambda: ("main", "late")  # noqa: E731
        self.data = ShowDataDesk(house.database, house.log, shows, wall_ns=lambda: (AT_MS + 1000) * NS)
        self.now_ms = AT_MS + 1000
        clock = lambda: self.now_ms  # noqa: E731
        routes = lambda desk: [link_routes(desk)]  # noqa: E731
        self.links = LinkDesk(settings, obs or Obs(), self.data, house.log, routes, clock, shop_at)
        for router in self.links.routers():
            house.app.include_router(router)
        doors = {TUNNEL: SHOPIFY_PLACE}
        house.guard = Guard(house.app, house.people, TOKEN, (), marks(house.app), doors=doors)

    def play(self, script: Callable[[], Awaitable[None]]) -> None:
        """The desks run while the script does."""

        async def run() -> None:
            await self.data.start()
            await self.links.start()
            try:
                async with asyncio.timeout(60):
                    await script()
            finally:
                await self.links.stop()
                await self.links.stop()

        self.house.run(run())

    async def post(self, headers: dict[str, str], body: bytes, place: str = PLACE) -> tuple[int, Any]:
        """As a tunnel brings it: with no token, under its own name."""
        client = self.house.browser().client
        answer = await client.post(place, content=body, headers={**headers, "host": TUNNEL})
        return answer.status_code, answer.json()

    async def settle(self, done: Callable[[], object]) -> None:
        """Webhooks are worked on after they were answered."""
        while not done():
            await asyncio.sleep(0.001)

    def stock(self, product: str) -> int | None:
        board = self.data.board("main")
        reading = board.reading("stock", product) if board is not None else None
        return reading.value if reading is not None else None

    def orders(self) -> int:
        board = self.data.board("main")
        return board.count("orders", "", 0, AT_MS * 2) if board is not None else 0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as one:
        yield one


@pytest.fixture
def studio(house: House) -> Studio:
    return Studio(house)


def test_an_order_comes_through_a_tunnel_onto_the_board(studio: Studio) -> None:
    async def script() -> None:
        studio.data.open("main")
        assert await studio.post(*shop.signed("orders/paid", shop.order())) == (200, {})
        await studio.settle(studio.orders)
        board = studio.data.board("main")
        assert board is not None and board.money_minor("USD", "", 0, AT_MS * 2) == 4082
        assert studio.links.shown("main")["shopify"]["last"] == AT_MS + 1000

    studio.play(script)


def test_what_is_sent_again_counts_once(studio: Studio) -> None:
    async def script() -> None:
        studio.data.open("main")
        for delivery in ("d-1", "d-1", "d-2"):
            assert (await studio.post(*shop.signed("orders/create", shop.order(), delivery)))[0] == 200
        other = shop.order(id=5)
        await studio.post(*shop.signed("orders/create", other, "d-3"))
        await studio.settle(lambda: studio.orders() == 2)
        assert studio.data.accepted == 4 and studio.data.doubled == 2  # d-1 the second time was not even read

    studio.play(script)


@pytest.mark.parametrize("secret", ["another secret", "A-SECRET-OF-THE-SHOP"])
def test_a_webhook_with_another_signature_is_refused_before_it_is_read(studio: Studio, secret: str) -> None:
    async def script() -> None:
        status, told = await studio.post(*shop.signed("orders/create", b"{no JSON", secret=secret))
        assert (status, told["error"]) == (401, "shopify_not_signed")
        headers, body = shop.signed("orders/create", shop.order())
        assert (await studio.post(headers, body + b" "))[0] == 401
        assert (await studio.post({"x-shopify-topic": "orders/create"}, body))[0] == 401

    studio.play(script)
    assert studio.links.shown("main")["shopify"]["last"] is None


def test_webhooks_of_another_shop_and_for_another_show_are_refused(studio: Studio) -> None:
    async def script() -> None:
        headers, body = shop.signed("orders/create", shop.order())
        status, told = await studio.post({**headers, "x-shopify-shop-domain": "loud.myshopify.com"}, body)
        assert (status, told["error"]) == (403, "shopify_other_shop")
        for show in ("late", "nowhere"):
            status, told = await studio.post(headers, body, f"/api/v1/shows/{show}/shopify")
            assert (status, told["error"]) == (404, "shopify_off")

    studio.play(script)


def test_an_order_of_many_lines_is_not_too_long_and_a_flood_is(studio: Studio) -> None:
    line = {**shop.order()["line_items"][0], "properties": "x" * 1400}

    async def script() -> None:
        studio.data.open("main")
        lines = [{**line, "id": number} for number in range(1, 101)]
        headers, body = shop.signed("orders/create", shop.order(line_items=lines))
        assert len(body) > 100_000 and await studio.post(headers, body) == (200, {})
        await studio.settle(studio.orders)
        assert (await studio.post(*shop.signed("orders/create", b" " * (256 * 1024 + 1))))[0] == 413

    studio.play(script)


def test_shopifys_own_example_and_topics_we_know_nothing_of_are_answered_and_left(studio: Studio) -> None:
    async def script() -> None:
        studio.data.open("main")
        headers, body = shop.signed("orders/create", shop.order(id=1))
        assert (await studio.post({**headers, "x-shopify-test": "true"}, body))[0] == 200
        assert (await studio.post(*shop.signed("themes/publish", {"id": 1}, "d-2")))[0] == 200
        await studio.post(*shop.signed("orders/create", shop.order(id=2), "d-3"))
        await studio.settle(studio.orders)
        assert studio.orders() == 1

    studio.play(script)


def test_what_cannot_be_read_is_said_in_the_log_and_the_next_one_counts(studio: Studio) -> None:
    async def script() -> None:
        studio.data.open("main")
        await studio.post(*shop.signed("orders/create", b"{no JSON", "d-1"))
        await studio.post(*shop.signed("orders/create", shop.order(id="?"), "d-2"))
        await studio.post(*shop.signed("orders/create", shop.order(), "d-3"))
        await studio.settle(studio.orders)

    studio.play(script)
    assert studio.house.written.getvalue().count("shopify_unreadable") == 2


def test_when_nobody_works_on_them_no_more_are_taken_and_none_is_lost(studio: Studio) -> None:
    async def script() -> None:
        for number in range(MAX_WAITING):
            headers, body = shop.signed("orders/create", shop.order(id=number), f"d-{number}")
            studio.links.webhook("main", headers, body)
        headers, body = shop.signed("orders/create", shop.order(id=9999), "d-last")
        with pytest.raises(Trouble) as caught:
            studio.links.webhook("main", headers, body)
        assert caught.value.code == "shopify_busy"
        studio.data.open("main")
        await studio.settle(lambda: studio.orders() == MAX_WAITING)
        studio.links.webhook("main", headers, body)  # Shopify sends it again
        await studio.settle(lambda: studio.orders() == MAX_WAITING + 1)

    studio.play(script)


def test_a_shop_opens_no_airing_and_what_is_in_stock_is_known_when_one_begins(studio: Studio) -> None:
    async def script() -> None:
        await studio.post(*shop.signed("products/update", shop.product(), "d-1"))
        await studio.post(*shop.signed("orders/create", shop.order(), "d-2"))
        await studio.settle(lambda: studio.data.accepted == 5)
        assert studio.data.airing("main") is None
        studio.data.open("main")
        studio.links.tick(0)
        await studio.settle(lambda: (board := studio.data.board("main")) and board.reading("stock", "SKU3"))
        board = studio.data.board("main")
        assert board is not None and board.products["SKU3"].label == "Silk dress M"
        assert studio.orders() == 0

    studio.play(script)


def test_while_something_is_played_the_shop_tells_nothing_and_afterwards_all(studio: Studio) -> None:
    async def script() -> None:
        await studio.data.take("main", [Order(AT_MS, "SKU9", src="demo", id="1")], "demo")
        studio.links.tick(0)
        await studio.post(*shop.signed("products/update", shop.product(), "d-1"))
        await studio.post(*shop.signed("orders/create", shop.order(), "d-2"))
        await studio.settle(lambda: studio.links._webhooks.empty())
        played = studio.data.board("main")
        assert played is not None and set(played.products) == {"SKU9"}
        studio.data.end("main")
        studio.data.open("main")
        studio.links.tick(0)
        await studio.settle(lambda: (board := studio.data.board("main")) and "SKU3" in board.products)

    studio.play(script)


def test_stock_of_one_location_among_several_makes_us_ask_for_the_whole(house: House) -> None:
    there = shop.Shop()
    there.variants = [shop.variant_node(1, 50)]
    level = {"inventory_item_id": 9001, "location_id": 1, "available": 7, "updated_at": "2026-01-02T03:04:07Z"}

    async def run() -> None:
        async with served(there.app) as place:
            settings = Shopify("main", shop.SECRET, TUNNEL, shop.NAME, shop.TOKEN, 600.0)
            studio = Studio(house, settings, shop_at=f"http://{place}")
            studio.data.open("main")
            await studio.data.start()
            await studio.links.start()
            try:
                async with asyncio.timeout(60):
                    await studio.settle(lambda: studio.stock("SKU1") == 50)
                    studio.links.webhook("main", *shop.signed("inventory_levels/update", level, "d-1"))
                    await studio.settle(lambda: studio.stock("SKU1") == 7)
                    studio.now_ms += 3000
                    there.variants = [shop.variant_node(1, 43)]
                    other = {**level, "location_id": 2, "available": 36}
                    studio.links.webhook("main", *shop.signed("inventory_levels/update", other, "d-2"))
                    await studio.settle(lambda: studio.stock("SKU1") == 43)
            finally:
                await studio.links.stop()

    house.run(run())


def test_screens_are_told_when_a_link_changes_and_only_then(studio: Studio) -> None:
    told: list[str] = []
    studio.links.on_change(told.append)
    studio.links.tick(0)
    studio.links.tick(0)
    assert told == ["main"]
    assert studio.links.shown("main")["shopify"] == {
        "state": "connecting",
        "code": "",
        "en": "waits for the first message",
        "zh": "等待第一条消息",
        "last": None,
    }
    assert studio.links.shown("late") == {}

    async def script() -> None:
        await studio.post(*shop.signed("themes/publish", {}))

    studio.play(script)
    studio.links.tick(0)
    assert told == ["main", "main"]


@pytest.mark.parametrize("path", ["/", "/metrics", "/doors/metrics", "/api/v1/shows/main/links", PLACE + "/../links"])
def test_the_name_of_the_tunnel_leads_nowhere_else(studio: Studio, path: str) -> None:
    """What a tunnel brings comes from this very machine, which some places are open to."""
    client = studio.house.browser("127.0.0.1").client

    async def script() -> None:
        answer = await client.get(path, headers={"host": TUNNEL, "Authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, answer.json()["error"]) == (421, "bad_host")

    studio.play(script)


def test_how_the_links_are_is_for_who_sees_the_show(studio: Studio) -> None:
    client = studio.house.browser().client

    async def script() -> None:
        assert (await client.get("/api/v1/shows/main/links")).status_code == 401
        answer = await client.get("/api/v1/shows/main/links", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, set(answer.json())) == (200, {"shopify"})

    studio.play(script)


def test_obs_opens_the_airing_and_ends_it(house: House) -> None:
    obs = FakeObs(scene="Dress")

    async def begin() -> None:
        async with obs.up():
            settings = Obs("main", obs.url, obs_server.PASSWORD, {"Dress": "product:SKU3"})
            studio = Studio(house, Shopify(), settings)
            await studio.data.start()
            await studio.links.start()
            try:
                async with asyncio.timeout(60):
                    await obs.here.wait()
                    await obs.go("STARTED")
                    await studio.settle(lambda: (board := studio.data.board("main")) and board.pinned == "SKU3")
                    airing = studio.data.airing("main")
                    assert airing is not None and airing.kind == "live"
                    await obs.go("STOPPED")
                    await studio.settle(lambda: (board := studio.data.board("main")) and not board.on_air)
            finally:
                await studio.links.stop()

    house.run(begin())


def test_what_obs_tells_while_a_demonstration_plays_is_passed_over(house: House) -> None:
    studio = Studio(house)

    async def script() -> None:
        await studio.data.take("main", [Order(AT_MS, "SKU9", src="demo", id="1")], "demo")
        order = Order(AT_MS, "SKU9", src="obs", id="1")
        await studio.links._told("main", [order], "obs")
        assert studio.orders() == 1

    studio.play(script)


def test_secrets_are_never_written(house: House) -> None:
    settings = Shopify("main", "the-secret-of-webhooks", "", shop.NAME, "shpat_the-token-of-the-shop")
    Studio(house, settings, Obs("main", "ws://127.0.0.1:9", "the-password-of-obs"))
    for secret in ("the-secret-of-webhooks", "shpat_the-token-of-the-shop", "the-password-of-obs"):
        house.log.warning("link_mistake", name="x", reason=f"what {secret} was")
    written = house.written.getvalue()
    assert written.count("***") == 3 and "the-" not in written
    assert "the-" not in json.dumps(repr(settings))


def test_a_shop_whose_clock_is_ahead_does_not_outdate_what_comes_after_it(studio: Studio) -> None:
    async def script() -> None:
        studio.data.open("main")
        ahead = shop.product(updated_at="2026-01-02T03:14:05Z")
        await studio.post(*shop.signed("products/update", ahead))
        await studio.settle(lambda: studio.stock("SKU3") == 48)
        board = studio.data.board("main")
        assert board is not None
        stock = board.reading("stock", "SKU3")
        assert stock is not None and stock.at_ms == AT_MS + 1000

    studio.play(script)
