"""The people who have an account. All of them are in memory; every change is in the database before it counts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..store.database import Database
from ..store.models.people import AccountRow
from .passwords import demand_good_name, key_of
from .secret import new_id
from .words import WORDS

MOST = 1000


@dataclass(frozen=True)
class Account:
    """A person. id: fit for a topic and for the id of their microphone. password_hash: None for OIDC alone.

    active: an account that is switched off stays, and nobody comes in with it.
    """

    id: str
    name: str
    owner: bool
    language: str
    made_at_ms: int
    active: bool = True
    password_hash: str | None = field(default=None, repr=False)
    oidc_issuer: str | None = None
    oidc_subject: str | None = None
    signed_in_at_ms: int | None = None

    @property
    def may_enter(self) -> bool:
        """Whether there is a way in for this person at all."""
        return self.active and (self.password_hash is not None or self.oidc_subject is not None)


class Accounts:
    """``load`` first. Reading is from memory, at once; changing waits for the database."""

    def __init__(self, database: Database):
        self._database = database
        self._by_id: dict[str, Account] = {}
        self._turn = asyncio.Lock()

    def load(self) -> None:
        """Read them all."""
        rows = self._database.read(lambda session: session.scalars(select(AccountRow)).all())
        self._by_id = {row.id: _account(row) for row in rows}

    def __iter__(self) -> Iterator[Account]:
        return iter(sorted(self._by_id.values(), key=lambda account: (account.made_at_ms, account.id)))

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, account: str) -> Account | None:
        """By id."""
        return self._by_id.get(account)

    def get(self, account: str) -> Account:
        """By id. Raises Trouble when there is none."""
        found = self._by_id.get(account)
        if found is None:
            raise WORDS.trouble("unknown_account")
        return found

    def named(self, name: str) -> Account | None:
        """By name, however it is written."""
        key = key_of(name)
        return next((each for each in self._by_id.values() if key_of(each.name) == key), None)

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """By the identity an OIDC provider gives."""
        wanted = (issuer, subject)
        return next((a for a in self._by_id.values() if (a.oidc_issuer, a.oidc_subject) == wanted), None)

    async def add(self, name: str, made_at_ms: int, **fields: Any) -> Account:
        """A new one. Raises Trouble when the name is taken or no name."""
        demand_good_name(name)
        async with self._turn:
            if self.named(name) is not None:
                raise WORDS.trouble("name_taken")
            if len(self._by_id) >= MOST:
                raise WORDS.trouble("too_many_people", most=MOST, what="accounts")
            account = Account(self._new_id(), name, made_at_ms=made_at_ms, **fields)
            await self._database.change(lambda session: session.add(_row(account)))
            self._by_id[account.id] = account
        return account

    async def change(self, account: str, **fields: Any) -> Account:
        """Replace fields. Raises Trouble when nobody could own the studio afterwards."""
        async with self._turn:
            before = self.get(account)
            after = replace(before, **fields)
            if "name" in fields:
                demand_good_name(after.name)
                other = self.named(after.name)
                if other is not None and other.id != account:
                    raise WORDS.trouble("name_taken")
            self._demand_an_owner(before, after)
            await self._database.change(lambda session: session.merge(_row(after)))
            self._by_id[account] = after
        return after

    async def remove(self, account: str) -> None:
        """Forget one. Raises Trouble when there is none, or it is the last owner."""
        async with self._turn:
            self._demand_an_owner(self.get(account), None)
            await self._database.change(lambda session: _delete(session, account))
            del self._by_id[account]

    def _demand_an_owner(self, before: Account, after: Account | None) -> None:
        owned = before.owner and before.may_enter
        owns = after is not None and after.owner and after.may_enter
        others = any(each.owner and each.may_enter for each in self._by_id.values() if each.id != before.id)
        if owned and not owns and not others:
            raise WORDS.trouble("last_owner")

    def _new_id(self) -> str:
        while (name := new_id("p")) in self._by_id:
            pass
        return name


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        owner=row.owner,
        language=row.language,
        made_at_ms=row.made_at_ms,
        active=row.active,
        password_hash=row.password_hash,
        oidc_issuer=row.oidc_issuer,
        oidc_subject=row.oidc_subject,
        signed_in_at_ms=row.signed_in_at_ms,
    )


def _row(account: Account) -> AccountRow:
    return AccountRow(**vars(account), name_key=key_of(account.name))


def _delete(session: Session, account: str) -> None:
    row = session.get(AccountRow, account)
    if row is not None:
        session.delete(row)
