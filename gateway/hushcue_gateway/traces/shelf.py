"""Traces as they are kept: the newest of each bodypack, and no more than MOST of them."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hushcue_link.record import Sent

from ..store.database import Database
from ..store.models.traces import TraceRow
from .assembly import Assembly
from .taking import Taking, rows_of
from .words import WORDS

MOST = 20
SETTLE_S = 1.0
"""A disk that takes nothing keeps nobody waiting longer."""
Result = TypeVar("Result")


class TraceShelf:
    """In the database."""

    def __init__(self, database: Database):
        self._database = database

    def newest(self) -> dict[str, dict[str, Any]]:
        """Bodypack -> the summary of its newest trace."""

        def read(session: Session) -> dict[str, dict[str, Any]]:
            rows = session.execute(select(TraceRow.host, TraceRow.summary).order_by(TraceRow.at_ms))
            return {host: dict(summary) for host, summary in rows}

        return self._database.read(read)

    def put(self, taking: Taking, summary: dict[str, Any]) -> None:
        """Keep it, and let go what is too old."""
        row = {
            "id": taking.id,
            "host": taking.host,
            "at_ms": taking.at_ms,
            "taken_by": taking.by,
            "frame_ms": taking.frame_ms,
            "summary": summary,
            "told": zlib.compress(taking.assembly.told),
        }
        host = taking.host

        def write(session: Session) -> None:
            session.merge(TraceRow(**row))
            session.flush()
            kept = select(TraceRow.id).where(TraceRow.host == host).order_by(TraceRow.at_ms.desc()).limit(MOST)
            session.execute(delete(TraceRow).where(TraceRow.host == host, TraceRow.id.not_in(kept)))

        self._database.change_soon(write)

    def forget(self, host: str) -> None:
        """Nothing of a bodypack is kept."""
        self._database.change_soon(lambda session: session.execute(delete(TraceRow).where(TraceRow.host == host)))

    async def of(self, host: str) -> list[dict[str, Any]]:
        """The summaries of a bodypack's traces, the newest first."""
        wanted = select(TraceRow.summary).where(TraceRow.host == host).order_by(TraceRow.at_ms.desc())
        return await self._read(lambda session: [dict(each) for each in session.scalars(wanted)])

    async def rows(self, host: str, trace: str) -> tuple[dict[str, Any], list[Sent]]:
        """A trace: its summary and its record. Raises Trouble."""

        def read(session: Session) -> tuple[dict[str, Any], list[Sent]] | None:
            row = session.get(TraceRow, trace)
            if row is None or row.host != host:
                return None
            return dict(row.summary), rows_of(Assembly(zlib.decompress(row.told)), row.frame_ms)

        found = await self._read(read)
        if found is None:
            raise WORDS.trouble("unknown_trace")
        return found

    async def _read(self, fn: Callable[[Session], Result]) -> Result:
        """People are told of a trace when it ends, and it is stored a moment later: whoever asks by then waits."""
        await asyncio.to_thread(self._database.settle, SETTLE_S)
        return await self._database.run(fn)
