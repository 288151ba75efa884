"""Traces as they are kept, in a real store."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hushcue_gateway.logs import Log
from hushcue_gateway.store.database import Database
from hushcue_gateway.traces.shelf import TraceShelf
from hushcue_gateway.traces.taking import Taking

SUMMARY = {"id": "00000001", "packets": 0}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path, Log([]))
    database.open()
    yield database
    database.close()


def test_a_trace_that_has_just_ended_is_found_though_the_store_is_busy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hushcue_gateway.traces.shelf.SETTLE_S", 60.0)  # how long anybody waits is not tested here
    busy, free = threading.Event(), threading.Event()

    def wait(_: object) -> None:
        busy.set()
        free.wait(60)

    async def ask() -> None:
        shelf = TraceShelf(database)
        database.change_soon(wait)
        await asyncio.to_thread(busy.wait, 60)
        shelf.put(Taking("00000001", "host-1", 5, "tech", 1, 1, 1, 10, 0), SUMMARY)
        asked = [asyncio.create_task(shelf.of("host-1")), asyncio.create_task(shelf.rows("host-1", "00000001"))]
        await asyncio.sleep(0)
        free.set()
        assert await asked[0] == [SUMMARY]
        assert await asked[1] == (SUMMARY, [])

    asyncio.run(ask())
