"""What became of each frame, kept until it was handed on: a ring of one byte per frame (hushcue_wire.fates).

Frames come in order, one after the other. Where the order breaks (another session, a stream taken up elsewhere) a mark
says with which session and sequence number it goes on. What nobody took in time is forgotten from the oldest on:
``take`` then begins later, and who reads sees from the numbers that something is not known.
"""

from micropython import const

RING = const(2048)
_MASK = const(RING - 1)
_TURN = const(0xFFFF)
MOST_MARKS = const(4)


class Fates:
    """Places in the ring are counted modulo 2**16."""

    def __init__(self):
        self.ring = bytearray(RING)
        self._oldest = 0  # the place of the oldest byte that is kept
        self.written = 0  # where the next goes: so many were written, modulo 2**16
        self._taken = 0  # where the chunk that was shown last ends
        self._count = 0  # bytes kept
        self._places = [0] * MOST_MARKS  # of marks, oldest first; the first is at or before _oldest
        self._sessions = [0] * MOST_MARKS
        self._sequences = [0] * MOST_MARKS
        self._marks = 0

    def begin(self, session, sequence):
        """What is written from here on is of ``session``, from ``sequence`` on."""
        last = self._marks - 1
        if last >= 0 and self._places[last] == self.written:  # nothing was written behind it
            self._marks = last
        elif self._marks == MOST_MARKS:
            self._drop((self._places[1] - self._oldest) & _TURN)
        mark = self._marks
        self._places[mark] = self.written
        self._sessions[mark] = session
        self._sequences[mark] = sequence & 0xFFFF
        self._marks = mark + 1

    def write(self, fate):
        """The next frame's."""
        if self._count == RING:
            self._drop(1)
        self.ring[self.written & _MASK] = fate
        self.written = (self.written + 1) & _TURN
        self._count += 1

    def waiting(self):
        """Frames that were not handed on."""
        return self._count

    def take(self, most):
        """(session, sequence of the first, bytes) of up to ``most`` frames, oldest first, or None; they stay until
        :meth:`taken`. Allocates."""
        if not self._count:
            return None
        self._settle()
        count = self._count
        if self._marks > 1:
            here = (self._places[1] - self._oldest) & _TURN
            if here < count:
                count = here
        if count > most:
            count = most
        first = self._oldest
        sequence = (self._sequences[0] + first - self._places[0]) & 0xFFFF
        at = first & _MASK
        data = bytes(self.ring[at : at + count]) + bytes(self.ring[: max(0, at + count - RING)])
        self._taken = (first + count) & _TURN
        return self._sessions[0], sequence, data

    def taken(self):
        """What ``take`` showed last was handed on."""
        count = (self._taken - self._oldest) & _TURN
        if count <= self._count:  # else the ring has gone beyond it by itself
            self._drop(count)
        self._taken = self._oldest

    def _drop(self, count):
        self._oldest = (self._oldest + count) & _TURN
        self._count -= count
        self._settle()

    def _settle(self):
        """Forget the marks of what is no more there; the first one moves to the oldest byte."""
        while self._marks > 1 and ((self._oldest - self._places[1]) & _TURN) <= RING:
            self._marks -= 1
            mark = 0
            while mark < self._marks:
                self._places[mark] = self._places[mark + 1]
                self._sessions[mark] = self._sessions[mark + 1]
                self._sequences[mark] = self._sequences[mark + 1]
                mark += 1
        moved = (self._oldest - self._places[0]) & _TURN
        if moved:
            self._places[0] = self._oldest
            self._sequences[0] = (self._sequences[0] + moved) & 0xFFFF
