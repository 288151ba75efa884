"""Making the file what this version needs: checked, copied, migrated (Alembic; works from an installed wheel)."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from hushcue_words import EXIT_MISSING, Trouble

from ..logs import Log
from .engine import is_damage, is_of_the_disk, make_engine, reason_of
from .space import make_shrinkable
from .words import WORDS

MIGRATIONS = Path(__file__).parent / "migrations"
COPY_EVERY_S = 86_400
COPIES_BEFORE = 3
"""Copies of before a migration that are kept."""
QUICK_CHECK_ROWS = 5


def make_ready(path: Path, log: Log) -> None:
    """Make ``path`` (0600) or bring it up to date. Raises Trouble where it is damaged, newer, or cannot be opened."""
    try:
        _create(path)
        _check(path)
        _upgrade(path, log)
        _keep_good_copy(path)
    except Trouble:
        raise
    except Exception as error:
        if is_damage(error):
            raise _damaged(path, reason_of(error)) from None
        if is_of_the_disk(error):
            raise WORDS.trouble("store_unusable", exit_code=EXIT_MISSING, path=path, reason=reason_of(error)) from None
        raise


def alembic_config() -> Config:
    """Alembic's configuration without a file."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    return config


def head() -> str:
    """The revision this version writes."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None
    return revision


def upgrade(engine: Engine, revision: str = "head") -> None:
    """All migrations up to ``revision`` in one transaction each, or down to it; foreign keys must be off."""
    with engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        script = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        target = script.get_current_head() if revision == "head" else revision
        down = current is not None and target is not None and (target == "base" or target < current)
        (command.downgrade if down else command.upgrade)(config, target or "head")
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            connection.rollback()
            raise RuntimeError(f"a migration breaks a foreign key of {broken[0]}")
        connection.commit()


def copy_to(path: Path, copy: Path) -> None:
    """A whole copy (0600) of the database as it is now, others may be writing it."""
    beside = copy.with_name(copy.name + ".new")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    os.replace(beside, copy)


def _create(path: Path) -> None:
    """The file is its owner's alone from its first byte on; SQLite gives its other files the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix":
        os.chmod(path, 0o600)
    if not path.stat().st_size:
        make_shrinkable(path)


def _check(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"PRAGMA quick_check({QUICK_CHECK_ROWS})").fetchall()
    if found != [("ok",)]:
        raise _damaged(path, "; ".join(str(row[0]) for row in found))


def _upgrade(path: Path, log: Log) -> None:
    engine = make_engine(path, writes=True, foreign_keys=False)
    try:
        with engine.connect() as connection:
            before = MigrationContext.configure(connection).get_current_revision()
        known = {each.revision for each in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
        if before is not None and before not in known:
            raise WORDS.trouble("store_newer", exit_code=EXIT_MISSING, path=path, revision=before)
        after = head()
        if before == after:
            return
        copy = path.with_name(f"{path.name}.before-{after}")
        if before is not None:
            copy_to(path, copy)
        upgrade(engine)
        if before is not None:
            log.info("store_migrated", before=before, after=after, copy=copy)
            engine.dispose()
            make_shrinkable(path)
            _forget_old_copies(path)
    finally:
        engine.dispose()


def _keep_good_copy(path: Path) -> None:
    """At most once a day: what is checked and migrated is worth a copy."""
    copy = path.with_name(f"{path.name}.good")
    if not copy.exists() or time.time() - copy.stat().st_mtime > COPY_EVERY_S:
        copy_to(path, copy)


def _copies(path: Path, ending: str) -> list[Path]:
    """Newest first."""
    return sorted(path.parent.glob(f"{path.name}.{ending}"), key=lambda each: each.stat().st_mtime, reverse=True)


def _forget_old_copies(path: Path) -> None:
    for old in _copies(path, "before-*")[COPIES_BEFORE:]:
        old.unlink(missing_ok=True)


def _damaged(path: Path, reason: str) -> Trouble:
    copies = [each for each in [*_copies(path, "good"), *_copies(path, "before-????")] if each.stat().st_size]
    advice = WORDS.trouble("store_use_copy", copy=copies[0], path=path) if copies else WORDS.trouble("store_no_copy")
    return WORDS.trouble("store_damaged", exit_code=EXIT_MISSING, path=path, reason=reason, advice=advice)
