"""One stream: frames of its mix -> RTP packets (RFC 3550, 3551), with copies of earlier frames where it has depth.

Every packet of one shape has the same size; RTP padding fills what the payload leaves (the last octet counts it). A
stream always sends, silence too. The marker is set on the first packet of a talkspurt (RFC 3551 section 4.1): here,
where a talk begins in a mix that held none; and on the very first packet.

With depth d the payload is RFC 2198: PCMU copies of the d frames before, oldest first, then the frame itself. The
frames before the first one were silence. The shape may change at any packet.

Samples are encoded once per (bus, encoding), copies too; only the headers belong to the stream.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import audio, red, rtp, seq

from .commands import AddStream, Encoding
from .limiter import Frames
from .redundancy import Shape

MAX_PADDING_BYTES = rtp.MAX_PADDING_BYTES
SILENCE = b"\xff"
"""PCMU of nothing."""


class Outgoing(NamedTuple):
    """One datagram to send now."""

    stream_id: str
    address: tuple[str, int]
    data: bytes


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
        self._encoded: dict[Encoding, list[memoryview]] = {}

    def payload(self, bus: int, encoding: Encoding) -> memoryview:
        """The octets of one bus."""
        rows = self._encoded.get(encoding)
        if rows is None:
            octets = encode(self._mixes, encoding)
            size = len(octets) // len(self._mixes)
            rows = [octets[start : start + size] for start in range(0, len(octets), size)]
            self._encoded[encoding] = rows
        return rows[bus]


class Sender:
    """One stream. ``frames_per_packet`` engine frames fill one packet. ``shape``: None for a plain stream, whose
    packets have ``packet_bytes``."""

    def __init__(self, stream: AddStream, frames_per_packet: int, shape: Shape | None, packet_bytes: int) -> None:
        self.stream = stream
        self.primary: Encoding = stream.encoding
        self.copies = shape is not None
        """whether ``push`` wants the PCMU of every frame too"""
        self.sequence = stream.first_sequence
        """of the next packet"""
        self.timestamp = stream.first_timestamp
        """of the next packet"""
        self.packets = 0
        self.octets = 0
        """payload octets without padding, as RFC 3550 section 6.4.1 counts them"""
        self._frame_samples = audio.frame_samples(stream.frame_ms)
        self._frames_per_packet = frames_per_packet
        self._marker = True
        self._parts: list[memoryview] = []
        self._copy_parts: list[memoryview] = []
        self._next_shape: Shape | None = None
        silence = SILENCE * audio.payload_bytes("PCMU", stream.frame_ms)
        self._earlier: list[bytes | memoryview] = [silence] * audio.MAX_DEPTH
        self._depth = 0
        self._red = b""
        self._payload_type = stream.payload_type
        self._payload_bytes = audio.payload_bytes(stream.encoding, stream.frame_ms)
        self._padding = b""
        if shape is None:
            self._padding = _padding(packet_bytes - rtp.HEADER_BYTES - self._payload_bytes)
        else:
            self.reshape(shape)

    @property
    def packet_bytes(self) -> int:
        """Size of the packets now, without a tag."""
        return rtp.HEADER_BYTES + self._payload_bytes + len(self._padding)

    def reshape(self, shape: Shape) -> None:
        """Another depth or primary, from the next packet on; one that is half full is finished as it was begun."""
        if self._parts:
            self._next_shape = shape
            return
        self._next_shape = None
        stream, depth = self.stream, shape.depth
        copy_bytes = audio.payload_bytes("PCMU", stream.frame_ms)
        types = audio.PAYLOAD_TYPES[shape.primary], audio.PAYLOAD_TYPES["PCMU"]
        header = bytearray(red.header_bytes(depth))
        red.write_header(header, 0, *types, self._frame_samples, copy_bytes, depth)
        self.primary = shape.primary
        self._depth = depth
        self._red = bytes(header)
        self._payload_type = stream.red_payload_type
        self._payload_bytes = len(header) + depth * copy_bytes + audio.payload_bytes(shape.primary, stream.frame_ms)
        padding_bytes = shape.datagram_bytes - audio.TAG_BYTES - rtp.HEADER_BYTES - self._payload_bytes
        self._padding = _padding(padding_bytes)

    def sequence_after(self, frames: int) -> int:
        """Sequence number of the packet that will hold the engine frame ``frames`` after the next one."""
        return seq.add(self.sequence, (len(self._parts) + frames) // self._frames_per_packet)

    def push(self, frame: memoryview, copy: memoryview | None, talkspurt: bool) -> bytes | None:
        """Append one encoded frame; the packet when it is full. ``copy``: the frame as PCMU, where ``copies`` says so.
        ``talkspurt``: a talk begins in this frame."""
        self._marker = self._marker or talkspurt
        primary: bytes | memoryview = frame
        if self._frames_per_packet > 1:
            self._parts.append(frame)
            if copy is not None:
                self._copy_parts.append(copy)
            if len(self._parts) < self._frames_per_packet:
                return None
            primary = b"".join(self._parts)
            self._parts.clear()
        header = _HEADER.pack(
            0xA0 if self._padding else 0x80,
            self._payload_type | (0x80 if self._marker else 0),
            self.sequence,
            self.timestamp,
            self.stream.ssrc,
        )
        if copy is None:
            packet = b"".join((header, primary, self._padding))
        else:
            earlier = self._earlier
            packet = b"".join((header, self._red, *earlier[-self._depth :], primary, self._padding))
            if self._frames_per_packet > 1:
                earlier.append(b"".join(self._copy_parts))
                self._copy_parts.clear()
            else:
                earlier.append(copy)
            del earlier[0]
        self._marker = False
        self.sequence = (self.sequence + 1) & 0xFFFF
        self.timestamp = (self.timestamp + self._frame_samples) & 0xFFFFFFFF
        self.packets += 1
        self.octets += self._payload_bytes
        if self._next_shape is not None:
            self.reshape(self._next_shape)
        return packet


_HEADER = struct.Struct("!BBHII")


def _padding(count: int) -> bytes:
    if not 0 <= count <= MAX_PADDING_BYTES:
        raise ValueError("the packet's size leaves no room for the payload, or more than 255 octets of padding")
    return bytes(count - 1) + bytes((count,)) if count else b""
