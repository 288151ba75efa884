"""Lines as documents: recorded files at their pace, tables, and files that grow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.showdata.documents import facts_of
from hushcue_tools.data.rows import NotARow, Table, document_of
from hushcue_tools.data.tail import LATELY_S, MOST_BYTES, Folder, Growing
from hushcue_tools.data.timeline import moment_of, played

AT_MS = 1_767_323_045_000


def at(seconds: float) -> dict[str, Any]:
    return {"type": "gauge", "viewers": 1, "t": AT_MS + round(seconds * 1000)}


def test_documents_are_told_at_the_distances_at_which_they_happened() -> None:
    due = list(played([at(0), at(10), at(12.5)], 1.0, ""))
    assert [each.at_s for each in due] == [0.0, 10.0, 12.5]
    assert all("t" not in each.document and "src" not in each.document for each in due)


def test_and_so_many_times_as_fast() -> None:
    assert [each.at_s for each in played([at(0), at(60), at(7200)], 60.0, "demo-file")] == [0.0, 1.0, 120.0]


def test_what_has_no_time_or_an_earlier_one_comes_right_behind() -> None:
    documents = [{"type": "pin"}, at(0), at(5), {"type": "pin"}, at(3), at(6)]
    assert [each.at_s for each in played(documents, 1.0, "")] == [0.0, 0.0, 5.0, 5.0, 5.0, 6.0]


def test_a_recorded_show_says_that_it_is_one() -> None:
    (due,) = played([{**at(0), "src": "shopify"}], 1.0, "demo-file")
    assert due.document["src"] == "demo-file"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (AT_MS, AT_MS / 1000),
        ("2026-01-02T03:04:05Z", AT_MS / 1000),
        ("2026-01-02T04:04:05+01:00", AT_MS / 1000),
        ("2026-01-02T03:04:05", None),
        ("soon", None),
        (None, None),
        (True, None),
        (10**400, None),
    ],
)
def test_times_are_milliseconds_or_iso_with_a_zone(value: object, seconds: float | None) -> None:
    assert moment_of(value) == seconds


@given(st.lists(st.dictionaries(st.sampled_from(["t", "type"]), st.integers() | st.text() | st.floats()), max_size=6))
def test_time_never_runs_backwards(documents: list[dict[str, Any]]) -> None:
    due = [each.at_s for each in played(documents, 7.0, "x")]
    assert due == sorted(due) and len(due) == len(documents)


def test_a_table_names_its_fields_in_the_first_line() -> None:
    table = Table()
    assert table.document("\ufefftype,Product,stock,text") is None
    assert table.document('gauge,"SKU,3",48,') == {"type": "gauge", "product": "SKU,3", "stock": 48}
    assert table.document("") is None


def test_rows_of_a_table_are_documents_that_a_gateway_takes() -> None:
    table = Table()
    table.document("type,id,t,product,units,amount_minor,currency,on,quiet")
    rows = ["order,1,1767323045000,SKU3,2,3980,USD,,", "on_air,2,2026-01-02T03:04:05Z,,,,,true,0"]
    facts = [fact for row in rows for fact in facts_of(table.document(row), AT_MS, "csv")]
    assert [type(fact).__name__ for fact in facts] == ["Order", "OnAir"]


@pytest.mark.parametrize("line", ["gauge,many,", "gauge,1,2,3,4", "gauge,1,maybe", 'gauge,"1'])
def test_a_row_that_is_none_is_said(line: str) -> None:
    table = Table()
    table.document("type,stock,on")
    with pytest.raises(NotARow):
        table.document(line)


def test_a_table_without_types_is_none() -> None:
    with pytest.raises(NotARow):
        Table().document("商品,库存")


@given(st.text(max_size=40))
def test_whatever_stands_in_a_line_it_is_a_document_or_is_not(line: str) -> None:
    for read in (document_of, Table().document):
        try:
            assert isinstance(read(line), dict | None)
        except NotARow as error:
            assert error.reason


class Told:
    """What was refused of a file."""

    def __init__(self) -> None:
        self.refused: list[tuple[str, int, str]] = []

    def __call__(self, file: str, line: int, reason: str) -> None:
        self.refused.append((file, line, reason))


def test_a_line_counts_when_its_end_is_there(tmp_path: Path) -> None:
    path = tmp_path / "show.ndjson"
    path.write_bytes(b'{"type":"gauge","viewers":1}\n{"type":"gauge",')
    growing, told = Growing(path), Told()
    assert [each["viewers"] for each in growing.more(told)] == [1]
    assert growing.more(told) == []
    with path.open("ab") as file:
        file.write(b'"viewers":2}\r\n')
    assert [each["viewers"] for each in growing.more(told)] == [2]
    assert not told.refused


def test_whoever_begins_anew_gives_the_same_lines_the_same_ids(tmp_path: Path) -> None:
    path = tmp_path / "show.csv"
    path.write_text("type,viewers\ngauge,5\ngauge,5\n", encoding="utf-8")
    first, second = (Growing(path).more(Told()) for _ in range(2))
    assert first == second and len({each["id"] for each in first}) == 2


def test_a_file_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "show.csv"
    path.write_text("type,viewers\ngauge,5\ngauge,6\n", encoding="utf-8")
    growing = Growing(path)
    before = growing.more(Told())
    path.write_text("type,viewers\ngauge,7\n", encoding="utf-8")
    after = growing.more(Told())
    assert [each["viewers"] for each in after] == [7]
    assert not {each["id"] for each in before} & {each["id"] for each in after}


def test_wrong_lines_are_named_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text('{"id":"1"}\nno\n[1]\n\n{"id":"2"}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text('{"id":"3"}\n', encoding="utf-8")
    (tmp_path / "c.csv").mkdir()
    told = Told()
    assert [each["id"] for each in Folder(tmp_path, told).more()] == ["1", "2"]
    assert [(file, line) for file, line, _ in told.refused] == [("a.ndjson", 2), ("a.ndjson", 3)]


def test_a_line_without_end_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"x" * (MOST_BYTES + 10) + b'\n{"id":"1"}\n')
    growing, told = Growing(path), Told()
    assert growing.more(told) == []
    assert [each["id"] for each in growing.more(told)] == ["1"]
    assert len(told.refused) == 1


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.lists(st.integers(1, 30), max_size=12))
def test_however_a_file_grows_its_lines_are_the_same(values: list[int], pieces: list[int]) -> None:
    from tempfile import TemporaryDirectory

    whole = b"type,viewers\n" + b"".join(b"gauge,%d\n" % value for value in values)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(b"")
        growing, found = Growing(path), []
        for size in [*pieces, len(whole)]:
            now = path.stat().st_size
            path.write_bytes(whole[: now + size])
            found += growing.more(Told())
    assert [each["viewers"] for each in found] == values


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_may_be_as_a_chinese_spreadsheet_writes_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "live.csv"
    rows = "type,text\r\ncomment,多少钱\r\ncomment,联通\r\n".replace(",", delimiter)
    path.write_bytes(rows.encode(encoding))
    assert [each["text"] for each in Growing(path).more(Told())] == ["多少钱", "联通"]


@pytest.mark.parametrize("name", ["old.csv", "old.ndjson"])
def test_of_a_file_of_another_day_what_is_added_counts(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    head, line = ("type,viewers\n", "gauge,5\n") if name.endswith("csv") else ("", '{"type":"gauge","viewers":5}\n')
    path.write_text(head + line)
    growing, refused = Growing(path, lambda: path.stat().st_mtime + LATELY_S + 1), Told()
    assert growing.more(refused) == []
    with path.open("a") as file:
        file.write(line + "wrong,\n")
    (document,) = [each for each in growing.more(refused) if each.get("type") == "gauge"]
    assert int(document["viewers"]) == 5
    assert [line for _, line, _ in refused.refused] == ([] if head else [3])


def test_a_file_by_the_name_of_another_is_read_from_its_begin_however_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / "chat.ndjson"
    path.write_text('{"type":"pin","product":"A"}\n')
    growing = Growing(path)
    assert len(growing.more(Told())) == 1
    other = tmp_path / "other"
    other.write_text('{"type":"pin","product":"B"}\n' * 3)
    other.replace(path)
    assert [each["product"] for each in growing.more(Told())] == ["B"] * 3
