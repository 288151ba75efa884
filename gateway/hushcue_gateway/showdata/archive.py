"""An airing as files that people keep: one ZIP of CSV and NDJSON, made while it is read."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..cue_book import FORMULA
from ..sink import Sink
from ..store.database import Database
from ..store.models.showdata import CommentRow, MetricRow, MomentRow, OrderRow
from .airing import Airing
from .documents import document_of
from .stored import facts_in, span_of
from .view import iso

WINDOW_MS = 600_000
BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for something else."""
README = """\
airing.json      what it was
facts.ndjson     everything that was told, in the order of time, as the ingest takes it (hushcue data replay)
metrics.csv      counters and measured values, ten seconds a line
orders.csv       orders; money in minor units (cents, fen)
comments.csv     comments, as long as they are kept; viewer: the same one in this airing, otherwise unknown
moments.csv      pins, scenes, products, and what was entered by hand

airing.json      这场直播的基本信息
facts.ndjson     全部数据，按时间排序，可再次导入（hushcue data replay）
metrics.csv      计数与测量值，每 10 秒一行
orders.csv       订单；金额以最小货币单位（分）计
comments.csv     评论（保留期内）；viewer 只在本场直播内区分观众，无法还原身份
moments.csv      讲解商品、场景、商品资料，以及手动录入
"""


def archive(database: Database, airing: Airing) -> Iterator[bytes]:
    """The ZIP, piece by piece. For a thread: it reads the store."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
        moment = datetime.now().timetuple()[:6]
        for name, chunks in _parts(database, airing):
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            with whole.open(info, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk.encode("utf-8", "replace"))
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def _parts(database: Database, airing: Airing) -> Iterator[tuple[str, Iterator[str]]]:
    yield "README.txt", iter([README])
    yield "airing.json", iter([json.dumps(airing_json(airing), ensure_ascii=False, indent=1)])
    yield "facts.ndjson", _facts(database, airing)
    columns = {
        MetricRow: ("at_ms", "what", "product", "src", "value"),
        OrderRow: ("at_ms", "name", "product", "units", "amount_minor", "currency", "state", "src"),
        CommentRow: ("at_ms", "text", "viewer", "language", "src"),
        MomentRow: ("at_ms", "src", "document"),
    }
    for table, names in columns.items():
        yield f"{table.__tablename__}.csv", _csv(database, airing, table, names)


def airing_json(airing: Airing) -> dict[str, Any]:
    """An airing as the interface tells it."""
    ended = iso(airing.ended_ms) if airing.ended_ms is not None else None
    about = {"id": airing.id, "show": airing.show, "kind": airing.kind, "title": airing.title, "speed": airing.speed}
    return {**about, "began": iso(airing.began_ms), "ended": ended}


def _facts(database: Database, airing: Airing) -> Iterator[str]:
    """Some minutes at a time: a long airing is not held in memory."""
    first, last = database.read(lambda session: span_of(session, airing.id))
    for since_ms in range(first, last + 1, WINDOW_MS):
        until_ms = since_ms + WINDOW_MS
        facts = database.read(partial(facts_in, airing=airing.id, since_ms=since_ms, until_ms=until_ms))
        yield "".join(f"{json.dumps(document_of(fact), ensure_ascii=False)}\n" for fact in facts)


def _csv(database: Database, airing: Airing, table: Any, names: Sequence[str]) -> Iterator[str]:
    yield BOM + _lines([["time", *names[1:]]])
    first, last = database.read(lambda session: span_of(session, airing.id))
    for since_ms in range(first, last + 1, WINDOW_MS):
        within = table.at_ms.between(since_ms, since_ms + WINDOW_MS - 1)
        wanted = select(table).where(table.airing == airing.id, within)
        page = wanted.order_by(table.at_ms, *table.__table__.primary_key)

        def read(session: Session, page: Select[Any] = page) -> list[list[str]]:
            return [[_cell(name, getattr(row, name)) for name in names] for row in session.scalars(page)]

        yield _lines(database.read(read))


def _cell(name: str, value: Any) -> str:
    if name == "at_ms":
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    # A spreadsheet in Chinese or Japanese takes a full-width sign for the same one.
    return f"'{text}" if unicodedata.normalize("NFKC", text[:1]).startswith(FORMULA) else text


def _lines(rows: Sequence[Sequence[str]]) -> str:
    sink = io.StringIO()
    csv.writer(sink).writerows(rows)
    return sink.getvalue()
