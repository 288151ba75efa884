"""A product that a show sells no more: what was counted of it in this airing keeps the label that it had."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.showdata.board import Product
from hushcue_gateway.showdata.documents import Malformed, facts_of
from hushcue_gateway.showdata.fact import MANUAL, Order, Pin, Sheet

LABEL = "a-label-that-nobody-else-has"


def holds(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and LABEL.encode() in path.read_bytes()]


async def sell(life: Life) -> None:
    for product in ("SKU1", "SKU2"):
        sheet = Sheet(BEGAN_MS, product, f"{LABEL} {product}", 3, 1990, "USD", src=MANUAL, id=f"hand-{product}")
        await life.desk.take("main", [sheet], MANUAL, who="somebody")
    await life.desk.take("main", [Order(BEGAN_MS, "SKU1", 2, 3980, "USD", src="shop", id="o1")], "shop")


def test_after_a_restart_its_counts_bear_its_label_until_the_airing_is_deleted(tmp_path: Path) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        life.desk.open("main")
        await sell(life)
        life.desk.withdraw("main", "SKU1")
        life.desk.withdraw("main", "SKU2")
        assert not life.desk.document("main")["products"]
        await life.desk.take("main", [Order(BEGAN_MS, "SKU1", 1, 1990, "USD", src="shop", id="o2")], "shop")
        assert life.desk.document("main")["products"]["SKU1"]["label"] == f"{LABEL} SKU1"

    async def second(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and dict(board.products) == {"SKU1": Product("SKU1", f"{LABEL} SKU1")}
        assert board.count("units", "SKU1", BEGAN_MS, BEGAN_MS) == 3 and not life.desk.shop.of_show("main")
        over = life.desk.end("main")
        assert (await life.desk.past.board(over)).products["SKU1"].label == f"{LABEL} SKU1"
        await life.desk.past.delete(over)
        assert not holds(tmp_path)

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_sold_again_it_is_what_it_is_told_to_be(tmp_path: Path) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        life.desk.open("main")
        await sell(life)
        life.desk.withdraw("main", "SKU1")
        wall.pass_ms(1000)
        await life.desk.take("main", [Sheet(wall.now_ms, "SKU1", "Cup", price_minor=500)], "shop")

    async def second(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and board.products["SKU1"] == Product("SKU1", "Cup", price_minor=500)

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_after_a_restart_it_stands_on_the_board_no_more_and_its_sales_still_count_for_the_room(tmp_path: Path) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        life.desk.open("main")
        await sell(life)
        await life.desk.take("main", [Pin(BEGAN_MS, "SKU1")], "shop")
        wall.pass_ms(1000)
        life.desk.withdraw("main", "SKU1")
        assert list(life.desk.document("main")["products"]) == ["SKU2"]

    async def second(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and list(life.desk.document("main")["products"]) == ["SKU2"]
        assert (board.pinned, board.count("units", "", BEGAN_MS, BEGAN_MS)) == ("", 2)
        await life.desk.undo("main", life.desk.airing("main").id, "somebody")  # type: ignore[union-attr]
        assert not life.desk.document("main")["products"]
        wall.pass_ms(1000)
        await life.desk.take("main", [Order(wall.now_ms, "SKU1", 1, 1990, "USD", src="shop", id="o2")], "shop")
        assert life.desk.document("main")["products"]["SKU1"]["label"] == f"{LABEL} SKU1"

    async def third(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and dict(board.products) == {"SKU1": Product("SKU1", f"{LABEL} SKU1")}
        wall.pass_ms(1000)
        await life.desk.take("main", [Sheet(wall.now_ms, "SKU1", price_minor=500)], "shop")  # sold again
        life.desk.withdraw("main", "SKU1")

    async def fourth(life: Life) -> None:
        board = life.desk.board("main")
        assert board is not None and not board.products
        looked_at = await life.desk.past.board(life.desk.end("main"))
        assert dict(looked_at.products) == {"SKU1": Product("SKU1", f"{LABEL} SKU1")}
        assert looked_at.count("units", "SKU1", BEGAN_MS, wall.now_ms) == 3

    for each in (first, second, third, fourth):
        live(tmp_path, wall, each)


def test_nobody_can_tell_from_outside_that_a_product_is_withdrawn() -> None:
    with pytest.raises(Malformed):
        facts_of({"type": "withdrawn", "product": "SKU1", "label": ""}, BEGAN_MS, "shop")
