"""The audit log: who did what, on what, when, from where, and whether they were let. Never a secret, never a body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select

from ..store.database import Database
from ..store.models.people import AuditRow

MOST_ROWS = 200_000
KEPT_MS = 400 * 24 * 3_600_000
PAGE = 100
FACT_CHARS = 64


@dataclass(frozen=True)
class Deed:
    """What was done or tried. kind, who, name: of the caller. what: the route. about: its path parameters."""

    at_ms: int
    kind: str
    who: str
    name: str
    what: str
    status: int
    address: str
    show: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def result(self) -> str:
        """Whether they were let."""
        return "done" if self.status < 400 else "refused"


class Audit:
    """``write`` never waits and never raises; ``page`` reads."""

    def __init__(self, database: Database):
        self._database = database

    def write(self, deed: Deed) -> None:
        """Note it."""
        about = {str(name)[:32]: str(value)[:FACT_CHARS] for name, value in list(deed.about.items())[:8]}
        row = {
            "at_ms": deed.at_ms,
            "kind": deed.kind,
            "who": deed.who[:64],
            "name": deed.name[:64],
            "what": deed.what[:64],
            "about": about,
            "show": deed.show[:64] if deed.show else None,
            "address": deed.address[:64],
            "result": deed.result,
            "status": deed.status,
        }
        self._database.change_soon(lambda session: session.add(AuditRow(**row)))

    async def page(self, before: int | None, limit: int, show: str | None) -> list[dict[str, Any]]:
        """Entries older than number ``before``, newest first; of one show, or of all."""
        order = select(AuditRow).order_by(AuditRow.n.desc()).limit(limit)
        if before is not None:
            order = order.where(AuditRow.n < before)
        if show is not None:
            order = order.where(AuditRow.show == show)
        rows = await self._database.run(lambda session: session.scalars(order).all())
        return [_json(row) for row in rows]

    def sweep(self, now_ms: int) -> None:
        """Forget what is old, and what is more than MOST_ROWS."""

        def forget(session: Any) -> None:
            newest = session.scalar(select(func.max(AuditRow.n))) or 0
            session.execute(
                delete(AuditRow).where((AuditRow.at_ms < now_ms - KEPT_MS) | (AuditRow.n <= newest - MOST_ROWS))
            )

        self._database.change_soon(forget)


def _json(row: AuditRow) -> dict[str, Any]:
    at = datetime.fromtimestamp(row.at_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return {
        "n": row.n,
        "at": at,
        "kind": row.kind,
        "who": row.who,
        "name": row.name,
        "what": row.what,
        "about": row.about,
        "show": row.show,
        "address": row.address,
        "result": row.result,
        "status": row.status,
    }
