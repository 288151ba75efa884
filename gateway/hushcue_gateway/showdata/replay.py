"""Airings that are played: the demonstration, or one of before, at one to many times their own speed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..logs import Log
from .airing import Airing, Kind
from .board import DEMO, is_demo
from .clock import NS_PER_MS, ShowClock
from .documents import MAX_ID_CHARS
from .fact import Fact, Sheet
from .generator import generate
from .words import WORDS

if TYPE_CHECKING:
    from .desk import ShowDataDesk

MIN_SPEED, MAX_SPEED = 1.0, 120.0
LEAST_WAIT_S, MOST_WAIT_S = 0.02, 0.5
MOST_AT_ONCE = 500
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Playing:
    """What plays in a show. ends_ms: show time of its last fact."""

    airing: str
    speed: float
    ends_ms: int
    task: asyncio.Task[None]


class Replays:
    """One in a show at most. wall_ns: the wall clock."""

    def __init__(self, desk: ShowDataDesk, wall_ns: Callable[[], int], log: Log):
        self._desk = desk
        self._wall_ns = wall_ns
        self._log = log
        self._playing: dict[str, Playing] = {}

    def of(self, show: str) -> Playing | None:
        """What plays there."""
        return self._playing.get(show)

    def demo(self, show: str, seed: int, speed: float, minutes: int) -> Airing:
        """Begin the demonstration. Raises Trouble where an airing is on."""
        clock = self._clock(speed)
        began_ms = clock.began_show_ms
        facts = generate(seed, minutes, began_ms=began_ms)
        return self._begin(show, "demo", "", clock, facts, began_ms + minutes * MINUTE_MS)

    async def again(self, show: str, airing: str, speed: float) -> Airing:
        """Play one of before. Raises Trouble where there is none of this show, or an airing is on."""
        past = await self._desk.past.get(airing, show)
        facts = await self._desk.past.facts(past)
        if not facts:
            raise WORDS.trouble("airing_empty", exit_code=0)
        clock = self._clock(speed)
        later_ms = clock.began_show_ms - min(past.began_ms, facts[0].at_ms)
        ends_ms = facts[-1].at_ms + later_ms
        return self._begin(show, "replay", past.title, clock, _moved(facts, later_ms), ends_ms)

    def stop(self, show: str) -> None:
        """No more of it, also where its facts come from outside. Raises Trouble where nothing plays."""
        playing, on = self._playing.get(show), self._desk.airing(show)
        if on is None or on.kind == "live":
            raise WORDS.trouble("nothing_plays", exit_code=0)
        if playing is None:
            self._desk.end(show, on.id)
            return
        playing.task.cancel()
        self._over(show, playing.airing)

    async def close(self) -> None:
        """Nothing plays any more."""
        tasks = [playing.task for playing in self._playing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _clock(self, speed: float) -> ShowClock:
        now_ns = self._wall_ns()
        return ShowClock(now_ns, now_ns // NS_PER_MS, min(MAX_SPEED, max(MIN_SPEED, speed)))

    def _begin(
        self, show: str, kind: Kind, title: str, clock: ShowClock, facts: Iterable[Fact], ends_ms: int
    ) -> Airing:
        airing = self._desk.begin(show, kind, title, clock, played=True).airing
        task = asyncio.create_task(self._play(show, airing.id, clock, iter(facts)), name="replay")
        self._playing[show] = Playing(airing.id, clock.speed, ends_ms, task)
        return airing

    async def _play(self, show: str, airing: str, clock: ShowClock, facts: Iterator[Fact]) -> None:
        try:
            coming = next(facts, None)
            while coming is not None:
                now_ms, due = clock.now_ms(self._wall_ns()), list[Fact]()
                while coming is not None and coming.at_ms <= now_ms and len(due) < MOST_AT_ONCE:
                    due.append(coming)
                    coming = next(facts, None)
                if not await self._desk.play(show, airing, due):
                    break
                if coming is not None:
                    wait_s = (clock.wall_ns(coming.at_ms) - self._wall_ns()) / 1e9
                    await asyncio.sleep(min(MOST_WAIT_S, max(LEAST_WAIT_S, wait_s)) if wait_s > 0 else 0)
        except Exception as error:
            self._log.error("our_mistake", where="replay", reason=repr(error))
        self._over(show, airing)

    def _over(self, show: str, airing: str) -> None:
        playing = self._playing.get(show)
        if playing is not None and playing.airing == airing:
            del self._playing[show]
        on = self._desk.airing(show)
        if on is not None and on.id == airing:
            self._desk.end(show, airing)


def _moved(facts: Iterable[Fact], later_ms: int) -> Iterator[Fact]:
    """To the time in which they are played; whoever told them, it is a replay."""
    for fact in facts:
        src = fact.src if is_demo(fact.src) else f"{DEMO}-{fact.src}"[:MAX_ID_CHARS].rstrip("-")
        moved = replace(fact, at_ms=fact.at_ms + later_ms, src=src)
        if isinstance(moved, Sheet) and moved.offer_ends_at_ms:
            moved = replace(moved, offer_ends_at_ms=moved.offer_ends_at_ms + later_ms)
        yield moved
