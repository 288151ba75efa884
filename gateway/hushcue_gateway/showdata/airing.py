"""An airing: one live stream of a show, from its beginning to its end; or one that is played: made up, or again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal

from .batch import Batch
from .board import Board
from .clock import WALL, ShowClock

Kind = Literal["live", "demo", "replay"]
SILENCE_MS = 1_800_000
"""Nothing told for so long: it is over."""
OFF_MS = 30_000
"""Off the air for so long: it is over; less is a line that broke."""
VIEWER_BYTES = 8
MOST_HASHED = 50_000


@dataclass(frozen=True, slots=True)
class Airing:
    """Times in show time. ended_ms: None while it goes on. speed: of show time in wall time."""

    id: str
    show: str
    kind: Kind
    began_ms: int
    ended_ms: int | None = None
    title: str = ""
    speed: float = 1.0


@dataclass
class Running:
    """One that goes on. salt: of its viewers' names; gone when it ends."""

    airing: Airing
    salt: bytes
    board: Board
    clock: ShowClock = WALL
    played: bool = False
    """its facts come from ``replay.py``, which ends it too"""
    told_ms: int = 0
    """show time at which something came last"""
    off_ms: int | None = None
    """since when it is off the air"""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """held while the board is being made anew: nothing is taken meanwhile"""
    counted: Batch = field(init=False)
    """what ``Board.tally`` was told and is not in the store yet"""
    hashed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counted = Batch(self.airing.id)

    def viewer(self, user: str) -> str:
        """What is kept of a viewer's name: the same for the same one in this airing, and in no other."""
        if not user:
            return ""
        found = self.hashed.get(user)
        if found is None:
            if len(self.hashed) >= MOST_HASHED:
                self.hashed.clear()
            whole = hmac.new(self.salt, user.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
            found = self.hashed[user] = whole[:VIEWER_BYTES].hex()
        return found

    def over_at_ms(self, now_ms: int) -> int | None:
        """When it was over, None while it goes on. now_ms: show time."""
        if self.played:
            return None
        if self.off_ms is not None and now_ms - self.off_ms >= OFF_MS:
            return self.off_ms
        if now_ms - self.told_ms >= SILENCE_MS:
            return max(self.told_ms, self.airing.began_ms)
        return None
