"""From what a host missed of a cue to what is worth saying again: pieces with context, in order, none twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable

CONTEXT_MS = 300
"""On both sides of what was missed: a syllable alone means nothing."""

Range = tuple[int, int]
"""(from, to) in ms."""


def with_context(missed: Iterable[Range], duration_ms: int, context_ms: int = CONTEXT_MS) -> tuple[Range, ...]:
    """``missed``, ascending, widened within 0..duration_ms; what then touches becomes one."""
    pieces: list[Range] = []
    for low, high in missed:
        low, high = max(0, low - context_ms), min(duration_ms, high + context_ms)
        if pieces and low <= pieces[-1][1]:
            pieces[-1] = pieces[-1][0], max(high, pieces[-1][1])
        elif low < high:
            pieces.append((low, high))
    return tuple(pieces)


def shifted(pieces: Iterable[Range], by_ms: int) -> tuple[Range, ...]:
    """The pieces on a clock that began ``by_ms`` later; what lies before its beginning is gone."""
    moved = ((low - by_ms, high - by_ms) for low, high in pieces)
    return tuple((max(0, low), high) for low, high in moved if high > 0)
