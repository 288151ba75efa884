"""The airings that are on, by show: how one begins, is found, and ends. When: the table in ``desk.py``."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..logs import Log
from ..talk_words import WORDS as TALK_WORDS
from .airing import SILENCE_MS, Airing, Kind, Running
from .batch import Batch
from .board import Board
from .clock import NS_PER_MS, WALL, ShowClock
from .past import Past
from .shelf import DataShelf
from .shop import Shop
from .words import WORDS

SALT_BYTES = 16
ID_BYTES = 6


class Airings:
    """One in a show at most. shows: the ids of those there are. wall_ns: the wall clock."""

    def __init__(
        self, shelf: DataShelf, shop: Shop, log: Log, shows: Callable[[], Iterable[str]], wall_ns: Callable[[], int]
    ):
        self.running: dict[str, Running] = {}
        self.past = Past(shelf, self.running)
        self.hearers: list[Callable[[str], None]] = []
        """told the show whose airing began, changed or ended"""
        self._shelf = shelf
        self._shop = shop
        self._log = log
        self._shows = shows
        self._wall_ns = wall_ns

    def now_ms(self, show: str) -> int:
        """Show time."""
        running = self.running.get(show)
        return (running.clock if running else WALL).now_ms(self._wall_ns())

    def wall_ms(self) -> int:
        """The wall clock."""
        return self._wall_ns() // NS_PER_MS

    def has(self, show: str) -> bool:
        """Whether there is such a show."""
        return show in set(self._shows())

    def check(self, show: str) -> None:
        """Raises Trouble where there is no such show."""
        if not self.has(show):
            raise TALK_WORDS.trouble("unknown_show", exit_code=0, id=show[:64])

    def of(self, show: str, airing: str) -> Running:
        """That one. Raises Trouble where it is not on."""
        running = self.running.get(show)
        if running is None or running.airing.id != airing:
            raise WORDS.trouble("airing_over", exit_code=0)
        return running

    def resume(self, airing: Airing, salt: bytes, told_ms: int, board: Board) -> None:
        """After a start: it goes on, where it is live, its show is still there and the silence was short."""
        if airing.kind == "live" and self.wall_ms() - told_ms < SILENCE_MS and self.has(airing.show):
            running = Running(airing, salt, board, told_ms=told_ms)
            running.off_ms = None if board.on_air else told_ms
            self._log.info("airing_resumed", show=airing.show)
            self._begun(running)
        else:
            self._shelf.end(replace(airing, ended_ms=told_ms))

    def begin(self, show: str, kind: Kind, title: str, clock: ShowClock, played: bool = False) -> Running:
        """Begin one. Raises Trouble where one is on."""
        self.check(show)
        if show in self.running:
            raise WORDS.trouble("airing_running", exit_code=0)
        return self.open(show, kind, title, clock, played)

    def open(self, show: str, kind: Kind, title: str, clock: ShowClock, played: bool = False) -> Running:
        """The same, of a show that is there and has none."""
        now_ms = clock.now_ms(self._wall_ns())
        airing = Airing(f"air-{secrets.token_hex(ID_BYTES)}", show, kind, now_ms, None, title, clock.speed)
        running = Running(airing, secrets.token_bytes(SALT_BYTES), Board(now_ms), clock, played, now_ms)
        sheets = self._shop.sheets(show, now_ms) if kind == "live" else []
        for sheet in sheets:
            running.board.take(sheet, now_ms)
        self._shelf.begin(running, sheets)
        if kind == "live":
            batch = Batch(airing.id)
            for gauge in self._shop.stock(show, now_ms):
                batch.take(gauge, running.board, running.viewer)
                running.board.take(gauge, now_ms)
            self._shelf.put(batch)
        self._log.info("airing_began", show=show, kind=kind)
        self._begun(running)
        return running

    def end(self, show: str, ended_ms: int) -> Airing:
        """The one that is on is over."""
        running = self.running[show]
        self.flush(running)
        del self.running[show]
        running.board.deafen()
        airing = replace(running.airing, ended_ms=max(ended_ms, running.airing.began_ms))
        self.past.over(airing)
        self._shelf.end(airing)
        self._log.info("airing_ended", show=show)
        self.tell(show)
        return airing

    def flush(self, running: Running) -> None:
        """What its board was told beside facts goes to the store."""
        if running.counted:
            self._shelf.put(running.counted)
            running.counted = Batch(running.airing.id)
            self._note(running)

    def tell(self, show: str) -> None:
        """Its airing began, changed or ended."""
        for hear in self.hearers:
            try:
                hear(show)
            except Exception as error:
                self._log.error("our_mistake", where="show data", reason=repr(error))

    def _note(self, running: Running) -> None:
        running.board.noted, running.board.returned = running.counted.count, running.counted.returned

    def _begun(self, running: Running) -> None:
        self._note(running)
        self.running[running.airing.show] = running
        self.tell(running.airing.show)
