"""The bytes of a table that grows as rows: what it is encoded in, and where a row ends, which quotes may spread over
several lines (RFC 4180). Pure.

| it begins with, or holds                  | it is                                                                  |
|-------------------------------------------|------------------------------------------------------------------------|
| a mark of UTF-16                          | UTF-16: "Unicode text" of a spreadsheet                                |
| bytes beyond ASCII that are UTF-8         | UTF-8, with or without a mark                                          |
| others                                    | GB18030: what a Chinese spreadsheet calls CSV                          |
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from itertools import pairwise

MOST_LINES = 50
MOST_ROW_CHARS = 32_768
"""Of one row; a quote that is not closed by then is none."""
ASCII = ""
"""Nothing else was seen yet."""
UTF_8, GB = "utf-8", "gb18030"
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def marked(data: bytes) -> tuple[int, str]:
    """How long the mark at the beginning of a file is, and which encoding it tells."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return len(mark), encoding
    return 0, ASCII


def encoding_of(data: bytes, known: str) -> str:
    """Of whole lines. known: of those before."""
    if known != ASCII or data.isascii():
        return known
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError:
        return GB
    return UTF_8


def ends(data: bytes, encoding: str) -> list[int]:
    """Behind each line."""
    end = "\n".encode(encoding or UTF_8)
    return [found.end() for found in re.finditer(re.escape(end), data) if found.start() % len(end) == 0]


def rows(data: bytes, encoding: str, delimiter: str, whole: bool) -> tuple[int, list[tuple[int, list[str]]]]:
    """How many bytes are rows, and each of them: (lines, cells). whole: nothing more comes, so that the last row needs
    no end."""
    places = [0, *ends(data, encoding)]
    if whole and places[-1] < len(data):
        places.append(len(data))
    lines = [data[a:b].decode(encoding or UTF_8, "replace") for a, b in pairwise(places)]
    found: list[tuple[int, list[str]]] = []
    at = 0
    while at < len(lines):
        count = _lines_of_row(lines, at, delimiter)
        if count == 0:
            if not whole:
                break  # its end is still to come
            count = 1
        found.append((count, _cells("".join(lines[at : at + count]), delimiter)))
        at += count
    return places[at], found


def _cells(text: str, delimiter: str) -> list[str]:
    """None where it is no row."""
    with contextlib.suppress(csv.Error):
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    return []


def _lines_of_row(lines: list[str], at: int, delimiter: str) -> int:
    """How many lines the row has that begins there, 0: it has no end yet. A quote that is never closed is none."""
    inside, chars = False, 0
    for place in range(at, len(lines)):
        inside = _still_open(lines[place], delimiter, inside)
        chars += len(lines[place])
        if not inside:
            return place - at + 1
        if place - at + 1 >= MOST_LINES or chars > MOST_ROW_CHARS:
            return 1
    return 0


def _still_open(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a quote is open at the end of a line. inside: one was at its beginning."""
    at = 0
    if not inside:
        inside, at = line.startswith('"'), 1
    while True:
        if inside:
            at = line.find('"', at)
            if at < 0:
                return True
            if line.startswith('""', at):
                at += 2
                continue
            at += 1
        at = line.find(delimiter, at)
        if at < 0:
            return False
        inside = line.startswith('"', at + 1)
        at += 2 if inside else 1
