"""Airings begin and end as the table in ``desk.py`` says, and a restart in the middle of one loses nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.showdata import dedupe
from hushcue_gateway.showdata.airing import OFF_MS, SILENCE_MS
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet
from hushcue_gateway.showdata.generator import generate
from hushcue_gateway.showdata.retention import MS_PER_DAY, DataRetention
from hushcue_gateway.store.models.showdata import AiringRow, CommentRow, MetricRow, SeenRow
from hushcue_words import Trouble

NOW = BEGAN_MS
HELLO = Comment(NOW, "hello", "ann", src="chat", id="c1")


def refusal(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    return trouble.value.code


def test_the_first_fact_begins_an_airing_and_silence_ends_it(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        heard: list[str] = []
        life.desk.on_airing(heard.append)
        assert life.desk.board("main") is None and life.desk.airing("main") is None
        await life.desk.take("main", [HELLO], "chat")
        airing = life.desk.airing("main")
        assert airing is not None and airing.kind == "live" and airing.began_ms == NOW
        life.wall.pass_ms(SILENCE_MS - 1)
        life.desk.tick(0)
        assert life.desk.airing("main") == airing
        life.wall.pass_ms(1)
        life.desk.tick(1)
        assert life.desk.airing("main") is None and heard == ["main", "main"]
        (over,) = await life.desk.past.airings("main")
        assert over.ended_ms == NOW

    live(tmp_path, Wall(), work)


def test_what_a_shop_tells_at_any_hour_begins_no_airing_and_is_known_in_the_next(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        shop: list[Fact] = [Sheet(NOW, "A", "Cup", 3, 500, "USD", 5), Gauge(NOW, "stock", 50, "A")]
        assert (await life.desk.take("main", shop, "shopify")).accepted == 2
        await life.desk.take("main", [Order(NOW, "A")], "shopify", opens=False)
        await life.desk.take("main", [OnAir(NOW, False)], "obs")
        assert life.desk.airing("main") is None
        life.wall.pass_ms(60_000)
        life.desk.open("main", "Evening")
        board = life.desk.board("main")
        assert board is not None and board.products["A"].label == "Cup"
        stock = board.reading("stock", "A")
        assert stock is not None and stock.value == 50 and not board.known("orders")

    live(tmp_path, Wall(), work)


def test_off_the_air_for_a_moment_is_a_line_that_broke_and_for_longer_the_end(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [OnAir(NOW, True)], "obs")
        first = life.desk.airing("main")
        await life.desk.take("main", [OnAir(NOW + 1, False)], "obs")
        life.wall.pass_ms(OFF_MS - 1)
        life.desk.tick(0)
        await life.desk.take("main", [OnAir(life.wall.now_ms, True)], "obs")
        life.wall.pass_ms(OFF_MS * 2)
        life.desk.tick(1)
        assert life.desk.airing("main") == first
        await life.desk.take("main", [OnAir(life.wall.now_ms, False)], "obs")
        life.wall.pass_ms(OFF_MS)
        life.desk.tick(2)
        assert life.desk.airing("main") is None

    live(tmp_path, Wall(), work)


def test_a_fact_counts_once_over_requests_and_over_a_restart(tmp_path: Path) -> None:
    wall = Wall()
    order = Order(NOW, "A", 1, 500, "USD", "created", "shop", "1")
    paid = Order(NOW, "A", 1, 500, "USD", "paid", "shop", "1")

    async def first(life: Life) -> None:
        taken = await life.desk.take("main", [HELLO, HELLO, order], "chat")
        assert (taken.accepted, taken.doubled) == (2, 1)

    async def second(life: Life) -> None:
        taken = await life.desk.take("main", [HELLO, order, paid], "chat")
        assert (taken.accepted, taken.doubled) == (1, 2)
        board = life.desk.board("main")
        assert board is not None and board.count("orders", "", NOW, NOW) == 1
        assert board.money_minor("USD", "", NOW, NOW) == 500

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_what_memory_has_forgotten_the_store_still_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedupe, "MOST", 3)

    async def work(life: Life) -> None:
        many = [Comment(NOW, "x", "u", src="chat", id=str(number)) for number in range(20)]
        await life.desk.take("main", many, "chat")
        await life.settle()
        assert (await life.desk.take("main", many, "chat")).doubled == 20

    live(tmp_path, Wall(), work)


def numbers(board: Board) -> dict[str, object]:
    view = board.view(NOW + 7_200_000)
    for product in view["products"].values():
        product.pop("stock_at")  # what stays the same is kept once a minute
    view["board"].pop("sources")  # how many facts told a number is not kept
    for number in view["board"]["numbers"].values():
        number.pop("stale")
    return view


def test_a_restart_in_the_middle_of_an_airing_brings_the_same_board_back(tmp_path: Path) -> None:
    wall, before = Wall(), {}
    facts = [fact for fact in generate(5, 30, began_ms=NOW)]
    told = [Order(NOW + 5, "TOTE", src="manual"), Gauge(NOW + 6, "viewers", 77, src="manual")]
    shown: list[Fact] = []
    for fact in facts[:-1]:
        src = fact.src.replace("demo", "real")
        shown.append(type(fact)(**{**{name: getattr(fact, name) for name in fact.__slots__}, "src": src}))

    async def first(life: Life) -> None:
        life.desk.open("main")
        await life.desk.take("main", [*shown, *told], "x")
        board = life.desk.board("main")
        assert board is not None
        board.tally("questions", "TOTE", NOW + 9, 2, "real")
        before.update(numbers(board))
        before["airing"] = life.desk.airing("main")

    async def second(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and life.desk.airing("main") == before.pop("airing")
        assert numbers(board) == before
        assert board.count("questions", "TOTE", NOW, NOW + 60_000) == 2
        # a counter goes on from where its source stood
        clicks = [
            fact for fact in shown if isinstance(fact, Count) and fact.what == "clicks" and fact.product == "TOTE"
        ]
        counted = board.reading("clicks", "TOTE")
        more = Count(NOW + 1_800_000, "clicks", clicks[-1].value + 5, "TOTE", True, clicks[-1].src)
        await life.desk.take("main", [more], "x")
        after = board.reading("clicks", "TOTE")
        assert counted is not None and after is not None and after.value == counted.value + 5

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_an_airing_that_was_silent_too_long_has_ended_when_the_gateway_comes_back(tmp_path: Path) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        await life.desk.take("main", [HELLO], "chat")

    async def second(life: Life) -> None:
        assert life.desk.airing("main") is None
        await life.settle()
        (over,) = await life.desk.past.airings("main")
        assert over.ended_ms == NOW

        def salt(session: Session) -> str | None:
            return session.scalar(select(AiringRow.salt))

        assert await life.database.run(salt) is None

    live(tmp_path, wall, first)
    wall.pass_ms(SILENCE_MS)
    live(tmp_path, wall, second)


def test_viewers_are_kept_as_what_only_this_airing_can_tell_apart(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        for _ in range(2):
            await life.desk.take("main", [Comment(NOW, "hi", user) for user in ("ann", "bob", "ann", "")], "chat")
            life.desk.end("main")
        await life.settle()

        def read(session: Session) -> tuple[list[str], list[str | None]]:
            viewers = list(session.scalars(select(CommentRow.viewer).order_by(CommentRow.id)))
            return viewers, list(session.scalars(select(AiringRow.salt)))

        viewers, salts = await life.database.run(read)
        first, second = viewers[:4], viewers[4:]
        assert first[0] == first[2] != first[1] and first[3] == "" and not set(first[:3]) & set(second[:3])
        assert salts == [None, None] and "ann" not in "".join(viewers)

    live(tmp_path, Wall(), work)


def test_demonstrations_and_live_facts_are_never_mixed(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        demo = Gauge(NOW, "viewers", 5, src="demo-cli")
        await life.desk.take("main", [HELLO], "chat")
        with pytest.raises(Trouble) as mixed:
            await life.desk.take("main", [demo], "api")
        assert refusal(mixed) == "demo_in_live"
        life.desk.end("main")
        await life.desk.take("main", [demo], "api")
        airing = life.desk.airing("main")
        assert airing is not None and airing.kind == "demo"
        with pytest.raises(Trouble) as live_fact:
            await life.desk.take("main", [Comment(NOW, "real", "u")], "chat")
        assert refusal(live_fact) == "live_in_replay"
        await life.desk.take("main", [Gauge(NOW, "viewers", 6)], "manual")  # who tries it out
        await life.desk.take("main", [OnAir(NOW, True)], "obs")
        airing = life.desk.airing("main")
        assert airing is not None and airing.kind == "live"

    live(tmp_path, Wall(), work)


def test_what_a_demonstration_sells_is_no_product_of_the_show(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [Gauge(NOW, "viewers", 1), Sheet(NOW, "A", "Cup")], "demo")
        board = life.desk.board("main")
        assert board is not None and "A" in board.products and not life.desk.shop.of_show("main")

    live(tmp_path, Wall(), work)


def test_a_long_batch_lets_others_go_first(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        facts: list[Fact] = [Comment(NOW, "x", str(number % 50), src="chat") for number in range(5_000)]
        turns, over = 0, False

        async def others() -> None:
            nonlocal turns
            while not over:
                await asyncio.sleep(0)
                turns += 1

        watching = asyncio.create_task(others())
        await life.desk.take("main", facts, "chat")
        over = True
        await watching
        assert turns > 5

    live(tmp_path, Wall(), work)


def test_deleting_an_airing_leaves_nothing_of_it_and_others_are_told_in_the_same_transaction(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told: list[str] = []
        life.desk.on_delete(lambda session, airing: told.append(airing))
        everything: list[Fact] = [HELLO, Order(NOW, "A", src="x"), Pin(NOW, "A"), Gauge(NOW, "viewers", 4)]
        await life.desk.take("main", everything, "x")
        airing = life.desk.airing("main")
        assert airing is not None
        with pytest.raises(Trouble) as running:
            await life.desk.past.delete(airing)
        assert refusal(running) == "airing_going_on"
        life.desk.end("main")
        await life.desk.past.delete(airing)
        assert told == [airing.id] and await life.desk.past.airings("main") == []
        assert await life.desk.shelf.facts(airing.id) == []

    live(tmp_path, Wall(), work)


def test_texts_go_after_their_days_and_their_number_stays(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [HELLO, Order(NOW, "A", src="x")], "x")
        airing = life.desk.airing("main")
        assert airing is not None
        life.desk.end("main")
        life.desk.keep("main", DataRetention(3, 30), "me")
        for days, texts, airings in ((2, 1, 1), (4, 0, 1), (31, 0, 0)):
            life.wall.now_ms = NOW + days * MS_PER_DAY + 1
            life.desk.tick(days * 60_000_000_000 + 60_000_000_000)
            await life.settle()

            def count(session: Session) -> tuple[int | None, int | None, int | None]:
                tables = (CommentRow, AiringRow, SeenRow)
                found = [session.scalar(select(func.count()).select_from(table)) for table in tables]
                return found[0], found[1], found[2]

            assert await life.database.run(count) == (texts, airings, 0)
            if airings:
                board = await life.desk.shelf.board(airing)
                assert board.count("comments", "", NOW, NOW) == 1

    live(tmp_path, Wall(), work)


def test_rules_of_retention_outlive_a_restart(tmp_path: Path) -> None:
    async def first(life: Life) -> None:
        life.desk.keep("main", DataRetention(1, 2), "me")

    async def second(life: Life) -> None:
        assert life.desk.retention("main") == DataRetention(1, 2)
        assert life.desk.retention("other") == DataRetention()

    live(tmp_path, Wall(), first)
    live(tmp_path, Wall(), second)


def test_a_disk_that_takes_nothing_costs_no_number_on_the_board(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [HELLO], "chat")
        await life.settle()
        beside = life.database.path.with_name("away")
        life.database.path.rename(beside)
        await life.desk.take("main", [Comment(NOW, "still here", "bob", src="chat", id="c2")], "chat")
        board, airing = life.desk.board("main"), life.desk.airing("main")
        assert board is not None and airing is not None and board.count("comments", "", NOW, NOW) == 2
        with pytest.raises(Trouble) as refused:
            await life.desk.undo("main", airing.id)
        assert refusal(refused) == "store_not_now"
        beside.rename(life.database.path)
        await life.settle()

        def stored(session: Session) -> int | None:
            return session.scalar(select(MetricRow.value).where(MetricRow.what == "comments"))

        assert await life.database.run(stored) == 2

    live(tmp_path, Wall(), work)


def test_who_hears_a_fact_finds_it_on_the_board_and_cannot_stop_the_others(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        heard: list[tuple[str, int | None, int]] = []

        def hear(show: str, fact: Fact, now_ms: int) -> None:
            board = life.desk.board(show)
            reading = board.reading("viewers") if board else None
            heard.append((show, reading.value if reading else None, now_ms))

        life.desk.on_fact(hear)
        await life.desk.take("main", [Gauge(NOW, "viewers", 4)], "x")
        assert heard == [("main", 4, NOW)]
        with pytest.raises(Trouble) as unknown:
            await life.desk.take("nowhere", [HELLO], "x")
        assert refusal(unknown) == "unknown_show"

    live(tmp_path, Wall(), work)
