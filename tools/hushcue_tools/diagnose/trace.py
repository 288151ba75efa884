"""What a chip at a cable tells of the packets that came, and what to say of the record that is made of it. Pure.

The arithmetic is that of ``hushcue_link.record``, which the gateway uses too.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from hushcue_link.record import Arrival, Figures, Sent, figures

from .row import Row

RECORD_BYTES = 6
MOST_GAP = 3000


class Broken(ValueError):
    """The stream began anew in the middle."""


def arrivals(told: Sequence[Mapping[str, Any]]) -> list[Arrival]:
    """What on_chip/trace.py said: numbers of 16 bits made whole; a packet that came twice counts once. Raises
    Broken."""
    data = b"".join(base64.b64decode(each["d"]) for each in told if "d" in each)
    found: dict[int, int] = {}
    newest = None
    first = 0
    for at in range(0, len(data) - RECORD_BYTES + 1, RECORD_BYTES):
        low = int.from_bytes(data[at : at + 2], "big")
        us = int.from_bytes(data[at + 2 : at + RECORD_BYTES], "big")
        if newest is None:
            newest = first = low
        step = (low - newest + 0x8000 & 0xFFFF) - 0x8000
        if abs(step) > MOST_GAP:
            raise Broken(f"{newest & 0xFFFF} -> {low}")
        number = newest + step
        newest = max(newest, number)
        found.setdefault(number - first, us)
    lowest = min(found, default=0)
    return [Arrival(number - lowest, us) for number, us in sorted(found.items())]


def facts(told: Figures) -> dict[str, Any]:
    """For a sentence, and for programs."""
    return {
        "sent": told.sent,
        "lost": told.lost_percent,
        "p50": told.p50_ms,
        "p95": told.p95_ms,
        "p99": told.p99_ms,
        "worst": told.worst_ms,
    }


def judge(rows: Sequence[Sent]) -> Row:
    """The link, by its record."""
    if not rows:
        return Row("link", "wrong", "link_silent")
    told = figures(rows)
    return Row("link", "warn" if told.bad else "ok", "link_bad" if told.bad else "link_traced", facts(told))
