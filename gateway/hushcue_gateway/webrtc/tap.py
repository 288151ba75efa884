"""A stream of the media process taken in over loopback: SRTP with L16 at 16 kHz becomes samples."""

import numpy as np
from numpy.typing import NDArray
from pylibsrtp import Error, Policy, Session

from hushcue_wire import rtp, seq
from hushcue_wire.errors import WireError

MOST_GAP = 20
"""Frames: a longer hole is a new beginning."""

Samples = NDArray[np.int16]


class Tap:
    """``datagram`` for whatever comes to the port."""

    def __init__(self, key: bytes, ssrc: int):
        """key: 30 octets."""
        self._session = Session(Policy(key, Policy.SSRC_SPECIFIC, ssrc))
        self._expected: int | None = None
        self.lost = 0
        self.refused = 0

    def datagram(self, data: bytes) -> Samples | None:
        """Its samples, with silence before them for each frame that is missing; None for what is not of the stream."""
        try:
            packet = rtp.parse(self._session.unprotect(data))
        except (Error, WireError):
            self.refused += 1
            return None
        samples = np.frombuffer(packet.payload, ">i2").astype(np.int16)
        gap = 0 if self._expected is None else seq.distance(packet.sequence, self._expected)
        self._expected = seq.add(packet.sequence, 1)
        if 0 < gap <= MOST_GAP:
            self.lost += gap
            return np.concatenate((np.zeros(gap * len(samples), np.int16), samples))
        return samples
