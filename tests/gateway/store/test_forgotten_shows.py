"""A show that is deleted is nowhere any more, in the store's files or beside them, before another has its name."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from hushcue_gateway.config import read
from hushcue_gateway.deleted_shows import AGAIN_NS, DeletedShows
from hushcue_gateway.logs import Log
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.store import Database
from hushcue_gateway.store.models.showdata import AiringRow, CommentRow

NEEDLE = "a-needle-that-nobody-else-writes"
AIRINGS = 3


def with_shows(folder: Path, log: Log, work: Callable[[Database, ShowDesk, DeletedShows], Awaitable[None]]) -> None:
    """Between a start and a stop."""

    async def run() -> None:
        database = Database(folder, log)
        database.open()
        shows = ShowDesk(read({"studio": "test"}, folder), database, log)
        gone = DeletedShows(shows, database, folder, ())
        await shows.start()
        await gone.start()
        try:
            await work(database, shows, gone)
        finally:
            await gone.stop()
            database.close()

    asyncio.run(run())


def air(session: Session) -> None:
    """Airings of a show, in which viewers said something."""
    for number in range(AIRINGS):
        airing = f"air-{number}"
        row = AiringRow(id=airing, show="second", kind="live", began_ms=1, ended_ms=2, title="", speed=1.0, last_ms=2)
        session.add(row)
        for at_ms in range(100):
            said = f"{NEEDLE} {at_ms} {'x' * 200}"
            session.add(CommentRow(airing=airing, at_ms=at_ms, text=said, viewer="v", language="", src="chat"))


def holds(folder: Path) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):  # it came and went meanwhile
            if NEEDLE.encode() in path.read_bytes():
                found.append(path.name)
    return found


async def until(done: Callable[[], object], turn: Callable[[int], None]) -> None:
    async with asyncio.timeout(60):
        while not done():
            turn(time.monotonic_ns() + 2 * AGAIN_NS)
            await asyncio.sleep(0.01)


def test_no_byte_of_a_viewer_is_left_in_the_store_or_its_journal(tmp_path: Path, log: Log) -> None:
    async def work(database: Database, shows: ShowDesk, gone: DeletedShows) -> None:
        shows.add_show("second", "Second")
        await database.change(air)
        assert holds(tmp_path)
        shows.remove_show("second")
        await until(lambda: not holds(tmp_path), gone.tick)

    with_shows(tmp_path, log, work)


def test_the_journal_is_emptied_once_nobody_reads_it_any_more(tmp_path: Path, log: Log) -> None:
    async def work(database: Database, shows: ShowDesk, gone: DeletedShows) -> None:
        shows.add_show("second", "Second")
        await database.change(air)
        reading, read_enough = threading.Event(), threading.Event()

        def look(session: Session) -> None:
            session.execute(text("SELECT count(*) FROM comments"))
            reading.set()
            assert read_enough.wait(60)

        reader = asyncio.create_task(database.run(look))
        await asyncio.to_thread(reading.wait, 60)
        shows.remove_show("second")
        gone.tick(0)
        await gone.stop()
        assert holds(tmp_path), "somebody reads what was there before"
        read_enough.set()
        await reader
        await until(lambda: not holds(tmp_path), gone.tick)

    with_shows(tmp_path, log, work)


def test_nothing_of_a_deleted_show_can_be_read_once_another_may_have_its_name(tmp_path: Path, log: Log) -> None:
    async def work(database: Database, shows: ShowDesk, gone: DeletedShows) -> None:
        shows.add_show("second", "Second")
        await database.change(air)
        busy, go_on = threading.Event(), threading.Event()

        def hold_up(session: Session) -> None:
            busy.set()
            assert go_on.wait(60)

        database.change_soon(hold_up)
        await asyncio.to_thread(busy.wait, 60)
        shows.remove_show("second")
        settled = asyncio.create_task(gone.settled("second"))
        try:
            for _ in range(100):
                await asyncio.sleep(0)
            assert not settled.done(), "the disk is busy with something else"
            await gone.settled("third")
        finally:
            go_on.set()
        async with asyncio.timeout(60):
            await settled
        old = database.read(lambda session: list(session.scalars(select(AiringRow).where(AiringRow.show == "second"))))
        assert not old
        await gone.settled("second")

    with_shows(tmp_path, log, work)
