"""What makes a phone the phone of a host: an invitation, good once and for a day, and the session it is changed for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .people.secret import digest, new_secret
from .store.database import Database
from .store.models.phrases import PhoneRow

INVITATION_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Keys:
    """Of one host; digests alone are kept."""

    host: str
    invite: str | None = None
    invite_ends_at_ms: int | None = None
    session: str | None = None
    session_at_ms: int | None = None


class PhoneKeys:
    """``load`` first. Changes wait for the disk: a link that was given away must be good after a restart.

    on_void: told a host whose phone, if it had one, is its phone no longer: what it hears has to end.
    """

    def __init__(self, database: Database):
        self._database = database
        self._keys: dict[str, Keys] = {}
        self.on_void: list[Callable[[str], None]] = []

    def load(self) -> None:
        """Read them all."""
        names = Keys.__slots__
        for row in self._database.read(lambda session: session.scalars(select(PhoneRow)).all()):
            self._keys[row.host] = Keys(**{name: getattr(row, name) for name in names})

    async def invite(self, host: str, now_ms: int) -> tuple[str, int]:
        """(secret, until when); the invitation before is void, a session goes on until the new one is used."""
        secret, ends_at_ms = new_secret(), now_ms + INVITATION_MS
        keys = self._keys.get(host, Keys(host))
        await self._keep(replace(keys, invite=digest(secret), invite_ends_at_ms=ends_at_ms))
        return secret, ends_at_ms

    async def accept(self, secret: str, now_ms: int) -> tuple[str, str] | None:
        """(host, secret of its session) of an invitation that is good, and void from now on; None of any other."""
        wanted = digest(secret)
        keys = next((each for each in self._keys.values() if each.invite == wanted), None)
        if keys is None or keys.invite_ends_at_ms is None or now_ms >= keys.invite_ends_at_ms:
            return None
        session = new_secret()
        used = Keys(keys.host, None, None, digest(session), now_ms)
        self._keys[keys.host] = used  # at once: nobody else may use it while the disk is asked
        await self._keep(used)
        self._void(keys.host)
        return keys.host, session

    def host_of(self, secret: str) -> str | None:
        """Whose phone has this session."""
        wanted = digest(secret)
        return next((keys.host for keys in self._keys.values() if keys.session == wanted), None)

    def forget(self, host: str) -> None:
        """The host is gone, and its phone with it."""
        if self._keys.pop(host, None) is not None:
            self._database.change_soon(lambda session: session.execute(delete(PhoneRow).where(PhoneRow.host == host)))
        self._void(host)

    def _void(self, host: str) -> None:
        for tell in self.on_void:
            tell(host)

    async def _keep(self, keys: Keys) -> None:
        def write(session: Session) -> None:
            session.merge(PhoneRow(**{name: getattr(keys, name) for name in Keys.__slots__}))

        await self._database.change(write)
        self._keys[keys.host] = keys
