"""The store: one writer, many readers; a disk that is full, gone, damaged or of another version."""

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from support.gateway_process import wait_for

from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database, writer
from hushcue_gateway.store.models.cues import ReceiptRow, ReceiptStepRow
from hushcue_words import Trouble

from .conftest import Said


def add(number: int) -> Callable[[Session], None]:
    return lambda session: session.add(ReceiptStepRow(record={"n": number}))


def numbers(database: Database) -> list[int]:
    def find(session: Session) -> list[int]:
        return [record["n"] for record in session.scalars(select(ReceiptStepRow.record).order_by(ReceiptStepRow.id))]

    return database.read(find)


def pragma(database: Database, name: str) -> Any:
    return database.read(lambda session: session.execute(text(f"PRAGMA {name}")).scalar())


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_every_file_is_its_owners_alone(database: Database, tmp_path: Path) -> None:
    database.write(add(1))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"hushcue.db", "hushcue.db-wal", "hushcue.db-shm", "hushcue.db.good"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_it_is_set_up_as_it_should_be(database: Database) -> None:
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "foreign_keys") == 1
    with pytest.raises(IntegrityError):
        database.write(lambda session: session.add(ReceiptRow(cue="nobody", host="host-1", state="pending")))


def test_what_is_written_by_many_threads_is_all_there_and_in_the_order_of_each(database: Database) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 50):
            database.change_soon(add(number))

    threads = [threading.Thread(target=work, args=(thread * 100,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.write(add(999))
    stored = numbers(database)
    assert stored[-1] == 999, "what was posted before is stored before"
    for thread in range(4):
        own = [number for number in stored if number // 100 == thread and number != 999]
        assert own == list(range(thread * 100, thread * 100 + 50))


def test_rows_can_be_used_after_their_session(database: Database) -> None:
    row = database.write(lambda session: _added(session, ReceiptStepRow(record={"n": 7})))
    assert (row.id, row.record) == (1, {"n": 7})
    again = database.read(lambda session: session.get(ReceiptStepRow, 1))
    assert again is not None and again.record == {"n": 7}


def _added(session: Session, row: ReceiptStepRow) -> ReceiptStepRow:
    session.add(row)
    return row


def test_it_can_be_asked_from_asyncio(database: Database) -> None:
    async def both() -> int | None:
        await database.change(add(1))
        return await database.run(lambda session: session.scalar(select(func.count()).select_from(ReceiptStepRow)))

    assert asyncio.run(both()) == 1


def test_a_change_that_makes_no_sense_costs_itself_alone(database: Database, said: Said) -> None:
    database.change_soon(add(1))
    database.change_soon(lambda session: session.add(ReceiptRow(cue="nobody", host="h", state="pending")))
    database.change_soon(lambda session: 1 / 0)
    database.change_soon(add(2))
    assert database.settle()
    assert numbers(database) == [1, 2]
    assert database.dropped == 2 and said.count("could not be stored") == 2
    with pytest.raises(ZeroDivisionError):
        database.write(lambda session: (add(3)(session), 1 / 0))
    assert numbers(database) == [1, 2]


def test_a_full_disk_is_said_once_and_what_waits_is_written_when_there_is_room(
    database: Database, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RETRY_S", 0.05)
    pages = pragma(database, "page_count")
    tried: list[int] = []
    room = threading.Event()

    def fill(session: Session) -> None:
        tried.append(1)
        most = 1 << 30 if room.is_set() else pages  # SQLite's own limit stands in for the disk's
        session.execute(text(f"PRAGMA max_page_count = {most}"))
        session.add(ReceiptStepRow(record={"n": 0, "much": "x" * 100_000}))

    database.change_soon(fill)
    for number in range(1, 4):
        database.change_soon(add(number))
    wait_for("it is tried again and again", lambda: len(tried) >= 4)
    room.set()
    assert database.settle()
    assert numbers(database) == [0, 1, 2, 3], "in order, nothing lost, nothing twice"
    assert said.count("disk is full") == 1 and said.count("is written again; 4 changes had waited") == 1
    assert database.writable and database.dropped == 0


def test_whoever_waits_for_an_answer_is_told_that_the_disk_takes_nothing(database: Database, said: Said) -> None:
    pages = pragma(database, "page_count")

    def fill(session: Session) -> None:
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.add(ReceiptStepRow(record={"much": "x" * 100_000}))

    with pytest.raises(Trouble) as refused:
        database.write(fill)
    assert refused.value.code == "store_not_now" and "full" in refused.value.in_language("en")
    assert not database.writable
    database.write(add(1))
    assert database.writable and numbers(database) == [1]


def test_a_file_that_is_gone_is_not_made_anew_and_goes_on_when_it_is_back(
    database: Database, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RETRY_S", 0.05)
    database.write(add(1))
    names = ("hushcue.db", "hushcue.db-wal", "hushcue.db-shm")
    away = tmp_path / "away"
    away.mkdir()
    for name in names:
        (tmp_path / name).rename(away / name)
    database.change_soon(add(2))
    wait_for("it is noticed", lambda: not database.writable)
    assert not database.settle(0.3)
    assert not database.writable and said.count("cannot be written") == 1
    assert not (tmp_path / "hushcue.db").exists()
    for name in names:
        (away / name).rename(tmp_path / name)
    assert database.settle()
    database.close()
    with closing(sqlite3.connect(tmp_path / "hushcue.db")) as connection:
        assert connection.execute("SELECT count(*) FROM receipt_steps").fetchall() == [(2,)]


def test_too_much_that_waits_is_dropped_and_counted(
    database: Database, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 10)
    held = threading.Event()
    database.change_soon(lambda session: held.wait(60.0) and None)
    for number in range(15):
        database.change_soon(add(number))
    held.set()
    assert database.settle()
    kept = numbers(database)
    assert kept == list(range(len(kept))) and len(kept) >= 9, "the oldest are kept"
    assert database.dropped == 15 - len(kept)


def test_closing_writes_what_waits(tmp_path: Path, log: Log) -> None:
    database = Database(tmp_path, log)
    database.open()
    for number in range(300):
        database.change_soon(add(number))
    database.close()
    database.close()
    database.change_soon(add(1))
    with pytest.raises(RuntimeError):
        database.read(lambda session: None)
    with pytest.raises(RuntimeError):
        database.write(lambda session: None)
    database.open()
    assert numbers(database) == list(range(300))
    database.close()


def test_closing_writes_what_waits_however_late_the_writing_thread_has_its_turn(tmp_path: Path, log: Log) -> None:
    database = Database(tmp_path, log)
    database.open()
    assert database._writer is not None
    with database._writer._changed:  # it is woken when all of this has happened
        for number in range(3):
            database.change_soon(add(number))
        database._writer._stop_by = time.monotonic() - 1.0
    database.close()
    database.open()
    assert numbers(database) == [0, 1, 2]
    database.close()


@pytest.mark.parametrize("harm", ["not a database at all", "its middle is lost"])
def test_a_damaged_file_is_refused_in_both_languages_with_the_copy_to_use(tmp_path: Path, log: Log, harm: str) -> None:
    database = Database(tmp_path, log)
    database.open()
    for number in range(400):
        database.change_soon(add(number))
    database.close()
    path = tmp_path / "hushcue.db"
    data = bytearray(path.read_bytes())
    data[:] = b"x" * len(data) if harm.startswith("not") else data[:8192] + b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(Trouble) as refused:
        Database(tmp_path, log).open()
    trouble = refused.value
    assert (trouble.code, trouble.exit_code) == ("store_damaged", 3)
    assert str(tmp_path / "hushcue.db.good") in trouble.in_language("en")
    assert "已损坏" in trouble.in_language("zh") and "副本" in trouble.in_language("zh")
    (tmp_path / "hushcue.db.good").replace(path)
    again = Database(tmp_path, log)
    again.open()
    again.close()


def test_a_folder_that_is_not_there_is_trouble_with_its_reason(tmp_path: Path, log: Log) -> None:
    with pytest.raises(Trouble) as refused:
        Database(tmp_path / "gone", log).open()
    assert refused.value.code == "store_unusable"
