"""How loud the page of each phone is to be, and whether it is muted: kept, so that a restart makes nobody louder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .store.database import Database
from .store.models.phrases import PhoneVolumeRow


@dataclass(frozen=True, slots=True)
class Volume:
    """Of one host's page."""

    volume_db: float = 0.0
    muted: bool = False


AS_MADE = Volume()


class PhoneVolumes:
    """``load`` first. Changes count at once and go to the disk in their time."""

    def __init__(self, database: Database):
        self._database = database
        self._volumes: dict[str, Volume] = {}

    def load(self) -> None:
        """Read them all."""
        for row in self._database.read(lambda session: session.scalars(select(PhoneVolumeRow)).all()):
            self._volumes[row.host] = Volume(row.volume_db, row.muted)

    def of(self, host: str) -> Volume:
        """As it was set last."""
        return self._volumes.get(host, AS_MADE)

    def set(self, host: str, *, volume_db: float | None = None, muted: bool | None = None) -> None:
        """What is given is changed."""
        before = self.of(host)
        after = replace(
            before,
            volume_db=before.volume_db if volume_db is None else volume_db,
            muted=before.muted if muted is None else muted,
        )
        if after == before:
            return
        self._volumes[host] = after

        def write(session: Session) -> None:
            session.merge(PhoneVolumeRow(host=host, volume_db=after.volume_db, muted=after.muted))

        self._database.change_soon(write)

    def forget(self, host: str) -> None:
        """The host is gone."""
        if self._volumes.pop(host, None) is not None:
            gone = delete(PhoneVolumeRow).where(PhoneVolumeRow.host == host)
            self._database.change_soon(lambda session: session.execute(gone))
