"""The DAC: ``machine.I2S`` made once, fed without ever waiting, and a clock beside it that knows when it ran dry.

48 kHz, 16 bit, stereo: a DMA descriptor is 256 frames, so 5.33 ms. Polled once with ``select``, the I2S object takes
what fits and returns at once from then on. It plays silence by itself where nothing was written in time, and says
nothing about it: whether that happened is reckoned from the bytes written and the microseconds passed.
"""

import select

import machine

from hushcue_wire import audio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

    from .board import Board

DESCRIPTOR_BYTES = 1024
"""256 frames of two 16-bit samples."""
FRAME_BYTES = 4
BYTES_PER_MS = audio.DAC_RATE_HZ // 1000 * FRAME_BYTES


class Speaker:
    """``descriptors``: length of the DMA ring, 3..8; each adds 5.33 ms of delay and of patience.

    ``clock_us`` and ``difference_us`` are time.ticks_us and time.ticks_diff.
    """

    def __init__(self, board: "Board", descriptors: int, clock_us: "Any", difference_us: "Any"):
        pins = board.pins
        self.ring_us = descriptors * DESCRIPTOR_BYTES * 1000 // BYTES_PER_MS
        self._clock_us = clock_us
        self._difference_us = difference_us
        self._i2s = machine.I2S(
            pins.I2S_ID,
            sck=machine.Pin(pins.I2S_SCK),
            ws=machine.Pin(pins.I2S_WS),
            sd=machine.Pin(pins.I2S_SD),
            mode=machine.I2S.TX,
            bits=16,
            format=machine.I2S.STEREO,
            rate=audio.DAC_RATE_HZ,
            ibuf=descriptors * DESCRIPTOR_BYTES,
        )
        self._poll = select.poll()
        self._poll.register(self._i2s, select.POLLOUT)
        self._poll.poll(0)
        self._ahead_us = 0  # sound in the ring at _at_us
        self._at_us = clock_us()
        self._started = False

    def write(self, sound: "memoryview") -> int:
        """Bytes taken, 0 where the ring is full. Allocates nothing, never waits."""
        taken = self._i2s.write(sound) or 0
        if taken:
            self._started = True
            self._ahead_us += taken * 1000 // BYTES_PER_MS
        if taken < len(sound) or self._ahead_us > self.ring_us:
            # Full: the moment at which the reckoning is put right. There may be up to a descriptor less in the ring
            # than it now believes, so that it calls the ring dry only when that is certain.
            self._ahead_us = self.ring_us
        return taken

    def ran_dry(self) -> bool:
        """Let the time since the last call pass. True when the ring emptied in it, once for each time it did."""
        now_us = self._clock_us()
        self._ahead_us -= self._difference_us(now_us, self._at_us)
        self._at_us = now_us
        if self._ahead_us >= 0:
            return False
        dry = self._started
        self._ahead_us = 0
        self._started = False
        return dry

    def close(self) -> None:
        """The end: frees the DMA. A new one may find no memory, so the chip must be reset after it."""
        self._i2s.deinit()
