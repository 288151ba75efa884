"""Migrations: they make what the models say, go up and down, keep what is there, and keep a copy of before."""

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from hushcue_gateway.logs import Log
from hushcue_gateway.store import Base, Database, migrate
from hushcue_gateway.store.engine import make_engine
from hushcue_words import Trouble

from .conftest import Said

REVISIONS = [each.revision for each in ScriptDirectory.from_config(migrate.alembic_config()).walk_revisions()][::-1]


def a_file(folder: Path) -> Path:
    path = folder / "hushcue.db"
    path.touch(0o600)
    return path


def test_the_revisions_are_one_row(tmp_path: Path) -> None:
    assert REVISIONS[0] == "0001"
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert migrate.head() == REVISIONS[-1]


def test_the_newest_makes_exactly_what_the_models_say(tmp_path: Path) -> None:
    engine = make_engine(a_file(tmp_path), writes=True, foreign_keys=False)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def columns_of(engine: Engine) -> set[tuple[str, str]]:
    """(table, column) of all there are."""
    found = inspect(engine)
    return {(table, column["name"]) for table in found.get_table_names() for column in found.get_columns(table)}


def test_every_step_goes_up_and_down_again(tmp_path: Path) -> None:
    engine = make_engine(a_file(tmp_path), writes=True, foreign_keys=False)
    columns = []
    for revision in REVISIONS:
        migrate.upgrade(engine, revision)
        columns.append(columns_of(engine))
    assert all(after - before for before, after in pairwise(columns)), "every step makes something"
    for revision, left in zip(REVISIONS[-2::-1], columns[-2::-1], strict=True):
        migrate.upgrade(engine, revision)
        assert columns_of(engine) == left
    migrate.upgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()


def test_an_older_file_is_brought_up_to_date_and_a_copy_of_before_is_kept(tmp_path: Path, log: Log, said: Said) -> None:
    path = a_file(tmp_path)
    engine = make_engine(path, writes=True, foreign_keys=False)
    migrate.upgrade(engine, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO retention VALUES ('main', 1, 2, 3, '', '', 4, 'x')")
    database = Database(tmp_path, log)
    database.open()
    database.close()
    copy = tmp_path / f"hushcue.db.before-{REVISIONS[-1]}"
    for each, revision in ((path, REVISIONS[-1]), (copy, "0001")):
        with closing(sqlite3.connect(each)) as connection:
            assert connection.execute("SELECT show, recordings_days FROM retention").fetchall() == [("main", 2)]
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
    assert said.count("from version 0001 to") == 1


def test_the_volumes_of_phones_become_those_of_ears_and_phones_again(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    engine = make_engine(path, writes=True, foreign_keys=False)
    migrate.upgrade(engine, "0005")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO phone_volumes VALUES ('chen', -21.0, 1)")
    for revision, table in (("0006", "ear_volumes"), ("0005", "phone_volumes")):
        migrate.upgrade(engine, revision)
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute(f"SELECT host, volume_db, muted FROM {table}").fetchall()
            assert found == [("chen", -21.0, 1)]
    engine.dispose()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path)
    engine = make_engine(path, writes=True, foreign_keys=False)
    migrate.upgrade(engine, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO receipts VALUES ('nobody', 'h', 'pending', NULL, NULL, NULL, NULL)")
        connection.commit()
    with pytest.raises(RuntimeError, match="breaks a foreign key of receipts"):
        Database(tmp_path, log).open()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path, log: Log) -> None:
    database = Database(tmp_path, log)
    database.open()
    database.close()
    with closing(sqlite3.connect(tmp_path / "hushcue.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Trouble) as refused:
        Database(tmp_path, log).open()
    assert refused.value.code == "store_newer" and "9999" in refused.value.in_language("zh")
