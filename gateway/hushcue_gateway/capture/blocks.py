"""The few blocks between the sound card's callback and the thread that works on them. One writer, one reader."""

import threading

import numpy as np
from numpy.typing import NDArray

from ..rings import Samples


class BlockQueue:
    """Preallocated room for ``count`` blocks of shape (frames, channels). The callback never waits and makes nothing:
    it copies, stamps and goes; without room the block is dropped and counted."""

    def __init__(self, count: int, frames: int, channels: int, wake: threading.Lock):
        self._blocks: NDArray[np.float32] = np.zeros((count, frames, channels), np.float32)
        self._stamps = [0] * count
        self._wake = wake
        self._written = 0
        self._read = 0
        self.dropped = 0

    def put(self, block: NDArray[np.float32], at_ns: int) -> None:
        """From the callback: ``block`` as PortAudio gives it, arrived at ``at_ns``."""
        if self._written - self._read == len(self._stamps):
            self.dropped += 1
            return
        slot = self._written % len(self._stamps)
        self._blocks[slot, : len(block)] = block
        self._stamps[slot] = at_ns
        self._written += 1
        if self._wake.locked():
            try:
                self._wake.release()
            except RuntimeError:
                return  # another callback was faster: the reader is awake

    def take(self, mono: Samples, channel: int | None) -> int | None:
        """Make ``mono`` of the oldest block (one channel, or the mean of all) and return its stamp; None: no block."""
        if self._written == self._read:
            return None
        slot = self._read % len(self._stamps)
        block = self._blocks[slot]
        if channel is not None or block.shape[1] == 1:
            mono[:] = block[:, channel or 0]
        else:
            np.mean(block, axis=1, out=mono)
        stamp = self._stamps[slot]
        self._read += 1
        return stamp
