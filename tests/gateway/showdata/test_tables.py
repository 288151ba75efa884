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
from hushcue_gateway.showdata import csv_text
from hushcue_gateway.showdata.csv_rows import BadCell, Table
from hushcue_gateway.showdata.csv_watch import MOST_FILES, CsvWatch
from hushcue_gateway.showdata.documents import Malformed, facts_of
from hushcue_gateway.showdata.fact import Comment, Fact, Gauge, Order, Sheet
from hushcue_gateway.showdata.words import WORDS


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without an end is not whole because this machine took a while."""
    monkeypatch.setattr("hushcue_gateway.showdata.csv_watch.SETTLED_S", 600.0)


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


class Follower:
    """Each look is that of a gateway that was restarted meanwhile."""

    def __init__(self, folder: Path, life: Life):
        self._folder, self._life = folder, life
        self._path = folder / "tables" / "live.csv"
        self._path.parent.mkdir(exist_ok=True)
        self._heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: self._heard.append(fact))

    async def __call__(self, data: bytes) -> list[Fact]:
        """What is told when that lies there."""
        self._heard.clear()
        self._path.write_bytes(data)
        watch, _ = watched(self._folder, self._life)
        await watch.start()
        await watch.stop()
        await watch.look()
        return list(self._heard)


def texts(facts: Sequence[Fact]) -> list[str]:
    return [fact.text for fact in facts if isinstance(fact, Comment)]


@pytest.mark.parametrize(
    ("header", "encoding", "mark"),
    [
        ("评论,用户", "utf-8", b""),
        ("评论,用户", "utf-8", b"\xef\xbb\xbf"),
        ("评论;用户", "utf-8", b"\xef\xbb\xbf"),
        ("评论,用户", "gb18030", b""),
        ("text,user", "gb18030", b""),
        ("评论\t用户", "utf-16-le", b"\xff\xfe"),
        ("评论\t用户", "utf-16-be", b"\xfe\xff"),
    ],
)
def test_a_table_is_read_in_whatever_a_spreadsheet_writes(
    tmp_path: Path, header: str, encoding: str, mark: bytes
) -> None:
    between = header[-3] if header.startswith("评") else ","

    def rows(*cells: str) -> bytes:
        return "".join(f"{row}\r\n" for row in (header, *(cell.replace(",", between) for cell in cells))).encode(
            encoding
        )

    async def work(life: Life) -> None:
        told = Follower(tmp_path, life)
        (comment,) = await told(mark + rows("红色有货吗,小红"))
        assert isinstance(comment, Comment) and (comment.text, comment.user) == ("红色有货吗", "小红")
        assert texts(await told(mark + rows("红色有货吗,小红", "尺码呢,小明"))) == ["尺码呢"]

    live(tmp_path, Wall(), work)


def test_a_row_in_quotes_may_have_several_lines_and_waits_for_its_end(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told = Follower(tmp_path, life)
        head = 'text,user\n"how much?\nfor ""two"", please",u1\n'
        assert texts(await told(head.encode())) == ['how much? for "two", please']
        half = head + '"is it\n'
        assert not await told(half.encode())
        whole = half + 'red?",u2\n5" wide?,u3\nsplit\u2028by no line\x85end,u4\n'
        assert texts(await told(whole.encode())) == ["is it red?", '5" wide?', "split by no line end"]

    live(tmp_path, Wall(), work)


def test_a_quote_that_nobody_closes_costs_its_own_line_alone(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told = Follower(tmp_path, life)
        lines = "".join(f"line {number},u{number}\n" for number in range(80))
        heard = texts(await told(f'text,user\n"broken,u0\n{lines}'.encode()))
        assert heard[1:] == [f"line {number}" for number in range(80)]

    live(tmp_path, Wall(), work)


def test_a_file_that_is_written_anew_under_its_name_is_read_anew_whatever_its_size(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told = Follower(tmp_path, life)
        sold: list[int] = []
        for rows in ("A,10,90\n", "A,12,88\n", "A,12,88\nB,5,5\n", "A,13,87\nB,6,4\n", "A,13,87\n"):
            facts = await told(f"sku,orders,stock\n{rows}".encode())
            sold.append(sum(isinstance(fact, Order) for fact in facts))
        assert sold == [0, 2, 0, 2, 0]
        board = life.desk.board("main")
        assert board is not None
        stock = board.reading("stock", "A")
        assert stock is not None and stock.value == 87 and board.count("orders", "A", BEGAN_MS, BEGAN_MS) == 3
        facts = await told(b"sku,stock,clicks_delta\nA,50,4\n")
        assert [type(fact).__name__ for fact in facts] == ["Gauge", "Count"], "another header: another table"

    live(tmp_path, Wall(), work)


def test_a_log_that_is_rotated_tells_its_first_lines_too(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told = Follower(tmp_path, life)
        for text in ("first", "second", "third"):
            assert texts(await told(f"text,user\n{text},u\n".encode())) == [text]
        assert not await told(b"text,user\nthird,u\n")

    live(tmp_path, Wall(), work)


def test_of_too_many_files_those_that_were_changed_last_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()

    async def work(life: Life) -> None:
        now_s = os.stat(folder).st_mtime
        for number in range(MOST_FILES + 6):
            path = folder / f"{number:03}.CSV"
            path.write_text(f"text,user\nfile {number},u\n")
            os.utime(path, (now_s, now_s - 300 + number))
        (folder / "~$now.csv").write_text("text,user\nnot yet,u\n")
        heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: heard.append(fact))
        watch, _ = watched(tmp_path, life)
        assert await watch.look() == MOST_FILES and texts(heard) == [f"file {n}" for n in range(6, MOST_FILES + 6)]

    live(tmp_path, Wall(), work)


@pytest.mark.parametrize(
    ("header", "price", "minor"),
    [
        ("sku,price,currency", "1,234.50", 123_450),
        ("sku;price;currency", "1.234,50", 123_450),
        ("sku;price;currency", "19,90", 1_990),
        ("sku,price,currency", "19,90", 1_990),
        ("sku;price;currency", "1.234", 123_400),
        ("sku,price,currency", "1,234,567", 123_456_700),
        ("sku;price;currency", "0,125", 12),
        ("sku,price,currency", "￥１９.９", 1_990),
    ],
)
def test_money_is_read_with_a_point_or_a_comma_before_its_decimals(header: str, price: str, minor: int) -> None:
    (sheet,) = facts(table(header), ["A", price, "EUR"])
    assert isinstance(sheet, Sheet) and sheet.price_minor == minor


def test_money_has_as_many_decimals_as_its_currency() -> None:
    told = [facts(table("sku,price,currency"), ["A", "1.5", currency])[0] for currency in ("KWD", "ISK", "CNY")]
    assert [fact.price_minor for fact in told if isinstance(fact, Sheet)] == [1500, 2, 150]


def test_an_id_that_was_kept_from_being_a_number_is_the_id() -> None:
    (gauge,) = facts(table("商品编号,库存"), ['="00123"', "5\t"])
    assert gauge == Gauge(BEGAN_MS, "stock", 5, "00123", "csv")


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "gb18030", "utf-16-le"]), st.booleans())
def test_any_bytes_are_rows_and_no_row_is_cut(data: bytes, encoding: str, whole: bool) -> None:
    size, found = csv_text.rows(data, csv_text.encoding_of(data, encoding), ",", whole)
    assert size == len(data) if whole else size <= len(data)
    assert sum(count for count, _ in found) == len(csv_text.ends(data[:size], encoding)) or whole
