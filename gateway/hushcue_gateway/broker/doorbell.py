"""Who rang at the broker and was not let in, read from what Mosquitto logs of connections. Pure.

Mosquitto 2.0 tells neither name nor address of whom it refuses, but the address of everybody who comes, and the name of
everybody whom it lets in::

    New connection from 192.168.1.44:49847 on port 1883.
    New client connected from 192.168.1.44:49847 as host-1 (p2, c1, k5, u'host-1').
    Client <unknown> disconnected, not authorised.

So the address of a refusal is known where all whose outcome is open have come from one address: one device that tries
again before the end of its first try is logged, or one machine alone. Later versions tell more, which is
taken where it is there. What is told is chosen by whoever rings: it is for people to look at, and decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PATIENCE_S = 5.0
"""So long a connection may stay without a word; the broker's answer follows within milliseconds."""
MOST_OPEN = 256

_CAME = re.compile(r"New connection from (?P<place>\S+:\d+) on port \d+\.")
_LET_IN = re.compile(r"New client connected from (?P<place>\S+:\d+) as ")
_LEFT = re.compile(r"Client <unknown> (closed its connection|disconnected|has exceeded timeout)")
_REFUSED = re.compile(r"Client (?P<name>\S+) (?:\[(?P<place>\S+:\d+)\] )?disconnected[,:] not authori[sz]ed\.")


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody was not let in; None: the broker does not tell."""

    name: str | None
    ip: str | None


class Doorbell:
    """Lines as they come. ``now_s``: of any one clock."""

    def __init__(self) -> None:
        self._open: dict[str, float] = {}  # "ip:port" of whoever came and is neither in nor gone -> when

    def said(self, line: str, now_s: float) -> Refused | None:
        """Take note of a line; a refusal when it is one."""
        came = _CAME.fullmatch(line)
        if came:
            self._open[came["place"]] = now_s
            if len(self._open) > MOST_OPEN:
                del self._open[next(iter(self._open))]
            return None
        let_in = _LET_IN.match(line)
        if let_in:
            self._open.pop(let_in["place"], None)
            return None
        refused = _REFUSED.fullmatch(line)
        if refused:
            name = None if refused["name"] == "<unknown>" else refused["name"]
            place = self._the_one(now_s) if refused["place"] is None else refused["place"]
            self._open.pop(place or "", None)
            return Refused(name, _address(place) if place else None)
        if _LEFT.match(line):
            gone = self._the_one(now_s)
            self._open.pop(gone or "", None)
        return None

    def _the_one(self, now_s: float) -> str | None:
        """Where the one came from whose outcome is open, the oldest of one address; None where there are several."""
        self._open = {place: came_s for place, came_s in self._open.items() if now_s - came_s < PATIENCE_S}
        addresses = {_address(place) for place in self._open}
        return next(iter(self._open)) if len(addresses) == 1 else None


def _address(place: str) -> str:
    return place.rpartition(":")[0].strip("[]")
