"""Everything of a show that people have deleted, whichever table it is in.

Tables are found by the names of their columns, so that a new one cannot be forgotten: what has a ``show`` goes by it,
what has an ``airing`` goes with that airing. Functions are for the writing thread.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from .base import Base
from .models.cues import RecordingRow
from .models.showdata import AiringRow

STAYS = frozenset({"audit"})
"""Who did what, the deleting among it, stays for as long as the audit log keeps anything."""
NOBODY_S = ""
"""The show of airings that are being deleted: no show has that name."""


def forget_show(session: Session, show: str, recordings: Path) -> None:
    """All of it at once but airings, of which a show may have hundreds: those belong to no show from now on, and go
    one by one (``forget_airing``). recordings: the folder of their files."""
    for file in session.scalars(select(RecordingRow.file).where(RecordingRow.show == show, RecordingRow.file != "")):
        with contextlib.suppress(OSError):
            (recordings / file).unlink()
    session.execute(update(AiringRow).where(AiringRow.show == show).values(show=NOBODY_S))
    for table in reversed(Base.metadata.sorted_tables):  # what points at others goes before them
        if "show" in table.c and table.name not in STAYS:
            session.execute(delete(table).where(table.c.show == show))


def forget_airing(session: Session) -> bool:
    """One of those; False where none is left."""
    airing = session.scalar(select(AiringRow.id).where(AiringRow.show == NOBODY_S).limit(1))
    if airing is None:
        return False
    for table in reversed(Base.metadata.sorted_tables):
        if "airing" in table.c:
            session.execute(delete(table).where(table.c.airing == airing))
    session.execute(delete(AiringRow).where(AiringRow.id == airing))
    return True
