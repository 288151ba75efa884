"""A list of bodypacks in a CSV file, as a spreadsheet saves it. Text in, wishes and mistakes out. Pure.

The first line names the columns, in any order: id, name, groups (several with blanks or ;), show, board, gateway,
wifi, wifi_password, country, ceiling_db. Only id must be there; what a line leaves empty is as for all the others.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

COLUMNS = ("id", "name", "groups", "show", "board", "gateway", "wifi", "wifi_password", "country", "ceiling_db")
TITLES = {
    "编号": "id",
    "名称": "name",
    "分组": "groups",
    "场次": "show",
    "板子": "board",
    "网关": "gateway",
    "wi-fi": "wifi",
    "ssid": "wifi",
    "wi-fi密码": "wifi_password",
    "国家": "country",
    "上限": "ceiling_db",
    "label": "name",
}
"""What people write in the first line."""
MOST_LINES = 1000


@dataclass(frozen=True)
class Mistake:
    """code: of words.py. line: as a spreadsheet counts."""

    line: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class Wish:
    """One line: column -> text, only what is not empty."""

    line: int
    given: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.given["id"])


def decode(data: bytes) -> str:
    """A spreadsheet's bytes: UTF-8 with or without its mark, UTF-16, or what Chinese Windows writes. ValueError."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read(text: str) -> tuple[list[Wish], list[Mistake]]:
    """Every line, and everything wrong with them."""
    try:
        dialect: Any = csv.Sniffer().sniff(text.partition("\n")[0], ",;\t")
    except csv.Error:
        dialect = csv.excel
    lines = list(csv.reader(StringIO(text), dialect))
    if not lines:
        return [], [Mistake(1, "csv_empty")]
    columns = [column_of(title) for title in lines[0]]
    mistakes = [Mistake(1, "csv_column", title) for title, name in zip(lines[0], columns, strict=True) if name is None]
    if "id" not in columns:
        mistakes.append(Mistake(1, "csv_no_id"))
    if len(lines) > MOST_LINES:
        mistakes.append(Mistake(len(lines), "csv_long", str(MOST_LINES)))
    if mistakes:
        return [], mistakes
    return wishes(columns, lines[1:MOST_LINES])


def column_of(title: str) -> str | None:
    """What a title means; "" for a column without one, None for one that nobody knows."""
    name = title.strip().lower().replace(" ", "_")
    name = TITLES.get(name, name)
    return name if name in (*COLUMNS, "") else None


def wishes(columns: Sequence[str | None], lines: Sequence[Sequence[str]]) -> tuple[list[Wish], list[Mistake]]:
    """The lines below the first."""
    found: list[Wish] = []
    mistakes: list[Mistake] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines, 2):
        given: dict[str, Any] = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()
        }
        if not given:
            continue
        if "id" not in given:
            mistakes.append(Mistake(number, "csv_line_no_id"))
            continue
        if given["id"] in seen:
            mistakes.append(Mistake(number, "csv_twice", given["id"]))
        seen[given["id"]] = number
        if "ceiling_db" in given:
            try:
                given["ceiling_db"] = float(given["ceiling_db"].replace("−", "-"))
            except ValueError:
                mistakes.append(Mistake(number, "csv_number", given["ceiling_db"]))
                continue
        if "groups" in given:
            given["groups"] = tuple(given["groups"].replace(";", " ").replace("；", " ").split())
        found.append(Wish(number, given))
    if not found and not mistakes:
        mistakes.append(Mistake(1, "csv_empty"))
    return found, mistakes
