"""What is added to the files of a folder, line by line. A line counts when its end is there. A document without an id
gets one from where it stands, so that whoever begins anew tells nothing twice."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from .rows import NotARow, Table, document_of

TABLES = (".csv",)
LINES = (".ndjson", ".jsonl")
LOOK_S = 0.5
MOST_BYTES = 1 << 20
"""Read of one file at a time; a line that is longer is none."""

Refused = Callable[[str, int, str], None]


class Growing:
    """One file that grows. ``more`` gives what is new; a file that became shorter is begun anew."""

    def __init__(self, path: Path):
        self.path = path
        self._begin()

    def more(self, refused: Refused) -> list[dict[str, Any]]:
        """Documents of the lines that are whole since the last time. refused: (file, line, why). Raises OSError."""
        if self.path.stat().st_size < self._at:
            self._begin()
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

    def _read(self, line: bytes) -> dict[str, Any] | None:
        text = line.decode("utf-8-sig", "replace").rstrip("\r")
        if self._table is not None:
            return self._table.document(text)
        return document_of(text) if text.strip() else None

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
