"""The assistant's desk with show data, before two hosts; voices, media and capture do what they are told."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hushcue_gateway.assistant.desk import AssistantDesk
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.assistant.words import WORDS
from hushcue_gateway.config import read
from hushcue_gateway.core.role_presets import PRESETS
from hushcue_gateway.cue_desk import CueDesk
from hushcue_gateway.cues import Cue
from hushcue_gateway.logs import Log
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.showdata.desk import ShowDataDesk
from hushcue_gateway.showdata.fact import Fact, Gauge, OnAir, Pin, Sheet
from hushcue_gateway.store import Database
from hushcue_gateway.talk_desk import Asker, Order
from hushcue_gateway.voice.kinds import Speech

SHOW = "main"
STORED_S = 60.0
"""A disk that others use too takes its time."""
HOSTS = ("host-1", "host-2")
ASKER = Asker("acc-1", "Lin", PRESETS[0], SHOW)
STUDIO = {
    "studio": "test",
    "shows": [{"id": SHOW, "label": "Main"}],
    "bodypacks": [{"id": host, "password": f"a-password-{host}", "show": SHOW, "language": "en"} for host in HOSTS],
}


class Sides:
    """Media and capture, which do what they are told."""

    def send(self, command: object) -> bool:
        return True

    def play_file(self, source: str, path: str, cue: str) -> bool:
        return True

    def stop_source(self, source: str) -> bool:
        return True


class Anybody:
    """May talk to everybody."""

    def allow(self, asker: Asker, order: Order) -> None:
        return


class Voice:
    """Has a sound for every text at once, or when somebody lets it. before: awaited with each text that is made."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.made: list[str] = []
        self.before: Callable[[str], Awaitable[None]] | None = None

    async def make(self, text: str, language: str, spoken: str = "", show: str = "", rule: str = "") -> Speech:
        self.made.append(text)
        if self.before is not None:
            await self.before(text)
        path = self._folder / f"{len(self.made)}.wav"
        path.write_bytes(b"sound")
        return Speech(path, 2.0, "espeak", "en", language, text)

    async def warm(self, language: str, show: str = "") -> bool:
        return True


@dataclass
class Room:
    """A desk with show data, before hosts host-1 and host-2."""

    desk: AssistantDesk
    data: ShowDataDesk
    shows: ShowDesk
    cues: CueDesk
    voice: Voice
    database: Database
    notes: list[tuple[str, dict[str, Any]]]

    async def tell(self, *facts: Fact) -> None:
        await self.data.take(SHOW, facts, "test")
        await self.settle()

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def until(self, test: Callable[[], Any]) -> Any:
        async with asyncio.timeout(60.0):
            while not (found := test()):
                await asyncio.sleep(0.005)
        return found

    def saying(self) -> list[Cue]:
        return [cue for cue in self.cues.log.going_on() if cue.priority == "assistant"]

    async def modes(self, **modes: str) -> None:
        rules = {rule: {"mode": mode} for rule, mode in modes.items()}
        await self.desk.tuning.change(SHOW, {"rules": {"rules": rules}, "manners": {"gap_s": 0}}, "acc-1")

    async def rows(self, table: Any) -> list[Any]:
        assert await asyncio.to_thread(self.database.settle, STORED_S)
        return await self.database.run(lambda session: list(session.scalars(select(table))))


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Room]:
    """One life of a gateway, as far as the assistant knows it. Parts start in the order of ``parts.py``."""
    said = io.StringIO()
    log, sides, voice = Log((WORDS,), said), Sides(), Voice(folder)
    database = Database(folder, log)
    database.open()
    config = read(STUDIO, folder)
    shows = ShowDesk(config, database, log)
    cues = CueDesk(config, sides, sides, shows, ReceiptDesk(database, 10, log, SHOW), log, "test")
    data = ShowDataDesk(database, log, shows.shows)
    desk = AssistantDesk(
        data, shows, Anybody(), cues, voice, database, lambda: bytes(32), log, lambda _: ()  # type: ignore[arg-type]
    )  # fmt: skip
    notes: list[tuple[str, dict[str, Any]]] = []
    desk.note = lambda show, words, code, facts, level: notes.append((code, dict(facts)))
    try:
        await shows.start()
        await data.start()
        await desk.start()
        yield Room(desk, data, shows, cues, voice, database, notes)
    finally:
        await desk.stop()
        await data.stop()
        await asyncio.to_thread(database.settle, STORED_S)  # closing waits for a few seconds alone
        database.close()
    assert "our_mistake" not in said.getvalue() and "makes no sense" not in said.getvalue(), said.getvalue()


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def on_sale(stock: int) -> list[Fact]:
    """A dress of which there are plenty, and then so many."""
    now = now_ms()
    sheet = Sheet(now, "Dress", "Dress", 3, stock_low=20)
    return [OnAir(now, True), sheet, Gauge(now, "stock", 100, "Dress"), Pin(now, "Dress"),
            Gauge(now, "stock", stock, "Dress")]  # fmt: skip


def low(stock: int) -> Gauge:
    return Gauge(now_ms(), "stock", stock, "Dress")


async def a_card(room: Room, stock: int = 12) -> Suggestion:
    """That stock is low, before a person."""
    await room.modes(stock_low="suggest")
    await room.tell(*on_sale(stock))
    found: list[Suggestion] = await room.until(
        lambda: [each for each in room.desk.book.open(SHOW) if each.state == "proposed"]
    )
    return found[0]
