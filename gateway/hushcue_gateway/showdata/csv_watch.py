"""A table that grows, or a folder of them: what is added to a file is told as it comes.

| of a file                              | what is read                                                               |
|----------------------------------------|----------------------------------------------------------------------------|
| seen for the first time, changed lately | all of it                                                                  |
| seen for the first time, old           | its header; then what is added                                             |
| known, also from before a restart      | from where we were                                                         |
| shorter than before                    | all of it, anew                                                            |
| its last line has no end yet           | without it, until nothing was added for SETTLED_S                          |
| rows of more than STRAY_MS ago         | not at all: they are no news                                               |
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushcue_words import Trouble

from ..logs import Log
from ..part import BasePart
from ..state_dir import private_file
from .csv_rows import BadCell, Table
from .documents import Malformed, facts_of
from .fact import Fact
from .words import WORDS, trouble_of

if TYPE_CHECKING:
    from .desk import ShowDataDesk

SRC = "csv"
STATE_FILE = "csv-files.json"
EVERY_S = 1.0
SETTLED_S = 10.0
LATELY_S = 600.0
CHUNK_BYTES = 256 * 1024
MOST_HEADER_BYTES = 16 * 1024
MOST_FILES = 64
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass
class Followed:
    """How far a file was read. line: the number of its last row."""

    offset: int = 0
    line: int = 0
    header: str = ""
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    encoding: str = ENCODINGS[0]

    def table(self) -> Table | None:
        """As its header says, with the totals of before."""
        table = Table.of_header(self.header)
        if table is not None:
            table.totals = self.totals
        return table


class CsvWatch(BasePart):
    """watch: a folder or a file; None follows nothing. state_dir: where it is kept how far we are."""

    def __init__(self, watch: Path | None, show: str, desk: ShowDataDesk, state_dir: Path, log: Log):
        self._watch = watch
        self._show = show
        self._desk = desk
        self._state = state_dir / STATE_FILE
        self._log = log
        self._files: dict[str, Followed] = {}
        self._tables: dict[str, Table | None] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self._watch is not None:
            self._files = await asyncio.to_thread(_restored, self._state)
            self._task = asyncio.create_task(self._run(), name="csv watch")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                self._log.error("our_mistake", where="csv watch", reason=repr(error))
            await asyncio.sleep(EVERY_S)

    async def look(self) -> int:
        """Read what is new; how many facts it told."""
        told = 0
        for path in await asyncio.to_thread(_paths, self._watch):
            try:
                told += await self._follow(path)
            except OSError as error:
                self._log.tell(
                    "warning", "csv_unreadable", {"file": path.name, "why": error.strerror or error}, about=path.name
                )
        return told

    async def _follow(self, path: Path) -> int:
        followed = self._files.setdefault(str(path), Followed())
        before = followed.offset
        rows = await asyncio.to_thread(_news, path, followed, time.time())
        if followed.offset == before:
            return 0
        if str(path) not in self._tables or before > followed.offset or before == 0:
            self._tables[str(path)] = followed.table()
        table = self._tables[str(path)]
        if table is None:
            why = WORDS.trouble("csv_no_column", exit_code=0)
            self._log.tell("warning", "csv_unreadable", {"file": path.name, "why": why}, about=path.name)
            rows = []
        facts: list[Fact] = []
        for number, row in rows:
            facts += self._facts(path.name, number, row, table) if table is not None else []
        taken = 0
        if facts:
            try:
                taken = (await self._desk.take(self._show, facts, SRC)).accepted
            except Trouble as trouble:
                facts_of_it = {"file": path.name, "line": followed.line, "why": trouble}
                self._log.tell("warning", "csv_refused", facts_of_it, about=path.name)
        if table is not None:
            followed.totals = table.totals
        await asyncio.to_thread(_keep, self._state, self._files)
        return taken

    def _facts(self, name: str, number: int, row: list[str], table: Table) -> list[Fact]:
        now_ms = self._desk.now_ms(self._show)
        strayed: list[bool] = []
        facts: list[Fact] = []
        try:
            for document in table.documents(row, f"{name[:40]}:{number}"):
                facts += facts_of(document, now_ms, SRC, lambda: strayed.append(True))
        except BadCell as bad:
            why: object = WORDS.trouble("csv_bad_cell", exit_code=0, column=bad.column[:40])
            self._log.tell("warning", "csv_refused", {"file": name, "line": number, "why": why}, about=name)
        except Malformed as malformed:
            why = trouble_of(malformed)
            self._log.tell("warning", "csv_refused", {"file": name, "line": number, "why": why}, about=name)
        if strayed:
            self._desk.stray()
            return []
        return facts


def _paths(watch: Path | None) -> list[Path]:
    if watch is None:
        return []
    if watch.is_dir():
        return sorted(path for path in watch.glob("*.csv") if path.is_file())[:MOST_FILES]
    return [watch] if watch.is_file() else []


def _news(path: Path, followed: Followed, now_s: float) -> list[tuple[int, list[str]]]:
    """The rows that were added, with their numbers; ``followed`` goes on. Raises OSError."""
    stat = path.stat()
    if stat.st_size < followed.offset:
        followed.offset, followed.line, followed.header, followed.totals = 0, 0, "", {}
    if stat.st_size == followed.offset:
        return []
    with open(path, "rb") as file:
        if not followed.header:
            first = file.readline(MOST_HEADER_BYTES)
            if not first.endswith(b"\n"):
                return []
            followed.encoding = _encoding_of(first)
            followed.header = first.decode(followed.encoding, "replace").rstrip("\r\n")
            followed.offset, followed.line = len(first), 1
            if now_s - stat.st_mtime > LATELY_S:
                followed.offset = stat.st_size
                return []
        file.seek(followed.offset)
        data = file.read(CHUNK_BYTES)
    at_end = followed.offset + len(data) >= stat.st_size
    whole = data if at_end and now_s - stat.st_mtime > SETTLED_S else data[: data.rfind(b"\n") + 1]
    if not whole and len(data) == CHUNK_BYTES:
        whole = data  # a line that long is none
    followed.offset += len(whole)
    delimiter = (followed.table() or _ANY).delimiter
    lines = whole.decode(followed.encoding, "replace").splitlines()
    rows = []
    for line in lines:
        followed.line += 1
        with contextlib.suppress(csv.Error):
            rows += [(followed.line, row) for row in csv.reader([line], delimiter=delimiter) if row]
    return rows


_ANY = Table({}, [], frozenset())


def _encoding_of(first: bytes) -> str:
    for encoding in ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            first.decode(encoding)
            return encoding
    return ENCODINGS[0]


def _restored(path: Path) -> dict[str, Followed]:
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {name: Followed(**fields) for name, fields in found.items()}
    return {}


def _keep(path: Path, files: dict[str, Followed]) -> None:
    newest = dict(list(files.items())[-4 * MOST_FILES :])
    text = json.dumps({name: vars(each) for name, each in newest.items()}, ensure_ascii=False)
    with contextlib.suppress(Trouble):  # a full disk: after a restart some rows come twice, and are known
        private_file(path, text)
