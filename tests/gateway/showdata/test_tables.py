"""Tables that grow: columns in two languages, half lines, restarts, and rows that are no news."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.logs import Log
from hushcue_gateway.showdata.csv_rows import BadCell, Table
from hushcue_gateway.showdata.csv_watch import CsvWatch
from hushcue_gateway.showdata.documents import Malformed, facts_of
from hushcue_gateway.showdata.fact import Comment, Fact, Gauge, Order
from hushcue_gateway.showdata.words import WORDS


def table(header: str) -> Table:
    found = Table.of_header(header)
    assert found is not None
    return found


def facts(made: Table, *rows: Sequence[str]) -> list[Fact]:
    return [
        fact
        for number, row in enumerate(rows)
        for document in made.documents(row, f"t:{number}")
        for fact in facts_of(document, BEGAN_MS, "csv")
    ]


def test_columns_are_known_by_their_english_and_chinese_names_and_others_are_left_out() -> None:
    made = table("商品;库存;在线人数;天气")
    assert made.delimiter == ";" and made.unknown == ("天气",)
    assert facts(made, ["A", "1,234", "1.2万", "晴"]) == [
        Gauge(BEGAN_MS, "viewers", 12_000, src="csv"),
        Gauge(BEGAN_MS, "stock", 1234, "A", "csv"),
    ]
    assert Table.of_header("天气,心情") is None and Table.of_header("time,user") is None


def test_more_orders_than_in_the_row_before_are_orders_with_their_share_of_the_money() -> None:
    made = table("sku,orders,units,gmv,currency")
    told = facts(made, ["A", "10", "12", "100.00", "USD"], ["A", "13", "16", "130.01", "USD"], ["A", "13", "", "", ""])
    assert [type(fact) for fact in told] == [Order] * 3
    orders = [fact for fact in told if isinstance(fact, Order)]
    assert sum(order.units for order in orders) == 4 and sum(order.amount_minor for order in orders) == 3001
    assert len({order.id for order in orders}) == 3
    assert facts(table("sku,orders_delta"), ["A", "2"])


def test_money_of_a_currency_without_cents_has_none() -> None:
    (sheet,) = facts(table("sku,price,currency"), ["A", "¥1,980", "JPY"])
    assert getattr(sheet, "price_minor", None) == 1980


def test_a_cell_that_is_no_number_is_named_as_the_table_names_it() -> None:
    with pytest.raises(BadCell) as bad:
        facts(table("商品,库存"), ["A", "很多"])
    assert bad.value.column == "库存"
    with pytest.raises(BadCell):
        facts(table("sku,orders"), ["A", "1"], ["A", "5000"])


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=4))
def test_any_row_is_documents_or_a_bad_cell(rows: list[list[str]]) -> None:
    made = table("time,sku,stock,orders,text,price")
    with contextlib.suppress(BadCell, Malformed):
        facts(made, *rows)


def watched(folder: Path, life: Life) -> tuple[CsvWatch, io.StringIO]:
    said = io.StringIO()
    return CsvWatch(folder / "tables", "main", life.desk, folder, Log((WORDS,), said)), said


def test_a_file_that_grows_is_followed_line_by_line_and_over_a_restart(tmp_path: Path) -> None:
    path, wall = tmp_path / "tables" / "live.csv", Wall()
    path.parent.mkdir()

    async def first(life: Life) -> None:
        watch, _ = watched(tmp_path, life)
        path.write_text("viewers,text\n100,\n1", encoding="utf-8")
        assert await watch.look() == 1
        board = life.desk.board("main")
        assert board is not None
        viewers = board.reading("viewers")
        assert viewers is not None and viewers.value == 100
        with open(path, "a", encoding="utf-8") as file:
            file.write("20,hello\n")
        assert await watch.look() == 2
        assert await watch.look() == 0

    async def second(life: Life) -> None:
        watch, _ = watched(tmp_path, life)
        await watch.start()
        await watch.stop()
        heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: heard.append(fact))
        with open(path, "a", encoding="utf-8") as file:
            file.write(",again\n")
        assert await watch.look() == 1
        assert [fact.text for fact in heard if isinstance(fact, Comment)] == ["again"]
        path.write_text("viewers\n7\n", encoding="utf-8")  # begun anew
        assert await watch.look() == 1

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)


def test_old_files_old_rows_and_wrong_cells_are_not_told(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()

    async def work(life: Life) -> None:
        watch, said = watched(tmp_path, life)
        (folder / "old.csv").write_text("viewers\n1\n")
        os.utime(folder / "old.csv", (1_000_000, 1_000_000))
        (folder / "rows.csv").write_bytes("时间,在线人数\n2020-01-01T00:00:00Z,5\n,很多\n".encode("gb18030"))
        (folder / "other.csv").write_text("weather\nsun\n")
        assert await watch.look() == 0
        assert life.desk.airing("main") is None and life.desk.strayed == 1
        assert "rows.csv, line 3" in said.getvalue() and "other.csv" in said.getvalue()
        with open(folder / "old.csv", "a") as file:
            file.write("2\n")
        assert await watch.look() == 1

    live(tmp_path, Wall(), work)
