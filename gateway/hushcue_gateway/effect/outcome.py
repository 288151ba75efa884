"""What followed an opportunity: counted on the board, in a window that was fixed before anything was spoken. Pure.

The window is five minutes, and begins with the opportunity itself, at the next whole ten seconds: for spoken and held
ones alike. To begin it with the end of speech, which a held one does not have, would look later in one arm than in the
other, while what set the rule off (a dip, a crowd) passes by itself. The price: the seconds until the words are said
belong to the window, and make an effect look smaller by their share of it, never larger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from .moment import Moment, Outcome

BUCKET_MS = 10_000
WINDOW_MS = 300_000
LAG_MS = 60_000
"""After the window, before it is counted: orders come late. One that comes later than that is in no outcome."""


class Counts(Protocol):
    """What is asked of a board (``showdata/board.py``)."""

    @property
    def products(self) -> Mapping[str, object]: ...

    def known(self, what: str, product: str = "") -> bool: ...

    def count(self, what: str, product: str, since_ms: int, until_ms: int) -> int: ...

    def series(self, what: str, product: str, since_ms: int, until_ms: int) -> Sequence[int | None]: ...


def window_of(at_ms: int) -> tuple[int, int]:
    """From when to when what follows an opportunity is counted; whole tens of seconds, so that boards count exactly."""
    from_ms = -(-at_ms // BUCKET_MS) * BUCKET_MS
    return from_ms, from_ms + WINDOW_MS


def due_ms(at_ms: int) -> int:
    """From when on it can be counted."""
    return window_of(at_ms)[1] + LAG_MS


def outcome_of(board: Counts, moment: Moment, flags: Sequence[str] = ()) -> Outcome:
    """Count. To be called at ``due_ms(moment.at_ms)`` or later, while the board still knows that time. flags: what
    else happened in the window (``watching.py``)."""
    from_ms, to_ms = window_of(moment.at_ms)
    return Outcome(
        orders=_count(board, "orders", moment.product, from_ms, to_ms),
        clicks=_count(board, "clicks", moment.product, from_ms, to_ms),
        viewer_ms=_viewer_ms(board, from_ms, to_ms),
        from_ms=from_ms,
        to_ms=to_ms,
        flags=tuple(dict.fromkeys(flags)),
    )


def _count(board: Counts, what: str, product: str, from_ms: int, to_ms: int) -> int | None:
    if not board.known(what, product):
        # None of this product yet is 0 where its source tells them by product, and unknown where none does.
        by_product = product and any(board.known(what, each) for each in board.products)
        return 0 if by_product else None
    return board.count(what, product, from_ms, to_ms)


def _viewer_ms(board: Counts, from_ms: int, to_ms: int) -> int | None:
    seen = board.series("viewers", "", from_ms, to_ms)
    if not seen or any(value is None for value in seen):
        return None
    return sum(value or 0 for value in seen) * BUCKET_MS
