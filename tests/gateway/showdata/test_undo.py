"""What was entered by hand is taken back: by whoever entered it, one by one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from support.show_data import BEGAN_MS as NOW
from support.show_data import Life, Wall, live

from hushcue_gateway.showdata.documents import facts_of
from hushcue_gateway.showdata.fact import Comment, Gauge, Order, Pin
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
