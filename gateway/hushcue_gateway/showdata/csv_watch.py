"""A table that grows, or a folder of them: what is added to a file is told as it comes.

| of a file                              | what is read                                                               |
|----------------------------------------|----------------------------------------------------------------------------|
| seen for the first time, changed lately | all of it                                                                  |
| seen for the first time, old           | its header; then what is added                                             |
| known, also from before a restart      | from where we were                                                         |
| shorter than before, or other than     | all of it, anew; where its counters stood is known, and which of its rows  |
| what was read of it                    | were told (``csv_told.py``)                                                |
| its last line has no end yet           | without it, until nothing was added for SETTLED_S                          |
| rows of more than STRAY_MS ago         | not at all: they are no news                                               |
| a demonstration or a replay is on      | no row; what was added meanwhile is told when it is over                   |
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, BinaryIO

from hushcue_words import Trouble

from ..links.state import LinkState
from ..logs import Log
from ..part import BasePart
from ..state_dir import private_file
from . import csv_text
from .clock import NS_PER_MS
from .csv_rows import BadCell, Table
from .csv_text import ASCII
from .csv_told import Row, RowsTold
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
SUFFIX = ".csv"
TEMPORARY = ("~$", ".")
"""How programs call what they have not finished."""
PROOF_BYTES = 4096
MOST_TOLD_BYTES = 16 * 2**20
"""A file that was read before a restart is read once more for which of its rows were told; a larger one is not."""
PASSING = frozenset({"told", "anew"})
"""Of ``Followed``: not kept."""


@dataclass
class Followed:
    """How far a file was read. line: the number of its last row. age: how many tables had its name before. told: None
    where it has to be read again for that. anew: it is read from its beginning again, and no row of it was yet."""

    offset: int = 0
    line: int = 0
    header: str = ""
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    encoding: str = ASCII
    proof: str = ""
    """of what was read last, and of the beginning: the file is the same while they are"""
    age: int = 0
    told: RowsTold | None = None
    anew: bool = False

    def begin(self) -> None:
        """Another file has its name now."""
        self.offset, self.line, self.header, self.encoding, self.proof = 0, 0, "", ASCII, ""
        self.anew = True

    def named(self, file: str, rows: list[tuple[int, list[str]]]) -> list[Row]:
        """Rows that were read, in the order in which they are told."""
        if self.told is None:
            self.told = RowsTold()
        if rows and self.anew:
            self.age += not self.told.begin(rows)
            self.anew = False
        return self.told.read(file, self.age, rows)

    def table(self) -> Table | None:
        """As its header says, with the totals of before."""
        table = Table.of_header(self.header)
        if table is not None:
            table.totals = self.totals
        return table


class CsvWatch(BasePart):
    """watch: a folder or a file; None follows nothing. state_dir: where it is kept how far we are. ``state``: for
    screens."""

    def __init__(self, watch: Path | None, show: str, desk: ShowDataDesk, state_dir: Path, log: Log):
        self._watch = watch
        self._show = show
        self._desk = desk
        self._state = state_dir / STATE_FILE
        self._log = log
        self._files: dict[str, Followed] = {}
        self._tables: dict[str, Table | None] = {}
        self._task: asyncio.Task[None] | None = None
        self.state = LinkState("connecting", "link_waiting")

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
        self._say(self._waits())
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
        before = replace(followed, totals={product: {**stood} for product, stood in followed.totals.items()}, told=None)
        rows = await asyncio.to_thread(_news, path, followed, time.time(), self._waits())
        if (followed.offset, followed.proof) == (before.offset, before.proof):
            return 0
        if str(path) not in self._tables or followed.header != before.header:
            self._tables[str(path)] = followed.table()
        table = self._tables[str(path)]
        if table is None:
            why = WORDS.trouble("csv_no_column", exit_code=0)
            self._log.tell("warning", "csv_unreadable", {"file": path.name, "why": why}, about=path.name)
            rows = []
        facts: list[Fact] = []
        for row in rows:
            facts += self._facts(path.name, row, table) if table is not None else []
        taken = 0
        if facts:
            try:
                taken = (await self._desk.take(self._show, facts, SRC)).accepted
                self.state.heard(time.time_ns() // NS_PER_MS)
            except Trouble as trouble:
                if self._waits():  # it has begun since we looked: none of the rows counted
                    self._files[str(path)] = before
                    self._tables.pop(str(path), None)
                    return 0
                facts_of_it = {"file": path.name, "line": followed.line, "why": trouble}
                self._log.tell("warning", "csv_refused", facts_of_it, about=path.name)
        if table is not None:
            followed.totals = table.totals
        await asyncio.to_thread(_keep, self._state, self._files)
        return taken

    def _waits(self) -> bool:
        """What is told now would be refused."""
        airing = self._desk.airing(self._show)
        return airing is not None and airing.kind != "live"

    def _say(self, waits: bool) -> None:
        """On screens."""
        if waits:
            self.state.connecting("csv_waits")
        elif self.state.last_at_ms is not None:
            self.state.heard(self.state.last_at_ms)
        else:
            self.state.connecting("link_waiting")

    def _facts(self, name: str, row: Row, table: Table) -> list[Fact]:
        now_ms = self._desk.now_ms(self._show)
        strayed: list[bool] = []
        facts: list[Fact] = []
        try:
            for document in table.documents(row.cells, row.name):
                if row.known and "id" in document:
                    continue
                facts += facts_of(document, now_ms, SRC, lambda: strayed.append(True))
        except BadCell as bad:
            why: object = WORDS.trouble("csv_bad_cell", exit_code=0, column=bad.column[:40])
            self._log.tell("warning", "csv_refused", {"file": name, "line": row.number, "why": why}, about=name)
        except Malformed as malformed:
            why = trouble_of(malformed)
            self._log.tell("warning", "csv_refused", {"file": name, "line": row.number, "why": why}, about=name)
        if strayed:
            self._desk.stray()
            return []
        return facts


def _paths(watch: Path | None) -> list[Path]:
    """Those that were changed last, where there are too many."""
    if watch is None:
        return []
    if not watch.is_dir():
        return [watch] if watch.is_file() else []
    found = []
    for path in watch.iterdir():
        if path.suffix.lower() == SUFFIX and not path.name.startswith(TEMPORARY):
            with contextlib.suppress(OSError):  # it is gone again
                stat = path.stat()
                found += [(-stat.st_mtime, path)] if S_ISREG(stat.st_mode) else []
    return sorted(path for _, path in sorted(found)[:MOST_FILES])


def _news(path: Path, followed: Followed, now_s: float, waits: bool) -> list[Row]:
    """The rows that were added; ``followed`` goes on. waits: no further than to the header. Raises OSError."""
    stat = path.stat()
    with open(path, "rb") as file:
        if stat.st_size < followed.offset or (followed.proof and _proof(file, followed.offset) != followed.proof):
            followed.begin()
        if stat.st_size == followed.offset:
            return []
        if not followed.header:
            if not _head(file, followed):
                return []
            if now_s - stat.st_mtime > LATELY_S:
                followed.offset = stat.st_size
                followed.proof = _proof(file, followed.offset)
                return []
        if waits:
            followed.proof = _proof(file, followed.offset)
            return []
        if followed.told is None and not followed.anew:
            followed.told = _told(file, path.name, followed)
        file.seek(followed.offset)
        data = file.read(CHUNK_BYTES)
        at_end = followed.offset + len(data) >= stat.st_size
        found = _rows(data, followed, at_end and now_s - stat.st_mtime > SETTLED_S)
        followed.proof = _proof(file, followed.offset)
    return followed.named(path.name, found)


def _told(file: BinaryIO, name: str, followed: Followed) -> RowsTold:
    """What was told of a file that is as it was: its rows up to where we are."""
    again = Followed(told=RowsTold())
    if followed.offset > MOST_TOLD_BYTES or not _head(file, again):
        return RowsTold()
    while again.offset < followed.offset:
        file.seek(again.offset)
        data = file.read(min(CHUNK_BYTES, followed.offset - again.offset))
        before = again.offset
        again.named(name, _rows(data, again, again.offset + len(data) >= followed.offset))
        if again.offset == before:
            break
    return again.told or RowsTold()


def _head(file: BinaryIO, followed: Followed) -> bool:
    """The first line. Whether it is there."""
    file.seek(0)
    data = file.read(MOST_HEADER_BYTES)
    mark, encoding = csv_text.marked(data)
    end = next(iter(csv_text.ends(data[mark:], encoding)), 0)
    if not end:
        return False
    first = data[mark : mark + end]
    followed.encoding = csv_text.encoding_of(first, encoding)
    followed.header = first.decode(followed.encoding or csv_text.UTF_8, "replace").rstrip("\r\n")
    followed.offset, followed.line = mark + end, 1
    return True


def _rows(data: bytes, followed: Followed, whole: bool) -> list[tuple[int, list[str]]]:
    lines = csv_text.ends(data, followed.encoding)
    followed.encoding = csv_text.encoding_of(data if whole else data[: lines[-1] if lines else 0], followed.encoding)
    size, rows = csv_text.rows(data, followed.encoding, (followed.table() or _ANY).delimiter, whole)
    if not size and len(data) == CHUNK_BYTES:
        size = len(data)  # a line that long is none
    followed.offset += size
    found = []
    for count, row in rows:
        found += [(followed.line + 1, row)] if row else []
        followed.line += count
    return found


def _proof(file: BinaryIO, offset: int) -> str:
    file.seek(0)
    begin = file.read(min(offset, PROOF_BYTES))
    file.seek(max(0, offset - PROOF_BYTES))
    read = begin + file.read(min(offset, PROOF_BYTES))
    return hashlib.blake2b(read, digest_size=12).hexdigest()


_ANY = Table({}, [], frozenset())


def _restored(path: Path) -> dict[str, Followed]:
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = {name: Followed(**fields) for name, fields in found.items()}
        for each in files.values():
            each.encoding = ASCII if each.encoding == "utf-8-sig" else each.encoding  # as an older version wrote it
        return files
    return {}


def _kept(followed: Followed) -> dict[str, Any]:
    return {name: value for name, value in vars(followed).items() if name not in PASSING}


def _keep(path: Path, files: dict[str, Followed]) -> None:
    newest = dict(list(files.items())[-4 * MOST_FILES :])
    text = json.dumps({name: _kept(each) for name, each in newest.items()}, ensure_ascii=False)
    with contextlib.suppress(Trouble):  # a full disk: after a restart some rows come twice, and are known
        private_file(path, text)
