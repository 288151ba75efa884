"""Nothing is left of a show that people have deleted, nor of an airing: in every table there is, whoever made it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Float, Integer, Table, func, insert, select
from sqlalchemy.orm import Session
from support.gateway_process import GatewayProcess, wait_for

from hushcue_gateway.showdata.shelf import DataShelf
from hushcue_gateway.store import Database
from hushcue_gateway.store.base import Base
from hushcue_gateway.store.deleted_show import STAYS, forget_airing, forget_show

GONE, STAYING = "gone", "staying"
TABLES: Mapping[str, Table] = Base.metadata.tables
OF_SHOWS = sorted(name for name, table in TABLES.items() if "show" in table.c and name not in STAYS)
OF_AIRINGS = sorted(name for name, table in TABLES.items() if "airing" in table.c)


def a_value(column: Any, row: int) -> Any:
    """Of the column's type, another one for every row."""
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, Boolean):
        return False
    return row if isinstance(column.type, Integer | Float) else f"{column.name}-{row}"[: column.type.length or 99]


def fill(session: Session) -> None:
    """Every table has a row of each show, and of an airing of each."""
    row = 0
    for table in Base.metadata.sorted_tables:
        if table.name not in OF_SHOWS and table.name not in OF_AIRINGS and table.name not in ("airings", "shows"):
            continue
        for show in (GONE, STAYING):
            row += 1
            values = {column.name: a_value(column, row) for column in table.columns}
            keyed = {"show": show, "airing": f"air-{show}"}
            values.update({name: value for name, value in keyed.items() if name in table.c})
            if table.name in ("airings", "shows"):
                values["id"] = f"air-{show}" if table.name == "airings" else show
            if table.name == "recordings":
                values["cue"], values["file"] = f"cue-{show}", f"{show}.ogg"
            if table.name == "cues":
                values["id"] = f"cue-{show}"
            session.execute(insert(table).values(**values))


def counted(session: Session, column: str, value: str) -> dict[str, int]:
    """Table -> rows in which the column is so, for tables that have the column."""
    tables = [table for table in TABLES.values() if column in table.c and table.name not in STAYS]
    return {
        table.name: session.scalar(select(func.count()).select_from(table).where(table.c[column] == value)) or 0
        for table in tables
    }


@pytest.fixture
def filled(database: Database) -> Database:
    database.write(fill)
    return database


def test_no_table_keeps_anything_of_a_show_that_is_deleted(filled: Database, tmp_path: Path) -> None:
    for show in (GONE, STAYING):
        (tmp_path / f"{show}.ogg").write_bytes(b"sound")
    gone = filled.read(lambda session: counted(session, "show", GONE))
    stays = filled.read(lambda session: counted(session, "show", STAYING))
    assert set(gone.values()) == {1} and set(OF_SHOWS) == set(gone), "the test fills every table"
    filled.write(lambda session: forget_show(session, GONE, tmp_path))
    assert set(filled.read(lambda session: counted(session, "show", GONE)).values()) == {0}
    assert filled.write(forget_airing) and not filled.write(forget_airing)
    assert set(filled.read(lambda session: counted(session, "airing", f"air-{GONE}")).values()) == {0}
    assert set(filled.read(lambda session: counted(session, "show", "")).values()) == {0}
    assert filled.read(lambda session: counted(session, "show", STAYING)) == stays
    assert set(filled.read(lambda session: counted(session, "airing", f"air-{STAYING}")).values()) == {1}
    assert [path.name for path in tmp_path.glob("*.ogg")] == [f"{STAYING}.ogg"]


def test_no_table_keeps_anything_of_an_airing_that_is_deleted(filled: Database) -> None:
    assert set(filled.read(lambda session: counted(session, "airing", f"air-{GONE}")).values()) == {1}
    asyncio.run(DataShelf(filled).delete(f"air-{GONE}"))
    assert set(filled.read(lambda session: counted(session, "airing", f"air-{GONE}")).values()) == {0}
    assert filled.read(lambda session: counted(session, "show", GONE))["airings"] == 0
    assert set(filled.read(lambda session: counted(session, "airing", f"air-{STAYING}")).values()) == {1}


def test_a_show_that_is_made_anew_under_the_name_of_a_deleted_one_knows_nothing_of_it(tmp_path: Path) -> None:
    show = "/api/v1/shows/second"
    with GatewayProcess(tmp_path, bodypacks=()) as gateway:
        http = gateway.http

        def ask(method: str, path: str, **json_body: object) -> Any:
            answer = http.request(method, path, **({"json": json_body} if json_body else {}))
            assert answer.status_code < 300, f"{method} {path}: {answer.text}"
            return answer.json() if answer.content else None

        def make() -> None:
            ask("POST", "/api/v1/shows", id="second", label="Second")

        make()
        ask("POST", f"{show}/hosts", id="carla", label="Carla", kind="phone", language="en")
        ask("PUT", f"{show}/assistant/settings", delay_s=17, rephrase={"url": "http://127.0.0.1:9/v1", "key": "k"})
        ask("PUT", f"{show}/assistant/rules", rules={"stock_low": {"cooldown_s": 77}})
        ask("PUT", f"{show}/data-retention", comment_days=3, metric_days=33)
        topics = ask("GET", f"{show}/topics")["topics"]
        ask("PUT", f"{show}/topics", topics=topics[:1])
        secret = ask("POST", "/api/v1/tokens", name="feeder", show="second", role="ops")["secret"]
        facts = [
            {"type": "on_air", "on": True},
            {"type": "product", "product": "Bag", "label": "Bag", "slot": 4, "stock_low": 20},
            {"type": "gauge", "product": "Bag", "stock": 100},
            {"type": "pin", "product": "Bag", "slot": 4},
            {"type": "comment", "user": "u", "text": "what sizes do you have?"},
            {"type": "order", "product": "Bag", "units": 1, "amount_minor": 500, "currency": "USD"},
            {"type": "gauge", "product": "Bag", "stock": 12},
        ]
        lines = "\n".join(json.dumps(each) for each in facts)
        told = http.post(f"{show}/ingest", content=lines, headers={"Content-Type": "application/x-ndjson"})
        assert told.status_code == 200 and not told.json()["refused"], told.text
        wait_for("a suggestion", lambda: ask("GET", f"{show}/state")["suggestions"])
        said = ask("POST", f"{show}/suggestions", text="Smile.", hosts=["carla"], language="en", say=True)["id"]
        wait_for("it was said", lambda: ask("GET", f"{show}/state")["suggestions"][said]["state"] == "done")
        assert ask("GET", f"{show}/state")["cues"]
        ask("DELETE", f"{show}/hosts/carla")
        ask("DELETE", show)

        make()
        assert ask("GET", f"{show}/assistant/settings")["delay_s"] == 5
        ask("PUT", f"{show}/assistant/settings", delay_s=7)  # waits for the disk: all that was posted before is stored
        assert not ask("GET", f"{show}/assistant/settings")["rephrase"]["has_key"]
        assert ask("GET", f"{show}/assistant/rules")["rules"]["stock_low"]["cooldown_s"] == 120
        assert ask("GET", f"{show}/data-retention")["metric_days"] == 400
        assert ask("GET", f"{show}/topics")["topics"] == topics
        assert not ask("GET", f"{show}/state")["suggestions"] and not ask("GET", f"{show}/products")
        assert not ask("GET", f"{show}/airings") and not ask("GET", f"{show}/state")["cues"]
        theirs = http.get(f"{show}/state", headers={"Authorization": f"Bearer {secret}"})
        assert theirs.status_code == 401, theirs.text
        ask("DELETE", show)
        assert "store_mistake" not in gateway.codes() and "our_mistake" not in gateway.codes()
        gateway.stop()
    with sqlite3.connect(tmp_path / "state" / "hushcue.db") as stored:
        kept = {
            name: stored.execute(f'SELECT COUNT(*) FROM "{name}" WHERE "show" = ?', ("second",)).fetchone()[0]
            for name in OF_SHOWS
        }
        stray = {name: stored.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in OF_AIRINGS}
    stored.close()
    assert set(kept.values()) == {0}, kept
    assert set(stray.values()) == {0}, "no other show had an airing"
