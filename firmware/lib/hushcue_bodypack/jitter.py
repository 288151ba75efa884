"""The slots: encoded frames by sequence number, between the order of arrival and the order of playing.

A ring of preallocated slots. ``head`` is the next frame to play, ``newest`` the last one known; both are extended
sequence numbers (RFC 3550 appendix A.1: the 16-bit number and the cycles before it), so they never wrap in practice.
Only the window [head, head + capacity) has slots. What lies before it is late, what lies far from it is another stream
until two packets in a row say that it is this one, restarted (the same appendix). Where more of this stream comes at
once than there are slots, the oldest frames make room, so that no more is lost than cannot be held.

Playing may interrupt receiving between any two steps (a Timer callback on the chip), never the other way round: a slot
is marked after it is filled, and ``started`` is off while the window moves to another place.
"""

import array

from . import dsp
from .ticks import elapsed_ms

LARGEST_PAYLOAD_BYTES = 640
"""20 ms of L16."""
SLOTS_PER_BLOCK = 4
"""Smaller payloads make more slots of the same memory, at most this many times as many."""
MOST_BEHIND = 100
"""Frames behind ``head`` that still count as late ones of this stream (MAX_MISORDER of RFC 3550 appendix A.1)."""
MOST_MISSED = 3000
"""A gap after a pause of the stream is counted as lost up to this many frames (MAX_DROPOUT there)."""
NEXT_FRAMES = 8
"""What comes so near after the newest frame, and finds every slot before it taken, is this stream for certain."""

STORED = 0
LATE = 1
DUPLICATE = 2
FAR = 3
RESTARTED = 4

_EMPTY = 0
_FULL = 1
_PLAYED = 2


class Jitter:
    """``blocks`` (a power of two) times 640 bytes of slots, in ``pool`` where the caller has made a bytearray for
    them."""

    def __init__(self, blocks, pool=None):
        if blocks < 1 or blocks & (blocks - 1):
            raise ValueError("blocks must be a power of two")
        if pool is None:
            pool = bytearray(blocks * LARGEST_PAYLOAD_BYTES)
        if len(pool) != blocks * LARGEST_PAYLOAD_BYTES:
            raise ValueError("pool must be of 640 bytes per block")
        self.pool = pool
        self._flags = bytearray(blocks * SLOTS_PER_BLOCK)
        self._arrivals = array.array("i", bytes(4 * blocks * SLOTS_PER_BLOCK))
        self.capacity = blocks
        self.payload_bytes = LARGEST_PAYLOAD_BYTES
        self._mask = blocks - 1
        self._expected = -1
        self._far_next = -1
        self.started = False
        self.settled = False  # the first frame was played: the window no longer opens backwards
        self.head = 0
        self.newest = 0
        self.missed = 0  # frames of this stream that passed while it was not followed, or had to make room

    def configure(self, payload_bytes):
        """Empty, with slots of ``payload_bytes`` (2..640, even)."""
        if not 2 <= payload_bytes <= LARGEST_PAYLOAD_BYTES or payload_bytes & 1:
            raise ValueError("payload_bytes is an even number, 2..640")
        self.started = False
        self.payload_bytes = payload_bytes
        capacity = len(self._flags)
        while capacity * payload_bytes > len(self.pool):
            capacity >>= 1
        self.capacity = capacity
        self._mask = capacity - 1
        self._expected = -1
        self._far_next = -1

    def forget(self):
        """The stream has paused: whatever comes next starts a new window."""
        self.started = False
        self._expected = self.head & 0xFFFF

    def put(self, sequence, buf, at, now):
        """Copy the payload at ``buf[at:]`` (``at`` even) into its slot; STORED or RESTARTED when it went in, else why
        it did not."""
        if not self.started:
            if self._expected >= 0:
                gap = (sequence - self._expected) & 0xFFFF
                if gap < MOST_MISSED:
                    self.missed += gap
            self._begin(sequence, buf, at, now)
            return STORED
        ahead = ((sequence - self.head + 0x8000) & 0xFFFF) - 0x8000
        frame = self.head + ahead
        if 0 <= ahead < self.capacity:
            self._far_next = -1
            return self._store(frame, buf, at, now)
        if -MOST_BEHIND <= ahead < 0:
            if not self.settled and self.newest - frame < self.capacity:
                code = self._store(frame, buf, at, now)
                self.head = frame
                return code
            if -ahead <= self.capacity and self._flags[frame & self._mask] == _PLAYED:
                return DUPLICATE
            return LATE
        if ahead >= self.capacity and 0 < frame - self.newest <= min(NEXT_FRAMES, self.capacity >> 2):
            self._make_room(frame)
            return self._store(frame, buf, at, now)
        if sequence == self._far_next:
            self._begin(sequence, buf, at, now)
            return RESTARTED
        self._far_next = (sequence + 1) & 0xFFFF
        return FAR

    def _make_room(self, frame):
        self.started = False
        head = frame - self.capacity + 1
        self.missed += head - self.head
        while self.head < head:
            self._flags[self.head & self._mask] = _EMPTY
            self.head += 1
        self._far_next = -1
        self.started = True

    def _begin(self, sequence, buf, at, now):
        self.started = False
        flags = self._flags
        index = 0
        while index < self.capacity:
            flags[index] = _EMPTY
            index += 1
        self.settled = False
        self._far_next = -1
        self._expected = -1
        self.head = self.newest = sequence + 0x10000
        self._store(self.head, buf, at, now)
        self.started = True

    def _store(self, frame, buf, at, now):
        index = frame & self._mask
        if self._flags[index] == _FULL:
            return DUPLICATE
        # by halfwords, twice as fast: an RTP payload begins at a multiple of four, and every frame is of even size
        dsp.copy_samples(at >> 1, index * self.payload_bytes >> 1, buf, self.pool, self.payload_bytes >> 1)
        self._arrivals[index] = now
        self._flags[index] = _FULL
        if frame > self.newest:
            self.newest = frame
        return STORED

    def holds(self, frame):
        """Whether ``frame`` of the window [head, newest] is there."""
        return frame <= self.newest and self._flags[frame & self._mask] == _FULL

    def place(self, frame):
        """Byte offset of ``frame``'s payload in ``pool``."""
        return (frame & self._mask) * self.payload_bytes

    def waited_ms(self, frame, now):
        """How long ``frame`` has been here."""
        return elapsed_ms(now, self._arrivals[frame & self._mask])

    def waiting(self):
        """Frames from ``head`` to ``newest``, missing ones included; negative never."""
        return self.newest - self.head + 1 if self.started and self.newest >= self.head else 0

    def advance(self):
        """``head`` was played, or is given up."""
        index = self.head & self._mask
        self._flags[index] = _PLAYED if self._flags[index] == _FULL else _EMPTY
        self.settled = True
        self.head += 1
