"""Giving the pages that deletions leave free back to the disk (SQLite's documentation of ``auto_vacuum``).

A file can do that where it was told so before its first table, or was written anew since (VACUUM). It does it a page
at a time: one execution of ``PRAGMA incremental_vacuum(N)`` through Python's driver frees one page, whatever N is.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.orm import Session

from .engine import is_of_the_disk

INCREMENTAL = 2
KEPT_PAGES = 256
"""1 MB: what is written next takes them, and the file need not grow."""
AT_ONCE = 2_000
"""Pages: some 20 ms of the writing thread."""
BUSY_S = 0.5
BIGGEST_BYTES = 256 * 2**20
"""A file that is larger is not written anew: the gateway would be seconds late."""


def make_shrinkable(path: Path) -> None:
    """A new file (of 0 bytes), or one that nobody else has open and that a copy was made of. Where the disk has no room
    for it, or the file is too large, it stays as it is, which is well too: it does not shrink then."""
    size = path.stat().st_size
    if size > BIGGEST_BYTES or shutil.disk_usage(path.parent).free < 3 * size:
        return
    with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection:
        if connection.execute("PRAGMA auto_vacuum").fetchone()[0] == INCREMENTAL:
            return
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        try:
            if size:
                connection.execute("VACUUM")
            else:
                connection.execute("PRAGMA journal_mode = WAL")  # writes the first page
        except sqlite3.Error as error:
            if not is_of_the_disk(error):
                raise


def give_back(session: Session, most: int = AT_ONCE) -> int:
    """Free pages beyond KEPT_PAGES, at most so many, in the session's transaction: how many went."""
    connection = session.connection()

    def number(pragma: str) -> int:
        return int(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())

    if number("auto_vacuum") != INCREMENTAL:
        return 0
    before = number("freelist_count")
    for _ in range(min(before - KEPT_PAGES, most)):
        connection.exec_driver_sql("PRAGMA incremental_vacuum(1)")
    return before - number("freelist_count")


def empty_journal(path: Path) -> bool:
    """What was deleted stands in the journal (-wal) until something is written over it: make that now. False where
    somebody reads or writes just then; ask again later. Raises nothing."""
    try:
        with closing(sqlite3.connect(f"file:{quote(path.as_posix())}?mode=rw", uri=True, timeout=BUSY_S)) as connection:
            return int(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
    except sqlite3.Error:
        return False
