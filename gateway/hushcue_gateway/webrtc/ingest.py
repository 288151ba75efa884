"""Plain RTP with Opus, protected by SRTP with a key that was told (RFC 4568): one command of ffmpeg or GStreamer talks
in. Whoever has no key is not heard; the payload type is the sender's choice."""

import asyncio
import time
from typing import Any

from pylibsrtp import Error, Policy, Session

from hushcue_wire import rtp
from hushcue_wire.errors import WireError

from .feed import Feed
from .messages import State
from .peer import SILENT_S

RTCP_TYPES = range(72, 77)
"""Second octet less the marker (RFC 5761 section 4): sender reports come to the same port, and are left alone."""


class Ingest(asyncio.DatagramProtocol):
    """A UDP port and what comes to it."""

    def __init__(self, feed: Feed, key: bytes):
        self._feed = feed
        self._session = Session(Policy(key, Policy.SSRC_ANY_INBOUND))
        self._transport: asyncio.DatagramTransport | None = None
        self._heard_s: float | None = None
        self.refused = 0

    async def open(self, ip: str) -> int:
        """The port at ``ip`` that packets are taken at. Raises OSError."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(ip, 0))
        self._transport = transport
        return int(transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """From the loop."""
        if len(data) < 2 or data[1] & 0x7F in RTCP_TYPES:
            return
        now_ns = time.monotonic_ns()
        try:
            packet = rtp.parse(self._session.unprotect(data))
        except (Error, WireError):
            self.refused += 1
            return
        self._heard_s = now_ns / 1e9
        payload = bytes(packet.payload)
        self._feed.arrived(packet.ssrc, packet.sequence, packet.timestamp, payload, False, now_ns / 1e6)

    def error_received(self, exc: Exception) -> None:
        """What the system says of a port that only receives means nothing."""

    def state(self, now_s: float) -> State:
        """It waits for its sender as long as it is there."""
        if self._heard_s is None:
            return "connecting"
        return "connected" if now_s - self._heard_s < SILENT_S else "lost"

    rtt_ms: float | None = None

    async def close(self) -> None:
        """End it. May be called twice."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
