"""Show data at work: the airings of all shows, what is told of them, and the board of each.

| what happens                                    | the airing of that show                                       |
|-------------------------------------------------|---------------------------------------------------------------|
| opened by hand, told to be on the air, or the   | begins, live; what a show sells and what is in stock is known |
| first fact that is not of the shop alone        | beforehand and begins none                                    |
| a demonstration or a replay is asked for        | begins, demo or replay, unless one is on                      |
| a fact of a demonstration comes from outside    | begins, demo; into a live one it is refused                   |
| a fact of something live comes while one plays  | refused; told to be on the air: what plays ends, live begins  |
| ended by hand, off the air for OFF_MS, nothing  | ends; the salt of its viewers' names is forgotten             |
| told for SILENCE_MS, played to its end          |                                                               |
| the gateway starts                              | a live one goes on with its board; one that played has ended  |

Facts are taken in slices of the loop's time. The board of an airing is the same object until the airing ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from ..logs import Log
from ..part import BasePart
from ..store.database import Database
from .airing import Airing, Kind, Running
from .airings import Airings
from .board import Board
from .clock import WALL, ShowClock
from .dedupe import Seen
from .entry import Undone
from .fact import Fact
from .intake import Intake, Taken
from .replay import Replays
from .retention import DataRetention
from .shelf import DataShelf
from .shop import Shop
from .view import document_of
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["Airing", "ShowDataDesk", "Taken"]

SWEEP_NS = 60_000_000_000


class ShowDataDesk(BasePart):
    """shows: the ids of those there are. wall_ns: the wall clock, nanoseconds since the epoch."""

    def __init__(
        self,
        database: Database,
        log: Log,
        shows: Callable[[], Iterable[str]],
        routes: Callable[[ShowDataDesk], Sequence[APIRouter]] = lambda _: (),
        wall_ns: Callable[[], int] = time.time_ns,
    ):
        self.shelf = DataShelf(database)
        self.strayed = 0
        self._routes = routes
        self._rules: dict[str, DataRetention] = {}
        self._swept_ns = 0
        self._tidying: asyncio.Task[None] | None = None
        self.shop = Shop(self.shelf, lambda: self._airings.wall_ms())
        self._airings = Airings(self.shelf, self.shop, log, shows, wall_ns)
        self._intake = Intake(self._airings, self.shelf, self.shop, log)
        self.past = self._airings.past
        self.replays = Replays(self, wall_ns, log)

    async def start(self) -> None:
        going_on, products, keys = await self.shelf.restore()
        self.shop.restore(products)
        self._rules = await self.shelf.rules()
        self._intake.seen = Seen(keys)
        for airing, salt, last_ms, board in going_on:
            self._airings.resume(airing, salt, last_ms, board)

    async def stop(self) -> None:
        await self.replays.close()
        if self._tidying is not None:
            await asyncio.gather(self._tidying, return_exceptions=True)
        for running in self._airings.running.values():
            self._airings.flush(running)

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    def tick(self, now_ns: int) -> None:
        for show, running in list(self._airings.running.items()):
            self._airings.flush(running)
            over_ms = running.over_at_ms(self.now_ms(show))
            if over_ms is not None or not self._airings.has(show):
                self._airings.end(show, over_ms if over_ms is not None else self.now_ms(show))
        if now_ns - self._swept_ns >= SWEEP_NS:
            self._swept_ns = now_ns
            self._tidying = asyncio.create_task(self.shelf.tidy(), name="show data tidied")
            self.shelf.sweep(self.retention, self._airings.wall_ms())

    # --- for the parts that follow ----------------------------------------------------------------------------------

    def on_fact(self, hear: Callable[[str, Fact, int], None]) -> None:
        """``hear`` is told (show, fact, now_ms) of each fact that the board has taken. In the loop; must be quick."""
        self._intake.hearers.append(hear)

    def on_airing(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told the show whose airing began, changed or ended. In the loop."""
        self._airings.hearers.append(hear)

    def on_delete(self, forget: Callable[[Session, str], object]) -> None:
        """``forget`` is called in the writing thread's transaction in which an airing goes."""
        self.shelf.forgotten.append(forget)

    def board(self, show: str) -> Board | None:
        """Of the airing that is on."""
        running = self._running(show)
        return running.board if running else None

    def airing(self, show: str) -> Airing | None:
        """The one that is on."""
        running = self._running(show)
        return running.airing if running else None

    def now_ms(self, show: str) -> int:
        """Show time."""
        return self._airings.now_ms(show)

    def document(self, show: str) -> dict[str, Any]:
        """For screens: {"board": {...} | None, "products": {...}}."""
        running = self._running(show)
        if running is None:
            return {"board": None, "products": {}}
        return document_of(running.airing, running.board, self.now_ms(show))

    @property
    def going_on(self) -> int:
        """Airings."""
        return len(self._airings.running)

    @property
    def accepted(self) -> int:
        """Facts that counted."""
        return self._intake.accepted

    @property
    def doubled(self) -> int:
        """Facts that had come before."""
        return self._intake.doubled

    def stray(self) -> None:
        """The time of a document was too far from now; it was taken as now."""
        self.strayed += 1

    # --- facts ------------------------------------------------------------------------------------------------------

    async def take(self, show: str, facts: Iterable[Fact], src: str, *, opens: bool = True, who: str = "") -> Taken:
        """What was told of a show. src: who tells the facts that do not say; who: by which account or token. opens:
        False where these facts come at any hour (a shop's): they begin no airing and do not keep one going. Raises
        Trouble where the show is unknown, or live facts and those of a demonstration would be mixed; then none of them
        was taken."""
        return await self._intake.take(show, facts, src, opens=opens, who=who)

    async def play(self, show: str, airing: str, facts: Iterable[Fact]) -> bool:
        """The same from a replay (``replay.py``), whose facts are not told twice. False: that airing is over."""
        return await self._intake.play(show, airing, facts)

    # --- airings ----------------------------------------------------------------------------------------------------

    def open(self, show: str, title: str = "") -> Airing:
        """Begin a live airing by hand. Raises Trouble where one is on."""
        return self.begin(show, "live", title, WALL).airing

    def begin(self, show: str, kind: Kind, title: str, clock: ShowClock, played: bool = False) -> Running:
        """Begin one. played: whoever calls this ends it. Raises Trouble where one is on."""
        return self._airings.begin(show, kind, title, clock, played)

    def end(self, show: str, airing: str = "") -> Airing:
        """The airing that is on, or this one, is over. Raises Trouble where it is not on."""
        running = self._running(show)
        if running is None or (airing and running.airing.id != airing):
            raise WORDS.trouble("airing_over" if airing else "airing_none", exit_code=0)
        return self._airings.end(show, self.now_ms(show))

    async def undo(self, show: str, airing: str, who: str = "", entry: str = "") -> Undone:
        """Take a manual entry of the airing that is on away, with all that it told: the one with that id, or the newest
        that ``who`` made. Raises Trouble."""
        running = self._airings.of(show, airing)
        async with running.lock:
            self._airings.flush(running)
            undone = await self.shelf.undo(running.airing, who, entry)
            if undone is None:
                raise WORDS.trouble("nothing_to_undo", exit_code=0)
            running.board.become(undone.board)
            if running.airing.kind == "live":
                self.shop.follow(show, undone)
        self._airings.tell(show)
        return undone

    def forget_show(self, show: str) -> None:
        """It is deleted: what is on ends, and nothing is known of it any more. Its rows go with those of all tables."""
        if self._running(show) is not None:
            self._airings.end(show, self.now_ms(show))
        self._rules.pop(show, None)
        self.shop.forget_show(show)
        self.past.forget_show(show)

    def withdraw(self, show: str, product: str) -> None:
        """The show does not sell it any more, also after a restart. Raises Trouble where it knows of none."""
        self.shop.remove(show, product)
        running = self._running(show)
        if running is not None:
            self._airings.flush(running)
            label = running.board.withdraw_product(product)
            self.shelf.withdraw(running.airing.id, product, label, self.now_ms(show))

    def retention(self, show: str) -> DataRetention:
        """How long a show keeps its data."""
        return self._rules.get(show, DataRetention())

    def keep(self, show: str, rules: DataRetention, by: str) -> None:
        """From now on so long."""
        self._rules[show] = rules
        self.shelf.keep_rules(show, rules, by, self._airings.wall_ms())

    def _running(self, show: str) -> Running | None:
        return self._airings.running.get(show)
