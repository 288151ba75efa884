"""``[recordings]``: how much room recordings of cues may take. Whether a show records is its own setting."""

from __future__ import annotations

from dataclasses import dataclass

from .config_reader import Reader


@dataclass(frozen=True)
class Recordings:
    """max_mb: of all recordings together, the oldest go first. min_free_mb: with less left on the disk nothing is
    recorded."""

    max_mb: int = 20_000
    min_free_mb: int = 500


def read_recordings(reader: Reader) -> Recordings:
    """The table, checked."""
    recordings = Recordings(
        max_mb=reader.whole("max_mb", 1, 10_000_000, Recordings.max_mb),
        min_free_mb=reader.whole("min_free_mb", 0, 10_000_000, Recordings.min_free_mb),
    )
    reader.finish()
    return recordings
