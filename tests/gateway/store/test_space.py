"""What was deleted leaves the disk too."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database, migrate, space
from hushcue_gateway.store.engine import make_engine

ROWS = 3_000


def number(database: Database, pragma: str) -> int:
    return database.read(lambda session: int(session.execute(text(f"PRAGMA {pragma}")).scalar_one()))


def fill(session: Session) -> None:
    rows = [{"airing": "air-1", "at_ms": at_ms, "text": "x" * 400} for at_ms in range(ROWS)]
    session.execute(text("INSERT INTO comments VALUES (NULL, :airing, :at_ms, :text, '', '', '')"), rows)


def test_free_pages_are_given_back_a_piece_at_a_time_and_some_are_kept(database: Database) -> None:
    database.write(fill)
    whole = number(database, "page_count")
    database.write(lambda session: session.execute(text("DELETE FROM comments")))
    assert number(database, "freelist_count") > space.KEPT_PAGES + 20 and number(database, "page_count") == whole
    assert database.write(lambda session: space.give_back(session, 20)) == 20
    assert number(database, "page_count") == whole - 20
    assert database.write(space.give_back) > 0
    assert number(database, "freelist_count") == space.KEPT_PAGES
    assert database.write(space.give_back) == 0


def test_a_transaction_that_fails_gives_nothing_back(database: Database) -> None:
    database.write(fill)
    database.write(lambda session: session.execute(text("DELETE FROM comments")))
    before = number(database, "page_count")

    def fail(session: Session) -> None:
        assert space.give_back(session) > 0
        raise ValueError

    with pytest.raises(ValueError):
        database.write(fail)
    assert number(database, "page_count") == before


def an_old_file(folder: Path) -> Path:
    """Of a version that did not shrink."""
    path = folder / "hushcue.db"
    path.touch(0o600)
    engine = make_engine(path, writes=True, foreign_keys=False)
    migrate.upgrade(engine, "0011")
    with Session(engine) as session, session.begin():
        fill(session)
    engine.dispose()
    return path


@pytest.mark.parametrize("fits", [True, False])
def test_a_file_of_before_learns_it_when_it_is_migrated_unless_it_is_too_large(
    tmp_path: Path, log: Log, monkeypatch: pytest.MonkeyPatch, fits: bool
) -> None:
    path = an_old_file(tmp_path)
    if not fits:
        monkeypatch.setattr(space, "BIGGEST_BYTES", 1000)
    database = Database(tmp_path, log)
    database.open()
    try:
        assert number(database, "auto_vacuum") == (space.INCREMENTAL if fits else 0)
        assert database.read(lambda session: session.execute(text("SELECT count(*) FROM comments")).scalar()) == ROWS
        database.write(lambda session: session.execute(text("DELETE FROM comments")))
        assert (database.write(space.give_back) > 0) is fits
    finally:
        database.close()
    with closing(sqlite3.connect(path.with_name(f"hushcue.db.before-{migrate.head()}"))) as copy:
        assert copy.execute("SELECT count(*) FROM comments").fetchone() == (ROWS,)


def test_somebody_who_has_it_open_keeps_it_as_it_is(tmp_path: Path) -> None:
    path = an_old_file(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        space.make_shrinkable(path)
        other.execute("ROLLBACK")
        assert other.execute("PRAGMA auto_vacuum").fetchone() == (0,)
        assert other.execute("SELECT count(*) FROM comments").fetchone() == (ROWS,)
