"""Parts that only carry something into the list: the database, the receipts, the listeners, routes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .core.actions import Played
from .core.commands import AddStream, RemoveStream
from .listeners import Listeners
from .logs import Log
from .part import BasePart, Observers
from .picture import Picture
from .receipt_desk import ReceiptDesk
from .roster_desk import RosterDesk
from .store.database import Database
from .supervisor import MediaRestarted

if TYPE_CHECKING:
    from fastapi import APIRouter

NS_PER_MS = 1e6


class DatabasePart(BasePart):
    """Open before everything that reads it, closed after everything that writes it."""

    def __init__(self, database: Database):
        self._database = database

    async def prepare(self) -> None:
        await asyncio.to_thread(self._database.open)

    async def stop(self) -> None:
        await asyncio.to_thread(self._database.close)


class ReceiptsPart(BasePart):
    """What bodypacks played, and which streams there are, as the receipts have to know it."""

    def __init__(self, receipts: ReceiptDesk, picture: Picture):
        self._receipts = receipts
        self._picture = picture
        self._bodypacks: RosterDesk

    def follow(self, bodypacks: RosterDesk) -> None:
        """Whose streams they are: told after both were made."""
        self._bodypacks = bodypacks

    async def start(self) -> None:
        self._receipts.restore()

    def observers(self) -> Observers:
        return {MediaRestarted: self._media_restarted}

    def actions(self) -> Observers:
        return {Played: self._played, AddStream: self._stream_added, RemoveStream: self._stream_removed}

    def tick(self, now_ns: int) -> None:
        self._receipts.tick(now_ns)

    def _media_restarted(self, event: MediaRestarted) -> None:
        """Streams with keys ended when their process died, before new ones begin."""
        died_ns = event.at_ns - round(event.silent_ms * NS_PER_MS)
        for stream in event.streams_ended:
            self._receipts.stream_removed(stream, died_ns)

    def _played(self, action: Played) -> None:
        report = self._picture.stream_report(action.bodypack)
        rtt_ms = (report.quality.rtt_ms if report and report.quality else None) or 0.0
        self._receipts.played(action, rtt_ms)

    def _stream_added(self, action: AddStream) -> None:
        self._receipts.stream_added(self._bodypacks.roster.view(action.id), time.monotonic_ns())

    def _stream_removed(self, action: RemoveStream) -> None:
        self._receipts.stream_removed(action.id, time.monotonic_ns())


class ListenersPart(BasePart):
    """Listeners' streams end with their process too, and begin again with new keys."""

    def __init__(self, listeners: Listeners, log: Log):
        self._listeners = listeners
        self._log = log

    def observers(self) -> Observers:
        return {MediaRestarted: self._media_restarted}

    def _media_restarted(self, event: MediaRestarted) -> None:
        for listener in self._listeners.renew(event.streams_ended):
            self._log.warning("listener_renewed", id=listener.id)


class Routes(BasePart):
    """A share of the HTTP interface that no part serves itself. make: called once, when the application is made."""

    def __init__(self, make: Callable[[], Sequence[APIRouter]]):
        self._make = make

    def routers(self) -> Sequence[APIRouter]:
        return self._make()
