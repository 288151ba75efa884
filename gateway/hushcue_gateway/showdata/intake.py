"""Facts on their way in: each counts once, and goes to the airing that it belongs to (``desk.py``), in slices of the
loop's time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..logs import Log
from .airing import Running
from .airings import Airings
from .batch import Batch
from .board import is_demo
from .clock import WALL
from .dedupe import Seen, key_of
from .fact import MANUAL, Fact, OnAir, Sheet
from .pace import Pace
from .shelf import DataShelf
from .shop import Shop, is_stock
from .words import WORDS


@dataclass(frozen=True, slots=True)
class Taken:
    """accepted: facts that counted, or are known for the next airing. doubled: those that had come before."""

    accepted: int = 0
    doubled: int = 0


class Intake:
    """seen: the names of facts that have come."""

    def __init__(self, airings: Airings, shelf: DataShelf, shop: Shop, log: Log):
        self.accepted = self.doubled = 0
        self.seen = Seen()
        self.hearers: list[Callable[[str, Fact, int], None]] = []
        """told (show, fact, now_ms) of each fact that a board has taken"""
        self._airings = airings
        self._running = airings.running
        self._shelf = shelf
        self._shop = shop
        self._log = log

    async def take(self, show: str, facts: Iterable[Fact], src: str, *, opens: bool = True, who: str = "") -> Taken:
        """See ``ShowDataDesk.take``."""
        self._airings.check(show)
        facts = [fact if fact.src else replace(fact, src=src) for fact in facts]
        told_before = await self._told_before(show, facts)
        self._foresee(show, facts, opens)
        accepted = doubled = 0
        batch: Batch | None = None

        def put() -> None:
            nonlocal batch
            if batch is not None:
                self._shelf.put(batch)
                batch = None

        pace = Pace(put)
        try:
            for fact in facts:
                await self._settled(show, put)
                key = key_of(fact, self._scope(show))
                if key is not None and (key in self.seen or key in told_before):
                    doubled += 1
                    continue
                running = self._admit(show, fact, opens)
                key = key_of(fact, self._scope(show))  # of the airing that it may have begun
                accepted += 1
                if key is not None:
                    self.seen.add(key)
                if running is None:
                    self._shop.told(show, fact)
                    continue
                if batch is None or batch.airing != running.airing.id:
                    put()
                    batch = Batch(running.airing.id, who)
                if key is not None:
                    batch.seen(key, self._airings.wall_ms())
                self._take(show, running, fact, batch, opens)
                if pace.used_up:
                    await pace.rest()
        finally:
            put()
            self.accepted += accepted
            self.doubled += doubled
        return Taken(accepted, doubled)

    async def play(self, show: str, airing: str, facts: Iterable[Fact]) -> bool:
        """See ``ShowDataDesk.play``."""
        batch = Batch(airing)

        def put() -> None:
            nonlocal batch
            self._shelf.put(batch)
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
        if self.seen.is_whole:
            return set()
        keys = [key for fact in facts if (key := key_of(fact, show)) is not None and key not in self.seen]
        try:
            return await self._shelf.known_keys(keys) if keys else set()
        except Exception as error:
            self._log.error("our_mistake", where="show data", reason=repr(error))
            return set()

    def _scope(self, show: str) -> str:
        """Within which a fact is told once: what is played is no matter of the show."""
        running = self._running.get(show)
        return show if running is None or running.airing.kind == "live" else running.airing.id

    def _foresee(self, show: str, facts: Iterable[Fact], opens: bool) -> None:
        """Raises Trouble where any of them would be refused: then none counts, and whoever tells all of them again,
        put right, tells none twice."""
        running = self._running.get(show)
        kind = running.airing.kind if running is not None else ""
        for fact in facts:
            demo = is_demo(fact.src)
            if kind == "live" and demo:
                raise WORDS.trouble("demo_in_live", exit_code=0)
            if kind in ("demo", "replay") and not (demo or fact.src == MANUAL):
                if not _goes_on_air(fact, opens):
                    raise WORDS.trouble("live_in_replay", exit_code=0)
                kind = "live"
            if not kind and _begins(fact, opens):
                kind = "demo" if demo else "live"

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
            if not _goes_on_air(fact, opens):
                raise WORDS.trouble("live_in_replay", exit_code=0)
            self._airings.end(show, self._airings.now_ms(show))
        if not _begins(fact, opens):
            return None
        return self._airings.open(show, "demo" if demo else "live", "", WALL)

    def _take(self, show: str, running: Running, fact: Fact, batch: Batch, opens: bool) -> None:
        now_ms = self._airings.now_ms(show)
        batch.take(fact, running.board, running.viewer)
        running.board.take(fact, now_ms)
        if opens:
            running.told_ms = now_ms
        if isinstance(fact, OnAir):
            running.off_ms = None if fact.on else now_ms
        if running.airing.kind == "live":
            self._shop.told(show, fact)
        for hear in self.hearers:
            try:
                hear(show, fact, now_ms)
            except Exception as error:
                self._log.error("our_mistake", where="show data", reason=repr(error))


def _goes_on_air(fact: Fact, opens: bool) -> bool:
    """Ends what plays."""
    return isinstance(fact, OnAir) and fact.on and opens


def _begins(fact: Fact, opens: bool) -> bool:
    """An airing, where none is on."""
    return opens and not (isinstance(fact, Sheet) or is_stock(fact) or (isinstance(fact, OnAir) and not fact.on))
