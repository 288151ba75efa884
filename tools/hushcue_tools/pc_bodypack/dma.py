"""A DAC that is only a clock: the chip's I2S ring of DMA descriptors, on an ideal 48 kHz timeline. Pure.

As on the chip (ESP-IDF's I2S driver with auto_clear): N descriptors of 256 frames go round. While one is sent, the
others may be filled, so at most N - 1 whole descriptors wait. A descriptor whose turn comes before it is full is sent
with zeros in the rest: an underrun, and what is written next goes into the one after it.

Frame 0 leaves the DAC at ``start_ns``; frame n at ``start_ns + n / 48000``. What is written can no longer be changed,
so it goes to the sink at once, with zeros for the gaps: the sink sees the whole timeline without a seam.
"""

from collections.abc import Callable

RATE_HZ = 48000
FRAME_BYTES = 4
"""Stereo, 16 bit."""
DESCRIPTOR_FRAMES = 256
GAP_BLOCK = bytes(DESCRIPTOR_FRAMES * FRAME_BYTES)
NS = 1_000_000_000


class DmaRing:
    """``descriptors`` >= 2. ``sink`` takes the bytes of the timeline in order; the memory it is given is reused."""

    def __init__(self, start_ns: int, descriptors: int, sink: Callable[[bytes | memoryview], object] | None = None):
        if descriptors < 2:
            raise ValueError("DMA needs two descriptors to turn")
        self.start_ns = start_ns
        self.descriptors = descriptors
        self.underruns = 0
        """times the ring ran dry after it had been written to"""
        self.dry_frames = 0
        """frames of silence that this put in"""
        self._sink = sink
        self._head = 0  # frames of the timeline that are fixed
        self._begun = False

    def play(self, now_ns: int) -> bool:
        """Let time pass. True when the ring has run dry just now."""
        sending = self._sending(now_ns)
        due = sending * DESCRIPTOR_FRAMES + DESCRIPTOR_FRAMES
        if self._head >= due:
            return False
        dry = due - self._head
        self._fill(dry)
        if not self._begun:
            return False
        self.underruns += 1
        self.dry_frames += dry
        self._begun = False  # one gap is one underrun, however long
        return True

    def write(self, data: memoryview, now_ns: int) -> int:
        """Take what fits of ``data`` (whole frames). Returns how many bytes were taken, 0 when the ring is full."""
        self.play(now_ns)
        room = (self._sending(now_ns) + self.descriptors) * DESCRIPTOR_FRAMES - self._head
        frames = min(room, len(data) // FRAME_BYTES)
        if frames <= 0:
            return 0
        self._begun = True
        self._head += frames
        if self._sink is not None:
            self._sink(data[: frames * FRAME_BYTES])
        return frames * FRAME_BYTES

    def waiting_ms(self, now_ns: int) -> float:
        """How much sound is written and not yet sent."""
        return self._head / RATE_HZ * 1000 - (now_ns - self.start_ns) / 1e6

    def _sending(self, now_ns: int) -> int:
        """The descriptor that is being sent."""
        return max(0, now_ns - self.start_ns) * RATE_HZ // NS // DESCRIPTOR_FRAMES

    def _fill(self, frames: int) -> None:
        self._head += frames
        if self._sink is None:
            return
        left = frames * FRAME_BYTES
        while left:
            size = min(left, len(GAP_BLOCK))
            self._sink(GAP_BLOCK[:size])
            left -= size
