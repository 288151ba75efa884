"""RTP headers (RFC 3550 section 5.1) and the blocks of a protected payload (RFC 2198), read in place without
allocating.

``read_header`` and ``read_blocks`` together say the same as ``hushcue_wire.rtp.parse`` and ``hushcue_wire.red.parse``
do, octet for octet, and then hold the blocks to the contract: copy k of a packet is the frame k before its own, PCMU,
whole. All are held to the same vectors. Integers of 32 bits would be objects on the heap, so the SSRC is compared as
bytes and the timestamp is not read: on a stream of constant frames the sequence number says as much.

The payload stays encrypted in the buffer: what is looked at is XORed with the keystream on the way.
"""

import micropython

try:
    from .dsp_native import copy_masked as copy_masked  # type: ignore[import-not-found,import-untyped]
except ImportError:
    from .dsp_viper import copy_masked as copy_masked

OK = 0
TRUNCATED = 1
WRONG_VERSION = 2
BAD_CSRC = 3
BAD_EXTENSION = 4
BAD_PADDING = 5
FOREIGN_SOURCE = 6
BAD_BLOCKS = 7
FAULT_NAMES = ("ok", "header", "version", "csrc", "extension", "padding", "ssrc", "blocks")

PAYLOAD_AT = 0
PAYLOAD_BYTES = 1
PAYLOAD_TYPE = 2
MARKER = 3
SEQUENCE = 4
PADDED = 5
COPIES = 6
COPIES_AT = 7
PRIMARY_BYTES = 8
FIELDS = 9
"""Indexes into the result, an ``array("H")`` of FIELDS items. PAYLOAD_BYTES is with padding, where PADDED is not 0:
its count is encrypted too. The last three come from ``read_blocks``: so many copies, one behind the other from
COPIES_AT on (counted from the payload), then the primary frame."""

L16_TYPE = 0
PCMU_TYPE = 1
RED_TYPE = 2
SAMPLES = 3
LARGEST = 4
SHAPE_FIELDS = 5
"""What ``read_blocks`` must know of the session, an ``array("H")``: payload types, samples of a frame, and the most
bytes of a primary frame (one of L16 is refused where the slots are of PCMU)."""
MOST_COPIES = 6


@micropython.viper
def read_header(buf: ptr8, size: int, ssrc: ptr8, result: ptr16) -> int:
    """Take the header of ``size`` bytes at ``buf`` apart into ``result``: 0, or which of its rules they break.

    ``size`` is at most len(buf) and without the SRTP tag; ``ssrc`` holds four bytes in network order.
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
    result[1] = size - at
    result[2] = second & 0x7F
    result[3] = second >> 7
    result[4] = (high << 8) | low
    result[5] = first & 0x20
    return 0


@micropython.viper
def read_blocks(buf: ptr8, mask: ptr8, fields: ptr16, shape: ptr16) -> int:
    """The blocks of the payload that ``fields`` describes, into ``fields``: 0, BAD_PADDING or BAD_BLOCKS.

    ``mask[0]`` is the keystream of the payload's first byte.
    """
    at = int(fields[0])
    count = int(fields[1])
    kind = int(fields[2])
    samples = int(shape[3])
    pcmu = int(shape[1])
    if int(fields[5]):
        if count == 0:
            return 5
        padding = int(buf[at + count - 1])
        padding ^= int(mask[count - 1])
        if padding == 0 or padding > count:
            return 5
        count -= padding
    copies = 0
    place = 0
    if kind == int(shape[2]):
        while True:
            if place >= count:
                return 7
            kind = int(buf[at + place])
            kind ^= int(mask[place])
            if kind < 0x80:
                break
            if copies == 6 or place + 4 > count or kind != 0x80 | pcmu:
                return 7
            third = int(buf[at + place + 2])
            third ^= int(mask[place + 2])
            fourth = int(buf[at + place + 3])
            fourth ^= int(mask[place + 3])
            if ((third & 3) << 8 | fourth) != samples:
                return 7
            copies += 1
            place += 4
        place += 1
        i = 0
        while i < copies:
            second = int(buf[at + 4 * i + 1])
            second ^= int(mask[4 * i + 1])
            third = int(buf[at + 4 * i + 2])
            third ^= int(mask[4 * i + 2])
            if (second << 6 | third >> 2) != (copies - i) * samples:
                return 7
            i += 1
    count -= place + copies * samples
    if kind == int(shape[0]):
        samples += samples
    elif kind != pcmu:
        return 7
    if count != samples or samples > int(shape[4]):
        return 7
    fields[6] = copies
    fields[7] = place
    fields[8] = samples
    return 0


@micropython.viper
def find_header(buf: ptr8, at: int, size: int, ssrc: ptr8) -> int:
    """The first place from ``at`` on where buf[:size] looks like the header of a packet of ``ssrc``, RTP or a sender
    report; ``size`` where none does."""
    first = int(ssrc[0])
    second = int(ssrc[1])
    third = int(ssrc[2])
    fourth = int(ssrc[3])
    while at + 12 <= size:
        if (int(buf[at]) & 0xC0) == 0x80:
            place = at + 8
            if int(buf[at + 1]) == 200:
                place = at + 4
            different = int(buf[place]) ^ first
            different |= int(buf[place + 1]) ^ second
            different |= int(buf[place + 2]) ^ third
            different |= int(buf[place + 3]) ^ fourth
            if different == 0:
                return at
        at += 1
    return size


@micropython.viper
def move_down(at: int, size: int, buf: ptr8):
    """buf[0:] = buf[at:size]."""
    to = 0
    while at < size:
        buf[to] = buf[at]
        at += 1
        to += 1
