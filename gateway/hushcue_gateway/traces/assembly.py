"""What a bodypack tells of one trace, piece by piece, as arrivals. Pure.

Two octets per packet, of the number n (the bodypack's tracing.py): 0 where it has not come; else the low 14 bits are
1 + LEAD_MS + how many ms after its turn it came, the first packet's arrival being the beginning; the high bit says that
it had been asked for by then, the one below that it came once more.

What was asked for may be what was sent again, and then the link lost the first; or the first came late by itself. A
network keeps the order, so one that others have overtaken was lost. One that was late by itself comes twice. This is
wrong for fewer than one packet in a hundred, on every network of the benches.
"""

from __future__ import annotations

from hushcue_link.record import Arrival

LEAD_MS = 1000
LATE = 0x3FFF
ASKED = 0x8000
AGAIN = 0x4000
OVERTAKING = 16
"""So many of those behind it are looked at."""
MOST_PACKETS = 300 * 1000 // 5
"""The longest trace of the shortest frames."""


class Assembly:
    """Pieces in order; one that came before is nothing new, one behind a gap is not taken."""

    def __init__(self, told: bytes = b""):
        self._told = bytearray(told)

    @property
    def told(self) -> bytes:
        """All octets."""
        return bytes(self._told)

    @property
    def packets(self) -> int:
        """So many are told of."""
        return len(self._told) // 2

    def add(self, at: int, octets: bytes) -> bool:
        """A piece whose first packet is ``at``. False where it cannot be: something between was never told."""
        if at > self.packets or len(octets) % 2 or at + len(octets) // 2 > MOST_PACKETS:
            return False
        self._told += octets[2 * (self.packets - at) :]
        return True

    def arrivals(self, frame_ms: int) -> list[Arrival]:
        """Of the packets that were not lost, from the first of them on."""
        came = self._came(frame_ms)
        first = came[0][0] if came else 0
        return [Arrival(number - first, 1000 * ((number - first) * frame_ms + late_ms)) for number, late_ms in came]

    def resent(self, frame_ms: int) -> int:
        """Packets that were lost and came when they were asked for."""
        return sum(bool(value & LATE) for value in self._values()) - len(self._came(frame_ms))

    def _came(self, frame_ms: int) -> list[tuple[int, int]]:
        """(number, ms after its turn) of those that the link did not lose."""
        values = self._values()
        came = []
        for number, value in enumerate(values):
            late_ms = (value & LATE) - 1 - LEAD_MS
            if value & LATE and not (value & ASKED and _was_lost(values, number, late_ms, frame_ms)):
                came.append((number, late_ms))
        return came

    def _values(self) -> list[int]:
        return [int.from_bytes(self._told[at : at + 2], "big") for at in range(0, len(self._told), 2)]


def _was_lost(values: list[int], number: int, late_ms: int, frame_ms: int) -> bool:
    """Whether what came of a packet that was asked for is what was sent again."""
    for step in range(1, OVERTAKING + 1):
        other = values[number + step] if number + step < len(values) else 0
        if other & LATE and not other & ASKED and step * frame_ms + (other & LATE) - 1 - LEAD_MS < late_ms:
            return True
    return not values[number] & AGAIN
