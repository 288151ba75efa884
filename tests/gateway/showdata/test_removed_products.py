"""A product that a show sells no more: what was counted of it in this airing keeps the label that it had."""

from __future__ import annotations

from pathlib import Path

from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.showdata.board import Product
from hushcue_gateway.showdata.fact import MANUAL, Order, Sheet

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
