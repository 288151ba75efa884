"""When the documents of a recorded file are told again: at the distances at which they happened. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

LOW, HIGH = 1.0, 120.0
"""Times as fast."""


class Due(NamedTuple):
    """at_s: from the first document on."""

    at_s: float
    document: dict[str, Any]


def played(documents: Iterable[Mapping[str, Any]], speed: float, src: str) -> Iterator[Due]:
    """Each as it is told: without its own time, which is the moment it is told. src: who tells it now, "" leaves what
    the file says. One that has no time, or an earlier one than those before, comes right behind them."""
    first_s: float | None = None
    at_s = 0.0
    for document in documents:
        moment_s = moment_of(document.get("t"))
        if moment_s is not None:
            first_s = moment_s if first_s is None else first_s
            at_s = max(at_s, (moment_s - first_s) / speed)
        told = {name: value for name, value in document.items() if name != "t"}
        yield Due(at_s, {**told, "src": src} if src else told)


def moment_of(value: object) -> float | None:
    """Milliseconds since the epoch, or ISO 8601 with a zone, in seconds; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value / 1000 if abs(value) < 1e15 else None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.timestamp() if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
