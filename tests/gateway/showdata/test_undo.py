"""What was entered by hand is taken back: by whoever entered it, one by one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from support.show_data import BEGAN_MS as NOW
from support.show_data import Life, Wall, live

from hushcue_gateway.showdata.documents import facts_of
from hushcue_gateway.showdata.fact import Comment, Gauge, Order, Pin
from hushcue_gateway.showdata.ingest import take_text
from hushcue_words import Trouble

HELLO = Comment(NOW, "hello", "u1", src="chat")


def test_manual_entries_are_undone_one_by_one_and_nothing_else_is(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [Order(NOW, "A", 1, 500, "USD", src="shop"), Pin(NOW, "A", 3, "shop")], "shop")
        airing, board = life.desk.airing("main"), life.desk.board("main")
        assert airing is not None and board is not None
        await life.desk.take("main", [Order(NOW, "A"), Gauge(NOW, "viewers", 9)], "manual")
        await life.desk.undo("main", airing.id)
        assert not board.known("viewers") and board.count("orders", "A", NOW, NOW) == 2
        await life.desk.undo("main", airing.id)
        assert board.count("orders", "A", NOW, NOW) == 1 and board.pinned == "A" and board.products["A"].slot == 3
        assert life.desk.board("main") is board
        with pytest.raises(Trouble) as nothing:
            await life.desk.undo("main", airing.id)
        assert nothing.value.code == "nothing_to_undo"
        board.tally("questions", "", NOW, 1, "chat")
        await life.desk.take("main", [HELLO], "chat")
        assert board.count("comments", "", NOW, NOW) == 1

    live(tmp_path, Wall(), work)


def test_everybody_takes_back_their_own_entries_and_by_its_id_any_one(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        take, undo = life.desk.take, life.desk.undo
        await take("main", [Order(NOW, "A", id="e1"), Order(NOW, "A", 2, id="e2")], "manual", who="acc-1")
        both = {"type": "gauge", "viewers": 9, "product": "A", "stock": 5, "id": "e3"}
        await take("main", facts_of(both, NOW, "manual"), "manual", who="acc-2")
        airing, board = life.desk.airing("main"), life.desk.board("main")
        assert airing is not None and board is not None
        await undo("main", airing.id, "acc-1")
        assert (board.count("units", "A", NOW, NOW), board.known("viewers")) == (1, True), "the newest, of one's own"
        await undo("main", airing.id, "acc-1", "e3")
        assert not board.known("viewers") and not board.known("stock", "A"), "all that the entry told"
        with pytest.raises(Trouble) as nothing:
            await undo("main", airing.id, "acc-2")
        assert nothing.value.code == "nothing_to_undo"
        await undo("main", airing.id, "acc-2", "e1")
        assert board.count("orders", "A", NOW, NOW) == 0

    live(tmp_path, Wall(), work)


def hand(*documents: dict[str, object]) -> str:
    return "\n".join(json.dumps({**document, "src": "manual"}) for document in documents)


def test_one_undo_takes_a_whole_entry_back_that_has_no_id_and_says_what(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        first = {"type": "gauge", "viewers": 9, "product": "A", "stock": 5}
        second = {"type": "counter", "product": "A", "clicks": 3, "impressions": 40}
        third = {"type": "product", "product": "B", "label": "Cup", "stock": 7}
        await take_text(life.desk, "main", hand(first, second), "api", who="acc-1")
        await take_text(life.desk, "main", hand(third, {"type": "pin", "product": "B"}), "api", who="acc-1")
        airing, board = life.desk.airing("main"), life.desk.board("main")
        assert airing is not None and board is not None
        said = []
        for _ in range(4):
            said.append((await life.desk.undo("main", airing.id, "acc-1")).as_json())
        assert [each["en"].removeprefix("taken back: ") for each in said] == [
            "B: shown now", "B: product details, B: stock 7",
            "A: impressions 40, A: clicks 3", "viewers 9, A: stock 5",
        ]  # fmt: skip
        assert said[3]["zh"] == "已撤销：在线人数 9、A：库存 5"
        assert [sorted(each.keys() - {"t", "src", "id", "mode", "type"}) for each in said[3]["documents"]] == [
            ["viewers"], ["product", "stock"],
        ]  # fmt: skip
        assert not board.products and not board.known("viewers") and not board.known("clicks")
        assert not life.desk.shop.of_show("main"), "the entry made this product"

    live(tmp_path, Wall(), work)


@pytest.mark.parametrize("key", ["", "the-key"])
def test_the_last_twenty_entries_go_back_one_by_one_also_after_a_restart(tmp_path: Path, key: str) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        for number in range(20):
            entry = hand({"type": "gauge", "viewers": number, "product": "A", "stock": number})
            await take_text(life.desk, "main", entry, "api", f"{key}-{number}" if key else "", who="acc-1")

    async def second(life: Life) -> None:
        airing, board = life.desk.airing("main"), life.desk.board("main")
        assert airing is not None and board is not None
        for number in reversed(range(20)):
            stock, viewers = board.reading("stock", "A"), board.reading("viewers")
            assert stock is not None and viewers is not None and (stock.value, viewers.value) == (number, number)
            await life.desk.undo("main", airing.id, "acc-1")
        assert not board.known("stock", "A") and not board.known("viewers")
        with pytest.raises(Trouble):
            await life.desk.undo("main", airing.id, "acc-1")

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_stock_that_was_taken_back_is_not_known_in_the_next_airing(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [Gauge(NOW, "stock", 50, "A", "shop"), HELLO], "shop")
        await take_text(life.desk, "main", hand({"type": "gauge", "product": "A", "stock": 5}), "api", who="acc-1")
        await take_text(life.desk, "main", hand({"type": "gauge", "product": "B", "stock": 1}), "api", who="acc-1")
        airing = life.desk.airing("main")
        assert airing is not None
        for _ in range(2):
            await life.desk.undo("main", airing.id, "acc-1")
        life.desk.end("main")
        life.desk.open("main")
        board = life.desk.board("main")
        assert board is not None and not board.known("stock", "B")
        stock = board.reading("stock", "A")
        assert stock is not None and stock.value == 50

    live(tmp_path, Wall(), work)


def test_facts_that_come_while_a_manual_entry_is_undone_count_once(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [Order(NOW, "A")], "manual")
        airing, board = life.desk.airing("main"), life.desk.board("main")
        assert airing is not None and board is not None
        orders = [life.desk.take("main", [Order(NOW, "A")] * 40, "shop") for _ in range(10)]
        await asyncio.gather(life.desk.undo("main", airing.id), *orders)
        assert board.count("orders", "A", NOW, NOW) == 400
        await life.settle()
        assert (await life.desk.shelf.board(airing)).count("orders", "A", NOW, NOW) == 400

    live(tmp_path, Wall(), work)
