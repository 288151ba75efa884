"""Browsers that are signed in. Each holds a random secret in a cookie; here only its SHA-256 is known.

| a sign-in ends                                | because                                         |
|-----------------------------------------------|-------------------------------------------------|
| ``idle_ms`` after it was last seen            | a browser somebody walked away from             |
| ``longest_ms`` after it began, seen or not    | a stolen cookie must not live for ever          |
| when its person signs out, there or elsewhere | they said so                                    |
| when the password is changed                  | whoever knew the old one is out (all but this)  |
| when the account is switched off or removed   |                                                 |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import delete, select, update

from ..store.database import Database
from ..store.models.people import SignInRow
from .secret import digest, new_id, new_secret

SEEN_EVERY_MS = 60_000
"""How often the database learns that a browser is still there."""
MOST_OF_ONE = 50
"""Of one account; the one that was not seen for longest makes room."""


@dataclass(frozen=True)
class SignIn:
    """A browser. address: where it signed in from."""

    id: str
    digest: str
    account: str
    began_at_ms: int
    seen_at_ms: int
    address: str


class SignIns:
    """``load`` first. Finding one is from memory; beginning one waits for the database, ending one does not.

    on_ended: told the ids that are over, so that open WebSockets can be closed.
    """

    def __init__(self, database: Database, idle_ms: int, longest_ms: int):
        self._database = database
        self._idle_ms = idle_ms
        self._longest_ms = longest_ms
        self._by_digest: dict[str, SignIn] = {}
        self._by_id: dict[str, SignIn] = {}
        self._stored_ms: dict[str, int] = {}
        self.on_ended: list[Callable[[set[str]], None]] = []

    def load(self, now_ms: int) -> None:
        """Read those that are not over."""
        rows = self._database.read(lambda session: session.scalars(select(SignInRow)).all())
        for row in rows:
            self._keep(SignIn(row.id, row.digest, row.account, row.began_at_ms, row.seen_at_ms, row.address))
        self.sweep(now_ms)

    async def begin(self, account: str, now_ms: int, address: str) -> tuple[SignIn, str]:
        """A new one, and its secret: always a new secret, whatever cookie came with the request."""
        own = sorted(self.of(account), key=lambda each: each.seen_at_ms)
        self._end([each.id for each in own[: max(0, len(own) - MOST_OF_ONE + 1)]])
        secret = new_secret()
        entry = SignIn(new_id("s") + new_id(), digest(secret), account, now_ms, now_ms, address[:64])
        await self._database.change(lambda session: session.add(SignInRow(**vars(entry))))
        self._keep(entry)
        return entry, secret

    def find(self, secret: str, now_ms: int) -> SignIn | None:
        """The one with this secret, which is seen by that."""
        entry = self._by_digest.get(digest(secret))
        if entry is None or self._is_over(entry, now_ms):
            return None
        seen = replace(entry, seen_at_ms=max(now_ms, entry.seen_at_ms))
        self._keep(seen)
        if now_ms - self._stored_ms.get(seen.id, 0) >= SEEN_EVERY_MS:
            self._stored_ms[seen.id] = now_ms
            order = update(SignInRow).where(SignInRow.id == seen.id).values(seen_at_ms=seen.seen_at_ms)
            self._database.change_soon(lambda session: session.execute(order))
        return seen

    def is_on(self, sign_in: str, now_ms: int) -> bool:
        """Whether the one with this id still counts. An open WebSocket is somebody who is there."""
        entry = self._by_id.get(sign_in)
        if entry is None or now_ms - entry.began_at_ms >= self._longest_ms:
            return False
        self._keep(replace(entry, seen_at_ms=max(now_ms, entry.seen_at_ms)))
        return True

    def of(self, account: str) -> list[SignIn]:
        """All of one account."""
        return [each for each in self._by_id.values() if each.account == account]

    def end(self, sign_in: str) -> None:
        """Sign one out."""
        self._end([sign_in])

    def end_of(self, account: str, but: str = "") -> None:
        """Sign out all of an account; ``but`` this one stays."""
        self._end([each.id for each in self.of(account) if each.id != but])

    def sweep(self, now_ms: int) -> None:
        """Forget what is over."""
        self._end([each.id for each in self._by_id.values() if self._is_over(each, now_ms)])

    def _is_over(self, entry: SignIn, now_ms: int) -> bool:
        return now_ms - entry.seen_at_ms >= self._idle_ms or now_ms - entry.began_at_ms >= self._longest_ms

    def _keep(self, entry: SignIn) -> None:
        self._by_digest[entry.digest] = entry
        self._by_id[entry.id] = entry

    def _end(self, ids: list[str]) -> None:
        gone = {name for name in ids if name in self._by_id}
        if not gone:
            return
        for name in gone:
            del self._by_digest[self._by_id.pop(name).digest]
            self._stored_ms.pop(name, None)
        self._database.change_soon(lambda session: session.execute(delete(SignInRow).where(SignInRow.id.in_(gone))))
        for tell in self.on_ended:
            tell(gone)
