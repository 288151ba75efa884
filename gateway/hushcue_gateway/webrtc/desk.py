"""The sessions of the WebRTC process. Everything here runs in its loop; the rings are filled by the pump's thread."""

import asyncio
import math
import time
from dataclasses import dataclass
from typing import Any

from hushcue_wire.audio import frame_samples

from ..link import Heartbeat, Link
from ..opus import Decoder
from ..rings import Ring, RingError
from .counts import Counts
from .feed import Feed
from .ingest import Ingest
from .messages import (
    DEADLINE_S,
    Answered,
    Close,
    Listen,
    Load,
    Publish,
    Refused,
    SessionReport,
    SessionState,
    State,
    TakeRtp,
    Tune,
)
from .offer import MOST_BYTES, OfferRefused, read
from .outgoing import OpusTrack
from .peer import Peer
from .playout import RATE_HZ, Playout
from .pump import Pump
from .settings import WebrtcSettings
from .tap import Tap

HEARTBEAT_S = 0.1
SILENCE_DB = -100.0


class TapPort(asyncio.DatagramProtocol):
    """A loopback port whose stream goes into a track; deaf until it is tuned."""

    def __init__(self, track: OpusTrack):
        self.tap: Tap | None = None
        self._track = track

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """From the loop."""
        samples = self.tap.datagram(data) if self.tap is not None else None
        if samples is not None:
            self._track.push(samples)


@dataclass
class Held:
    """A session. ``way`` is its connection; ``feed`` (in) or ``track`` and ``port`` (out) what it is connected with."""

    way: Peer | Ingest
    feed: Feed | None = None
    track: OpusTrack | None = None
    port: TapPort | None = None
    transport: asyncio.DatagramTransport | None = None
    told: State | None = None
    packets: int = 0
    counts: Counts | None = None


class Sessions:
    """``run`` until the link is closed."""

    def __init__(self, settings: WebrtcSettings, link: Link):
        self._settings = settings
        self._link = link
        self._pump = Pump(settings.frame_ms)
        self._held: dict[str, Held] = {}
        self._making: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Heartbeats, states, reports; orders come by ``order``."""
        self._pump.start()
        reported = time.monotonic()
        try:
            while not self._link.closed:
                now = time.monotonic()
                self._link.emit(Heartbeat(time.monotonic_ns()))
                for session in list(self._held):
                    self._tell(session)
                if now - reported >= 1.0:
                    reported = now
                    self._report()
                await asyncio.sleep(HEARTBEAT_S)
        finally:
            for task in self._making.values():
                task.cancel()
            await asyncio.gather(*(self._end(session) for session in list(self._held)), return_exceptions=True)
            self._pump.stop()

    def order(self, order: object) -> None:
        """From the loop's thread."""
        if isinstance(order, Publish | Listen | TakeRtp):
            if len(self._held) + len(self._making) >= self._settings.most_sessions:
                facts: dict[str, object] = {"most": self._settings.most_sessions}
                self._link.emit(Refused(order.session, "webrtc_full", facts))
                return
            task = asyncio.get_running_loop().create_task(self._make(order))
            self._making[order.session] = task
        elif isinstance(order, Tune):
            held = self._held.get(order.session)
            if held is not None and held.port is not None:
                held.port.tap = Tap(order.key, order.ssrc)
        elif isinstance(order, Close):
            self._close(order.session)

    def _close(self, session: str) -> None:
        task = self._making.pop(session, None)
        if task is not None:
            task.cancel()
        if session in self._held:
            asyncio.get_running_loop().create_task(self._end(session))

    async def _make(self, order: Publish | Listen | TakeRtp) -> None:
        """Answer one order. Whatever a stranger wrote into the offer ends here."""
        session = order.session
        answer: Answered | Refused
        try:
            async with asyncio.timeout(DEADLINE_S):
                answer = await self._begin(order)
        except OfferRefused as refused:
            answer = Refused(session, refused.code, {"most": MOST_BYTES})
        except TimeoutError:
            answer = Refused(session, "webrtc_slow", {"seconds": DEADLINE_S})
        except RingError:
            answer = Refused(session, "webrtc_ring")
        except Exception:  # aiortc raises whatever a malformed offer makes it stumble over
            answer = Refused(session, "offer_bad")
        finally:
            self._making.pop(session, None)
        if isinstance(answer, Refused):
            await self._end(session)
        self._link.emit(answer)

    async def _begin(self, order: Publish | Listen | TakeRtp) -> Answered:
        session, settings = order.session, self._settings
        if isinstance(order, Listen):
            offer = read(order.offer)
            packet_ms = 20 if offer.ptime_ms is not None and offer.ptime_ms >= 20 else 10
            red_of = offer.opus if offer.red is not None else None
            track = OpusTrack(packet_ms, settings.bitrate, red_of)
            peer = Peer(settings.ice_servers, offer)
            port = TapPort(track)
            held = self._held[session] = Held(peer, track=track, port=port)
            loop = asyncio.get_running_loop()
            held.transport, _ = await loop.create_datagram_endpoint(lambda: port, local_addr=("127.0.0.1", 0))
            peer.on_change(lambda: self._tell(session))
            sdp = await peer.send(track)
            return Answered(session, sdp, held.transport.get_extra_info("sockname")[1])
        if isinstance(order, Publish):
            offer = read(order.offer)
            feed = self._feed(order.ring)
            peer = Peer(settings.ice_servers, offer)
            self._held[session] = Held(peer, feed=feed)
            peer.on_change(lambda: self._tell(session))
            sdp = await peer.receive(feed)
            self._pump.add(feed)
            return Answered(session, sdp)
        feed = self._feed(order.ring)
        ingest = Ingest(feed, order.key)
        self._held[session] = Held(ingest, feed=feed)
        port_number = await ingest.open(order.ip)
        self._pump.add(feed)
        return Answered(session, "", port_number)

    def _feed(self, ring: str) -> Feed:
        floor_ms = self._settings.floor_ms
        return Feed(
            Ring.attach(ring), lambda: Playout(Decoder(RATE_HZ), floor_ms), frame_samples(self._settings.frame_ms)
        )

    async def _end(self, session: str) -> None:
        held = self._held.pop(session, None)
        if held is None:
            return
        if held.feed is not None:
            self._pump.remove(held.feed)
        if held.transport is not None:
            held.transport.close()
        if held.track is not None:
            held.track.stop()
        if held.told is not None:
            self._link.emit(SessionState(session, "closed"))
        await held.way.close()

    def _tell(self, session: str) -> None:
        held = self._held.get(session)
        if held is None or session in self._making:
            return
        state = held.way.state(time.monotonic())
        if state == held.told:
            return
        held.told = state
        if state == "closed":
            asyncio.get_running_loop().create_task(self._end(session))
        else:
            self._link.emit(SessionState(session, state))

    def _report(self) -> None:
        lost = sum(held.port.tap.lost for held in self._held.values() if held.port and held.port.tap)
        self._link.emit(Load(len(self._held), self._pump.late_ms, lost))
        for session, held in self._held.items():
            if held.told not in ("connected", "lost"):
                continue
            report = _incoming(session, held) if held.feed is not None else _outgoing(session, held)
            self._link.emit(report)


def _incoming(session: str, held: Held) -> SessionReport:
    assert held.feed is not None
    playout, counts = held.feed.playout, held.feed.playout.counts
    before = held.counts or Counts()
    if before.received > counts.received:  # another playout
        before = Counts()
    held.counts = Counts(**vars(counts))
    return SessionReport(
        session=session,
        direction="in",
        jitter_ms=playout.jitter_ms,
        target_ms=playout.target_ms,
        delay_ms=playout.newest_delay_ms,
        packets=counts.received - before.received,
        lost=max(0, counts.lost - before.lost),
        concealed=counts.concealed - before.concealed,
        mended=counts.by_fec + counts.by_red - before.by_fec - before.by_red,
        red_used=counts.by_red - before.by_red,
        with_copies=held.feed.take_with_copies(),
        level_db=_db(held.feed.take_peak()),
        rtt_ms=held.way.rtt_ms,
    )


def _outgoing(session: str, held: Held) -> SessionReport:
    assert held.track is not None
    packets, held.packets = held.track.packets - held.packets, held.track.packets
    level = _db(held.track.take_peak())
    return SessionReport(session, "out", 0.0, 0.0, 0.0, packets, 0, 0, 0, 0, 0, level, held.way.rtt_ms)


def _db(peak: float) -> float:
    return 20 * math.log10(peak) if peak > 1e-5 else SILENCE_DB
