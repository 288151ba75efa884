"""What a listener is sent: samples become Opus packets as soon as there are enough, and leave at once.

aiortc asks a track for frames and encodes them itself, 20 ms at 48 kHz behind a resampler. A track may also
give what is encoded already; then its sender only asks its encoder to ``pack`` it. ``Packed`` stands
in for that encoder.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from ..opus import Encoder
from .opus_packet import TIMESTAMP_HZ
from .red import RedWriter
from .tap import Samples

RATE_HZ = 16_000
EXPECTED_LOSS_PERCENT = 15
"""From 10 on libopus adds copies to its packets (measured); a Wi-Fi link deserves them."""
QUEUE = 3
"""Packets kept for a sender that is not connected yet: what is older is not worth hearing."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One packet and its place in the stream."""

    payload: bytes
    timestamp: int


class OpusTrack(MediaStreamTrack):
    """``push`` samples of 16 kHz; aiortc's sender takes packets of ``packet_ms``."""

    kind = "audio"

    def __init__(self, packet_ms: int, bitrate: int, red_of: int | None):
        """red_of: the payload type of Opus where packets are to be RED with a copy of the one before."""
        super().__init__()
        self.packets = 0
        self.dropped = 0
        self.peak = 0
        self._encoder = Encoder(RATE_HZ, 1, "voip", bitrate, fec=True, loss_percent=EXPECTED_LOSS_PERCENT)
        self._size = RATE_HZ * packet_ms // 1000
        self._wrap: Callable[[bytes, int], bytes] | None = None if red_of is None else RedWriter(red_of).wrap
        self._rest: Samples = np.zeros(0, np.int16)
        self._timestamp = 0
        self._queue: asyncio.Queue[Encoded | None] = asyncio.Queue()

    def push(self, samples: Samples) -> None:
        """From the loop's thread. Packets that the sender does not take (not connected yet) are dropped."""
        line = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        if len(line):
            self.peak = max(self.peak, int(np.abs(line.astype(np.int32)).max()))
        while len(line) >= self._size:
            piece, line = line[: self._size], line[self._size :]
            payload = self._encoder.encode(np.ascontiguousarray(piece))
            if self._wrap is not None:
                payload = self._wrap(payload, self._timestamp)
            if self._queue.qsize() >= QUEUE:
                self._queue.get_nowait()
                self.dropped += 1
            self._queue.put_nowait(Encoded(payload, self._timestamp))
            self._timestamp += self._size * TIMESTAMP_HZ // RATE_HZ
        self._rest = line

    async def recv(self) -> Any:
        """The next packet, for ``Packed``."""
        encoded = await self._queue.get() if self.readyState == "live" else None
        if encoded is None:
            raise MediaStreamError
        self.packets += 1
        return encoded

    def take_peak(self) -> float:
        """The greatest sample since the last call, 0..1."""
        peak, self.peak = self.peak, 0
        return peak / 32768

    def stop(self) -> None:
        """No more packets."""
        super().stop()
        self._queue.put_nowait(None)


class Packed:
    """In the place of aiortc's encoder: the packet is ready."""

    def pack(self, encoded: Encoded) -> tuple[list[bytes], int]:
        """As ``aiortc.codecs.base.Encoder.pack``."""
        return [encoded.payload], encoded.timestamp
