"""The host's button: who is calling, who called last, and which cue an acknowledgement belongs to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Heard(Protocol):
    """What is needed of a cue."""

    @property
    def id(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...
    @property
    def started_ns(self) -> int | None: ...


class Calls:
    """Since when each host calls, until somebody answers."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}  # host -> seconds since the epoch, in the order of the first press
        self._last: dict[str, float] = {}  # host -> newest press ever

    def call(self, host: str, at: float) -> bool:
        """The button was pressed for "call me". Pressed again it is no new call; False then."""
        self._last.pop(host, None)
        self._last[host] = at
        if host in self._since:
            return False
        self._since[host] = at
        return True

    def answer(self, host: str) -> bool:
        """Somebody talks to the host, or says that the call is answered; False where nobody was calling."""
        return self._since.pop(host, None) is not None

    def since(self, host: str) -> float | None:
        """Since when the host calls, None where it does not."""
        return self._since.get(host)

    def last_caller(self, among: Iterable[str]) -> str | None:
        """Of these hosts the one that pressed last, answered or not."""
        hosts = set(among)
        return next((host for host in reversed(self._last) if host in hosts), None)

    def forget(self, host: str) -> None:
        """The host is gone."""
        self._since.pop(host, None)
        self._last.pop(host, None)


def acknowledged(cues: Iterable[Heard], host: str) -> str | None:
    """The newest cue that this host heard, whether it still goes on or is over; None where there is none."""
    heard = [cue for cue in cues if host in cue.to and cue.started_ns is not None]
    newest = max(heard, key=lambda cue: cue.started_ns or 0, default=None)
    return newest.id if newest is not None else None
