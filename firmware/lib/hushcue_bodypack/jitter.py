"""The slots: encoded frames by sequence number, between the order of arrival and the order of playing.

A ring of preallocated slots. ``head`` is the next frame to play, ``newest`` the last one whose packet came; both are
extended sequence numbers (RFC 3550 appendix A.1: the 16-bit number and the cycles before it), so they never wrap in
practice. Only the window [head, head + capacity) has slots; outside of it every flag is 0.

What is in a slot, and where it came from, is one byte of ``flags``:

    bits 7-6   source, as hushcue_wire.fates has it: original packet, redundancy, retransmission; 0 when empty
    bit 3      its packet was asked for
    bit 2      its own packet came
    bits 1-0   0 empty, PCMU, L16

Playing may interrupt receiving between any two steps (a Timer callback on the chip), never the other way round: a slot
is marked after it is filled, and ``started`` is off while the window moves to another place.
"""

import micropython
from micropython import const

from . import packet

LARGEST_PAYLOAD_BYTES = 640
"""20 ms of L16."""
SLOTS_PER_BLOCK = const(4)
"""Smaller payloads make more slots of the same memory, at most this many times as many."""
MOST_BEHIND = const(16384)
"""A sequence number up to so many frames behind ``head`` is an old one."""

PCMU = const(1)
L16 = const(2)
CONTENT = const(3)
OWN = const(4)
ASKED = const(8)


@micropython.viper
def missing_copies(flags: ptr8, frame: int, count: int, mask: int) -> int:
    """Bit k - 1 is set where frame - k is empty, k = 1..count."""
    found = 0
    k = 1
    while k <= count:
        if (int(flags[(frame - k) & mask]) & 3) == 0:
            found |= 1 << (k - 1)
        k += 1
    return found


@micropython.viper
def choose_packets(
    flags: ptr8, first: int, last: int, mask: int, depth: int, top: int, chosen: ptr16, most: int
) -> int:
    """Which packets to ask for, so that the empty ones of the frames first..last are filled: their numbers, oldest
    first, into ``chosen``; how many (at most ``most``).

    Packet p covers the frames p - depth..p. So the packet ``depth`` after the oldest empty frame, or the newest that
    was sent (``top``, at most first + mask), unless it came: then one before it. Flags of what is chosen say so.
    """
    count = 0
    while first <= last:
        if (int(flags[first & mask]) & 3) != 0:
            first += 1
            continue
        if count >= most:
            return count
        number = first + depth
        if number > top:
            number = top
        while number > first:
            if (int(flags[number & mask]) & 4) == 0:
                break
            number -= 1
        flags[number & mask] = int(flags[number & mask]) | 8
        chosen[count] = number & 0xFFFF
        count += 1
        first = number + 1
    return count


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
        self.flags = bytearray(blocks * SLOTS_PER_BLOCK)
        self.configure(LARGEST_PAYLOAD_BYTES)
        self.head = 0
        self.newest = 0

    def configure(self, payload_bytes):
        """Empty, with slots of ``payload_bytes`` (2..640, even)."""
        if not 2 <= payload_bytes <= LARGEST_PAYLOAD_BYTES or payload_bytes & 1:
            raise ValueError("payload_bytes is an even number, 2..640")
        self.started = False
        self.settled = False  # the first frame was played: the window no longer opens backwards
        self.payload_bytes = payload_bytes
        capacity = len(self.flags)
        while capacity * payload_bytes > len(self.pool):
            capacity >>= 1
        self.capacity = capacity
        self.mask = capacity - 1

    def begin(self, sequence):
        """An empty window that starts with the frame of ``sequence``, whose extended number is returned: the nearest
        to where the last window was."""
        self.started = False
        flags = self.flags
        index = 0
        while index < self.capacity:
            flags[index] = 0
            index += 1
        self.settled = False
        frame = self.newest + self.steps_from(self.newest, sequence)
        if frame < 0x10000:
            frame = sequence + 0x10000
        self.head = self.newest = frame
        self.started = True
        return frame

    def steps_from(self, frame, sequence):
        """How far ``sequence`` lies after ``frame``: -32768..32767."""
        return ((sequence - frame + 0x8000) & 0xFFFF) - 0x8000

    def open_back(self, frame):
        """Before anything was played: begin with ``frame``, which lies before ``head``. False where it is too far."""
        if self.settled or self.newest - frame >= self.capacity:
            return False
        self.head = frame
        return True

    def store(self, frame, content, source, buf, at, mask, shift, count):
        """Decrypt ``count`` bytes at buf[at:] into the slot of ``frame``, which lies in the window.

        ``content``: L16 or PCMU; ``source``: its bits of the flag, and OWN. See packet.copy_masked for the rest.
        """
        index = frame & self.mask
        packet.copy_masked(at, index * self.payload_bytes, buf, mask, shift, self.pool, count)
        self.flags[index] = (self.flags[index] & ASKED) | source | content

    def holds(self, frame):
        """Whether ``frame`` of the window is there."""
        return self.flags[frame & self.mask] & CONTENT

    def place(self, frame):
        """Byte offset of ``frame``'s payload in ``pool``."""
        return (frame & self.mask) * self.payload_bytes

    def waiting(self):
        """Frames from ``head`` to ``newest``, missing ones included; negative never."""
        return self.newest - self.head + 1 if self.started and self.newest >= self.head else 0

    def advance(self):
        """``head`` was played, or is given up."""
        self.flags[self.head & self.mask] = 0
        self.settled = True
        self.head += 1
