"""Shows that people delete: every part forgets them, and then the store does, in whichever table they are.

| when                       | what                                                                                 |
|----------------------------|--------------------------------------------------------------------------------------|
| a show is deleted          | the parts forget it; its rows and files are deleted; its airings are nobody's        |
| soon                       | those go one by one, so that no cue waits for the store; also after a restart        |
| then                       | the journal, in which what was deleted still stands, is emptied                      |
| one of that name is made   | first the store has forgotten the one before: nothing of it can be read as its own   |
| LATE_NS later              | its rows once more: what was under way then was stored after that                    |
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from hushcue_words import Trouble

from .part import BasePart
from .show_desk import ShowDesk
from .store.database import Database
from .store.deleted_show import forget_airing, forget_show
from .store.space import empty_journal

LATE_NS = 60_000_000_000
"""Longer than any earpiece owes what it heard of a cue."""
AGAIN_NS = 5_000_000_000
"""While somebody reads, whoever empties the journal waits for them, and the writing thread for both."""


class DeletedShows(BasePart):
    """recordings: the folder of their files. forget: of each part that knows shows by name. Lives in the asyncio
    loop."""

    def __init__(
        self, shows: ShowDesk, database: Database, recordings: Path, forget: Sequence[Callable[[str], object]]
    ):
        self._shows = shows
        self._database = database
        self._recordings = recordings
        self._forget = forget
        self._again: dict[str, int] = {}
        self._unstored: dict[str, int] = {}
        """show -> the how manieth deleting of it may still be on its way to the disk"""
        self._journal_holds = True
        """something that was deleted, perhaps before a crash"""
        self._tidying: asyncio.Task[None] | None = None
        self._not_before_ns = 0
        shows.on_show_gone(self._gone)

    async def start(self) -> None:
        self._database.change_soon(self._next)

    async def stop(self) -> None:
        if self._tidying is not None:
            await asyncio.gather(self._tidying, return_exceptions=True)

    def tick(self, now_ns: int) -> None:
        for show in [show for show, due_ns in self._again.items() if now_ns >= due_ns]:
            del self._again[show]
            if show not in self._shows.shows():  # else it is a new one of that name
                self._delete(show)
        idle = self._tidying is None or self._tidying.done()
        if self._journal_holds and idle and now_ns >= self._not_before_ns:
            self._tidying = asyncio.create_task(self._tidy(), name="deleted shows tidied")

    async def settled(self, show: str) -> None:
        """Nothing of a deleted show of that name is in the store any more. Raises Trouble where the disk does not take
        it now."""
        which = self._unstored.get(show)
        if which is not None:
            await self._database.change(_nothing)  # is stored after all that was posted before
            if self._unstored.get(show) == which:
                del self._unstored[show]

    def _gone(self, show: str) -> None:
        for forget in self._forget:
            forget(show)
        self._again[show] = time.monotonic_ns() + LATE_NS
        self._unstored[show] = self._unstored.get(show, 0) + 1
        self._delete(show)

    def _delete(self, show: str) -> None:
        self._database.change_soon(lambda session: forget_show(session, show, self._recordings))
        self._database.change_soon(self._next)
        self._journal_holds = True

    def _next(self, session: Session) -> None:
        if forget_airing(session):
            self._journal_holds = True
            self._database.change_soon(self._next)

    async def _tidy(self) -> None:
        """Once what is to be deleted is: a transaction that is not through yet would stand in the journal after."""
        self._journal_holds = False
        try:
            await self._database.change(_nothing)
        except Trouble:
            self._retry()  # the disk takes nothing just now
            return
        if not await asyncio.to_thread(empty_journal, self._database.path):
            self._retry()
        if not self._journal_holds:  # nor was another show deleted meanwhile
            self._unstored.clear()

    def _retry(self) -> None:
        self._journal_holds = True
        self._not_before_ns = time.monotonic_ns() + AGAIN_NS


def _nothing(session: Session) -> None:
    """Waits for its turn."""
