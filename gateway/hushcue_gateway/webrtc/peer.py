"""One WebRTC connection: an offer in, an answer out; its sound into a feed or from a track."""

import time
from collections.abc import Callable

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import RtpPacket

from .aiortc_ways import (
    only_transceiver,
    prefer_red,
    renumber,
    round_trip_ms,
    send_packed,
    take_rtp,
    wait_for_handshake,
)
from .feed import Feed
from .ice import configuration
from .messages import State
from .offer import Offer, OfferRefused, answer
from .outgoing import OpusTrack
from .settings import IceServer

SILENT_S = 3.0
"""A sender that says nothing for so long is lost: even with DTX a packet comes every 400 ms."""
LOST_S = 30.0
CONNECT_S = 20.0


class Peer:
    """``answer`` once, ``state`` whenever asked, ``close`` at the end."""

    def __init__(self, ice_servers: tuple[IceServer, ...], offer: Offer):
        self._connection = RTCPeerConnection(configuration(ice_servers))
        self._offer = offer
        self._feed: Feed | None = None
        self._began_s = time.monotonic()
        self._heard_s: float | None = None

    async def receive(self, feed: Feed) -> str:
        """The answer to an offer whose sound goes into ``feed``. Raises OfferRefused."""
        if not self._offer.sends:
            raise OfferRefused("offer_sends_nothing")
        self._feed = feed
        prefer_red(self._connection.addTransceiver("audio", direction="recvonly"))
        return await self._answer()

    async def send(self, track: OpusTrack) -> str:
        """The answer to an offer that is sent ``track``. Raises OfferRefused."""
        if not self._offer.receives:
            raise OfferRefused("offer_takes_nothing")
        transceiver = self._connection.addTransceiver(track, direction="sendonly")
        prefer_red(transceiver)
        send_packed(transceiver)
        return await self._answer()

    async def _answer(self) -> str:
        connection = self._connection
        await connection.setRemoteDescription(RTCSessionDescription(self._offer.sdp, "offer"))
        transceiver = only_transceiver(connection)
        renumber(transceiver, self._offer.opus, self._offer.red)
        wait_for_handshake(transceiver)
        if self._feed is not None:
            take_rtp(transceiver.receiver, self._packet)
        await connection.setLocalDescription(await connection.createAnswer())
        return answer(connection.localDescription.sdp, self._offer)

    def on_change(self, callback: Callable[[], None]) -> None:
        """Called in the loop when ``state`` may be another."""
        self._connection.on("connectionstatechange", callback)

    def state(self, now_s: float) -> State:
        """How the connection stands. now_s: monotonic."""
        there = self._connection.connectionState
        if there in ("failed", "closed"):
            return "closed"
        if there != "connected":
            return "connecting" if now_s - self._began_s < CONNECT_S else "closed"
        if self._feed is None:
            return "connected"
        if self._heard_s is None:
            self._heard_s = now_s
        silent_s = now_s - self._heard_s
        return "connected" if silent_s < SILENT_S else "lost" if silent_s < LOST_S else "closed"

    @property
    def rtt_ms(self) -> float | None:
        """Of a listener, from its reports; None where nobody has measured it."""
        return None if self._feed is not None else round_trip_ms(only_transceiver(self._connection))

    async def close(self) -> None:
        """End it. May be called twice."""
        await self._connection.close()

    def _packet(self, packet: RtpPacket) -> None:
        now_ns = time.monotonic_ns()
        self._heard_s = now_ns / 1e9
        if self._feed is None or not packet.payload:
            return
        is_red = packet.payload_type == self._offer.red
        if is_red or packet.payload_type == self._offer.opus:
            self._feed.arrived(
                packet.ssrc, packet.sequence_number, packet.timestamp, packet.payload, is_red, now_ns / 1e6
            )
