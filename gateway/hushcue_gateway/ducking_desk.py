"""How far speech dims what lies under it, in the whole studio: as people set it, else as the configuration file says.

What emergency does to others is not theirs to weaken (``core_settings.ducking_policy``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from .config import DIM_CHOICES, Ducking
from .core.commands import SetPolicy
from .core_settings import ducking_policy
from .logs import Log
from .part import BasePart
from .people.clock import now_ms
from .store.database import Database
from .store.models.settings import SettingRow

NAME = "ducking"
"""Of its row among the settings."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who set what is in force, and when. by: an account, a token, "gateway"."""

    at_ms: int
    by: str


class DuckingDesk(BasePart):
    """file: of the configuration, in force already. tell: the engine; False where its queue is full. Changes count at
    once and go to the disk in their time."""

    def __init__(
        self,
        file: Ducking,
        database: Database,
        tell: Callable[[object], bool],
        log: Log,
        clock: Callable[[], int] = now_ms,
    ):
        self.file = file
        self.now = file
        """what is in force"""
        self.change: Change | None = None
        """None: nobody set anything, the file counts"""
        self._database = database
        self._tell = tell
        self._log = log
        self._clock = clock
        self._told = True
        self._hearers: list[Callable[[], None]] = []

    async def start(self) -> None:
        row = self._database.read(lambda session: session.get(SettingRow, NAME))
        if row is None:
            return
        kept = ducking_of(row.value)
        if kept is None:
            self._log.warning("ducking_not_understood")
            return
        self._becomes(kept, Change(row.changed_at_ms, row.changed_by))

    def tick(self, now_ns: int) -> None:
        if not self._told:
            self._tell_engine()

    def on_change(self, hear: Callable[[], None]) -> None:
        """Called after every change, in the loop."""
        self._hearers.append(hear)

    def set(self, wanted: Ducking, by: str) -> None:
        """From now on, until somebody says otherwise. ValueError where the engine cannot do it; nothing changes then.
        by: who wants it."""
        ducking_policy(wanted)
        change = Change(self._clock(), by)
        row = {"name": NAME, "value": asdict(wanted), "changed_at_ms": change.at_ms, "changed_by": by}
        self._becomes(wanted, change)
        self._database.change_soon(lambda session: session.merge(SettingRow(**row)))

    def forget(self) -> None:
        """As the file says again."""
        self._becomes(self.file, None)

        def write(session: Session) -> None:
            session.execute(delete(SettingRow).where(SettingRow.name == NAME))

        self._database.change_soon(write)

    def _becomes(self, ducking: Ducking, change: Change | None) -> None:
        self.now, self.change = ducking, change
        self._tell_engine()
        for hear in self._hearers:
            hear()

    def _tell_engine(self) -> None:
        self._told = self._tell(SetPolicy(ducking_policy(self.now)))


def ducking_of(value: Any) -> Ducking | None:
    """What was kept, None where it is nothing that this version can do."""
    if not isinstance(value, dict) or set(value) != {field.name for field in fields(Ducking)}:
        return None
    if value["programme"] not in DIM_CHOICES or value["speech"] not in DIM_CHOICES:
        return None
    try:
        ducking = Ducking(**value)
        ducking_policy(ducking)
    except (TypeError, ValueError):
        return None
    return ducking
