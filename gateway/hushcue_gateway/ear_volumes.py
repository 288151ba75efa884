"""How far every ear is turned up, and whether it is muted: of bodypacks and of phones' pages, kept over restarts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .config import Bodypack
from .core.ear_volume import Declared, EarVolume, as_declared, restored
from .part import BasePart
from .show_desk import ShowDesk
from .store.database import Database
from .store.models.settings import EarVolumeRow


class EarVolumes(BasePart):
    """Changes count at once and go to the disk in their time. bodypacks: as the file declares them; phones it gives no
    volume."""

    def __init__(self, database: Database, shows: ShowDesk, bodypacks: Iterable[Bodypack]):
        self._database = database
        self._shows = shows
        self._declared = {each.id: Declared(each.volume_db, each.max_volume_db) for each in bodypacks}
        self._volumes: dict[str, EarVolume] = {}
        shows.on_host_gone(self._host_gone)

    async def start(self) -> None:
        """Find them again, as far as they count under this file (``core/ear_volume.py``)."""
        rows = await self._database.run(lambda session: session.scalars(select(EarVolumeRow)).all())
        for row in rows:
            kept = EarVolume(row.volume_db, row.muted, row.declared_db)
            if row.host not in self._shows.directory.hosts:
                self._drop(row.host)
                continue
            self._volumes[row.host] = kept
            self._keep(row.host, restored(kept, self._declared.get(row.host)))

    def of(self, host: str) -> EarVolume:
        """As it was set last, else as the file says."""
        return self._volumes.get(host) or as_declared(self._declared.get(host))

    def set(self, host: str, *, volume_db: float | None = None, muted: bool | None = None) -> None:
        """What is given is changed. volume_db: within the limits of its ear."""
        before = self.of(host)
        after = replace(
            before,
            volume_db=before.volume_db if volume_db is None else volume_db,
            muted=before.muted if muted is None else muted,
        )
        self._keep(host, after)

    def _keep(self, host: str, after: EarVolume) -> None:
        if self._volumes.get(host) == after:
            return
        self._volumes[host] = after
        values = {"volume_db": after.volume_db, "muted": after.muted, "declared_db": after.declared_db}

        def write(session: Session) -> None:
            session.merge(EarVolumeRow(host=host, **values))

        self._database.change_soon(write)

    def _host_gone(self, host: str) -> None:
        """Removed, or moved to another show and the same ear still."""
        if host not in self._shows.directory.hosts and self._volumes.pop(host, None) is not None:
            self._drop(host)

    def _drop(self, host: str) -> None:
        gone = delete(EarVolumeRow).where(EarVolumeRow.host == host)
        self._database.change_soon(lambda session: session.execute(gone))
