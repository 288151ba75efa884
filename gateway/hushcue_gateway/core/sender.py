"""One stream: frames of its mix -> RTP datagrams (RFC 3550, 3551), written in place into one preallocated buffer.

Every datagram of a stream has the same size; RTP padding fills what the payload leaves (the last octet counts it). A
stream always sends, silence too. The marker is set on the first datagram of a talkspurt (RFC 3551 section 4.1): here,
where a talk begins in a mix that held none; and on the very first datagram.

Samples are encoded once per (bus, encoding); only the header belongs to the stream.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import audio, rtp, seq

from .commands import AddStream, Encoding
from .events import StreamReport
from .limiter import Frames

MAX_PADDING_BYTES = rtp.MAX_PADDING_BYTES


class Outgoing(NamedTuple):
    """One datagram to send now. ``data`` is the stream's own buffer: valid until the next tick."""

    stream_id: str
    address: tuple[str, int]
    data: memoryview


def to_int16(frames: Frames) -> NDArray[np.int16]:
    """Full scale 1.0 is 32768: rounded to the nearest, saturated. Native byte order."""
    scaled = np.rint(frames * np.float32(32768.0))
    samples: NDArray[np.int16] = np.clip(scaled, -32768.0, 32767.0).astype(np.int16)
    return samples


def _mu_law_table() -> NDArray[np.uint8]:
    """ITU-T G.711 mu-law octet of every 16-bit sample, indexed by the sample as uint16.

    The sample is cut to 14 bits as G.711 has them, biased by 33, clipped at 8192; the octet is the complement of sign,
    segment (position of the leading one) and the four bits below it.
    """
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 2
    magnitude = np.minimum(np.abs(sample) + 33, 8191)
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    octet = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F)
    complement: NDArray[np.uint8] = (octet ^ np.where(sample < 0, 0x7F, 0xFF)).astype(np.uint8)
    return complement


MU_LAW = _mu_law_table()


def encode(frames: Frames, encoding: Encoding) -> memoryview:
    """Payload octets of every row, one after the other: L16 in network byte order, or PCMU."""
    samples = to_int16(frames)
    if encoding == "L16":
        return memoryview(samples.astype(">i2").tobytes())
    return memoryview(MU_LAW[samples.view(np.uint16)].tobytes())


class EncodedMixes:
    """The mixes of one tick, encoded once per encoding that anybody wants."""

    def __init__(self, mixes: Frames) -> None:
        self._mixes = mixes
        self._encoded: dict[Encoding, memoryview] = {}

    def payload(self, bus: int, encoding: Encoding) -> memoryview:
        """The octets of one bus."""
        octets = self._encoded.get(encoding)
        if octets is None:
            octets = self._encoded[encoding] = encode(self._mixes, encoding)
        size = len(octets) // len(self._mixes)
        return octets[bus * size : (bus + 1) * size]


class Sender:
    """One stream. ``frames_per_packet`` engine frames fill one datagram."""

    def __init__(self, stream: AddStream, frames_per_packet: int) -> None:
        self.stream = stream
        self.encoding: Encoding = stream.encoding
        self._frame_samples = audio.frame_samples(stream.frame_ms)
        self._part_bytes = audio.payload_bytes(stream.encoding, stream.frame_ms) // frames_per_packet
        self._end = rtp.HEADER_BYTES + self._part_bytes * frames_per_packet
        self._buffer = bytearray(stream.datagram_bytes)
        padding_bytes = stream.datagram_bytes - self._end
        if not 0 <= padding_bytes <= MAX_PADDING_BYTES:
            raise ValueError("datagram_bytes leaves no room for the payload, or more than 255 octets of padding")
        self._padded = padding_bytes > 0
        if self._padded:
            self._buffer[-1] = padding_bytes
        self._outgoing = Outgoing(stream.id, stream.address, memoryview(self._buffer))
        self._at = rtp.HEADER_BYTES
        self._sequence = stream.first_sequence
        self._timestamp = stream.first_timestamp
        self._marker = True
        self._packets = 0

    def move(self, address: tuple[str, int]) -> None:
        """Send to another address from the next datagram on."""
        self._outgoing = self._outgoing._replace(address=address)

    def push(self, payload: memoryview, talkspurt: bool) -> Outgoing | None:
        """Append one encoded frame; the datagram when it is full. ``talkspurt``: a talk begins in this frame."""
        self._marker = self._marker or talkspurt
        end = self._at + self._part_bytes
        self._buffer[self._at : end] = payload
        if end < self._end:
            self._at = end
            return None
        rtp.pack_header_into(
            self._buffer,
            self.stream.payload_type,
            self._marker,
            self._sequence,
            self._timestamp,
            self.stream.ssrc,
            self._padded,
        )
        self._at = rtp.HEADER_BYTES
        self._marker = False
        self._sequence = seq.add(self._sequence, 1)
        self._timestamp = (self._timestamp + self._frame_samples) & 0xFFFFFFFF
        self._packets += 1
        return self._outgoing

    def report(self) -> StreamReport:
        """Counts since the stream began."""
        return StreamReport(
            id=self.stream.id,
            mix_of=self.stream.mix_of,
            packets=self._packets,
            bytes=self._packets * len(self._buffer),
            last_sequence=seq.add(self._sequence, -1),
            last_timestamp=(self._timestamp - self._frame_samples) & 0xFFFFFFFF,
        )
