"""The database of a gateway: opened, read from any thread, written by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ..logs import Log
from . import models  # noqa: F401 - the tables register themselves
from .engine import make_engine
from .migrate import make_ready
from .writer import Writer

FILE = "hushcue.db"
Result = TypeVar("Result")


class Database:
    """``open`` once, then everything else from any thread, ``close`` at the end (may be called twice).

    What ``fn`` returns may be rows: they are whole and belong to nobody afterwards. ``fn`` of ``write``, ``change`` and
    ``change_soon`` may be called more than once, until a transaction of it is through: it does nothing but store.
    """

    def __init__(self, folder: Path, log: Log):
        self.path = folder / FILE
        self._log = log
        self._readers: Engine | None = None
        self._writer: Writer | None = None

    def open(self) -> None:
        """Check, migrate, open. Raises Trouble in both languages where the file is damaged or cannot be used."""
        make_ready(self.path, self._log)
        self._readers = make_engine(self.path, writes=False)
        self._writer = Writer(self.path, self._log)
        self._writer.start()

    def close(self) -> None:
        """Write what still waits, within a few seconds."""
        writer, self._writer = self._writer, None
        readers, self._readers = self._readers, None
        if readers is not None:
            readers.dispose()
        if writer is not None:
            writer.stop()

    def read(self, fn: Callable[[Session], Result]) -> Result:
        """``fn`` in a transaction that sees one moment. RuntimeError before ``open`` and after ``close``."""
        if self._readers is None:
            raise RuntimeError("the database is not open")
        with Session(self._readers, expire_on_commit=False) as session:
            result = fn(session)
            session.expunge_all()
            return result

    def write(self, fn: Callable[[Session], Result]) -> Result:
        """``fn`` in a transaction of the writing thread, committed when this returns. Trouble ``store_not_now`` where
        the disk does not take it; what ``fn`` raises is raised, and nothing of it is stored."""
        if self._writer is None:
            raise RuntimeError("the database is not open")
        return self._writer.do(fn)

    def change_soon(self, fn: Callable[[Session], object]) -> None:
        """The same in a moment, in order. Never waits, never raises: a disk that is full is said once, and what waits
        (bounded) is tried again."""
        if self._writer is not None:
            self._writer.post(fn)

    async def run(self, fn: Callable[[Session], Result]) -> Result:
        """``read``, away from the loop."""
        return await asyncio.to_thread(self.read, fn)

    async def change(self, fn: Callable[[Session], Result]) -> Result:
        """``write``, away from the loop."""
        return await asyncio.to_thread(self.write, fn)

    def settle(self, timeout_s: float = 60.0) -> bool:
        """Wait until what was posted is stored; False when it is not by then."""
        return self._writer is None or self._writer.settle(timeout_s)

    @property
    def waiting(self) -> int:
        """Changes that are not stored yet."""
        return self._writer.waiting if self._writer else 0

    @property
    def dropped(self) -> int:
        """Changes that were too many to keep while the disk took none, or made no sense."""
        return self._writer.dropped if self._writer else 0

    @property
    def writable(self) -> bool:
        """False while the disk takes nothing."""
        return self._writer is None or self._writer.writable
