"""From the session to the DAC: pull frames, bring them to 48 kHz stereo, write as much as is taken.

The DAC's own buffer (the DMA ring) is kept full: every run writes until it is refused. What is refused waits here, less
than a frame. Writing goes in blocks of 256 bytes (64 frames of 4 bytes), four to a DMA descriptor, so that the
memoryviews handed to ``write`` can be made once. Where a sink takes part of a block, the block is copied to where there
is a view for every rest of it; only a sink that parts a frame of 4 bytes costs an allocation.

A frame grows sixfold on its way to 48 kHz stereo, and memory is short: one of 20 ms is brought there in two parts.
"""

from . import dsp
from .session import MOST_FRAME_SAMPLES

BLOCK_BYTES = 256
_OUT_BYTES_PER_SAMPLE = 12
"""16 kHz mono int16 becomes 48 kHz stereo int16: six halfwords for one."""
_DAC_FRAME_BYTES = 4
_PART_SAMPLES = 161
"""10 ms and the one sample that may be put in: so much is brought to 48 kHz at a time."""
MOST_BLOCKS = 128
"""One run writes at most this much (171 ms), should a sink take everything."""


class Pump:
    """``write(memoryview)`` says how many bytes it took, 0 or None when it is full, and never blocks.

    ``clock_ms`` is for :meth:`tick`; without it the caller passes the time to :meth:`run`.
    """

    def __init__(self, session, write, clock_ms=None):
        self._session = session
        self._write = write
        self._clock_ms = clock_ms
        self._frame = bytearray(2 * MOST_FRAME_SAMPLES)
        view = memoryview(self._frame)
        self._parts = [view[2 * at :] for at in range(0, MOST_FRAME_SAMPLES, _PART_SAMPLES)]
        self._valid = 0  # samples of the frame
        self._used = 0  # those that went to the stage
        blocks = (_PART_SAMPLES * _OUT_BYTES_PER_SAMPLE + 2 * BLOCK_BYTES - 1) // BLOCK_BYTES
        self._stage = bytearray(blocks * BLOCK_BYTES)
        view = memoryview(self._stage)
        self._blocks = [view[at * BLOCK_BYTES : (at + 1) * BLOCK_BYTES] for at in range(blocks)]
        self._silence = memoryview(bytes(BLOCK_BYTES))
        self._parted = bytearray(BLOCK_BYTES)  # a copy of the block of which a part was taken
        view = memoryview(self._parted)
        self._rests = [view[at:] for at in range(0, BLOCK_BYTES, _DAC_FRAME_BYTES)]
        self._history = bytearray(2 * (dsp.UPSAMPLE_TAPS - 1))
        self._block = 0  # the next of the stage to write
        self._filled = 0  # bytes of the stage
        self._taken = 0  # bytes of the block under way that were taken
        self._priming = True  # silence until refused
        self._in_silence = False  # the block under way is of silence
        self.written_bytes = 0

    def tick(self, _timer=None):
        """A Timer's soft callback."""
        self.run(self._clock_ms())

    def underrun(self, now_ms):
        """The DAC ran dry: count it, and fill it with silence before sound goes on, so that sound does not run dry
        again."""
        self._session.underruns += 1
        self._priming = True

    def run(self, now_ms):
        """Write until refused."""
        left = MOST_BLOCKS
        while left:
            left -= 1
            if not self._taken:
                self._in_silence = self._priming
            if self._in_silence:
                if not self._push(self._silence):
                    self._priming = False
                    return
                continue
            while (self._block + 1) * BLOCK_BYTES > self._filled:
                self._refill(now_ms)
            if not self._push(self._blocks[self._block]):
                return
            self._block += 1

    def _push(self, block):
        before = self._taken
        if not before:
            view = block
        elif before % _DAC_FRAME_BYTES:
            view = self._rests[0][before:]
        else:
            view = self._rests[before // _DAC_FRAME_BYTES]
        taken = self._write(view)
        if not taken:
            return False
        self.written_bytes += taken
        taken += before
        if taken >= BLOCK_BYTES:
            self._taken = 0
            return True
        if not before:
            dsp.copy_samples(0, 0, block, self._parted, BLOCK_BYTES >> 1)
        self._taken = taken
        return False

    def _refill(self, now_ms):
        start = self._block * BLOCK_BYTES
        rest = self._filled - start
        if start:
            dsp.copy_samples(start >> 1, 0, self._stage, self._stage, rest >> 1)
        session = self._session
        if self._used >= self._valid:
            session.next_frame(self._frame, now_ms)
            self._valid = session.frame_valid
            self._used = 0
        part = self._parts[self._used // _PART_SAMPLES]
        count = min(_PART_SAMPLES, self._valid - self._used)
        dsp.upsample3(rest >> 1, count, self._stage, part, self._history, session.ceiling)
        self._used += count
        self._block = 0
        self._filled = rest + count * _OUT_BYTES_PER_SAMPLE
