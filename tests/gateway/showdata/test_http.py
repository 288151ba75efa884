"""Show data over HTTP and over its WebSocket: who may, what is answered, and what goes away."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.core.rights import Role
from hushcue_gateway.core.role_presets import PRESETS
from hushcue_gateway.cues import Cue
from hushcue_gateway.showdata.board import Product
from hushcue_gateway.showdata.documents import facts_of
from hushcue_gateway.showdata.rate import MOST_OPEN
from hushcue_gateway.showdata.words import WORDS
from hushcue_gateway.store.cue_store import row_of, upsert_cue
from hushcue_gateway.web.caller import CALLER, GATE, NOBODY, Caller
from hushcue_gateway.web.errors import install
from hushcue_gateway.web.gate import Gate, NoShows
from hushcue_gateway.web.ingest import ingest_routes
from hushcue_gateway.web.products import product_routes
from hushcue_gateway.web.showdata import showdata_routes

FEEDER = Role("feeder", "Feeder", may_feed=True)
HERE = "/api/v1/shows/main"
Work = Callable[["Site", Life], Awaitable[None]]


class Rights(NoShows):
    """Two shows; the presets, and a role that may do nothing but feed."""

    def shows(self) -> Mapping[str, str]:
        return {"main": "Main", "other": "Other"}

    def role(self, show: str, role: str) -> Role | None:
        return next((each for each in (FEEDER, *PRESETS) if each.id == role), None)


def somebody(role: str, show: str = "main") -> Caller:
    return Caller("session", role, role, False, {show: role}, None, "en", "s")


OWNER = Caller("gateway", "gateway", "gateway", owner=True)
DATA, TECHNICIAN, SUPPORT = somebody("feeder"), somebody("technician"), somebody("support")


class Site:
    """The routes, as somebody asks them."""

    def __init__(self, app: ASGIApp, gate: Gate):
        self._app, self.gate = app, gate
        self.caller = OWNER

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, CALLER: self.caller, GATE: self.gate}, receive, send)

    async def ask(self, method: str, place: str, caller: Caller = OWNER, **more: Any) -> httpx.Response:
        self.caller = caller
        transport = httpx.ASGITransport(self)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, place, **more)

    async def feed(self, place: str, texts: list[str], caller: Caller = OWNER) -> list[Message]:
        """A WebSocket that says all that and goes."""
        self.caller = caller
        said: list[Message] = []
        coming: list[Message] = [{"type": "websocket.connect"}]
        coming += [{"type": "websocket.receive", "text": text} for text in texts]

        async def receive() -> Message:
            return coming.pop(0) if coming else {"type": "websocket.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            said.append(message)

        scope = {"type": "websocket", "path": place, "raw_path": place.encode(), "query_string": b"", "headers": []}
        await self({**scope, "extensions": {"websocket.http.response": {}}}, receive, send)
        return said


def site(folder: Path, work: Work) -> None:
    async def run(life: Life) -> None:
        app = FastAPI()
        install(app)
        for routes in (showdata_routes, ingest_routes, product_routes):
            app.include_router(routes(life.desk))
        gate = Gate(Rights())
        gate.knows("airing", life.desk.past.show_of, lambda _: WORDS.trouble("unknown_airing"))
        await work(Site(app, gate), life)

    live(folder, Wall(), run, ("main", "other"))


def test_an_airing_is_told_looked_at_ended_exported_and_deleted(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        begun = await site.ask("POST", f"{HERE}/airings", DATA, json={"title": "晚场"})
        assert begun.status_code == 201 and begun.json()["ended"] is None
        airing = begun.json()["id"]
        lines = [
            {"type": "product", "product": "A", "label": "Cup", "stock": 9},
            {"type": "order", "product": "A", "amount_minor": 500, "currency": "USD"},
            {"type": "comment", "user": "ann", "text": "=1+1"},
            {"type": "gauge", "viewers": 7},
        ]
        text = "\n".join(map(json.dumps, lines))
        told = await site.ask("POST", f"{HERE}/ingest", DATA, content=text, headers={"Idempotency-Key": "k"})
        assert told.json() == {"accepted": 5, "doubled": 0, "refused": [], "more_refused": 0}
        again = await site.ask("POST", f"{HERE}/ingest", DATA, content=text, headers={"Idempotency-Key": "k"})
        assert again.json()["doubled"] == 5
        await life.settle()
        place = f"{HERE}/airings/{airing}/series?what=viewers,orders,stock&product="
        series = (await site.ask("GET", place, SUPPORT)).json()
        assert series["values"] == {"viewers": [7], "orders": [1], "stock": [None]} and series["step_ms"] == 10_000
        assert (await site.ask("GET", f"{HERE}/airings/{airing}/series?what=sales", SUPPORT)).status_code == 422
        assert (await site.ask("DELETE", f"/api/v1/airings/{airing}", TECHNICIAN)).status_code == 409
        ended = await site.ask("POST", f"/api/v1/airings/{airing}/end", DATA)
        assert ended.json()["ended"] is not None
        listed = (await site.ask("GET", f"{HERE}/airings", SUPPORT)).json()
        assert [(each["id"], each["title"], each["ended"] is None) for each in listed] == [(airing, "晚场", False)]
        await life.settle()
        whole = await site.ask("GET", f"{HERE}/airings/{airing}/export.zip", TECHNICIAN)
        with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
            assert archive.testzip() is None
            facts = [
                fact
                for line in archive.read("facts.ndjson").decode().splitlines()
                for fact in facts_of(json.loads(line), BEGAN_MS, "x")
            ]
            assert len(facts) == 5
            comments = list(csv.DictReader(io.StringIO(archive.read("comments.csv").decode("utf-8-sig"))))
            assert comments[0]["text"] == "'=1+1" and "ann" not in archive.read("comments.csv").decode()
        gone = await site.ask("DELETE", f"/api/v1/airings/{airing}", TECHNICIAN)
        assert gone.status_code == 204
        assert (await site.ask("GET", f"{HERE}/airings/{airing}/series", SUPPORT)).status_code == 404

    site(tmp_path, work)


def test_whoever_may_not_is_refused_and_another_shows_airing_is_none(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        airing = (await site.ask("POST", f"{HERE}/airings", json={})).json()["id"]
        stranger = somebody("technician", "other")
        for method, place, caller, status in (
            ("POST", f"{HERE}/ingest", SUPPORT, 403),
            ("POST", f"{HERE}/ingest", NOBODY, 401),
            ("POST", f"{HERE}/ingest", stranger, 404),
            ("POST", f"/api/v1/airings/{airing}/end", SUPPORT, 403),
            ("POST", f"/api/v1/airings/{airing}/end", stranger, 404),
            ("DELETE", f"/api/v1/airings/{airing}", DATA, 403),
            ("GET", f"{HERE}/airings/{airing}/export.zip", DATA, 403),
            ("GET", f"{HERE}/data-retention", DATA, 403),
            ("GET", f"/api/v1/shows/other/airings/{airing}/series", stranger, 404),
        ):
            assert (await site.ask(method, place, caller)).status_code == status, (method, place)

    site(tmp_path, work)


def test_a_websocket_is_answered_message_by_message(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        viewers = json.dumps({"type": "gauge", "viewers": 5, "id": "1"})
        said = await site.feed(f"{HERE}/ingest", [viewers, f"[{viewers}, {viewers}]", "no", viewers[:-1]], DATA)
        answers = [json.loads(each["text"]) for each in said if each["type"] == "websocket.send"]
        assert [(each["t"], each["n"], each["doubled"], len(each["refused"])) for each in answers] == [
            ("taken", 1, 0, 0), ("taken", 0, 2, 0), ("taken", 0, 0, 1), ("taken", 0, 0, 1),
        ]  # fmt: skip
        demo = json.dumps({"type": "gauge", "viewers": 5, "src": "demo"})
        said = await site.feed(f"{HERE}/ingest", [demo], DATA)
        assert json.loads(said[1]["text"])["error"] == "demo_in_live"
        too_long = await site.feed(f"{HERE}/ingest", ["x" * 70_000], DATA)
        assert too_long[-1]["type"] == "websocket.close" and too_long[-1]["code"] == 1009
        forbidden = await site.feed(f"{HERE}/ingest", [viewers], SUPPORT)
        assert forbidden[0]["type"] != "websocket.accept"

    site(tmp_path, work)


def test_a_token_of_one_show_feeds_no_other_by_request_websocket_or_undo(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        viewers, there = json.dumps({"type": "gauge", "viewers": 5}), "/api/v1/shows/other"
        assert (await site.ask("POST", f"{there}/ingest", DATA, content=viewers)).status_code == 404
        said = await site.feed(f"{there}/ingest", [viewers], DATA)
        assert all(each["type"] != "websocket.accept" for each in said)
        airing = life.desk.open("other").id
        for show in ("main", "other"):
            asked = await site.ask("POST", f"/api/v1/shows/{show}/airings/{airing}/undo", DATA)
            assert asked.status_code == 404
        assert (await site.ask("PUT", f"{there}/products/A", DATA, json={})).status_code == 404
        assert life.desk.accepted == 0

    site(tmp_path, work)


def test_a_token_has_so_many_ways_in_at_a_time(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        open_ones = [asyncio.Event() for _ in range(MOST_OPEN)]
        here, leave = asyncio.Semaphore(0), asyncio.Event()

        async def hold(accepted: asyncio.Event) -> None:
            coming: list[Message] = [{"type": "websocket.connect"}]

            async def receive() -> Message:
                if coming:
                    return coming.pop()
                here.release()
                await leave.wait()
                return {"type": "websocket.disconnect", "code": 1000}

            async def send(message: Message) -> None:
                if message["type"] == "websocket.accept":
                    accepted.set()

            place = f"{HERE}/ingest"
            scope = {"type": "websocket", "path": place, "raw_path": place.encode(), "query_string": b"", "headers": []}
            await site({**scope, "extensions": {"websocket.http.response": {}}}, receive, send)

        site.caller = DATA
        holding = [asyncio.create_task(hold(each)) for each in open_ones]
        for _ in holding:
            await here.acquire()
        viewers = json.dumps({"type": "gauge", "viewers": 5})
        said = await site.feed(f"{HERE}/ingest", [viewers], DATA)
        assert said[-1]["type"] == "websocket.close" and said[-1]["code"] == 1013
        busy = await site.ask("POST", f"{HERE}/ingest", DATA, content=viewers)
        assert busy.status_code == 429 and busy.json()["error"] == "ingest_busy"
        assert (await site.ask("POST", f"{HERE}/ingest", OWNER, content=viewers)).status_code == 200
        leave.set()
        await asyncio.gather(*holding)
        assert (await site.ask("POST", f"{HERE}/ingest", DATA, content=viewers)).status_code == 200

    site(tmp_path, work)


def test_a_demonstration_is_begun_and_stopped_and_what_is_entered_by_hand_undone(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        begun = await site.ask("POST", f"{HERE}/replay", DATA, json={"kind": "demo", "minutes": 5, "speed": 2})
        assert begun.status_code == 202 and begun.json()["kind"] == "demo"
        again = await site.ask("POST", f"{HERE}/replay", DATA, json={"kind": "demo"})
        assert again.status_code == 409 and again.json()["error"] == "airing_running"
        order = {"type": "order", "src": "manual"}
        await site.ask("POST", f"{HERE}/ingest", DATA, content=json.dumps(order))
        undo = f"{HERE}/airings/{begun.json()['id']}/undo"
        undone = await site.ask("POST", undo, DATA)
        assert undone.status_code == 200 and undone.json()["documents"][0]["type"] == "order"
        assert undone.json()["en"] == "taken back: an order of 1" and undone.json()["zh"] == "已撤销：订单 1 件"
        assert (await site.ask("POST", undo, DATA)).json()["error"] == "nothing_to_undo"
        await site.ask("POST", f"{HERE}/ingest", DATA, content=json.dumps({**order, "id": "mine"}))
        assert (await site.ask("POST", undo, OWNER)).json()["error"] == "nothing_to_undo", "it is somebody else's"
        assert (await site.ask("POST", undo, DATA, json={"id": "other"})).json()["error"] == "nothing_to_undo"
        assert (await site.ask("POST", undo, OWNER, json={"id": "mine"})).status_code == 200
        assert (await site.ask("DELETE", f"{HERE}/replay", DATA)).status_code == 204
        await asyncio.sleep(0)
        assert life.desk.airing("main") is None
        wrong = await site.ask("POST", f"{HERE}/replay", DATA, json={"kind": "airing", "airing": "air-0"})
        assert wrong.status_code == 404
        assert (await site.ask("POST", f"{HERE}/replay", json={"kind": "demo", "speed": 1e9})).status_code == 422

    site(tmp_path, work)


def test_products_are_made_changed_and_taken_away_and_the_board_knows_at_once(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        body = {"label": "杯子", "slot": 3, "price_minor": 500, "currency": "CNY", "keywords": ["杯", "cup"]}
        made = await site.ask("PUT", f"{HERE}/products/SKU%201", DATA, json=body)
        assert made.status_code == 200 and made.json()["label"] == "杯子" and made.json()["stock_low"] is None
        life.desk.open("main")
        ends = {"offer_ends": "2027-01-15T09:00:00Z", "stock": 12}
        changed = await site.ask("PUT", f"{HERE}/products/SKU%201", DATA, json=ends)
        assert changed.json()["offer_ends"].startswith("2027-01-15T09:00") and changed.json()["slot"] == 3
        board = life.desk.board("main")
        assert board is not None and board.products["SKU 1"].offer_ends_at_ms == BEGAN_MS + 3_600_000
        stock = board.reading("stock", "SKU 1")
        assert stock is not None and stock.value == 12
        wrong = await site.ask("PUT", f"{HERE}/products/A", DATA, json={"offer_ends": "soon"})
        assert wrong.status_code == 422 and "offer_ends" in wrong.json()["en"]
        assert (await site.ask("PUT", f"{HERE}/products/A", SUPPORT, json={})).status_code == 403
        assert [each["id"] for each in (await site.ask("GET", f"{HERE}/products", SUPPORT)).json()] == ["SKU 1"]
        assert (await site.ask("DELETE", f"{HERE}/products/SKU%201", DATA)).status_code == 204
        assert (await site.ask("GET", f"{HERE}/products/SKU%201", SUPPORT)).status_code == 404
        assert "SKU 1" not in board.products
        await life.settle()
        airing = life.desk.airing("main")
        assert airing is not None
        again = (await life.desk.shelf.board(airing)).products["SKU 1"]
        assert again == Product("SKU 1", "杯子"), "nor after a restart: no price or offer of it comes back"
        unseen = await site.ask("PUT", f"{HERE}/products/SKU%E2%80%8B2", DATA, json={"label": "Cup"})
        assert unseen.status_code == 200 and unseen.json()["id"] == "SKU2"

    site(tmp_path, work)


def test_retention_is_read_and_written(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        assert (await site.ask("GET", f"{HERE}/data-retention")).json() == {"comment_days": 7, "metric_days": 400}
        put = await site.ask("PUT", f"{HERE}/data-retention", json={"comment_days": 1, "metric_days": 2})
        assert put.json() == {"comment_days": 1, "metric_days": 2} and life.desk.retention("main").comment_days == 1
        assert (await site.ask("PUT", f"{HERE}/data-retention", json={"comment_days": -1})).status_code == 422

    site(tmp_path, work)


def test_cues_are_marks_on_the_timeline_and_private_ones_keep_their_words(tmp_path: Path) -> None:
    async def work(site: Site, life: Life) -> None:
        airing = life.desk.open("main")
        life.wall.pass_ms(30_000)
        for number, private in enumerate((False, True)):
            cue = Cue(
                f"c-{number}", "mic", None, ("h",), ("all",), "direct", (BEGAN_MS + 5_000) / 1000, 0,
                state="ended", show="main", who="li", name="Li", text="smile", private=private,
            )  # fmt: skip
            life.database.change_soon(lambda session, cue=cue: upsert_cue(session, row_of(cue), ["h"]))
        await life.desk.take("main", facts_of({"type": "gauge", "viewers": 3}, life.wall.now_ms, "x"), "x")
        await life.settle()
        place = f"{HERE}/airings/{airing.id}/series?what=viewers"
        for caller, texts in ((TECHNICIAN, ["smile", ""]), (SUPPORT, ["", ""])):
            cues = (await site.ask("GET", place, caller)).json()["cues"]
            assert [each["text"] for each in cues] == texts
            assert all(each["rule"] is None and each["who"] == "Li" for each in cues)
            assert cues[0]["at"] == "2027-01-15T08:00:05.000Z"

    site(tmp_path, work)
