"""One incoming session's way into the ring of its source: an inbox, a playout, and what is written when. Pure.

The media process takes a frame from the ring at every tick and leaves the tick's time in it. A frame is decoded
LEAD before that and no earlier: the ring adds the lead to the delay, and nothing else. A clock of its own would beat
against that of the ticks, and the ring would have to hold a frame in reserve. While nobody reads (the media process is
being replaced), frames fall due by this side's clock and are dropped, so that no old sound piles up.
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from ..rings import Ring, Samples
from . import red
from .playout import RATE_HZ, Playout

INBOX = 1024
FRAME_NS = 10_000_000
READER_GONE_NS = 100_000_000
SPARE_SAMPLES = 16
"""What the reader sees beyond the delay that it wishes, so that rounding never makes it wait a tick."""


class Feed:
    """``arrived`` from the thread that receives, the rest from the one that writes."""

    def __init__(self, ring: Ring, make_playout: Callable[[], Playout], frame_samples: int):
        """frame_samples: what the reader takes at every tick."""
        self.ring = ring
        self.playout = make_playout()
        self.with_copies = 0
        self.peak = 0.0
        """of what was played since ``take_peak``"""
        self._make_playout = make_playout
        self._frame_samples = frame_samples
        self._inbox: deque[tuple[int, int, int, bool, bytes, float]] = deque(maxlen=INBOX)
        self._ssrc: int | None = None
        self._own_due_ns = 0
        ring.set_flowing(True, frame_samples)

    def arrived(
        self, ssrc: int, sequence: int, timestamp: int, payload: bytes, is_red: bool, arrival_ms: float
    ) -> None:
        """An RTP packet, from any thread. arrival_ms: of the clock that ``step`` is called with."""
        self.with_copies += is_red
        self._inbox.append((ssrc, sequence, timestamp, is_red, payload, arrival_ms))

    def step(self, due_ns: int, tick_ns: int) -> None:
        """Take what has arrived; write what the tick of ``tick_ns`` needs. due_ns: the time this step was meant for."""
        self._take_in()
        ring = self.ring
        if tick_ns - ring.read_stamp_ns > READER_GONE_NS and ring.level >= self._frame_samples:
            if due_ns >= self._own_due_ns:
                self._own_due_ns = due_ns + FRAME_NS
                self._next(due_ns)
            return
        wished = (ring.target_samples or self._frame_samples) + SPARE_SAMPLES
        stamp_ns = tick_ns - wished * 1_000_000_000 // RATE_HZ
        while ring.level < self._frame_samples:
            if not ring.write(self._next(due_ns), stamp_ns):
                return

    def take_with_copies(self) -> int:
        """Packets that were RED since the last call."""
        count, self.with_copies = self.with_copies, 0
        return count

    def take_peak(self) -> float:
        """The greatest sample since the last call, 0..1."""
        peak, self.peak = self.peak, 0.0
        return peak

    def end(self) -> None:
        """No more sound from here; the ring belongs to whoever comes next."""
        self.ring.set_flowing(False)
        self.ring.close()

    def _next(self, due_ns: int) -> Samples:
        frame = self.playout.frame(due_ns / 1e6)
        self.peak = max(self.peak, float(np.abs(frame).max()))
        return frame

    def _take_in(self) -> None:
        while self._inbox:
            ssrc, sequence, timestamp, is_red, payload, arrival_ms = self._inbox.popleft()
            if ssrc != self._ssrc:
                if self._ssrc is not None:
                    self.playout = self._make_playout()
                self._ssrc = ssrc
            if not is_red:
                self.playout.packet(sequence, timestamp, payload, arrival_ms)
                continue
            try:
                blocks = red.split(payload)
            except red.BadRed:
                self.playout.counts.bad += 1
                continue
            for block in blocks[:-1]:
                self.playout.copy((timestamp - block.offset) & 0xFFFFFFFF, block.payload)
            self.playout.packet(sequence, timestamp, blocks[-1].payload, arrival_ms)
