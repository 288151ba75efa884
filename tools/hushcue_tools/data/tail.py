"""What is added to the files of a folder, line by line. A line counts when its end is there. A document without an id
gets one from where it stands, so that whoever begins anew tells nothing twice."""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from .rows import NotARow, Table, document_of, text_of

TABLES = (".csv",)
LINES = (".ndjson", ".jsonl")
LOOK_S = 0.5
LATELY_S = 600.0
MOST_BYTES = 1 << 20
"""Read of one file at a time; a line that is longer is none."""

Refused = Callable[[str, int, str], None]


class Growing:
    """One file that grows. ``more`` gives what is new; one that became shorter, or is another one by the same name, is
    begun anew. One that nobody has written to for LATELY_S when it is first seen is of another day: what is added to it
    counts. now_s: seconds since the epoch."""

    def __init__(self, path: Path, now_s: Callable[[], float] = time.time):
        self.path = path
        self._now_s = now_s
        self._file = 0
        self._known = False
        self._gb = False
        self._begin()

    def more(self, refused: Refused) -> list[dict[str, Any]]:
        """Documents of the lines that are whole since the last time. refused: (file, line, why). Raises OSError."""
        stat = self.path.stat()
        if stat.st_size < self._at or (self._file and stat.st_ino != self._file):
            self._begin()
        self._file = stat.st_ino
        old = not self._known and self._now_s() - stat.st_mtime > LATELY_S
        self._known = True
        if old:
            self._pass_over(stat.st_size)
            return []
        found = []
        with self.path.open("rb") as file:
            file.seek(self._at)
            data = file.read(MOST_BYTES)
        *lines, rest = data.split(b"\n")
        if not lines and len(rest) == MOST_BYTES:  # no line: passed over up to its end
            self._at += len(rest)
            return []
        for line in lines:
            self._line += 1
            try:
                document = self._read(line)
            except NotARow as error:
                refused(self.path.name, self._line, error.reason)
            else:
                if document is not None:
                    found.append({"id": self._name(line), **document})
            self._at += len(line) + 1
        return found

    def _begin(self) -> None:
        self._at = 0
        self._line = 0
        self._table = Table() if self.path.suffix.lower() in TABLES else None

    def _pass_over(self, size: int) -> None:
        """All but the first line of a table, which names its fields."""
        with self.path.open("rb") as file:
            if self._table is not None:
                with contextlib.suppress(NotARow):
                    self._read(file.readline(MOST_BYTES).rstrip(b"\n"))
                    self._line = 1
            while part := file.read(MOST_BYTES):
                self._line += part.count(b"\n")
        self._at = size

    def _read(self, line: bytes) -> dict[str, Any] | None:
        text = self._text(line).rstrip("\r")
        if self._table is not None:
            return self._table.document(text)
        return document_of(text) if text.strip() else None

    def _text(self, line: bytes) -> str:
        """A table that is not in UTF-8 is as a Chinese spreadsheet writes it, from its first such line on."""
        if not self._gb:
            try:
                return text_of(line)
            except NotARow:
                if self._table is None:
                    raise
                self._gb = True
        return line.decode("gb18030", "replace")

    def _name(self, line: bytes) -> str:
        place = f"{self.path.name}\n{self._at}\n".encode()
        return hashlib.blake2b(place + line, digest_size=16).hexdigest()


class Folder:
    """All files of a folder that hold documents."""

    def __init__(self, path: Path, refused: Refused):
        self._path = path
        self._refused = refused
        self._files: dict[str, Growing] = {}

    def more(self) -> list[dict[str, Any]]:
        """What is new in any of them, files by name."""
        found: list[dict[str, Any]] = []
        for path in sorted(self._path.iterdir()):
            if path.suffix.lower() in (*TABLES, *LINES) and path.is_file():
                try:
                    found += self._files.setdefault(path.name, Growing(path)).more(self._refused)
                except OSError as error:
                    self._refused(path.name, 0, str(error.strerror or error))
        return found


async def added(
    folder: Folder, pause: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> AsyncIterator[Mapping[str, object]]:
    """For ever."""
    while True:
        found = await asyncio.to_thread(folder.more)
        for document in found:
            yield document
        if not found:
            await pause(LOOK_S)
