"""One tap: datagrams of a stream in, samples in their order out, silence where some are missing. Pure but for libsrtp.

A tap may hear several streams one after the other: where the media process was replaced, the next has another key. How
long the gap between them was, the clock says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pylibsrtp import Error, Policy, Session

from hushcue_wire import audio, rtp
from hushcue_wire.errors import WireError

Samples = NDArray[np.int16]
MOST_GAP_S = 30
"""A longer one is left out."""
SLACK_SAMPLES = audio.RATE_HZ // 10
"""Between two streams the clock is right to within that."""
MOST_FRAME_SAMPLES = audio.frame_samples(20)


@dataclass
class _Stream:
    ssrc: int
    session: Session | None
    begin: int | None = None
    """position of timestamp ``first`` in samples of the tap"""
    first: int = 0


class Tap:
    """``add`` its streams; ``take`` every datagram of theirs."""

    def __init__(self) -> None:
        self._streams: dict[int, _Stream] = {}
        self._began_ns: int | None = None
        self.position = 0
        """samples given so far"""
        self.lost = 0
        """samples that never came"""
        self.strange = 0
        """datagrams that were forged, came twice, or are no L16"""

    def add(self, ssrc: int, key: bytes) -> None:
        """A stream. Old ones still count: what is under way of them comes."""
        policy = Policy(key, Policy.SSRC_SPECIFIC, ssrc) if key else None
        self._streams[ssrc] = _Stream(ssrc, Session(policy) if policy else None)

    @property
    def ssrcs(self) -> tuple[int, ...]:
        """Of all its streams."""
        return tuple(self._streams)

    def take(self, datagram: bytes, now_ns: int) -> Samples | None:
        """What comes next, silence for what is missing before it included; None where this gives nothing."""
        packet = self._open(datagram)
        if packet is None:
            self.strange += 1
            return None
        stream = self._streams[packet.ssrc]
        samples: Samples = np.frombuffer(packet.payload, ">i2").astype(np.int16)
        if self._began_ns is None:
            self._began_ns = now_ns
        if stream.begin is None:
            by_clock = (now_ns - self._began_ns) * audio.RATE_HZ // 1_000_000_000
            late = by_clock - self.position
            stream.begin, stream.first = self.position + (late if late > SLACK_SAMPLES else 0), packet.timestamp
        ahead = (packet.timestamp - stream.first + (1 << 31)) % (1 << 32) - (1 << 31)
        gap = stream.begin + ahead - self.position
        if gap < 0:
            self.strange += 1  # its place was filled already
            return None
        if gap:
            self.lost += gap
            fill = min(gap, MOST_GAP_S * audio.RATE_HZ)
            stream.begin -= gap - fill
            samples = np.concatenate([np.zeros(fill, np.int16), samples])
        self.position += len(samples)
        return samples

    def _open(self, datagram: bytes) -> rtp.Packet | None:
        """The packet, None where it is none of ours."""
        stream = self._streams.get(int.from_bytes(datagram[8:12], "big"))
        try:
            if stream is None:
                return None
            packet = rtp.parse(datagram if stream.session is None else stream.session.unprotect(datagram))
        except (Error, WireError, TypeError):
            return None
        size = len(packet.payload)
        good = packet.payload_type == audio.PAYLOAD_TYPES["L16"] and 0 < size <= 2 * MOST_FRAME_SAMPLES and not size % 2
        return packet if good else None
