"""The gain matrix: how loud one host hears one source, beside the source's own gain. Wishes are kept in the store.

A source comes and goes; a wish about it stays. What is kept is named after the source of the configuration, or after
the person: whichever microphone they talk with is as loud as the last one was.

| what happens              | wishes about it | the engine                                |
|---------------------------|-----------------|-------------------------------------------|
| somebody sets a gain      | kept, 0 forgets | SetMixGain                                |
| a source comes            | stay            | SetMixGain for each host                  |
| a source is gone          | stay            | has forgotten them with it                |
| a host leaves its show    | forgotten       | SetMixGain 0                              |
| a show is gone            | forgotten       |                                           |
| the media process is new  | stay            | told again by its supervisor              |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .core.commands import MAX_GAIN_DB, MIN_GAIN_DB, SetMixGain
from .part import BasePart
from .show_desk import ShowDesk
from .source_desk import SourceDesk, SourceEntry
from .store.database import Database
from .store.models.settings import SourceGainRow

STEP_DIGITS = 1
"""Gains are kept to a tenth of a dB."""


class Engine(Protocol):
    """Who tells the engine; False where its queue is full."""

    def tell(self, command: object, /) -> bool: ...


class MixDesk(BasePart):
    """Raises Trouble for what people ask wrongly. All in the loop."""

    def __init__(self, database: Database, shows: ShowDesk, sources: SourceDesk, engine: Engine):
        self._database = database
        self._shows = shows
        self._sources = sources
        self._engine = engine
        self._wishes: dict[tuple[str, str], dict[str, float]] = {}
        """(show, name it is kept under) -> host -> gain_db, none of them 0"""
        self._told: dict[tuple[str, str], float] = {}
        """(source, host) -> gain_db that the engine has"""
        self._behind = False
        sources.on_change(self._follow)
        shows.on_host_gone(self._host_gone)

    async def start(self) -> None:
        for row in await self._database.run(lambda session: session.scalars(select(SourceGainRow)).all()):
            self._wishes.setdefault((row.show, row.source), {})[row.host] = row.gain_db
        self._sources.touch()

    def tick(self, now_ns: int) -> None:
        """An engine that had no room is told now."""
        if self._behind:
            self._follow()

    # --- what it knows ----------------------------------------------------------------------------------------------

    def at(self, entry: SourceEntry) -> Mapping[str, float]:
        """host -> gain_db of this source, only where it is not 0."""
        wishes = self._wishes.get((entry.show, kept_as(entry)), {})
        return {host: gain_db for host, gain_db in wishes.items() if self._shows.show_of_host(host) == entry.show}

    # --- what people want -------------------------------------------------------------------------------------------

    def set(self, source: str, show: str, host: str, gain_db: float) -> float:
        """How loud ``host`` hears ``source``, both of ``show``; what became of the wish. MIN_GAIN_DB is silence to the
        ear; 0 is as everybody."""
        entry = self._sources.get(source, show)
        self._shows.host(host, show)
        gain_db = round(min(max(gain_db, MIN_GAIN_DB), MAX_GAIN_DB), STEP_DIGITS) + 0.0  # never -0.0
        kept = kept_as(entry)
        wishes = self._wishes.setdefault((show, kept), {})
        if gain_db != wishes.get(host, 0.0):
            if gain_db == 0.0:
                del wishes[host]
            else:
                wishes[host] = gain_db
            self._database.change_soon(lambda session: _write(session, show, kept, host, gain_db))
            self._sources.touch()
        return gain_db

    # --- what happens -----------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Tell the engine what differs from what it was told."""
        shows = self._shows.shows()
        for gone in {show for show, _ in self._wishes} - shows.keys():
            self._show_gone(gone)
        wanted = {
            (entry.id, host): gain_db
            for show in {show for (show, _), wishes in self._wishes.items() if wishes}
            for entry in self._sources.of_show(show)
            for host, gain_db in self.at(entry).items()
        }
        for source, host in self._told.keys() - wanted.keys():
            if source not in self._sources or self._engine.tell(SetMixGain(source, (host,), 0.0)):
                del self._told[source, host]
        for (source, host), gain_db in wanted.items():
            if self._told.get((source, host)) != gain_db and self._engine.tell(SetMixGain(source, (host,), gain_db)):
                self._told[source, host] = gain_db
        self._behind = self._told != wanted

    def _host_gone(self, host: str) -> None:
        for wishes in self._wishes.values():
            wishes.pop(host, None)
        gone = delete(SourceGainRow).where(SourceGainRow.host == host)
        self._database.change_soon(lambda session: session.execute(gone))

    def _show_gone(self, show: str) -> None:
        for key in [key for key in self._wishes if key[0] == show]:
            del self._wishes[key]
        gone = delete(SourceGainRow).where(SourceGainRow.show == show)
        self._database.change_soon(lambda session: session.execute(gone))


def kept_as(entry: SourceEntry) -> str:
    """The name under which the gains of a source are kept: all microphones of a person have one."""
    return entry.id if entry.who is None else f"person:{entry.who}"


def _write(session: Session, show: str, source: str, host: str, gain_db: float) -> None:
    if gain_db == 0.0:
        row = session.get(SourceGainRow, (show, source, host))
        if row is not None:
            session.delete(row)
    else:
        session.merge(SourceGainRow(show=show, source=source, host=host, gain_db=gain_db))
