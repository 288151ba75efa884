"""How batteries went: one measurement a minute, 30 days, and no more rows than MOST_ROWS altogether."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from ..core.bodypack import BodypackView
from ..store.database import Database
from ..store.models.bodypacks import BatteryRow

EVERY_MS = 60_000
FRESH_NS = 10_000_000_000
"""A measurement that is older says nothing of now."""
HOUR_MS = 3_600_000
MOST_HOURS = 30 * 24
MOST_ROWS = 500_000
"""Eleven bodypacks for 30 days without a break, or 34 that are on for eight hours a day; the oldest go first."""
MOST_POINTS = 1440
"""Of one answer: a longer stretch is told in equal parts."""
SWEEP_MS = HOUR_MS


class BatteryHistory:
    """``measure`` as often as one likes. views: every bodypack as it is now."""

    def __init__(self, database: Database, views: Callable[[], Iterable[BodypackView]], most_rows: int = MOST_ROWS):
        self._database = database
        self._views = views
        self._most_rows = most_rows
        self._taken_ms: dict[str, int] = {}
        self._swept_ms: int | None = None

    def measure(self, now_ns: int, now_ms: int) -> None:
        """Take note of what is due. now_ns: monotonic. now_ms: since the epoch."""
        rows = []
        for view in self._views():
            before_ms = self._taken_ms.get(view.id)
            if before_ms is not None and before_ms <= now_ms < before_ms + EVERY_MS:
                continue
            measured = measured_of(view, now_ns)
            if measured is not None:
                self._taken_ms[view.id] = now_ms
                percent, millivolts = measured
                rows.append({"host": view.id, "at_ms": now_ms, "percent": percent, "millivolts": millivolts})
        if rows:
            self._database.change_soon(
                lambda session: session.execute(insert(BatteryRow).prefix_with("OR REPLACE"), rows)
            )
        if self._swept_ms is None or not 0 <= now_ms - self._swept_ms < SWEEP_MS:
            self._swept_ms = now_ms
            self._database.change_soon(lambda session: sweep(session, now_ms, self._most_rows))

    def forget(self, bodypack: str) -> None:
        """Nothing of it is kept."""
        self._taken_ms.pop(bodypack, None)
        gone = delete(BatteryRow).where(BatteryRow.host == bodypack)
        self._database.change_soon(lambda session: session.execute(gone))

    async def points(self, bodypack: str, hours: int, now_ms: int) -> list[tuple[int, int | None, float | None]]:
        """(milliseconds since the epoch, percent, volts), the oldest first."""
        return await self._database.run(lambda session: read(session, bodypack, hours, now_ms))


def measured_of(view: BodypackView, now_ns: int) -> tuple[int | None, int | None] | None:
    """Percent and millivolts as they are now; None where it tells neither, or told them long ago."""
    if view.telemetry is None or view.telemetry_ns is None or now_ns - view.telemetry_ns > FRESH_NS:
        return None
    percent, millivolts = (view.telemetry.get(name) for name in ("battery_percent", "battery_mv"))
    if not isinstance(percent, int) and not isinstance(millivolts, int):
        return None
    return percent if isinstance(percent, int) else None, millivolts if isinstance(millivolts, int) else None


def sweep(session: Session, now_ms: int, most_rows: int) -> None:
    """Forget what is old, and the oldest of what is too much."""
    session.execute(delete(BatteryRow).where(BatteryRow.at_ms < now_ms - MOST_HOURS * HOUR_MS))
    newest = select(BatteryRow.at_ms).order_by(BatteryRow.at_ms.desc()).offset(most_rows).limit(1)
    from_ms = session.scalar(newest)
    if from_ms is not None:
        session.execute(delete(BatteryRow).where(BatteryRow.at_ms <= from_ms))


def read(session: Session, bodypack: str, hours: int, now_ms: int) -> list[tuple[int, int | None, float | None]]:
    """Measurements of the last hours, or the means of equal parts of them."""
    part_ms = max(EVERY_MS, hours * HOUR_MS // MOST_POINTS)
    rows = session.execute(
        select(func.max(BatteryRow.at_ms), func.avg(BatteryRow.percent), func.avg(BatteryRow.millivolts))
        .where(BatteryRow.host == bodypack, BatteryRow.at_ms > now_ms - hours * HOUR_MS, BatteryRow.at_ms <= now_ms)
        .group_by(BatteryRow.at_ms // part_ms)
        .order_by(func.max(BatteryRow.at_ms))
    )
    return [
        (
            at_ms,
            None if percent is None else round(percent),
            None if millivolts is None else round(millivolts / 1000, 3),
        )
        for at_ms, percent, millivolts in rows
    ]
