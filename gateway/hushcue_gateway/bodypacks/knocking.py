"""Who came to the door and was not let in. Pure; times are milliseconds since the epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal["unknown", "password"]
MOST = 64
FORGET_MS = 15 * 60_000
"""A bodypack knocks every few seconds: after that it has gone away."""
NOWHERE = "?"
"""The place of whoever told neither name nor address; no name and no address looks so."""


@dataclass(slots=True)
class _Knock:
    name: str | None
    reason: Reason
    ip: str | None
    count: int
    seen_ms: int


class Knocks:
    """The newest MOST of them. changed: told when somebody new comes or goes."""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = lambda: None
        self._knocks: dict[str, _Knock] = {}

    def note(self, name: str | None, reason: Reason, ip: str | None, now_ms: int) -> None:
        """Somebody came. name: None where nobody told; those are told apart by their address."""
        place = name or ip or NOWHERE
        before = self._knocks.pop(place, None)
        count = 1 if before is None or before.reason != reason else before.count + 1
        self._knocks[place] = _Knock(name, reason, ip or (before.ip if before else None), count, now_ms)
        if len(self._knocks) > MOST:
            del self._knocks[next(iter(self._knocks))]
        if count == 1:
            self.changed()

    def forget(self, name: str, ip: str | None = None) -> None:
        """It is let in now, or nobody is told of it any more; so is whoever came nameless from ``ip``."""
        for place in {name, ip or name}:
            knock = self._knocks.get(place)
            if knock is not None and knock.name in (None, name):
                del self._knocks[place]
                self.changed()

    def told(self, now_ms: int) -> dict[str, dict[str, Any]]:
        """Place in the list -> as people see it, the newest first."""
        for place in [place for place, knock in self._knocks.items() if now_ms - knock.seen_ms > FORGET_MS]:
            del self._knocks[place]
        return {
            place: {"id": each.name, "reason": each.reason, "ip": each.ip, "count": each.count, "seen_ms": each.seen_ms}
            for place, each in reversed(self._knocks.items())
        }
