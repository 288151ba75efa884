"""Connections to the file: how each is set up, and which of SQLite's errors mean that the disk is at fault.

Python's driver begins transactions when it pleases, and never before DDL; here it never does, and SQLAlchemy's BEGIN is
a real one (the documentation of its SQLite dialect). A writer takes the lock at once, a reader never.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

BUSY_MS = 5_000
READERS = 8

_DISK = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def make_engine(path: Path, *, writes: bool, foreign_keys: bool = True) -> Engine:
    """Of the file ``path``, which must be there: none is made in place of one that is gone."""
    address = f"file:{quote(path.as_posix())}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted is nowhere in the file any more
            connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        except BaseException:
            connection.close()
            raise
        return connection

    size = 1 if writes else READERS
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=size, max_overflow=0)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    def really_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", really_begin)
    return engine


def _codes(error: BaseException | None) -> Iterator[int]:
    """SQLite's codes of an error and of all that led to it: on a full disk SQLite ends the whole transaction by itself,
    and what is told is that the savepoint is no longer there."""
    while error is not None:
        origin: Any = error.orig if isinstance(error, DBAPIError) else error
        yield int(getattr(origin, "sqlite_errorcode", 0)) & 0xFF
        error = error.__cause__ or error.__context__


def is_of_the_disk(error: BaseException) -> bool:
    """Whether it may go well another time, with nothing changed here."""
    return isinstance(error, OSError) or not _DISK.isdisjoint(_codes(error))


def is_damage(error: BaseException) -> bool:
    """Whether the file is no database, or no longer a whole one."""
    return not _DAMAGE.isdisjoint(_codes(error))


def reason_of(error: BaseException) -> str:
    """SQLite's own words for what came first."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    while isinstance(error.__context__, DBAPIError):
        error = error.__context__
    return str(error.orig if isinstance(error, DBAPIError) else error)
