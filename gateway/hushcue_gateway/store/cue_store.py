"""Cues and receipts, kept as they happen and found again after a restart. Called in the asyncio loop; never waits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from ..core.ledger import MAX_CUES as MOST_RECEIPTS
from ..core.ledger import TOLD, Record
from ..cues import CUT_OFF, MAX_CUES, Cue
from .database import Database
from .models.cues import CueRow, ReceiptRow, ReceiptStepRow

MOST_STEPS = 32_768
"""Of receipts that are not settled; then only what is unfinished is kept."""
MOMENTS = ("asked", "started", "ended", "mouth", "recorded")
MS_PER_S = 1000.0
NS_PER_MS = 1e6
RECEIPT = "receipt"


class CueStore:
    """See the module. ``unfinished``: the records that make up every receipt that is not settled yet."""

    def __init__(self, database: Database, unfinished: Callable[[], Iterable[Record]] = tuple):
        self.database = database
        self.unfinished = unfinished
        self._steps = 0

    def keep_cue(self, cue: Cue) -> None:
        """A cue that is new or has changed."""
        values, hosts = row_of(cue), list(cue.to)
        marks = {host: round(at * MS_PER_S) for host, at in cue.acknowledged.items()}

        def change(session: Session) -> None:
            upsert_cue(session, values, hosts)
            for host, at_ms in marks.items():
                which = (ReceiptRow.cue == values["id"]) & (ReceiptRow.host == host)
                session.execute(update(ReceiptRow).where(which).values(acknowledged_at_ms=at_ms))

        self.database.change_soon(change)

    def keep_record(self, record: Record) -> None:
        """A change of the ledger."""
        if record["k"] == RECEIPT:
            receipt = dict(record["r"])
            self.database.change_soon(lambda session: put_receipt(session, record["cue"], receipt))
        self._steps += 1
        if self._steps > MOST_STEPS:
            self.compact([record])
        else:
            self.database.change_soon(lambda session: session.add(ReceiptStepRow(record=record)))

    def compact(self, more: Iterable[Record] = ()) -> None:
        """Forget the steps of settled receipts. more: what is to stand after the rest."""
        steps = [{"record": record} for record in itertools.chain(self.unfinished(), more)]
        self._steps = len(steps) // 2  # what goes on may be longer than the bound: not anew with every record

        def change(session: Session) -> None:
            session.execute(delete(ReceiptStepRow))
            if steps:
                session.execute(insert(ReceiptStepRow), steps)

        self.database.change_soon(change)

    def restore(self) -> tuple[list[Cue], list[Record]]:
        """The newest cues, oldest first, and the records from which ``Receipts.restore`` goes on. What went on was cut
        off: that is stored, and left to ``CueLog.restore`` to say."""
        cues, records = self.database.read(_restore)
        self._steps = len(records)
        going_on = CueRow.state.in_(("asked", "talking"))
        cut = update(CueRow).where(going_on).values(state="ended", reason=CUT_OFF)
        self.database.change_soon(lambda session: session.execute(cut))
        return cues, records

    def total(self) -> int:
        """Cues that are kept."""
        return self.database.read(lambda session: session.scalar(select(func.count()).select_from(CueRow)) or 0)


def _restore(session: Session) -> tuple[list[Cue], list[Record]]:
    rows = session.scalars(select(CueRow).order_by(CueRow.asked_at_ms.desc(), CueRow.id.desc()).limit(MAX_CUES)).all()
    rows = rows[::-1]
    marks = _acknowledged(session, [row.id for row in rows])
    steps = list(session.scalars(select(ReceiptStepRow.record).order_by(ReceiptStepRow.id)))
    open_cues = {record.get("cue") for record in steps if record.get("k") == "talk"}
    told = {row.id: _receipts_of(session, row.id) for row in rows[-MOST_RECEIPTS:]}
    settled = [each for cue, records in told.items() if cue not in open_cues for each in records]
    reopened = [each for cue, records in told.items() if cue in open_cues for each in records]
    ledger = [record for record in steps if record.get("k") != TOLD]
    tales = [record for record in steps if record.get("k") == TOLD]
    return [cue_of(row, marks.get(row.id, {})) for row in rows], [*settled, *ledger, *reopened, *tales]


def _receipts_of(session: Session, cue: str) -> list[Record]:
    rows = session.scalars(select(ReceiptRow).where(ReceiptRow.cue == cue, ReceiptRow.receipt.is_not(None)))
    return [{"k": RECEIPT, "cue": cue, "r": row.receipt} for row in rows if row.receipt]


def _acknowledged(session: Session, cues: list[str]) -> dict[str, dict[str, float]]:
    wanted = select(ReceiptRow.cue, ReceiptRow.host, ReceiptRow.acknowledged_at_ms).where(
        ReceiptRow.acknowledged_at_ms.is_not(None), ReceiptRow.cue.in_(cues)
    )
    marks: dict[str, dict[str, float]] = {}
    for cue, host, at_ms in session.execute(wanted):
        assert at_ms is not None
        marks.setdefault(cue, {})[host] = at_ms / MS_PER_S
    return marks


def upsert_cue(session: Session, values: Mapping[str, Any], hosts: Iterable[str]) -> None:
    """A cue as it stands now, and a pending receipt for each of its hosts."""
    put = insert(CueRow).values(**values)
    session.execute(put.on_conflict_do_update(index_elements=["id"], set_=dict(values)))
    pending = [{"cue": values["id"], "host": host, "state": "pending"} for host in hosts]
    if pending:
        session.execute(insert(ReceiptRow).on_conflict_do_nothing(), pending)


def put_receipt(session: Session, cue: str, receipt: Mapping[str, Any]) -> None:
    """A receipt as it was told. One of a cue nobody knows is left out."""
    if session.get(CueRow, cue) is None:
        return
    delay = receipt.get("delay_ms") or {}
    values = {
        "state": receipt["state"],
        "heard_percent": receipt["heard_percent"],
        "delay_ms": delay.get("p50"),
        "receipt": dict(receipt),
    }
    put = insert(ReceiptRow).values(cue=cue, host=receipt["bodypack"], **values)
    session.execute(put.on_conflict_do_update(index_elements=["cue", "host"], set_=values))


def row_of(cue: Cue) -> dict[str, Any]:
    """The columns of CueRow."""
    asked_ms = round(cue.asked_at * MS_PER_S)

    def at_ms(moment_ns: int | None) -> int | None:
        return None if moment_ns is None else asked_ms + round((moment_ns - cue.asked_ns) / NS_PER_MS)

    same = ("id", "show", "who", "name", "role", "source", "file", "priority", "mode", "private", "state", "reason")
    return {
        **{field: getattr(cue, field) for field in same},
        "text": cue.text or None,
        "named": list(cue.named),
        "hosts": list(cue.to),
        "facts": {name: str(value) for name, value in cue.facts.items()},
        "again_of": cue.again_of,
        "asked_at_ms": asked_ms,
        "started_at_ms": at_ms(cue.started_ns),
        "ended_at_ms": at_ms(cue.ended_ns),
        "duration_ms": cue.duration_ms,
        "clock_ns": {moment: getattr(cue, f"{moment}_ns") for moment in MOMENTS},
    }


def cue_of(row: CueRow, acknowledged: Mapping[str, float]) -> Cue:
    """Back again."""
    record = {name: getattr(row, name) for name in asdict(_EMPTY) if hasattr(row, name)}
    record.update(text=row.text or "", to=list(row.hosts), asked_at=row.asked_at_ms / MS_PER_S)
    record.update({f"{moment}_ns": at_ns for moment, at_ns in row.clock_ns.items()})
    return Cue.of_record({**record, "acknowledged": dict(acknowledged)})


_EMPTY = Cue("", "", None, (), (), "", 0.0, 0)
