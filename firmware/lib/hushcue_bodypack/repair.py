"""Asking for what is missing: RFC 4585 generic NACK in one small RTCP packet (RFC 5506), and when to.

    asked for               | once the frame is ASK_MS late, and
    ------------------------+-----------------------------------------------------------------------------------------
    at once                 | playing stands still, or no packet is to come that still carries a copy of it
    shortly before its turn | else: the next packet may bring it by itself
    never                   | frames that cannot be played any more

At most one request per round trip and 1 ms, so that each is answered or lost before the next; and where nothing at all
has come for a while, ever fewer: a dead network is not asked the same over and over.
"""

import array

from micropython import const

from .jitter import choose_packets
from .ticks import elapsed_ms

ASK_MS = const(5)
LEAD_MS = const(25)
"""Two round trips over a chip that looks every 5 ms, and a little."""
SPACING_MS = const(5)
LONGEST_SPACING_MS = const(50)
"""However long a round trip seems to take."""
QUIET_MS = const(60)
QUIET_SPACING_MS = const(20)
DEAD_MS = const(300)
DEAD_SPACING_MS = const(250)
MOST_PACKETS = const(24)
"""In one request."""
MOST_PAIRS = const(8)
"""(PID, BLP) of one request."""
UNANSWERED = const(12)
UNANSWERED_MS = const(250)
"""So many requests, over so long, without any answer, while packets come: nothing is ever sent again here."""
PROVEN_MS = const(4000)
"""The same where there has been an answer before."""
_HEADER_BYTES = const(12)


class Repair:
    """``playout``: whose frames."""

    def __init__(self, playout):
        self._playout = playout
        self._chosen = array.array("H", bytes(2 * MOST_PACKETS))
        self.requests = 0

    def begin(self, reporter, source, now):
        """A new stream; four octets each: who asks, and for whose packets."""
        self._reporter = reporter
        self._source = source
        self.rtt_ms = 0
        self._asked = now
        self._heard = now
        self._unanswered = 0  # requests since the last answer
        self._first = now  # when the first of them went out
        self._patience_ms = UNANSWERED_MS
        self._came_since = False
        self._playout.patient = True

    def came(self, now, answer):
        """An authentic packet came; ``answer``: it had been asked for, and did not just come late by itself. (Without
        copies, what is late by itself comes in order; with them, order says nothing.)"""
        self._heard = now
        self._came_since = True
        if answer:
            self._unanswered = 0
            self._patience_ms = PROVEN_MS
            self._playout.patient = True

    def due(self, now):
        """How many packets are to be asked for now, 0 for none; :meth:`write` says which."""
        playout = self._playout
        jitter = playout.jitter
        if not jitter.started:
            return 0
        silence = elapsed_ms(now, self._heard)
        if silence >= DEAD_MS:
            spacing = DEAD_SPACING_MS
        elif silence >= QUIET_MS:
            spacing = QUIET_SPACING_MS
        else:
            spacing = min(max(self.rtt_ms, SPACING_MS), LONGEST_SPACING_MS)
        if elapsed_ms(now, self._asked) < spacing:
            return 0
        delay = playout.delay
        head = jitter.head
        top = delay.sent(now)
        if top < jitter.newest:
            top = jitter.newest
        if top >= head + jitter.capacity:
            top = head + jitter.capacity - 1
        ask = ASK_MS + (delay.jitter16 >> 3)  # and twice the interarrival jitter
        if jitter.holds(head):
            # it plays: what is due within the lead, or has no other chance
            due = delay.least_ms() - LEAD_MS
            if ask < due:
                ask = due
        late = delay.age_ms(top, now)
        last = top
        if late < ask:
            last = top - (ask - late + playout.frame_ms - 1) // playout.frame_ms
        gone = jitter.newest - playout.depth - 1  # what no packet to come carries
        if last < gone:
            last = gone
        if last < head:
            return 0
        count = choose_packets(jitter.flags, head, last, jitter.mask, playout.depth, top, self._chosen, MOST_PACKETS)
        if count:
            self._asked = now
            self.requests += 1
            if self._came_since:
                self._came_since = False
                if not self._unanswered:
                    self._first = now
                self._unanswered += 1
                if self._unanswered >= UNANSWERED and elapsed_ms(now, self._first) >= self._patience_ms:
                    playout.patient = False
        return count

    def write(self, count, buf):
        """The request for the ``count`` packets of :meth:`due` into ``buf``: its size."""
        buf[0] = 0x81
        buf[1] = 205
        buf[2] = 0
        for index in range(4):
            buf[4 + index] = self._reporter[index]
            buf[8 + index] = self._source[index]
        chosen = self._chosen
        at = _HEADER_BYTES
        most = _HEADER_BYTES + 4 * MOST_PAIRS
        index = 0
        while index < count and at < most:
            number = chosen[index]
            index += 1
            bits = 0
            while index < count:
                step = (chosen[index] - number) & 0xFFFF
                if step > 16:
                    break
                bits |= 1 << (step - 1)
                index += 1
            buf[at] = number >> 8
            buf[at + 1] = number & 0xFF
            buf[at + 2] = bits >> 8
            buf[at + 3] = bits & 0xFF
            at += 4
        buf[3] = (at >> 2) - 1
        return at
