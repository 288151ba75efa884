"""A speaker of the assistant before a real cue desk, whose media and capture do what they are told."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hushcue_gateway.assistant.book import SuggestionBook
from hushcue_gateway.assistant.speaker import Speaker
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.config import read
from hushcue_gateway.core.events import TalkEnded, TalkStarted
from hushcue_gateway.core.groups import Resolved, resolve
from hushcue_gateway.cue_desk import CueDesk
from hushcue_gateway.cues import Cue
from hushcue_gateway.logs import Log
from hushcue_gateway.manners.settings import Manners
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.store import Database
from hushcue_gateway.words import WORDS

from .assistant_room import Sides
from .house import SHOWS

SECONDS = 2.0


class Hosts:
    """Two hosts of one show."""

    def resolve(self, show: str, names: tuple[str, ...]) -> Resolved:
        return resolve(names, {"host-1": (), "host-2": ()})

    def shows(self) -> Mapping[str, str]:
        return {"main": "Main"}


@dataclass
class Rig:
    """A speaker before a real cue desk. now_ms: wall time; true: what is still true of the suggestions."""

    cues: CueDesk
    manners: Manners = field(default_factory=lambda: Manners(gap_s=0))
    now_ms: int = 1_000_000
    true: bool = True
    host_speaks: bool | None = None
    told: list[tuple[str, str]] = field(default_factory=list)
    before_true: Callable[[Suggestion], Awaitable[None]] | None = None
    """done before it is said what is still true"""

    def __post_init__(self) -> None:
        self.book = SuggestionBook()
        self.speaker = Speaker(
            self.book,
            self.cues,
            lambda: self.now_ms,
            self.fresh,
            lambda show, host: (self.host_speaks, True, False),
            lambda show: self.manners,
            lambda code, suggestion, host: self.told.append((code, host)),
            Log((WORDS,), io.StringIO()),
        )

    async def fresh(self, suggestion: Suggestion) -> Suggestion | None:
        if self.before_true is not None:
            await self.before_true(suggestion)
        return suggestion if self.true else None

    async def put(self, name: str, *hosts: str, asked: bool = False) -> None:
        """Approved, and in line."""
        made = Suggestion(name, "main", self.now_ms, self.now_ms + 30_000, hosts, "en", text=name, seconds=SECONDS)
        made = replace(made, sound="nothing.wav", decided_by="acc-1" if asked else "assistant")
        self.book.add(made)
        for what in ("made", "approved", "queued"):
            self.book.step(name, what, self.now_ms)
        found = self.book.get(name)
        assert found is not None
        self.speaker.put(found)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    def state(self, name: str) -> str:
        return self.so(name)[0]

    def so(self, name: str) -> tuple[str, str]:
        """State, and why."""
        found = self.book.get(name)
        assert found is not None
        return found.state, found.why

    def saying(self, host: str) -> list[Cue]:
        return [cue for cue in self.cues.log.going_on_for(host) if cue.priority == "assistant"]

    def start(self, cue: Cue) -> None:
        self.cues.talk_started(TalkStarted(cue.id, 0, 0))

    async def finish(self, cue: Cue, seconds: float = SECONDS) -> None:
        """Its sound is over after so long."""
        self.start(cue)
        self.now_ms += round(seconds * 1000)
        self.cues.talk_ended(TalkEnded(cue.id, round(seconds * 1e9), 0, "released"))
        await self.settle()


def with_rig(folder: Path, work: Callable[[Rig], Awaitable[None]]) -> None:
    async def run() -> None:
        config, log, sides = read(SHOWS, folder), Log((WORDS,), io.StringIO()), Sides()
        receipts = ReceiptDesk(Database(folder, log), 10, log, "main")
        rig = Rig(CueDesk(config, sides, sides, Hosts(), receipts, log, "test"))
        try:
            await work(rig)
        finally:
            await rig.speaker.stop()

    asyncio.run(run())
