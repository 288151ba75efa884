"""A table of bodypacks as spreadsheets save it."""

import pytest

from hushcue_tools.provision import batch
from hushcue_tools.provision.words import WORDS


def test_columns_come_in_any_order_and_empty_cells_are_left_out() -> None:
    wishes, mistakes = batch.read("name,id,ceiling_db,groups\nOne,host-1,-9,a;b\n,host-2,,\n\n")
    assert not mistakes
    assert [wish.given for wish in wishes] == [
        {"name": "One", "id": "host-1", "ceiling_db": -9.0, "groups": ("a", "b")},
        {"id": "host-2"},
    ]
    assert [wish.line for wish in wishes] == [2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_of_a_spreadsheet(separator: str) -> None:
    wishes, mistakes = batch.read(separator.join(("编号", "名称")) + "\n" + separator.join(("host-1", "主播一")) + "\n")
    assert not mistakes
    assert wishes[0].given == {"id": "host-1", "name": "主播一"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_encoding_of_a_spreadsheet(encoding: str) -> None:
    assert batch.decode("id,name\nhost-1,主播\n".encode(encoding)) == "id,name\nhost-1,主播\n"


def test_one_column_alone() -> None:
    wishes, mistakes = batch.read("id\nhost-1\nhost-2\n")
    assert [wish.id for wish in wishes] == ["host-1", "host-2"] and not mistakes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "csv_empty", "")]),
        ("id\n", [(1, "csv_empty", "")]),
        ("name\nx\n", [(1, "csv_no_id", "")]),
        ("id,shoe\nx,y\n", [(1, "csv_column", "shoe")]),
        ("id,name\n,x\n", [(2, "csv_line_no_id", "")]),
        ("id\na\na\n", [(3, "csv_twice", "a")]),
        ("id,ceiling_db\na,loud\n", [(2, "csv_number", "loud")]),
        ("id\n" + "a\n" * 1001, [(1002, "csv_long", "1000")]),
    ],
)
def test_every_mistake_is_named_with_its_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    _, mistakes = batch.read(text)
    assert [(each.line, each.code, each.value) for each in mistakes] == expected
    assert all(WORDS.say(each.code, value=each.value) for each in mistakes)
