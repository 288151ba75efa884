"""The coin: which opportunities are spoken and which are held back to compare with. Keyed, blocked, auditable. Pure.

Opportunities of one rule in one airing are counted from 0. Each ten in a row are a block, in which HMAC-SHA256 of
(airing, rule, block, place) orders the places; the first of that order are held. So the share is exact in every block,
nobody can guess the next one without the key, and anybody who has the key can do all of it again (``audit``).
Where the share is no whole number of ten, the block's own HMAC decides whether it holds one more: each opportunity is
held with exactly the share that was asked for.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Literal

Side = Literal["send", "hold"]
BLOCK = 10
LEAST_SECRET_BYTES = 16
HOLDOUT_PERCENT = 30
"""Unless the show says otherwise."""
MOST_HOLDOUT_PERCENT = 50
"""More than half held back would only make the comparison worse."""


def assign(secret: bytes, airing: str, rule: str, n: int, holdout_percent: float) -> Side:
    """What the coin says of the ``n``-th opportunity (from 0) of a rule in an airing. The same arguments, the same
    answer. ValueError for a share outside 0 to 50, a negative n, a key that is shorter than 16 bytes."""
    if not 0 <= holdout_percent <= MOST_HOLDOUT_PERCENT:
        raise ValueError(f"holdout_percent: 0 to {MOST_HOLDOUT_PERCENT}")
    if n < 0:
        raise ValueError("n: from 0")
    if len(secret) < LEAST_SECRET_BYTES:
        raise ValueError(f"secret: at least {LEAST_SECRET_BYTES} bytes")
    block, place = divmod(n, BLOCK)
    order = sorted(range(BLOCK), key=lambda each: _draw(secret, airing, rule, block, str(each)))
    return "hold" if order.index(place) < _held_in(secret, airing, rule, block, holdout_percent) else "send"


def audit(secret: bytes, rows: Iterable[tuple[str, str, int, float, str]]) -> list[tuple[str, str, int]]:
    """Which of (airing, rule, n, holdout_percent, side as it was stored) the coin never said."""
    return [
        (airing, rule, n) for airing, rule, n, percent, side in rows if assign(secret, airing, rule, n, percent) != side
    ]


def p_send(holdout_percent: float) -> float:
    """The probability with which each opportunity is spoken: what is stored beside it."""
    return 1.0 - holdout_percent / 100.0


def _held_in(secret: bytes, airing: str, rule: str, block: int, holdout_percent: float) -> int:
    whole, rest = divmod(holdout_percent * BLOCK, 100.0)
    return int(whole) + (int.from_bytes(_draw(secret, airing, rule, block, "more")[:6], "big") < rest / 100.0 * 2**48)


def _draw(secret: bytes, airing: str, rule: str, block: int, what: str) -> bytes:
    # Each part with its length before it: no two questions are spelled the same.
    parts = (airing, rule, str(block), what)
    return hmac.digest(secret, b"".join(f"{len(part)}:{part},".encode() for part in parts), sha256)
