"""The cue log as people read it: found in the store, shown as JSON, CSV or one archive with all recordings."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from .sink import Sink
from .store import Database
from .store.models.cues import CueRow, ReceiptRow
from .witness.words import WORDS

BATCH = 200
CHUNK_BYTES = 1 << 16
THERE = ("complete", "cut")
COLUMNS = (
    "id", "asked", "started", "ended", "show", "who", "name", "role", "source", "to", "hosts", "priority", "mode",
    "private", "text", "file", "state", "reason", "again_of", "receipts", "recording",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


@dataclass(frozen=True)
class Filter:
    """who: an account id or a name; host: an id; text: a part of what was said, of its file or of a name."""

    show: str
    who: str = ""
    host: str = ""
    text: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads: of private cues only what they said themselves is shown, but to owners."""

    id: str
    owner: bool

    def may_hear(self, cue: CueRow) -> bool:
        """Whether they may know what was said."""
        return not cue.private or self.owner or (bool(self.id) and cue.who == self.id)


class CueBook:
    """Methods are for threads but where they say otherwise."""

    def __init__(self, database: Database, recordings: Path):
        self._database = database
        self._recordings = recordings

    def page(self, wanted: Filter, before: str, limit: int) -> tuple[list[CueRow], str | None]:
        """At most ``limit`` cues, newest first, older than the cursor ``before`` ("": from the newest); the cursor of
        the next page, None at the end."""
        rows = self._database.read(lambda session: list(session.scalars(_query(wanted, before, limit + 1))))
        more = rows[limit:]
        rows = rows[:limit]
        return rows, cursor_of(rows[-1]) if more else None

    def all(self, wanted: Filter) -> Iterator[CueRow]:
        """Every one, newest first, a batch at a time."""
        before: str | None = ""
        while before is not None:
            rows, before = self.page(wanted, before, BATCH)
            yield from rows

    def get(self, cue: str) -> CueRow | None:
        """One of them."""

        def find(session: Session) -> CueRow | None:
            return session.scalar(select(CueRow).where(CueRow.id == cue).options(*_WITH))

        return self._database.read(find)

    async def show_of(self, cue: str) -> str | None:
        """The show of a cue, for the gate; None where there is no such cue. From asyncio."""
        return await self._database.run(lambda session: session.scalar(select(CueRow.show).where(CueRow.id == cue)))

    def csv(self, wanted: Filter, reader: Reader) -> Iterator[bytes]:
        """Comma-separated values (RFC 4180) that Excel reads as UTF-8."""
        yield "\ufeff".encode()
        yield _line(COLUMNS)
        for cue in self.all(wanted):
            yield _line(_cell(value) for value in row_cells(cue, reader))

    def archive(self, wanted: Filter, reader: Reader) -> Iterator[bytes]:
        """A ZIP of ``cues.csv``, ``cues.json`` and every recording that may be heard, made while it is read."""
        sink = Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
            for name, chunks in self._parts(wanted, reader):
                with archive.open(name, "w", force_zip64=True) as entry:
                    for chunk in chunks:
                        entry.write(chunk)
                        yield sink.take()
                yield sink.take()
        yield sink.take()

    def _parts(self, wanted: Filter, reader: Reader) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
        now = datetime.now().timetuple()[:6]
        yield zipfile.ZipInfo("cues.csv", now), self.csv(wanted, reader)
        yield zipfile.ZipInfo("cues.json", now), self._json(wanted, reader)
        for cue in self.all(wanted):
            path = self.sound_of(cue)
            if path is not None and reader.may_hear(cue):
                moment = datetime.fromtimestamp(cue.asked_at_ms / 1000).timetuple()[:6]
                name = path.relative_to(self._recordings.resolve()).as_posix()
                yield zipfile.ZipInfo(f"recordings/{name}", moment), _chunks(path)

    def _json(self, wanted: Filter, reader: Reader) -> Iterator[bytes]:
        """One object a line."""
        for cue in self.all(wanted):
            yield json.dumps(cue_json(cue, reader), ensure_ascii=False).encode() + b"\n"

    def sound_of(self, cue: CueRow) -> Path | None:
        """The file of its recording, None where there is none that can be heard."""
        row = cue.recording
        if row is None or row.state not in THERE or not row.file:
            return None
        path = (self._recordings / row.file).resolve()
        return path if path.is_relative_to(self._recordings.resolve()) and path.is_file() else None

    def sound_for(self, cue: CueRow, reader: Reader) -> Path:
        """The same. Raises Trouble where there is none, or it is not for this reader."""
        path = self.sound_of(cue)
        if path is None:
            raise WORDS.trouble("unknown_recording", cue=cue.id)
        if not reader.may_hear(cue):
            raise WORDS.trouble("forbidden", cue=cue.id)
        return path


_WITH = (selectinload(CueRow.receipts), selectinload(CueRow.recording))


def _query(wanted: Filter, before: str, limit: int) -> Select[CueRow]:
    query = select(CueRow).where(CueRow.show == wanted.show).options(*_WITH).limit(limit)
    query = query.order_by(CueRow.asked_at_ms.desc(), CueRow.id.desc())
    if before:
        at_ms, _, cue = before.partition(".")
        older = CueRow.asked_at_ms < int(at_ms)
        query = query.where(or_(older, and_(CueRow.asked_at_ms == int(at_ms), CueRow.id < cue)))
    if wanted.who:
        query = query.where(or_(CueRow.who == wanted.who, CueRow.name == wanted.who))
    if wanted.host:
        query = query.where(CueRow.id.in_(select(ReceiptRow.cue).where(ReceiptRow.host == wanted.host)))
    if wanted.text:
        places = [column.icontains(wanted.text, autoescape=True) for column in (CueRow.file, CueRow.name)]
        said = and_(CueRow.text.icontains(wanted.text, autoescape=True), CueRow.private.is_(False))
        query = query.where(or_(said, *places))
    return query


def cursor_of(cue: CueRow) -> str:
    """Where a page ends."""
    return f"{cue.asked_at_ms}.{cue.id}"


def iso(at_ms: int | None) -> str | None:
    """UTC, to the millisecond."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


def receipts_json(cue: CueRow) -> dict[str, Any]:
    """Host -> what it heard."""
    return {
        row.host: {
            "state": row.state,
            "heard_percent": row.heard_percent,
            "delay_ms": row.delay_ms,
            "acknowledged": iso(row.acknowledged_at_ms),
        }
        for row in cue.receipts
    }


def cue_json(cue: CueRow, reader: Reader) -> dict[str, Any]:
    """As in the live document, and what only the log knows."""
    recording = cue.recording
    return {
        "id": cue.id,
        "show": cue.show,
        "who": cue.who,
        "name": cue.name,
        "role": cue.role,
        "source": cue.source,
        "file": cue.file,
        "to": cue.named,
        "hosts": cue.hosts,
        "priority": cue.priority,
        "mode": cue.mode,
        "private": cue.private,
        "text": cue.text if reader.may_hear(cue) else None,
        "asked": iso(cue.asked_at_ms),
        "started": iso(cue.started_at_ms),
        "ended": iso(cue.ended_at_ms),
        "duration_ms": cue.duration_ms,
        "state": cue.state,
        "reason": cue.reason,
        "again_of": cue.again_of,
        "receipts": receipts_json(cue),
        "recording": recording is not None and recording.state in THERE,
        "recording_ms": recording.duration_ms if recording is not None and recording.state in THERE else None,
        "asked_ns": cue.clock_ns.get("asked"),
        "started_ns": cue.clock_ns.get("started"),
        "ended_ns": cue.clock_ns.get("ended"),
        "mouth_ns": cue.clock_ns.get("mouth"),
    }


def row_cells(cue: CueRow, reader: Reader) -> list[object]:
    """COLUMNS of one cue."""
    shown = cue_json(cue, reader)
    shown["receipts"] = "; ".join(
        f"{host}: {row['state']}" + (f" {row['heard_percent']:g} %" if row["heard_percent"] is not None else "")
        + (" acknowledged" if row["acknowledged"] else "")
        for host, row in shown["receipts"].items()
    )  # fmt: skip
    return [" ".join(value) if isinstance(value := shown[name], list) else value for name in COLUMNS]


def _cell(value: object) -> object:
    """Text that a spreadsheet would run is shown as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _line(cells: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue().encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
