"""The rows of a table that were told: a row is known by what it says, and by how many alike there were before it. Pure.

| a file is read from its beginning again, and its first rows  | it is                                              |
|--------------------------------------------------------------|----------------------------------------------------|
| are known, half of them, or are half of what is known        | the same table: what is known counts no more       |
| are others                                                   | another one by that name: all of it counts         |

Where the first row is new and the last one known, the newest stand on top; they are taken from the bottom up, so that
what is newest is told last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

MOST = 200_000
"""Of a file; the one that was told first makes room."""
NAME_CHARS = 24
DIGEST_BYTES = 8


class Row(NamedTuple):
    """number: its line, for people. name: its own as long as the file is the same table. known: it was told before."""

    number: int
    cells: list[str]
    name: str
    known: bool = False


class RowsTold:
    """Of one file. The same cells twice are two rows."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def read(self, file: str, age: int, rows: Sequence[tuple[int, list[str]]]) -> list[Row]:
        """The next rows of the file, in the order in which they are to be told. age: how many tables had its name."""
        found = []
        for number, cells in rows:
            digest = _digest(cells)
            place = self._counts.pop(digest, 0)
            self._counts[digest] = place + 1
            if len(self._counts) > MOST:
                del self._counts[next(iter(self._counts))]
            name = f"{file[:NAME_CHARS]}:{f'{age}:' if age else ''}{digest}:{place}"
            found.append(Row(number, cells, name, place < self._before.get(digest, 0)))
        return found[::-1] if found and found[-1].known and not found[0].known else found

    def begin(self, first: Sequence[tuple[int, list[str]]]) -> bool:
        """The file is read from its beginning again; first: the first rows of it. Whether it is the same table."""
        known = {**self._counts}
        alike = 0
        for _, cells in first:
            digest = _digest(cells)
            left = known.get(digest, 0)
            known[digest] = left - 1
            alike += left > 0
        same = not self._counts or 2 * alike >= min(len(first), sum(self._counts.values()))
        for digest, count in self._counts.items() if same else ():
            self._before[digest] = max(count, self._before.get(digest, 0))
        if not same:
            self._before.clear()
        while len(self._before) > MOST:
            del self._before[next(iter(self._before))]
        self._counts.clear()
        return same


def _digest(cells: Sequence[str]) -> str:
    return hashlib.blake2b(json.dumps(cells).encode(), digest_size=DIGEST_BYTES).hexdigest()
