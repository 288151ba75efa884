"""The RTP header (RFC 3550 section 5.1), read in place without allocating.

Says the same as ``hushcue_wire.rtp.parse`` does, octet for octet; both are held to the same vectors. Integers of 32
bits would be objects on the heap, so the SSRC is compared as bytes and the timestamp is not read: on a stream of
constant frames the sequence number says as much.
"""

import micropython

OK = 0
TRUNCATED = 1
WRONG_VERSION = 2
BAD_CSRC = 3
BAD_EXTENSION = 4
BAD_PADDING = 5
FOREIGN_SOURCE = 6
FAULT_NAMES = ("ok", "header", "version", "csrc", "extension", "padding", "ssrc")

PAYLOAD_AT = 0
PAYLOAD_BYTES = 1
PAYLOAD_TYPE = 2
MARKER = 3
SEQUENCE = 4
HEADER_FIELDS = 5
"""Indexes into the result, an ``array("H")`` of HEADER_FIELDS items."""


@micropython.viper
def read_header(buf: ptr8, size: int, ssrc: ptr8, result: ptr16) -> int:
    """Take the ``size`` bytes at ``buf`` apart into ``result``: 0, or which rule of the header they break.

    ``size`` is at most len(buf); ``ssrc`` holds four bytes in network order. Payload bounds are without padding.
    """
    if size < 12:
        return 1
    first = int(buf[0])
    if (first >> 6) != 2:
        return 2
    at = 12 + ((first & 0x0F) << 2)
    if at > size:
        return 3
    if first & 0x10:
        if at + 4 > size:
            return 4
        high = int(buf[at + 2])
        low = int(buf[at + 3])
        at += 4 + (((high << 8) | low) << 2)
        if at > size:
            return 4
    count = size - at
    if first & 0x20:
        if count == 0:
            return 5
        padding = int(buf[size - 1])
        if padding == 0 or padding > count:
            return 5
        count -= padding
    i = 0
    while i < 4:
        ours = int(ssrc[i])
        theirs = int(buf[8 + i])
        if ours != theirs:
            return 6
        i += 1
    second = int(buf[1])
    high = int(buf[2])
    low = int(buf[3])
    result[0] = at
    result[1] = count
    result[2] = second & 0x7F
    result[3] = second >> 7
    result[4] = (high << 8) | low
    return 0
