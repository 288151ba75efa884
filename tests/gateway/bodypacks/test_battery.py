"""How batteries went: one point a minute, 30 days, bounded altogether."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from hushcue_gateway.bodypacks.battery import EVERY_MS, FRESH_NS, HOUR_MS, MOST_HOURS, MOST_POINTS, BatteryHistory
from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database
from hushcue_gateway.store.models.bodypacks import BatteryRow

DAY_MS = 24 * HOUR_MS
NOW_MS = 1_800_000_000_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path, Log((), io.StringIO()))
    database.open()
    yield database
    database.close()


class Packs:
    """What bodypacks tell of their batteries."""

    def __init__(self, *names: str):
        self.told: dict[str, dict[str, Any] | None] = dict.fromkeys(names)
        self.told_ns = 0

    def views(self) -> list[Any]:
        return [SimpleNamespace(id=name, telemetry=told, telemetry_ns=self.told_ns) for name, told in self.told.items()]

    def tell(self, name: str, percent: int | None, millivolts: int | None) -> None:
        self.told[name] = {"battery_percent": percent, "battery_mv": millivolts}


def points(history: BatteryHistory, name: str, hours: int, now_ms: int) -> list[tuple[int, int | None, float | None]]:
    return asyncio.run(history.points(name, hours, now_ms))


def test_a_point_a_minute_however_often_it_is_asked(database: Database) -> None:
    packs = Packs("host-1", "host-2")
    history = BatteryHistory(database, packs.views)
    for half_s in range(240):
        packs.tell("host-1", 90 - half_s // 120, 3900)
        history.measure(0, NOW_MS + half_s * 500)
    assert database.settle(60.0)
    assert points(history, "host-1", 1, NOW_MS + HOUR_MS - 1) == [(NOW_MS, 90, 3.9), (NOW_MS + EVERY_MS, 89, 3.9)]
    assert points(history, "host-2", 1, NOW_MS + EVERY_MS) == []


def test_what_is_old_or_not_told_is_no_point(database: Database) -> None:
    packs = Packs("host-1")
    history = BatteryHistory(database, packs.views)
    history.measure(0, NOW_MS)
    packs.tell("host-1", None, None)
    history.measure(0, NOW_MS)
    packs.tell("host-1", 50, None)
    history.measure(FRESH_NS + 1, NOW_MS)
    assert database.settle(60.0) and points(history, "host-1", 1, NOW_MS) == []
    history.measure(FRESH_NS, NOW_MS)
    assert database.settle(60.0) and points(history, "host-1", 1, NOW_MS) == [(NOW_MS, 50, None)]


def test_a_clock_that_was_set_back_stops_nothing(database: Database) -> None:
    packs = Packs("host-1")
    packs.tell("host-1", 50, 3700)
    history = BatteryHistory(database, packs.views)
    for at_ms in (NOW_MS, NOW_MS - DAY_MS, NOW_MS):
        history.measure(0, at_ms)
    assert database.settle(60.0)
    assert len(points(history, "host-1", 48, NOW_MS)) == 2


def test_a_month_is_told_in_parts_and_what_is_older_is_gone(database: Database) -> None:
    packs = Packs("host-1")
    history = BatteryHistory(database, packs.views)
    minutes = range(0, MOST_HOURS * 60, 5)
    rows = [
        {"host": "host-1", "at_ms": NOW_MS + minute * EVERY_MS, "percent": 50 + minute % 2, "millivolts": 3700}
        for minute in minutes
    ]
    database.write(lambda session: session.execute(insert(BatteryRow), rows))
    end_ms = NOW_MS + MOST_HOURS * HOUR_MS
    month = points(history, "host-1", MOST_HOURS, end_ms)
    assert MOST_POINTS // 2 < len(month) <= MOST_POINTS + 1
    assert [at for at, _, _ in month] == sorted(at for at, _, _ in month)
    assert len(points(history, "host-1", 24, end_ms)) == 24 * 12 - 1
    history.measure(0, end_ms + 10 * DAY_MS)
    assert database.settle(60.0)
    oldest = database.read(lambda session: session.scalar(select(func.min(BatteryRow.at_ms))))
    assert oldest is not None and oldest >= end_ms + 10 * DAY_MS - MOST_HOURS * HOUR_MS


def test_there_are_never_more_rows_than_the_bound(database: Database) -> None:
    packs = Packs(*(f"host-{number}" for number in range(10)))
    history = BatteryHistory(database, packs.views, most_rows=200)
    for minute in range(120):
        for name in packs.told:
            packs.tell(name, 50, 3700)
        history.measure(0, NOW_MS + minute * EVERY_MS)
    history.measure(0, NOW_MS + 2 * HOUR_MS)
    assert database.settle(60.0)
    count = database.read(lambda session: session.scalar(select(func.count()).select_from(BatteryRow)))
    newest = database.read(lambda session: session.scalar(select(func.max(BatteryRow.at_ms))))
    assert count is not None and 0 < count <= 210
    assert newest == NOW_MS + 2 * HOUR_MS, "the oldest go"


def test_of_one_that_is_retired_nothing_is_kept(database: Database) -> None:
    packs = Packs("host-1", "host-2")
    history = BatteryHistory(database, packs.views)
    for name in packs.told:
        packs.tell(name, 50, 3700)
    history.measure(0, NOW_MS)
    history.forget("host-1")
    assert database.settle(60.0)
    assert points(history, "host-1", 1, NOW_MS) == [] and len(points(history, "host-2", 1, NOW_MS)) == 1
