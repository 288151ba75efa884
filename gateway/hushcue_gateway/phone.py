"""One host's phone as it is now.

| state   | means                                                    |
|---------|----------------------------------------------------------|
| offline | no page                                                  |
| away    | a page that does not listen (yet)                        |
| online  | a page that listens, and tells of it                     |
| lost    | it listened, and has told nothing for LOST_S             |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .core.phone_ear import PhoneEar, PhoneReport
from .cues import Cue

LOST_S = 3.0
PhoneState = Literal["offline", "away", "online", "lost"]


@dataclass(slots=True)
class Listening:
    """A peer connection of a page: one stream as receipts know it."""

    boot: int
    peer: int
    session: int
    ear: PhoneEar
    told_ns: int
    number: int = 0


@dataclass(slots=True)
class Phone:
    """send: to its page, None while there is none. texts: shown until they are acknowledged. told: the state that
    people were told of last."""

    send: Callable[[dict[str, Any]], None] | None = None
    listening: Listening | None = None
    report: PhoneReport | None = None
    loss_percent: float | None = None
    heard_ns: int | None = None
    battery_percent: int | None = None
    charging: bool | None = None
    texts: list[Cue] = field(default_factory=list)
    told: PhoneState = "offline"

    def state(self, now_ns: int) -> PhoneState:
        """See the module."""
        if self.listening is None:
            return "offline" if self.send is None else "away"
        return "lost" if now_ns - self.listening.told_ns > LOST_S * 1e9 else "online"
