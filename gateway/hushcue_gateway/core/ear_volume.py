"""How far one ear is turned up, and what of that counts after a restart. Pure.

A restart makes nobody louder:

| the file's volume        | after the restart                                 |
|--------------------------|---------------------------------------------------|
| as it was before         | what people turned it to                          |
| another one than before  | that or the file's, whichever is lower            |

Whatever comes out is never above the maximum. An ear that nobody has turned or muted has what the file says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .bodypack import MAX_VOLUME_DB


@dataclass(frozen=True, slots=True)
class EarVolume:
    """What people turned one ear to. declared_db: what the file said then, None where it says nothing of it."""

    volume_db: float = 0.0
    muted: bool = False
    declared_db: float | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """What the file says of an ear."""

    volume_db: float
    max_db: float = MAX_VOLUME_DB


def as_declared(declared: Declared | None) -> EarVolume:
    """An ear that nobody has turned. None: one of which the file says nothing."""
    return EarVolume() if declared is None else EarVolume(declared.volume_db, False, declared.volume_db)


def restored(kept: EarVolume, declared: Declared | None) -> EarVolume:
    """What ``kept`` is after a restart under this file."""
    if declared is None:
        return replace(kept, declared_db=None)
    volume_db = min(kept.volume_db, declared.max_db)
    if kept.declared_db != declared.volume_db:
        volume_db = min(volume_db, declared.volume_db)
    return replace(kept, volume_db=volume_db, declared_db=declared.volume_db)
