"""A file that behaves like a microphone, but for knowing what comes next. Pure.

The block that covers [t, t + 10 ms) has the time t + 10 ms, as a microphone's would, and the reader reckons with that;
it is written AHEAD_NS before, so that a machine that is busy for a moment costs the reader nothing. A player that is
called late writes all that is due, with the times they were due at, and never loses a sample.
"""

import numpy as np

from ..rings import Ring, Samples

BLOCK_MS = 10
BLOCK_NS = BLOCK_MS * 1_000_000
AHEAD_NS = 20_000_000
"""So late may the player be called."""
DRAIN_NS = 300_000_000
"""How long the reader may take for the rest before the end is told all the same."""


class Player:
    """Plays ``tape`` (float32 mono) into ``ring`` from ``start_ns``; call ``step`` at ``due_ns``, or later."""

    def __init__(self, ring: Ring, tape: Samples, rate_hz: int, start_ns: int):
        block = rate_hz * BLOCK_MS // 1000
        self._ring = ring
        self._tape: Samples = np.zeros(-(-len(tape) // block) * block, np.float32)
        self._tape[: len(tape)] = tape
        self._block = block
        self._place = 0
        self._next_ns = start_ns + BLOCK_NS
        """the time of the next block"""
        self.due_ns = self._next_ns - AHEAD_NS
        self._ended_ns: int | None = None
        ring.set_flowing(True, block)

    @property
    def end_ns(self) -> int:
        """The end of the newest block written."""
        return self._next_ns - BLOCK_NS if self._ended_ns is None else self._ended_ns

    def step(self, now_ns: int) -> bool:
        """Write what is due. True when all is written and the reader has taken it (or does not, for DRAIN_NS)."""
        while self._ended_ns is None and now_ns >= self.due_ns:
            self._ring.write(self._tape[self._place : self._place + self._block], self._next_ns)
            self._place += self._block
            if self._place >= len(self._tape):
                self._ended_ns = self._next_ns
                self._ring.set_flowing(False)
            self._next_ns += BLOCK_NS
            self.due_ns = self._next_ns - AHEAD_NS
        if self._ended_ns is None:
            return False
        self.due_ns = now_ns + BLOCK_NS
        return self._ring.level == 0 or now_ns - self._ended_ns > DRAIN_NS

    def stop(self) -> None:
        """End before the end: what is in the ring is still heard, the engine fades it out."""
        if self._ended_ns is None:
            self._ended_ns = self.end_ns
            self._ring.set_flowing(False)
