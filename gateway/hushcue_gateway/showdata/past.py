"""Airings that are over, or are on: found in the store, with the boards that they had."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

from .airing import Airing, Running
from .board import Board
from .fact import Fact
from .shelf import DataShelf
from .words import WORDS

MOST_BOARDS = 4
MOST_OVER = 16


class Past:
    """running: show -> the one that is on."""

    def __init__(self, shelf: DataShelf, running: Mapping[str, Running]):
        self._shelf = shelf
        self._running = running
        self._boards: OrderedDict[str, Board] = OrderedDict()
        self._over: OrderedDict[str, Airing] = OrderedDict()
        """that ended lately: the disk may not know yet"""
        self._hearers: list[Callable[[str], None]] = []

    def on_deleted(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told, in the loop, of every airing that people have deleted."""
        self._hearers.append(hear)

    def over(self, airing: Airing) -> None:
        """It has ended."""
        self._over[airing.id] = airing
        while len(self._over) > MOST_OVER:
            self._over.popitem(last=False)

    async def airings(self, show: str) -> list[Airing]:
        """Of a show, the newest first."""
        fresh = {airing.id: airing for airing in self._fresh() if airing.show == show}
        kept = {airing.id: airing for airing in await self._shelf.airings(show)}
        return sorted({**kept, **fresh}.values(), key=lambda airing: (-airing.began_ms, airing.id))

    async def get(self, airing: str, show: str | None = None) -> Airing:
        """One of them. Raises Trouble where there is none, or it is another show's."""
        found = next((each for each in self._fresh() if each.id == airing), None) or await self._shelf.airing(airing)
        if found is None or (show is not None and found.show != show):
            raise WORDS.trouble("unknown_airing", exit_code=0)
        return found

    async def show_of(self, airing: str) -> str | None:
        """Its show, None where there is no such airing."""
        found = next((each for each in self._fresh() if each.id == airing), None) or await self._shelf.airing(airing)
        return found.show if found else None

    def _fresh(self) -> Iterator[Airing]:
        yield from self._over.values()
        yield from (running.airing for running in self._running.values())

    async def board(self, airing: Airing) -> Board:
        """As it stood at its end; of the one that is on: as it stands."""
        on = self._running.get(airing.show)
        if on is not None and on.airing.id == airing.id:
            return on.board
        board = self._boards.pop(airing.id, None)
        if board is None:
            board = await self._shelf.board(airing)
        self._boards[airing.id] = board
        while len(self._boards) > MOST_BOARDS:
            self._boards.popitem(last=False)
        return board

    async def facts(self, airing: Airing, since_ms: int = 0) -> list[Fact]:
        """What was told of it (``stored.facts_in``)."""
        return await self._shelf.facts(airing.id, since_ms)

    async def delete(self, airing: Airing) -> None:
        """Everything of it. Raises Trouble while it is on, or where the disk does not take it now."""
        on = self._running.get(airing.show)
        if on is not None and on.airing.id == airing.id:
            raise WORDS.trouble("airing_going_on", exit_code=0)
        await self._shelf.delete(airing.id)
        self._boards.pop(airing.id, None)
        self._over.pop(airing.id, None)
        for hear in self._hearers:
            hear(airing.id)

    def forget_show(self, show: str) -> None:
        """It is deleted, and all its airings are."""
        for known in [airing.id for airing in self._over.values() if airing.show == show]:
            del self._over[known]
        self._boards.clear()  # they do not know whose they are, and are read again where they are wanted
