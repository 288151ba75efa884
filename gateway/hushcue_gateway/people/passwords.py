"""Passwords: argon2id, off the loop, one at a time, and the same effort for a name that nobody has.

46 MiB, one pass, one lane is the first choice of OWASP's Password Storage Cheat Sheet: about 65 ms of one core of a
small machine. One lane and one at a time, because this machine also makes sound: however many people sign in, they
never take more than one core.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from ..words import WORDS as GATEWAY_WORDS
from .words import WORDS

MOST_WAITING = 200
LEAST_CHARS = 10
MOST_CHARS = 256
NAME_CHARS = 64


@dataclass(frozen=True)
class Effort:
    """What one guess costs. A hash that was made with less is made anew when its owner signs in."""

    memory_kib: int = 47_104
    passes: int = 1
    lanes: int = 1


class Passwords:
    """``hash`` and ``check``, both in a thread."""

    def __init__(self, effort: Effort | None = None):
        effort = effort or Effort()
        self._hasher = PasswordHasher(
            time_cost=effort.passes, memory_cost=effort.memory_kib, parallelism=effort.lanes, type=Type.ID
        )
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """To be kept."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def check(self, kept: str | None, password: str, may: Callable[[], None] = lambda: None) -> bool:
        """Whether it is the one ``kept`` was made of. None (nobody of that name, or one without a password) is checked
        against a hash of nothing anybody knows, so that it takes as long. ``may`` is asked when its turn has come: what
        it raises is raised, however many guesses were sent at once."""
        if self._waiting >= MOST_WAITING:
            raise GATEWAY_WORDS.trouble("gateway_busy")
        self._waiting += 1
        try:
            async with self._turn:
                may()
                if kept is None and self._nobody is None:
                    self._nobody = await asyncio.to_thread(self._hasher.hash, "nobody knows this one")
                matches = await asyncio.to_thread(self._matches, kept or self._nobody or "", _normal(password))
        finally:
            self._waiting -= 1
        return matches and kept is not None

    def is_weak(self, kept: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def demand_good(password: str, name: str) -> None:
    """Raise Trouble where a password is too easily guessed. Length is what counts (NIST SP 800-63B section 3.1.1)."""
    text = _normal(password)
    if len(text) < LEAST_CHARS:
        raise WORDS.trouble("password_short", least=LEAST_CHARS)
    if len(text) > MOST_CHARS:
        raise WORDS.trouble("password_long", most=MOST_CHARS)
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    counts = max(steps.count(step) for step in (-1, 0, 1)) > len(steps) * 2 // 3
    if len(set(text)) < 4 or counts or key_of(text) in (key_of(name), key_of(name) * 2):
        raise WORDS.trouble("password_weak")


def demand_good_name(name: str) -> None:
    """Raise Trouble where a person cannot be called so."""
    if not 0 < len(name) <= NAME_CHARS or not name.isprintable() or name != name.strip():
        raise WORDS.trouble("name_bad", most=NAME_CHARS)


def key_of(name: str) -> str:
    """A name as it is compared: case, width and spaces make no other person."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:256]


def _normal(password: str) -> str:
    """One face for what looks the same, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)
