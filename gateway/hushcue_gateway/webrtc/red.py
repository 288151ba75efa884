"""Opus with copies of earlier packets in one RTP payload (RFC 2198), as browsers send it. Pure.

``hushcue_wire.red`` is the bodypack's own, strict form; here the copies are of any size and an empty one is passed
over, for the frame beside it is good.
"""

from collections import deque
from dataclasses import dataclass

MAX_COPIES = 8
MAX_OFFSET = 0x3FFF
MAX_COPY_BYTES = 0x3FF


class BadRed(ValueError):
    """The block headers or the blocks run past the end."""


@dataclass(frozen=True, slots=True)
class Block:
    """One packet inside: ``offset`` ticks before the timestamp of the whole; 0 is the primary."""

    payload_type: int
    offset: int
    payload: bytes


def split(payload: bytes) -> list[Block]:
    """The blocks, oldest first, the primary last. Raises BadRed."""
    headers: list[tuple[int, int, int]] = []
    at = 0
    while at < len(payload) and payload[at] & 0x80:
        if at + 4 > len(payload) or len(headers) == MAX_COPIES:
            raise BadRed("headers")
        offset = payload[at + 1] << 6 | payload[at + 2] >> 2
        headers.append((payload[at] & 0x7F, offset, (payload[at + 2] & 3) << 8 | payload[at + 3]))
        at += 4
    if at >= len(payload):
        raise BadRed("headers")
    primary_type = payload[at]
    at += 1
    blocks = []
    for payload_type, offset, size in headers:
        if size and offset:
            blocks.append(Block(payload_type, offset, payload[at : at + size]))
        at += size
    if at > len(payload):
        raise BadRed("blocks")
    blocks.append(Block(primary_type, 0, payload[at:]))
    return blocks


class RedWriter:
    """Each packet with a copy of the ``copies`` before it."""

    def __init__(self, payload_type: int, copies: int = 1):
        self._payload_type = payload_type
        self._before: deque[tuple[int, bytes]] = deque(maxlen=copies)

    def wrap(self, payload: bytes, timestamp: int) -> bytes:
        """The payload that holds ``payload`` (of ``timestamp``) and the copies that fit the fields."""
        head, body = bytearray(), bytearray()
        for stamp, copy in self._before:
            offset = timestamp - stamp & 0xFFFFFFFF
            if 0 < offset <= MAX_OFFSET and len(copy) <= MAX_COPY_BYTES:
                head += bytes((0x80 | self._payload_type, offset >> 6, (offset & 0x3F) << 2 | len(copy) >> 8))
                head.append(len(copy) & 0xFF)
                body += copy
        self._before.append((timestamp, payload))
        head.append(self._payload_type)
        return bytes(head + body + payload)
