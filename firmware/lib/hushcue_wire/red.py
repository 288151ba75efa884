"""Redundant audio in one RTP payload (RFC 2198 section 3): copies of earlier frames, then the frame of the packet.

    4 octets per copy, oldest first   F=1 | block PT (7) | timestamp offset (14) | block length (10)
    1 octet for the primary           F=0 | block PT (7)
    the blocks in the same order; the primary takes what is left

Ours holds at most MAX_DEPTH copies, all PCMU, copy k with an offset of k frames: then frame identity is the sequence
number less k. ``parse`` is strict about the format and leaves what the blocks mean to its caller.
"""

from .audio import MAX_DEPTH
from .errors import WireError

BLOCK_HEADER_BYTES = 4
MAX_OFFSET = 0x3FFF
MAX_BLOCK_BYTES = 0x3FF


class Block:
    """One block: payload_type 0..127, offset (samples that its timestamp lies before the packet's, 0 for the
    primary), start and size of its octets within the payload."""

    __slots__ = ("payload_type", "offset", "start", "size")

    def __init__(self, payload_type: int, offset: int, start: int, size: int):
        self.payload_type = payload_type
        self.offset = offset
        self.start = start
        self.size = size


def header_bytes(depth: int) -> int:
    """What the block headers take before the first block."""
    return BLOCK_HEADER_BYTES * depth + 1


def write_header(
    buf: bytearray, at: int, primary_type: int, copy_type: int, frame_samples: int, copy_bytes: int, depth: int
) -> int:
    """Write the block headers of ``depth`` copies of ``copy_bytes`` each at ``at``; where the blocks begin."""
    if not 0 <= depth <= MAX_DEPTH or copy_bytes > MAX_BLOCK_BYTES or frame_samples * depth > MAX_OFFSET:
        raise ValueError("more than the fields of RFC 2198 and MAX_DEPTH allow")
    for back in range(depth, 0, -1):
        offset = frame_samples * back
        buf[at] = 0x80 | copy_type
        buf[at + 1] = offset >> 6
        buf[at + 2] = (offset & 0x3F) << 2 | copy_bytes >> 8
        buf[at + 3] = copy_bytes & 0xFF
        at += BLOCK_HEADER_BYTES
    buf[at] = primary_type
    return at + 1


def build_into(
    buf: bytearray,
    at: int,
    primary_type: int,
    primary: "bytes | bytearray | memoryview",
    copy_type: int,
    copies: "list[bytes | bytearray | memoryview]",
    frame_samples: int,
) -> int:
    """Write a whole payload at ``at``; where it ends. ``copies``: oldest first, each as large as the others."""
    copy_bytes = len(copies[0]) if copies else 0
    at = write_header(buf, at, primary_type, copy_type, frame_samples, copy_bytes, len(copies))
    for copy in copies:
        if len(copy) != copy_bytes:
            raise ValueError("the copies differ in size")
        buf[at : at + copy_bytes] = copy
        at += copy_bytes
    buf[at : at + len(primary)] = primary
    return at + len(primary)


def parse(payload: "bytes | bytearray | memoryview") -> "list[Block]":
    """The blocks of a payload in order, the primary last. Raises WireError: headers or blocks run past the end, more
    than MAX_DEPTH copies, a copy that is empty or not older than the packet, a primary that is empty."""
    size = len(payload)
    headers: "list[tuple[int, int, int]]" = []
    at = 0
    while True:
        if at >= size:
            raise WireError("red.header", "it runs past the end")
        first = payload[at]
        if not first & 0x80:
            break
        if len(headers) == MAX_DEPTH:
            raise WireError("red.depth", "more than %d copies" % MAX_DEPTH)
        if at + BLOCK_HEADER_BYTES > size:
            raise WireError("red.header", "it runs past the end")
        offset = payload[at + 1] << 6 | payload[at + 2] >> 2
        length = (payload[at + 2] & 3) << 8 | payload[at + 3]
        if not offset or not length:
            raise WireError("red.block", "a copy is empty or not older than its packet")
        headers.append((first & 0x7F, offset, length))
        at += BLOCK_HEADER_BYTES
    primary_type = payload[at]
    at += 1
    blocks = []
    for payload_type, offset, length in headers:
        blocks.append(Block(payload_type, offset, at, length))
        at += length
    if at >= size:
        raise WireError("red.block", "the blocks run past the end, or the primary is empty")
    blocks.append(Block(primary_type, 0, at, size - at))
    return blocks
