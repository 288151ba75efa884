"""What is kept of bodypacks beside the directory and their keys: who was registered here, accounts, when last seen.

A bodypack of the configuration file has an entry too, once there is something to keep of it. Its password is the
file's, until it is given another here (``account``); when the file says another one than the one that this counts
instead of, the file's stands again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..broker.files import is_of
from ..part import BasePart
from ..store.database import Database
from ..store.models.bodypacks import BodypackRow


@dataclass(frozen=True)
class Entry:
    """One row; see there."""

    id: str
    registered: bool = False
    registered_at_ms: int | None = None
    registered_by: str = ""
    account: str | None = None
    instead_of: str | None = None
    configured_at_ms: int | None = None
    seen_at_ms: int | None = None
    ip: str | None = None


class Registry(BasePart):
    """In memory, and in the store in a moment. declared: id -> password, of the bodypacks of the file."""

    def __init__(self, database: Database, declared: Mapping[str, str | None]):
        self._database = database
        self._declared = dict(declared)
        self._entries: dict[str, Entry] = {}
        self._finders: list[Callable[[str], None]] = []

    def on_found(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told of everyone that was registered before, as the gateway starts."""
        self._finders.append(hear)

    async def start(self) -> None:
        rows = await self._database.run(lambda session: session.scalars(select(BodypackRow)).all())
        for row in rows:
            entry = Entry(**{name: getattr(row, name) for name in Entry.__dataclass_fields__})
            if entry.id in self._declared:
                self._put(self._as_declared(entry), entry)
            elif not entry.registered:  # it stood in the file and does so no longer
                self.remove(entry.id)
            else:
                self._entries[entry.id] = entry
                for hear in self._finders:
                    hear(entry.id)

    # --- what it knows ----------------------------------------------------------------------------------------------

    def __getitem__(self, bodypack: str) -> Entry:
        """What is kept of it; an empty entry where nothing is."""
        return self._entries.get(bodypack) or Entry(bodypack)

    def is_declared(self, bodypack: str) -> bool:
        """Whether it stands in the file."""
        return bodypack in self._declared

    def registered(self) -> frozenset[str]:
        """Those that people made here."""
        return frozenset(entry.id for entry in self._entries.values() if entry.registered)

    def accounts(self) -> dict[str, str]:
        """Id -> hash of its password, of those that have one from here."""
        return {entry.id: entry.account for entry in self._entries.values() if entry.account is not None}

    def has_password(self, bodypack: str) -> bool:
        """Whether there is anything that it could sign in with."""
        return self[bodypack].account is not None or self._declared.get(bodypack) is not None

    def password_of_file(self, bodypack: str) -> str | None:
        """As the file says."""
        return self._declared.get(bodypack)

    # --- what becomes of it -----------------------------------------------------------------------------------------

    def add(self, bodypack: str, by: str, now_ms: int) -> None:
        """People made it."""
        self.change(bodypack, registered=True, registered_at_ms=now_ms, registered_by=by)

    def change(self, bodypack: str, **values: Any) -> None:
        """Other values of its entry."""
        self._put(replace(self[bodypack], **values), self._entries.get(bodypack))

    def remove(self, bodypack: str) -> None:
        """Nothing is kept of it."""
        self._entries.pop(bodypack, None)
        gone = delete(BodypackRow).where(BodypackRow.id == bodypack)
        self._database.change_soon(lambda session: session.execute(gone))

    def _put(self, after: Entry, before: Entry | None) -> None:
        self._entries[after.id] = after
        if after != before:
            values = asdict(after)

            def write(session: Session) -> None:
                session.merge(BodypackRow(**values))

            self._database.change_soon(write)

    def _as_declared(self, entry: Entry) -> Entry:
        """What it is while it stands in the file."""
        said = self._declared[entry.id]
        still = said is None or (entry.instead_of is not None and is_of(said, entry.instead_of))
        if entry.account is not None and not still:
            entry = replace(entry, account=None, instead_of=None)
        return replace(entry, registered=False)
