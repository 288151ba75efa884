"""Programs' ways in: a secret that is shown once, confined to a show with a role, to some actions, or to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import delete, select, update

from ..core.rights import Action
from ..store.database import Database
from ..store.models.people import TokenRow
from .secret import digest, new_id, new_secret
from .words import WORDS

PREFIX = "hushcue_"
"""Of every secret, so that people and scanners of leaks know what it is."""
MOST = 200
USED_EVERY_MS = 60_000


@dataclass(frozen=True)
class Token:
    """A program. show and role go together; without them it may what an owner may."""

    id: str
    digest: str
    name: str
    show: str | None
    role: str | None
    scopes: frozenset[Action] | None
    made_by: str
    made_at_ms: int
    used_at_ms: int | None = None


class Tokens:
    """``load`` first. Finding one is from memory, making one waits for the database."""

    def __init__(self, database: Database):
        self._database = database
        self._by_digest: dict[str, Token] = {}

    def load(self) -> None:
        """Read them all. What a former version called an action and this one does not is left out."""
        for row in self._database.read(lambda session: session.scalars(select(TokenRow)).all()):
            known = {action.value for action in Action}
            scopes = None if row.scopes is None else frozenset(Action(each) for each in row.scopes if each in known)
            fields = (row.show, row.role, scopes, row.made_by, row.made_at_ms, row.used_at_ms)
            self._by_digest[row.digest] = Token(row.id, row.digest, row.name, *fields)

    def __iter__(self) -> Iterator[Token]:
        return iter(sorted(self._by_digest.values(), key=lambda token: (token.made_at_ms, token.id)))

    async def add(
        self,
        name: str,
        show: str | None,
        role: str | None,
        scopes: frozenset[Action] | None,
        made_by: str,
        now_ms: int,
    ) -> tuple[Token, str]:
        """A new one, and its secret. Raises Trouble."""
        if (show is None) != (role is None):
            raise WORDS.trouble("token_needs_both")
        if len(self._by_digest) >= MOST:
            raise WORDS.trouble("too_many_people", most=MOST, what="tokens")
        secret = PREFIX + new_secret()
        token = Token(new_id("t") + new_id(), digest(secret), name, show, role, scopes, made_by[:64], now_ms)
        kept = None if scopes is None else sorted(scopes)
        row = {**vars(token), "scopes": kept}
        await self._database.change(lambda session: session.add(TokenRow(**row)))
        self._by_digest[token.digest] = token
        return token, secret

    def find(self, secret: str, now_ms: int) -> Token | None:
        """The one with this secret, which is used by that."""
        token = self._by_digest.get(digest(secret))
        if token is not None and now_ms - (token.used_at_ms or 0) >= USED_EVERY_MS:
            token = self._by_digest[token.digest] = replace(token, used_at_ms=now_ms)
            order = update(TokenRow).where(TokenRow.id == token.id).values(used_at_ms=now_ms)
            self._database.change_soon(lambda session: session.execute(order))
        return token

    def with_id(self, token: str) -> Token | None:
        """Whether there still is one."""
        return next((each for each in self._by_digest.values() if each.id == token), None)

    async def remove(self, token: str) -> None:
        """Void at once. Raises Trouble when there is none."""
        found = self.with_id(token)
        if found is None:
            raise WORDS.trouble("unknown_token")
        del self._by_digest[found.digest]
        await self._database.change(lambda session: session.execute(delete(TokenRow).where(TokenRow.id == token)))

    def forget_show(self, show: str) -> None:
        """It is deleted: its programs' ways in are void at once. Their rows go with those of all tables."""
        self._by_digest = {key: token for key, token in self._by_digest.items() if token.show != show}
