"""RTP packets (RFC 3550 section 5.1): read with every limit checked, written in place.

The bodypack's hot path reads the same header in viper (``hushcue_bodypack.packet``); both are held to the same
vectors. A header extension is skipped on reading and never written.
"""

import struct

from .errors import WireError

VERSION = 2
HEADER_BYTES = 12
MAX_CSRC = 15
MAX_PADDING_BYTES = 255


class Packet:
    """One RTP packet, taken apart.

    payload_type 0..127, marker bool, sequence 0..65535, timestamp and ssrc 0..2**32-1, csrc a tuple of such,
    payload bytes-like, padding_bytes 0..255 (the count that the last octet carries, RFC 3550 section 5.1).
    """

    __slots__ = ("payload_type", "marker", "sequence", "timestamp", "ssrc", "csrc", "payload", "padding_bytes")

    def __init__(
        self,
        payload_type: int,
        sequence: int,
        timestamp: int,
        ssrc: int,
        payload: "bytes | bytearray | memoryview",
        marker: bool = False,
        csrc: "tuple[int, ...]" = (),
        padding_bytes: int = 0,
    ):
        self.payload_type = payload_type
        self.marker = marker
        self.sequence = sequence
        self.timestamp = timestamp
        self.ssrc = ssrc
        self.csrc = csrc
        self.payload = payload
        self.padding_bytes = padding_bytes


def parse(data: "bytes | bytearray | memoryview") -> Packet:
    """Take a datagram apart. The payload is a memoryview into ``data``. Raises WireError on anything malformed."""
    size = len(data)
    if size < HEADER_BYTES:
        raise WireError("rtp.header", "%d bytes are fewer than 12" % size)
    first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data, 0)
    if first >> 6 != VERSION:
        raise WireError("rtp.version", "%d is not 2" % (first >> 6))
    offset = HEADER_BYTES + 4 * (first & 0x0F)
    if offset > size:
        raise WireError("rtp.csrc", "the list runs past the end")
    csrc = struct.unpack_from("!%dI" % (first & 0x0F), data, HEADER_BYTES) if first & 0x0F else ()
    if first & 0x10:
        if offset + 4 > size:
            raise WireError("rtp.extension", "its header runs past the end")
        offset += 4 + 4 * struct.unpack_from("!H", data, offset + 2)[0]
        if offset > size:
            raise WireError("rtp.extension", "it runs past the end")
    padding_bytes = 0
    if first & 0x20:
        if offset == size:
            raise WireError("rtp.padding", "the bit is set and there is no octet to count it")
        padding_bytes = data[size - 1]
        if padding_bytes == 0 or offset + padding_bytes > size:
            raise WireError("rtp.padding", "%d octets do not fit" % padding_bytes)
    payload = memoryview(data)[offset : size - padding_bytes]
    return Packet(second & 0x7F, sequence, timestamp, ssrc, payload, bool(second & 0x80), csrc, padding_bytes)


def pack_header_into(
    buf: bytearray, payload_type: int, marker: bool, sequence: int, timestamp: int, ssrc: int, padded: bool = False
) -> None:
    """Write the fixed 12 octets at the start of ``buf``: no CSRC, no extension."""
    struct.pack_into(
        "!BBHII",
        buf,
        0,
        0xA0 if padded else 0x80,
        payload_type | (0x80 if marker else 0),
        sequence & 0xFFFF,
        timestamp & 0xFFFFFFFF,
        ssrc,
    )


def serialize(packet: Packet) -> bytes:
    """The datagram of ``packet``; padding octets are zero but the last, which counts them."""
    if len(packet.csrc) > MAX_CSRC:
        raise ValueError("at most 15 CSRC fit")
    if not 0 <= packet.padding_bytes <= MAX_PADDING_BYTES:
        raise ValueError("padding_bytes is 0..255")
    start = HEADER_BYTES + 4 * len(packet.csrc)
    buf = bytearray(start + len(packet.payload) + packet.padding_bytes)
    pack_header_into(
        buf,
        packet.payload_type,
        packet.marker,
        packet.sequence,
        packet.timestamp,
        packet.ssrc,
        packet.padding_bytes > 0,
    )
    buf[0] |= len(packet.csrc)
    for index, source in enumerate(packet.csrc):
        struct.pack_into("!I", buf, HEADER_BYTES + 4 * index, source)
    buf[start : start + len(packet.payload)] = packet.payload
    if packet.padding_bytes:
        buf[-1] = packet.padding_bytes
    return bytes(buf)
