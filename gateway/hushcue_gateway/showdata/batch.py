"""What one slice of facts changes in the store: gathered in the loop, written by the writing thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Table, func, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from ..store.models.showdata import AiringRow, CommentRow, MetricRow, MomentRow, OrderRow, SeenRow
from .board import Board
from .buckets import bucket_of
from .documents import document_of
from .fact import GAUGES, MANUAL, Comment, Count, Fact, Gauge, Order
from .stored import put_back

SAME_MS = 60_000
_METRICS = cast(Table, MetricRow.__table__)
_PUT = upsert(_METRICS)
_OLD, _NEW = _METRICS.c, _PUT.excluded
_COUNTED = _PUT.on_conflict_do_update(
    index_elements=list(_METRICS.primary_key),
    set_={
        "value": _OLD.value + _NEW.value,
        "mark": func.coalesce(_NEW.mark, _OLD.mark),
        "at_ms": func.max(_OLD.at_ms, _NEW.at_ms),
    },
)
_MEASURED = _PUT.on_conflict_do_update(
    index_elements=list(_METRICS.primary_key),
    set_={
        "value": func.iif(_NEW.at_ms >= _OLD.at_ms, _NEW.value, _OLD.value),
        "mark": func.max(func.coalesce(_OLD.mark, 0), _NEW.mark),
        "at_ms": func.max(_OLD.at_ms, _NEW.at_ms),
    },
)


class Batch:
    """Of one airing. What people enter by hand is kept one by one, so that it can be undone. ``take`` each fact before
    the board does; ``store`` what came, as often as it is called. who: enters what is entered by hand."""

    def __init__(self, airing: str, who: str = ""):
        self.airing = airing
        self._who = who
        self._metrics: dict[tuple[int, str, str, str], list[int | None]] = {}
        """(bucket, what, product, src) -> value, mark, at_ms"""
        self._comments: list[dict[str, Any]] = []
        self._orders: list[dict[str, Any]] = []
        self._moments: list[dict[str, Any]] = []
        self._seen: list[dict[str, Any]] = []
        self._returned: list[str] = []
        self._last_ms = 0

    def __bool__(self) -> bool:
        return bool(self._metrics or self._comments or self._orders or self._moments or self._seen or self._returned)

    def take(self, fact: Fact, board: Board, viewer: Callable[[str], str]) -> None:
        """viewer: what is kept of a name."""
        self._last_ms = max(self._last_ms, fact.at_ms)
        where = {"airing": self.airing, "at_ms": fact.at_ms, "src": fact.src}
        if isinstance(fact, Comment):
            self._comments.append({**where, "text": fact.text, "viewer": viewer(fact.user), "language": fact.language})
            self.count("comments", "", fact.at_ms, 1, fact.src)
        elif fact.src == MANUAL:
            self._moments.append({**where, "document": document_of(fact), "who": self._who})
        elif isinstance(fact, Count):
            if not board.is_old(fact):
                mark = fact.value if fact.total else None
                self.count(fact.what, fact.product, fact.at_ms, board.delta_of(fact), fact.src, mark)
        elif isinstance(fact, Gauge):
            before = board.reading(fact.what, fact.product)
            if (
                before is None
                or (before.value, before.src) != (fact.value, fact.src)
                or _rarely(before.at_ms, fact.at_ms)
            ):
                self._measure(fact)
        elif isinstance(fact, Order):
            names = ("product", "units", "amount_minor", "currency", "state")
            self._orders.append({**where, "name": fact.id, **{name: getattr(fact, name) for name in names}})
        elif not board.knows(fact):  # who asks a shop every few seconds is told the same every time
            self._moments.append({**where, "document": document_of(fact), "who": ""})

    def count(self, what: str, product: str, at_ms: int, value: int, src: str, mark: int | None = None) -> None:
        """So many more of what is counted."""
        row = self._metrics.setdefault((bucket_of(at_ms), what, product, src), [0, None, at_ms])
        row[0] = (row[0] or 0) + value
        row[1] = row[1] if mark is None else mark
        row[2] = max(row[2] or 0, at_ms)

    def seen(self, key: int, wall_ms: int) -> None:
        """A fact with a name has come."""
        self._seen.append({"key": key, "at_ms": wall_ms})

    def returned(self, product: str) -> None:
        """Something is told of it again, which the show had ceased to sell."""
        self._returned.append(product)

    def store(self, session: Session) -> None:
        """Write it."""
        metrics = [
            {"airing": self.airing, "bucket": bucket, "what": what, "product": product, "src": src}
            | {"value": value, "mark": mark, "at_ms": at_ms}
            for (bucket, what, product, src), (value, mark, at_ms) in self._metrics.items()
        ]
        for put, rows in (
            (_MEASURED, [row for row in metrics if row["what"] in GAUGES]),
            (_COUNTED, [row for row in metrics if row["what"] not in GAUGES]),
        ):
            if rows:
                session.connection().execute(put, rows)
        for table, rows in ((CommentRow, self._comments), (OrderRow, self._orders), (MomentRow, self._moments)):
            if rows:
                session.execute(insert(table), rows)
        for product in self._returned:
            put_back(session, self.airing, product)
        if self._seen:
            session.execute(upsert(SeenRow).on_conflict_do_nothing(), self._seen)
        own = AiringRow.id == self.airing
        session.execute(update(AiringRow).where(own, AiringRow.last_ms < self._last_ms).values(last_ms=self._last_ms))

    def _measure(self, gauge: Gauge) -> None:
        key = (bucket_of(gauge.at_ms), gauge.what, gauge.product, gauge.src)
        row = self._metrics.setdefault(key, [gauge.value, gauge.value, gauge.at_ms])
        if gauge.at_ms >= (row[2] or 0):
            row[0], row[2] = gauge.value, gauge.at_ms
        row[1] = max(row[1] or 0, gauge.value)


def _rarely(before_ms: int, at_ms: int) -> bool:
    """A value that stays the same is kept once a minute."""
    return before_ms // SAME_MS != at_ms // SAME_MS
