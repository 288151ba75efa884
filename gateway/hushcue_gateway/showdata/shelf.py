"""Where show data is kept: the store's side of ``desk.py``. What the loop calls never waits; the rest is async."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import cast

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from ..store.database import Database
from ..store.models.assistant import OpportunityRow, SuggestionRow
from ..store.models.showdata import (
    AiringRow,
    CommentRow,
    DataRetentionRow,
    MetricRow,
    MomentRow,
    OrderRow,
    ProductRow,
    SeenRow,
)
from ..store.space import empty_journal, give_back
from .airing import Airing, Kind, Running
from .batch import Batch
from .board import Board, Product
from .dedupe import KEPT_MS, MOST
from .documents import Malformed, document_of, entry_of, facts_of, parts_of
from .entry import Undone
from .fact import MANUAL, Fact, Sheet
from .retention import DataRetention
from .stored import WITHDRAWN, about, board_of, facts_in, told_of, withdrawal_of

MOST_LISTED = 200
DELETE_AT_ONCE = 5_000
OF_AN_AIRING = (CommentRow, MetricRow, MomentRow, OrderRow, OpportunityRow, SuggestionRow)


class DataShelf:
    """``forgotten``: what others keep of an airing goes in the same transaction as the airing itself."""

    def __init__(self, database: Database):
        self.database = database
        self.forgotten: list[Callable[[Session, str], object]] = []
        self._journal_holds = False
        """something that was deleted"""

    # --- in the loop ------------------------------------------------------------------------------------------------

    def begin(self, running: Running, sheets: Iterable[Sheet]) -> None:
        """An airing begins, with what is known of its products."""
        airing, salt = running.airing, running.salt.hex()
        moments = [
            {"airing": airing.id, "at_ms": airing.began_ms, "src": "", "document": document_of(each)} for each in sheets
        ]
        row = {**asdict(airing), "last_ms": airing.began_ms, "salt": salt}

        def change(session: Session) -> None:
            session.execute(upsert(AiringRow).values(**row).on_conflict_do_nothing())
            if moments:
                session.execute(upsert(MomentRow), moments)

        self.database.change_soon(change)

    def put(self, batch: Batch) -> None:
        """What came of an airing."""
        if batch:
            self.database.change_soon(batch.store)

    def end(self, airing: Airing) -> None:
        """It is over: nobody can tell its viewers' names any more."""
        values = {"ended_ms": airing.ended_ms, "salt": None}
        own = AiringRow.id == airing.id
        self.database.change_soon(lambda session: session.execute(update(AiringRow).where(own).values(**values)))
        self._journal_holds = True  # the salt

    def know(self, show: str, product: Product, now_ms: int) -> None:
        """What a show knows of a product."""
        sheet = {**asdict(product), "keywords": list(product.keywords)}
        put = upsert(ProductRow).values(show=show, product=product.id, sheet=sheet, changed_at_ms=now_ms)
        values = {"sheet": sheet, "changed_at_ms": now_ms}
        put = put.on_conflict_do_update(index_elements=["show", "product"], set_=values)
        self.database.change_soon(lambda session: session.execute(put))

    def forget_product(self, show: str, product: str) -> None:
        """And no longer."""
        which = (ProductRow.show == show) & (ProductRow.product == product)
        self.database.change_soon(lambda session: session.execute(delete(ProductRow).where(which)))

    def withdraw(self, airing: str, product: str, label: str, at_ms: int) -> None:
        """What an airing was told of a product's name, price and offer; what was counted of it stays, and that it was
        withdrawn. label: what is left of its sheets, "" where nothing was counted."""
        left = withdrawal_of(product, label, at_ms)

        def change(session: Session) -> None:
            session.execute(delete(MomentRow).where(about(airing, product, "product", WITHDRAWN)))
            session.execute(upsert(MomentRow).values(airing=airing, at_ms=at_ms, src="", document=left))

        self.database.change_soon(change)

    def keep_rules(self, show: str, rules: DataRetention, by: str, now_ms: int) -> None:
        """How long a show keeps its data."""
        values = {**asdict(rules), "changed_at_ms": now_ms, "changed_by": by[:64]}
        put = upsert(DataRetentionRow).values(show=show, **values)
        put = put.on_conflict_do_update(index_elements=["show"], set_=values)
        self.database.change_soon(lambda session: session.execute(put))

    def sweep(self, rules: Callable[[str], DataRetention], now_ms: int) -> None:
        """Let go what is due, a piece at a time: other changes come between. Of shows that are gone too."""

        def change(session: Session) -> None:
            for show in list(session.scalars(select(AiringRow.show).distinct())):
                if _forget_texts(session, show, rules(show).comments_before_ms(now_ms)):
                    self._journal_holds = True
                self._forget_oldest(session, show, rules(show).airings_before_ms(now_ms))
            which = select(SeenRow.key).where(SeenRow.at_ms < now_ms - KEPT_MS).limit(DELETE_AT_ONCE)
            session.execute(delete(SeenRow).where(SeenRow.key.in_(which)))
            give_back(session)

        self.database.change_soon(change)

    # --- asked ------------------------------------------------------------------------------------------------------

    async def restore(self) -> tuple[list[tuple[Airing, bytes, int, Board]], dict[str, dict[str, Product]], list[int]]:
        """After a start: airings that went on (with salt, time of the last fact, and board), products by show, and the
        newest names of facts, oldest first."""
        return await self.database.run(_restore)

    async def rules(self) -> dict[str, DataRetention]:
        """Of shows that have their own."""

        def read(session: Session) -> dict[str, DataRetention]:
            rows = session.scalars(select(DataRetentionRow))
            return {row.show: DataRetention(row.comment_days, row.metric_days) for row in rows}

        return await self.database.run(read)

    async def known_keys(self, keys: list[int]) -> set[int]:
        """Which of these have come before."""

        def read(session: Session) -> set[int]:
            found: set[int] = set()
            for place in range(0, len(keys), MOST_LISTED):
                part = keys[place : place + MOST_LISTED]
                found.update(session.scalars(select(SeenRow.key).where(SeenRow.key.in_(part))))
            return found

        return await self.database.run(read)

    async def airings(self, show: str) -> list[Airing]:
        """The newest first."""
        wanted = select(AiringRow).where(AiringRow.show == show)
        wanted = wanted.order_by(AiringRow.began_ms.desc(), AiringRow.id).limit(MOST_LISTED)
        return await self.database.run(lambda session: [_airing(row) for row in session.scalars(wanted)])

    async def airing(self, airing: str) -> Airing | None:
        """One of them."""

        def read(session: Session) -> Airing | None:
            row = session.get(AiringRow, airing)
            return None if row is None else _airing(row)

        return await self.database.run(read)

    async def board(self, airing: Airing) -> Board:
        """As it stood at the end."""
        return await self.database.run(
            lambda session: board_of(airing.began_ms, told_of(session, airing.id), over=True)
        )

    async def facts(self, airing: str, since_ms: int = 0) -> list[Fact]:
        """What was told of it."""
        return await self.database.run(lambda session: facts_in(session, airing, since_ms))

    async def undo(self, airing: Airing, who: str, entry: str) -> Undone | None:
        """Take a manual entry away: all that the one with the id ``entry`` told, or without one the newest that ``who``
        made. None where there is none. Trouble ``store_not_now`` where the disk does not take it."""

        def change(session: Session) -> Undone | None:
            wanted = select(MomentRow).where(MomentRow.airing == airing.id, MomentRow.src == MANUAL)
            wanted = wanted.order_by(MomentRow.id)
            if entry:
                told = MomentRow.document["id"].as_string()
                rows = list(session.scalars(wanted.where((told == entry) | told.in_(parts_of(entry)))))
            else:
                rows = _newest(session, wanted.where(MomentRow.who == who))
            if not rows:
                return None
            facts: list[Fact] = []
            for row in rows:
                with contextlib.suppress(Malformed):  # written by a version that knew more
                    facts += facts_of(row.document, row.at_ms, row.src)
                session.delete(row)
            session.flush()
            return Undone(tuple(facts), board_of(airing.began_ms, told_of(session, airing.id)))

        return await self.database.change(change)

    async def delete(self, airing: str) -> None:
        """Everything of it."""
        await self.database.change(lambda session: self._forget(session, airing))
        await self.tidy()

    async def tidy(self) -> None:
        """Nothing of what was deleted is left beside the file either."""
        if self._journal_holds:
            self._journal_holds = not await asyncio.to_thread(empty_journal, self.database.path)

    # --- in the writing thread --------------------------------------------------------------------------------------

    def _forget(self, session: Session, airing: str) -> None:
        for table in OF_AN_AIRING:
            session.execute(delete(table).where(table.airing == airing))
        for forget in self.forgotten:
            forget(session, airing)
        session.execute(delete(AiringRow).where(AiringRow.id == airing))
        self._journal_holds = True

    def _forget_oldest(self, session: Session, show: str, before_ms: int) -> None:
        which = (AiringRow.show == show) & (AiringRow.ended_ms < before_ms)
        for airing in session.scalars(select(AiringRow.id).where(which).limit(1)):
            self._forget(session, airing)


def _newest(session: Session, wanted: Select[MomentRow]) -> list[MomentRow]:
    """All that the newest entry told. Its facts have one time, and ids that begin as the entry's own."""
    newest = session.scalars(wanted.order_by(None).order_by(MomentRow.id.desc()).limit(1)).first()
    name = entry_of(newest.document.get("id", "")) if newest is not None else ""
    if newest is None or not name:
        return [newest] if newest is not None else []
    together = session.scalars(wanted.where(MomentRow.at_ms == newest.at_ms))
    return [row for row in together if entry_of(row.document.get("id", "")) == name]


def _forget_texts(session: Session, show: str, before_ms: int) -> bool:
    """Whether there were any."""
    of_show = select(AiringRow.id).where(AiringRow.show == show)
    which = (CommentRow.at_ms < before_ms) & CommentRow.airing.in_(of_show)
    due = select(CommentRow.id).where(which).limit(DELETE_AT_ONCE)
    return session.connection().execute(delete(CommentRow).where(CommentRow.id.in_(due))).rowcount > 0


def _airing(row: AiringRow) -> Airing:
    return Airing(row.id, row.show, cast(Kind, row.kind), row.began_ms, row.ended_ms, row.title, row.speed)


def _restore(
    session: Session,
) -> tuple[list[tuple[Airing, bytes, int, Board]], dict[str, dict[str, Product]], list[int]]:
    going_on = []
    for row in session.scalars(select(AiringRow).where(AiringRow.ended_ms.is_(None))):
        airing = _airing(row)
        board = board_of(row.began_ms, told_of(session, row.id)) if row.kind == "live" else Board(row.began_ms)
        going_on.append((airing, bytes.fromhex(row.salt or ""), row.last_ms, board))
    products: dict[str, dict[str, Product]] = {}
    for each in session.scalars(select(ProductRow).order_by(ProductRow.show, ProductRow.changed_at_ms)):
        sheet = {**each.sheet, "keywords": tuple(each.sheet.get("keywords", ()))}
        products.setdefault(each.show, {})[each.product] = Product(**sheet)
    newest = select(SeenRow.key).order_by(SeenRow.at_ms.desc()).limit(MOST)
    return going_on, products, list(session.scalars(newest))[::-1]
