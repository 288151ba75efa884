"""Lower ceilings for bodypacks: wished for here, kept there, and never higher than before.

For the parts that show and manage bodypacks:

    lower(id, db)   the wish; Trouble "ceiling_only_lowers" (409) where it would not lower, "ceiling_out_of_range"
                    outside of LOWEST_DB..0. Kept, and told as often as the bodypack comes, until its hello says so
    wanted(id)      the wish that the bodypack has not confirmed, else None
    forget(id)      the bodypack was retired, or given a config.json of its own: with it, its ceiling begins anew
    on_change(fn)   fn(id) when a wish came or was fulfilled

A wish is never given up, not even when it was fulfilled: one that comes back with more is told again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hushcue_words import Trouble

from .bodypacks.words import WORDS
from .logs import Log
from .part import BasePart
from .people.clock import now_ms
from .roster_desk import RosterDesk
from .store.database import Database
from .store.models.traces import CeilingRow

LOWEST_DB = -30.0
"""A voice is still understood; softer is what the volume is for."""
SAME_DB = 0.05
"""A bodypack's numbers have seven digits."""
FIRST_WAIT_NS = 15_000_000_000
"""It waits up to 10 s for a moment without sound before it confirms."""
LONGEST_WAIT_NS = 600_000_000_000


@dataclass
class Wish:
    """fulfilled: as it was told last. boot: of the bodypack that was told; wait_ns: before it is told again."""

    ceiling_db: float
    fulfilled: bool = False
    boot: int | None = None
    told_ns: int = 0
    wait_ns: int = FIRST_WAIT_NS


class Ceilings(BasePart):
    """Raises Trouble for what people ask wrongly."""

    def __init__(self, database: Database, bodypacks: RosterDesk, log: Log):
        self._database = database
        self._bodypacks = bodypacks
        self._log = log
        self._wishes: dict[str, Wish] = {}
        self._hearers: list[Callable[[str], None]] = []

    async def start(self) -> None:
        def read(session: Session) -> dict[str, float]:
            return {row.host: row.ceiling_db for row in session.scalars(select(CeilingRow))}

        self._wishes = {host: Wish(ceiling_db) for host, ceiling_db in self._database.read(read).items()}

    def lower(self, bodypack_id: str, ceiling_db: float) -> None:
        """Wish for it."""
        self._bodypacks.view(bodypack_id)
        if not LOWEST_DB <= ceiling_db <= 0:
            raise WORDS.trouble("ceiling_out_of_range", low=LOWEST_DB)
        known = [each for each in (self._said_db(bodypack_id), self._wished_db(bodypack_id)) if each is not None]
        if known and ceiling_db > min(known) - SAME_DB:
            raise WORDS.trouble("ceiling_only_lowers", id=bodypack_id, now=f"{min(known):g}")
        self._wishes[bodypack_id] = Wish(ceiling_db)
        self._database.change_soon(
            lambda session: session.merge(CeilingRow(host=bodypack_id, ceiling_db=ceiling_db, at_ms=now_ms()))
        )
        self._log.tell("info", "ceiling_wanted", {"id": bodypack_id, "ceiling_db": ceiling_db})
        self._changed(bodypack_id)

    def wanted(self, bodypack_id: str) -> float | None:
        """The wish that is not fulfilled."""
        wished_db, said_db = self._wished_db(bodypack_id), self._said_db(bodypack_id)
        if wished_db is None or (said_db is not None and said_db <= wished_db + SAME_DB):
            return None
        return wished_db

    def forget(self, bodypack_id: str) -> None:
        """It begins anew."""
        if self._wishes.pop(bodypack_id, None) is not None:
            self._changed(bodypack_id)
        self._database.change_soon(
            lambda session: session.execute(delete(CeilingRow).where(CeilingRow.host == bodypack_id))
        )

    def on_change(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told whose wish has changed."""
        self._hearers.append(hear)

    def tick(self, now_ns: int) -> None:
        for bodypack_id, wish in self._wishes.items():
            if bodypack_id not in self._bodypacks.roster:
                continue
            fulfilled = self.wanted(bodypack_id) is None
            if fulfilled != wish.fulfilled:
                wish.fulfilled = fulfilled
                self._changed(bodypack_id)
            if not fulfilled:
                self._tell(bodypack_id, wish, now_ns)

    def _tell(self, bodypack_id: str, wish: Wish, now_ns: int) -> None:
        view = self._bodypacks.view(bodypack_id)
        if view.hello is None or view.session is None:
            return
        if wish.boot != view.hello.boot:
            wish.boot, wish.wait_ns = view.hello.boot, FIRST_WAIT_NS
        elif now_ns - wish.told_ns < wish.wait_ns:
            return
        else:
            wish.wait_ns = min(2 * wish.wait_ns, LONGEST_WAIT_NS)
        wish.told_ns = now_ns
        with contextlib.suppress(Trouble):  # it is away after all
            self._bodypacks.ask(bodypack_id, "ceiling", ceiling_db=wish.ceiling_db)

    def _wished_db(self, bodypack_id: str) -> float | None:
        wish = self._wishes.get(bodypack_id)
        return wish.ceiling_db if wish is not None else None

    def _said_db(self, bodypack_id: str) -> float | None:
        """What it says itself."""
        hello = self._bodypacks.view(bodypack_id).hello if bodypack_id in self._bodypacks.roster else None
        return hello.ceiling_db if hello is not None else None

    def _changed(self, bodypack_id: str) -> None:
        for hear in self._hearers:
            hear(bodypack_id)
