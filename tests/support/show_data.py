"""One life of a gateway's show data, on a wall clock that the test turns."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from hushcue_gateway.logs import Log
from hushcue_gateway.showdata.desk import ShowDataDesk
from hushcue_gateway.showdata.words import WORDS
from hushcue_gateway.store import Database

BEGAN_MS = 1_800_000_000_000
STORED_S = 60.0
"""A disk that others use too takes its time."""


class Wall:
    """A clock that stands still until somebody turns it."""

    def __init__(self, now_ms: int = BEGAN_MS):
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms * 1_000_000

    def pass_ms(self, more: int) -> int:
        self.now_ms += more
        return self.now_ms


class Life:
    """Between a start and a stop."""

    def __init__(self, desk: ShowDataDesk, database: Database, wall: Wall, said: io.StringIO):
        self.desk, self.database, self.wall, self.said = desk, database, wall, said

    async def settle(self) -> None:
        """What was posted is on the disk."""
        assert await asyncio.to_thread(self.database.settle, STORED_S)


def live(folder: Path, wall: Wall, work: Callable[[Life], Awaitable[None]], shows: tuple[str, ...] = ("main",)) -> None:
    """Start, work, stop."""

    async def run() -> None:
        said = io.StringIO()
        log = Log((WORDS,), said)
        database = Database(folder, log)
        database.open()
        desk = ShowDataDesk(database, log, lambda: shows, wall_ns=wall)
        try:
            await desk.start()
            await work(Life(desk, database, wall, said))
        finally:
            await desk.stop()
            await asyncio.to_thread(database.settle, STORED_S)  # closing waits for a few seconds alone
            database.close()
        assert "our_mistake" not in said.getvalue() and "makes no sense" not in said.getvalue()

    asyncio.run(run())


def airing_on(api: httpx.Client, show: str) -> str:
    """The airing of a real gateway's show that is on: the one there is, or a new one."""
    place = f"/api/v1/shows/{show}/airings"
    on = [airing["id"] for airing in api.get(place).json() if airing["ended"] is None]
    return str(on[0] if on else api.post(place, json={}).json()["id"])


def suggestion_of(api: httpx.Client, show: str, host: str) -> str:
    """A suggestion of a real gateway's show that waits for a person: somebody's own words."""
    body = {"text": "Smile, please.", "hosts": [host], "language": "en"}
    answer = api.post(f"/api/v1/shows/{show}/suggestions", json=body)
    assert answer.status_code == 201 and answer.json()["state"] == "proposed", answer.text
    return str(answer.json()["id"])
