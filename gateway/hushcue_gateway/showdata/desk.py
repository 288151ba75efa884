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

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from ..logs import Log
from ..part import BasePart
from ..store.database import Database
from ..talk_words import WORDS as TALK_WORDS
from .airing import SILENCE_MS, Airing, Kind, Running
from .batch import Batch
from .board import Board, is_demo
from .clock import NS_PER_MS, WALL, ShowClock
from .dedupe import Seen, key_of
from .fact import MANUAL, Fact, OnAir, Sheet
from .pace import Pace
from .past import Past
from .replay import Replays
from .retention import DataRetention
from .shelf import DataShelf
from .shop import Shop, is_stock
from .view import document_of
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["Airing", "ShowDataDesk", "Taken"]

SWEEP_NS = 60_000_000_000
SALT_BYTES = 16
ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Taken:
    """accepted: facts that counted, or are known for the next airing. doubled: those that had come before."""

    accepted: int = 0
    doubled: int = 0


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
        self.accepted = self.doubled = 0
        self._log = log
        self._shows = shows
        self._routes = routes
        self._wall_ns = wall_ns
        self._running: dict[str, Running] = {}
        self._rules: dict[str, DataRetention] = {}
        self._seen = Seen()
        self._facts: list[Callable[[str, Fact, int], None]] = []
        self._airings: list[Callable[[str], None]] = []
        self._swept_ns = 0
        self.replays = Replays(self, wall_ns, log)
        self.shop = Shop(self.shelf, self._wall_ms)
        self.past = Past(self.shelf, self._running)

    async def start(self) -> None:
        going_on, products, keys = await self.shelf.restore()
        self.shop.restore(products)
        self._rules = await self.shelf.rules()
        self._seen = Seen(keys)
        for airing, salt, last_ms, board in going_on:
            if airing.kind == "live" and self._wall_ms() - last_ms < SILENCE_MS and airing.show in set(self._shows()):
                running = Running(airing, salt, board, told_ms=last_ms)
                running.off_ms = None if board.on_air else last_ms
                self._log.info("airing_resumed", show=airing.show)
                self._begun(running)
            else:
                self.shelf.end(replace(airing, ended_ms=last_ms))

    async def stop(self) -> None:
        await self.replays.close()
        for running in self._running.values():
            self._flush(running)

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    def tick(self, now_ns: int) -> None:
        for show, running in list(self._running.items()):
            self._flush(running)
            over_ms = running.over_at_ms(self.now_ms(show))
            if over_ms is not None or show not in set(self._shows()):
                self._end(show, over_ms if over_ms is not None else self.now_ms(show))
        if now_ns - self._swept_ns >= SWEEP_NS:
            self._swept_ns = now_ns
            self.shelf.sweep(self.retention, self._wall_ms())

    # --- for the parts that follow ----------------------------------------------------------------------------------

    def on_fact(self, hear: Callable[[str, Fact, int], None]) -> None:
        """``hear`` is told (show, fact, now_ms) of each fact that the board has taken. In the loop; must be quick."""
        self._facts.append(hear)

    def on_airing(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told the show whose airing began, changed or ended. In the loop."""
        self._airings.append(hear)

    def on_delete(self, forget: Callable[[Session, str], object]) -> None:
        """``forget`` is called in the writing thread's transaction in which an airing goes."""
        self.shelf.forgotten.append(forget)

    def board(self, show: str) -> Board | None:
        """Of the airing that is on."""
        running = self._running.get(show)
        return running.board if running else None

    def airing(self, show: str) -> Airing | None:
        """The one that is on."""
        running = self._running.get(show)
        return running.airing if running else None

    def now_ms(self, show: str) -> int:
        """Show time."""
        running = self._running.get(show)
        return (running.clock if running else WALL).now_ms(self._wall_ns())

    def document(self, show: str) -> dict[str, Any]:
        """For screens: {"board": {...} | None, "products": {...}}."""
        running = self._running.get(show)
        if running is None:
            return {"board": None, "products": {}}
        return document_of(running.airing, running.board, self.now_ms(show))

    @property
    def going_on(self) -> int:
        """Airings."""
        return len(self._running)

    def stray(self) -> None:
        """The time of a document was too far from now; it was taken as now."""
        self.strayed += 1

    # --- facts ------------------------------------------------------------------------------------------------------

    async def take(self, show: str, facts: Iterable[Fact], src: str, *, opens: bool = True, who: str = "") -> Taken:
        """What was told of a show. src: who tells the facts that do not say; who: by which account or token. opens:
        False where these facts come at any hour (a shop's): they begin no airing and do not keep one going. Raises
        Trouble where the show is unknown, or live facts and those of a demonstration would be mixed; then none of the
        rest was taken."""
        if show not in set(self._shows()):
            raise TALK_WORDS.trouble("unknown_show", exit_code=0, id=show[:64])
        facts = [fact if fact.src else replace(fact, src=src) for fact in facts]
        told_before = await self._told_before(show, facts)
        accepted = doubled = 0
        batch: Batch | None = None

        def put() -> None:
            nonlocal batch
            if batch is not None:
                self.shelf.put(batch)
                batch = None

        pace = Pace(put)
        try:
            for fact in facts:
                await self._settled(show, put)
                key = key_of(fact, self._scope(show))
                if key is not None and (key in self._seen or key in told_before):
                    doubled += 1
                    continue
                running = self._admit(show, fact, opens)
                key = key_of(fact, self._scope(show))  # of the airing that it may have begun
                accepted += 1
                if key is not None:
                    self._seen.add(key)
                if running is None:
                    self.shop.told(show, fact)
                    continue
                if batch is None or batch.airing != running.airing.id:
                    put()
                    batch = Batch(running.airing.id, who)
                if key is not None:
                    batch.seen(key, self._wall_ms())
                self._take(show, running, fact, batch, opens)
                if pace.used_up:
                    await pace.rest()
        finally:
            put()
            self.accepted += accepted
            self.doubled += doubled
        return Taken(accepted, doubled)

    async def play(self, show: str, airing: str, facts: Iterable[Fact]) -> bool:
        """The same from a replay (``replay.py``), whose facts are not told twice. False: that airing is over."""
        batch = Batch(airing)

        def put() -> None:
            nonlocal batch
            self.shelf.put(batch)
            batch = Batch(airing)

        pace = Pace(put)
        running: Running | None = None
        try:
            for fact in facts:
                await self._settled(show, put)
                running = self._running.get(show)
                if running is None or running.airing.id != airing:
                    break
                self._take(show, running, fact, batch, True)
                if pace.used_up:
                    await pace.rest()
        finally:
            put()
        running = self._running.get(show)
        return running is not None and running.airing.id == airing

    async def _settled(self, show: str, before: Callable[[], None]) -> None:
        """Wait while the board of its airing is being made anew. before: called then."""
        running = self._running.get(show)
        if running is not None and running.lock.locked():
            before()
            async with running.lock:
                pass

    async def _told_before(self, show: str, facts: list[Fact]) -> set[int]:
        """Of those that memory does not know any more; nothing where the store cannot be read now."""
        if self._seen.is_whole:
            return set()
        keys = [key for fact in facts if (key := key_of(fact, show)) is not None and key not in self._seen]
        try:
            return await self.shelf.known_keys(keys) if keys else set()
        except Exception as error:
            self._log.error("our_mistake", where="show data", reason=repr(error))
            return set()

    def _scope(self, show: str) -> str:
        """Within which a fact is told once: what is played is no matter of the show."""
        running = self._running.get(show)
        return show if running is None or running.airing.kind == "live" else running.airing.id

    def _admit(self, show: str, fact: Fact, opens: bool) -> Running | None:
        """The airing that a fact belongs to, None where there is none and this fact begins none. Raises Trouble."""
        running = self._running.get(show)
        demo = is_demo(fact.src)
        if running is not None:
            if running.airing.kind == "live":
                if demo:
                    raise WORDS.trouble("demo_in_live", exit_code=0)
                return running
            if demo or fact.src == MANUAL:
                return running
            if not (isinstance(fact, OnAir) and fact.on and opens):
                raise WORDS.trouble("live_in_replay", exit_code=0)
            self._end(show, self.now_ms(show))
        if not opens or isinstance(fact, Sheet) or is_stock(fact) or (isinstance(fact, OnAir) and not fact.on):
            return None
        return self._open(show, "demo" if demo else "live", "", WALL)

    def _take(self, show: str, running: Running, fact: Fact, batch: Batch, opens: bool) -> None:
        now_ms = running.clock.now_ms(self._wall_ns())
        batch.take(fact, running.board, running.viewer)
        running.board.take(fact, now_ms)
        if opens:
            running.told_ms = now_ms
        if isinstance(fact, OnAir):
            running.off_ms = None if fact.on else now_ms
        if running.airing.kind == "live":
            self.shop.told(show, fact)
        for hear in self._facts:
            try:
                hear(show, fact, now_ms)
            except Exception as error:
                self._log.error("our_mistake", where="show data", reason=repr(error))

    # --- airings ----------------------------------------------------------------------------------------------------

    def open(self, show: str, title: str = "") -> Airing:
        """Begin a live airing by hand. Raises Trouble where one is on."""
        return self.begin(show, "live", title, WALL).airing

    def begin(self, show: str, kind: Kind, title: str, clock: ShowClock, played: bool = False) -> Running:
        """Begin one. played: whoever calls this ends it. Raises Trouble where one is on."""
        if show not in set(self._shows()):
            raise TALK_WORDS.trouble("unknown_show", exit_code=0, id=show[:64])
        if show in self._running:
            raise WORDS.trouble("airing_running", exit_code=0)
        return self._open(show, kind, title, clock, played)

    def end(self, show: str, airing: str = "") -> Airing:
        """The airing that is on, or this one, is over. Raises Trouble where it is not on."""
        running = self._running.get(show)
        if running is None or (airing and running.airing.id != airing):
            raise WORDS.trouble("airing_over" if airing else "airing_none", exit_code=0)
        return self._end(show, self.now_ms(show))

    async def undo(self, show: str, airing: str, who: str = "", entry: str = "") -> None:
        """Take a manual entry of the airing that is on away: the one with that id, or the newest that ``who`` made.
        Raises Trouble."""
        running = self._running.get(show)
        if running is None or running.airing.id != airing:
            raise WORDS.trouble("airing_over", exit_code=0)
        async with running.lock:
            self._flush(running)
            board = await self.shelf.undo(running.airing, who, entry)
            if board is None:
                raise WORDS.trouble("nothing_to_undo", exit_code=0)
            running.board.become(board)
            if running.airing.kind == "live":
                for product in board.products.values():
                    if product.id in self.shop.of_show(show):
                        self.shop.put(show, product)
        self._tell(show)

    def retention(self, show: str) -> DataRetention:
        """How long a show keeps its data."""
        return self._rules.get(show, DataRetention())

    def keep(self, show: str, rules: DataRetention, by: str) -> None:
        """From now on so long."""
        self._rules[show] = rules
        self.shelf.keep_rules(show, rules, by, self._wall_ms())

    def _open(self, show: str, kind: Kind, title: str, clock: ShowClock, played: bool = False) -> Running:
        now_ms = clock.now_ms(self._wall_ns())
        airing = Airing(f"air-{secrets.token_hex(ID_BYTES)}", show, kind, now_ms, None, title, clock.speed)
        running = Running(airing, secrets.token_bytes(SALT_BYTES), Board(now_ms), clock, played, now_ms)
        sheets = self.shop.sheets(show, now_ms) if kind == "live" else []
        for sheet in sheets:
            running.board.take(sheet, now_ms)
        self.shelf.begin(running, sheets)
        if kind == "live":
            batch = Batch(airing.id)
            for gauge in self.shop.stock(show, now_ms):
                batch.take(gauge, running.board, running.viewer)
                running.board.take(gauge, now_ms)
            self.shelf.put(batch)
        self._log.info("airing_began", show=show, kind=kind)
        self._begun(running)
        return running

    def _begun(self, running: Running) -> None:
        running.board.noted = running.counted.count
        self._running[running.airing.show] = running
        self._tell(running.airing.show)

    def _end(self, show: str, ended_ms: int) -> Airing:
        running = self._running[show]
        self._flush(running)
        del self._running[show]
        running.board.noted = lambda *_: None
        airing = replace(running.airing, ended_ms=max(ended_ms, running.airing.began_ms))
        self.past.over(airing)
        self.shelf.end(airing)
        self._log.info("airing_ended", show=show)
        self._tell(show)
        return airing

    def _flush(self, running: Running) -> None:
        if running.counted:
            self.shelf.put(running.counted)
            running.counted = Batch(running.airing.id)
            running.board.noted = running.counted.count

    def _tell(self, show: str) -> None:
        for hear in self._airings:
            try:
                hear(show)
            except Exception as error:
                self._log.error("our_mistake", where="show data", reason=repr(error))

    def _wall_ms(self) -> int:
        return self._wall_ns() // NS_PER_MS
