"""An airing as it is in the store: read back as facts in the order of time, or as the board that it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from ..store.models.showdata import CommentRow, MetricRow, MomentRow, OrderRow
from .board import Board
from .documents import Malformed, facts_of
from .fact import COUNTERS, GAUGES, Comment, Count, Fact, Gauge, Order, OrderState, Sheet


@dataclass(frozen=True, slots=True)
class Told:
    """Something of an airing. fact: None where it is a number that ``Board.tally`` takes. mark: see ``MetricRow``.
    what: WITHDRAWN where the show ceased to sell the product; its fact is what is left of its sheets, the label."""

    at_ms: int
    fact: Fact | None
    what: str = ""
    product: str = ""
    src: str = ""
    value: int = 0
    mark: int | None = None


LATEST_MS = 2**53
WITHDRAWN = "withdrawn"
"""Type of a moment that no source can tell: the show ceased to sell a product, and nothing was told of it since."""


def withdrawal_of(product: str, label: str, at_ms: int) -> dict[str, Any]:
    """The document of such a moment. label: what is counted of it bears it, "" where nothing is."""
    return {"type": WITHDRAWN, "t": at_ms, "product": product, "label": label}


def about(airing: str, product: str, *types: str) -> ColumnElement[bool]:
    """Moments of a product."""
    kind, of = MomentRow.document["type"].as_string(), MomentRow.document["product"].as_string()
    return and_(MomentRow.airing == airing, kind.in_(types), of == product)


def put_back(session: Session, airing: str, product: str) -> None:
    """Something is told again of a product that was withdrawn: of that its label is left."""
    for row in session.scalars(select(MomentRow).where(about(airing, product, WITHDRAWN))):
        if row.document["label"]:
            row.document = {**row.document, "type": "product"}
        else:
            session.delete(row)


def told_of(session: Session, airing: str, since_ms: int = 0, until_ms: int = LATEST_MS) -> list[Told]:
    """All but the texts of comments, in the order of time; what happened from ``since_ms`` up to ``until_ms``."""
    span = (since_ms, until_ms - 1)
    found = [*_metrics(session, airing, span), *_orders(session, airing, span), *_moments(session, airing, span)]
    return sorted(found, key=lambda told: told.at_ms)


def span_of(session: Session, airing: str) -> tuple[int, int]:
    """When something was told of it first and last, (0, -1) where nothing was."""
    ends: list[int] = []
    for table in (MetricRow, OrderRow, MomentRow, CommentRow):
        wanted = select(func.min(table.at_ms), func.max(table.at_ms)).where(table.airing == airing)
        for first, last in session.execute(wanted):
            ends += [] if first is None or last is None else [first, last]
    return (min(ends), max(ends)) if ends else (0, -1)


def board_of(began_ms: int, told: list[Told], over: bool = False) -> Board:
    """The board of an airing, made anew. How many facts a source told is not kept: one a bucket is counted. over: it
    is looked back at, and what was counted of products that the show ceased to sell is shown too."""
    board = Board(began_ms)
    withdrawn = [each.product for each in told if each.what == WITHDRAWN]
    for each in told:
        if each.fact is not None:
            if isinstance(each.fact, Gauge) and each.mark is not None and each.mark > each.fact.value:
                highest = Gauge(each.at_ms, each.what, each.mark, each.product, each.src)
                board.take(highest, each.at_ms)
            board.take(each.fact, each.at_ms)
            if isinstance(each.fact, Count) and each.mark is not None:
                board.stood(each.src, each.what, each.product, each.at_ms, each.mark)
        elif each.what != WITHDRAWN:
            board.recount(each.what, each.product, each.at_ms, each.value, each.src)
    for product in () if over else withdrawn:
        board.withdraw_product(product)
    return board


def facts_in(session: Session, airing: str, since_ms: int = 0, until_ms: int = LATEST_MS) -> list[Fact]:
    """As facts, the comments whose text is kept among them; their users are what is kept of their names. Counters are
    one fact for each bucket."""
    told = told_of(session, airing, since_ms, until_ms)
    found = [(each.at_ms, each.fact) for each in told if each.fact is not None]
    which = (CommentRow.airing == airing) & CommentRow.at_ms.between(since_ms, until_ms - 1)
    for row in session.scalars(select(CommentRow).where(which).order_by(CommentRow.at_ms, CommentRow.id)):
        found.append((row.at_ms, Comment(row.at_ms, row.text, row.viewer, "", row.language, row.src)))
    return [fact for _, fact in sorted(found, key=lambda each: each[0])]


def _metrics(session: Session, airing: str, span: tuple[int, int]) -> Iterator[Told]:
    columns = (MetricRow.at_ms, MetricRow.what, MetricRow.product, MetricRow.src, MetricRow.value, MetricRow.mark)
    which = (MetricRow.airing == airing) & MetricRow.at_ms.between(*span)
    for at_ms, what, product, src, value, mark in session.execute(select(*columns).where(which)):
        fact: Fact | None = None
        if what in GAUGES:
            fact = Gauge(at_ms, what, value, product, src)
        elif what in COUNTERS:
            fact = Count(at_ms, what, value, product, False, src)
        yield Told(at_ms, fact, what, product, src, value, mark)


def _orders(session: Session, airing: str, span: tuple[int, int]) -> Iterator[Told]:
    which = (OrderRow.airing == airing) & OrderRow.at_ms.between(*span)
    for row in session.scalars(select(OrderRow).where(which).order_by(OrderRow.id)):
        state = cast(OrderState, row.state)
        fact = Order(row.at_ms, row.product, row.units, row.amount_minor, row.currency, state, row.src, row.name)
        yield Told(row.at_ms, fact)


def _moments(session: Session, airing: str, span: tuple[int, int]) -> Iterator[Told]:
    """In the order in which they came: what was told of a product last counts, though it is of a moment before."""
    latest_ms = 0
    which = (MomentRow.airing == airing) & MomentRow.at_ms.between(*span)
    for row in session.scalars(select(MomentRow).where(which).order_by(MomentRow.id)):
        if row.document.get("type") == WITHDRAWN:
            latest_ms = max(latest_ms, row.at_ms)
            product, label = str(row.document.get("product", "")), str(row.document.get("label", ""))
            yield Told(latest_ms, Sheet(latest_ms, product, label) if label else None, WITHDRAWN, product)
            continue
        try:
            facts = facts_of(row.document, row.at_ms, row.src)
        except Malformed:
            continue  # written by a version that knew more
        latest_ms = max(latest_ms, row.at_ms)
        for fact in facts:
            yield Told(latest_ms, fact)
