"""What has come already: sources tell at least once, and a fact counts once. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from .fact import Fact, Order

KEPT_MS = 86_400_000
"""That long in the store; wall clock."""
MOST = 200_000
"""In memory; a fact is told again soon, or hardly ever."""


def key_of(fact: Fact, scope: str) -> int | None:
    """A number for a fact with an id of its own, None for one without; the same for the same (source, id), and state of
    an order. scope: show or airing. 63 bits: among a million facts two meet by chance once in ten million days."""
    if not fact.id:
        return None
    state = fact.state if isinstance(fact, Order) else ""
    text = "\0".join((scope, fact.src, type(fact).__name__, fact.id, state))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class Seen:
    """The newest MOST keys."""

    def __init__(self, keys: Iterable[int] = ()):
        self._keys: dict[int, None] = dict.fromkeys(keys)

    def __contains__(self, key: int) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: int) -> None:
        """It has come."""
        self._keys[key] = None
        if len(self._keys) > MOST:
            del self._keys[next(iter(self._keys))]

    @property
    def is_whole(self) -> bool:
        """False where older keys may be in the store alone."""
        return len(self._keys) < MOST
