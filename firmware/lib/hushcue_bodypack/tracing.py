"""A trace of the link, taken while the bodypack plays: when each packet of its stream came, told in documents. Pure.

Only who asked for a trace has this module loaded; see errands.py. What is kept is one number of 16 bits per packet, in
a ring that is made at the beginning; nothing is allocated for a packet.

    0                 it has not come
    1..16383          1 + LEAD_MS + how many ms after its turn, the first one's arrival being the beginning
    + 32768           it had been asked for by then: perhaps that is what came, and the first one was lost
    + 16384           it came once more

One that is more than LATE_MS behind is told as lost. Packets are read every 5 ms, so a time is when a packet was read:
up to 5 ms after it came.
"""

import binascii

from micropython import const

from hushcue_wire import documents

from .jitter import ASKED
from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

SLOTS = const(1024)
_MASK = const(SLOTS - 1)
MOST = const(240)
"""Packets in one document."""
LATE_MS = const(1000)
LEAD_MS = const(1000)
"""So much sooner than the first one a packet may come."""
_LATEST = const(0x3FFF)
_ASKED = const(0x80)
_AGAIN = const(0x40)
NOTHING_MS = const(10000)
"""So long a trace waits for its first packet."""
HEAP_BYTES = const(12000)
"""What must be free before: the ring, and documents on their way."""
PATIENCE_MS = const(60000)
"""So long a trace that is over waits for the broker."""


class Trace:
    """``seconds`` from the first packet on. ``came`` may interrupt everything else; ``end`` says why it is over."""

    def __init__(self, seconds, now_ms):
        self._ring = bytearray(2 * SLOTS)
        self._empty = bytes(2 * MOST)
        self._limit_ms = 1000 * seconds
        self._asked_ms = now_ms
        self.first = -1  # sequence number of the first packet
        self.newest = -1  # number of the newest, 0 is the first
        self.told = 0  # so many were taken out
        self.frame_ms = 10
        self.end = ""

    def came(self, playout, sequence, now_ms, code):
        """An authentic packet, for the first time (``code`` 0) or once more."""
        if self.end:
            return
        if self.first < 0:
            self.first = sequence
            self.frame_ms = playout.frame_ms
            self._beyond = self._limit_ms // playout.frame_ms
            self._began_ms = now_ms
            self.newest = 0
        newest = self.newest
        number = newest + ((sequence - self.first - newest + 0x8000) & 0xFFFF) - 0x8000
        if number < self.told or number >= self._beyond:
            return
        if number >= self.told + SLOTS:
            self.end = "overrun"
            return
        at = (number & _MASK) << 1
        ring = self._ring
        if code:
            if ring[at + 1] or ring[at]:
                ring[at] |= _AGAIN
            return
        late = elapsed_ms(now_ms, self._began_ms) - number * self.frame_ms + LEAD_MS + 1
        if late < 1:
            late = 1
        elif late > _LATEST:
            late = _LATEST
        high = late >> 8
        jitter = playout.jitter
        if jitter.started:
            ahead = jitter.steps_from(jitter.head, sequence)
            if ahead < 0 or (ahead < jitter.capacity and jitter.flags[(jitter.head + ahead) & jitter.mask] & ASKED):
                high |= _ASKED
        ring[at + 1] = late & 0xFF
        ring[at] = high
        if number > newest:
            self.newest = number

    def check(self, now_ms):
        """Time passes, packets or none: whether it is over."""
        if not self.end:
            if self.first < 0:
                if elapsed_ms(now_ms, self._asked_ms) > NOTHING_MS:
                    self.end = "silent"
            elif elapsed_ms(now_ms, self._began_ms) > self._limit_ms + LATE_MS:
                self.end = "done"
        return bool(self.end)

    def take(self):
        """(number of the first, octets) of the next packets that are told, two octets each; None while there are too
        few of them. After the end: whatever is left."""
        count = self.newest + 1 - self.told
        if not self.end:
            count -= LATE_MS // self.frame_ms
            if count < MOST:
                return None
        if count > MOST:
            count = MOST
        if count <= 0:
            return None
        first = self.told
        at = (first & _MASK) << 1
        size = count << 1
        ring = self._ring
        data = bytes(ring[at : at + size])
        left = size - len(data)
        ring[at : at + len(data)] = self._empty[: len(data)]
        if left:
            data += bytes(ring[:left])
            ring[:left] = self._empty[:left]
        self.told = first + count
        return first, data


class Tracing:
    """One trace from its order to its last document. ``control`` tells them, ``session`` is listened to."""

    def __init__(self, control, session, order, now_ms):
        self._control = control
        self._session = session
        self._order = order
        self.trace = Trace(order["seconds"], now_ms)
        self._over_ms = now_ms
        session.trace = self.trace

    def step(self, now_ms, unacknowledged):
        """Tell what is to be told, several times a second. False when all is said."""
        trace = self.trace
        if self._session.trace is not trace and not trace.end:
            trace.end = "renewed"
        if not trace.check(now_ms):
            self._over_ms = now_ms
        if unacknowledged > 1:  # the broker is slow, or gone: the ring keeps it
            return self._goes_on(elapsed_ms(now_ms, self._over_ms) < PATIENCE_MS)
        chunk = trace.take()
        if chunk is not None:
            tell(self._control, self._order, "going", chunk[0], chunk[1])
        elif trace.end:
            tell(self._control, self._order, trace.end, trace.told, b"")
        return self._goes_on(chunk is not None or not trace.end)

    def _goes_on(self, on):
        if not on and self._session.trace is self.trace:
            self._session.trace = None
        return on


def tell(control: "Any", order: "dict[str, Any]", state: str, at: int, data: bytes) -> None:
    """One document of the trace that ``order`` asked for."""
    came = binascii.b2a_base64(data)[:-1].decode() if data else None
    fields = {
        "boot": control.identity.boot,
        "session": order["session"],
        "trace": order["trace"],
        "at": at,
        "state": state,
        "came": came,
    }
    control.tell("trace", documents.make("trace", fields))
