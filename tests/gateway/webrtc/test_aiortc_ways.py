"""What is done to aiortc behind its back still works with the aiortc that is installed."""

import asyncio
import inspect

import aioice.ice
import numpy as np
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpreceiver import RTCRtpReceiver, StreamStatistics
from aiortc.rtcrtpsender import RTCRtpSender

from hushcue_gateway.webrtc import aiortc_ways
from hushcue_gateway.webrtc.outgoing import OpusTrack


def test_the_places_reached_into_are_there() -> None:
    async def look() -> None:
        peer = RTCPeerConnection()
        transceiver = peer.addTransceiver("audio")
        assert transceiver.receiver._RTCRtpReceiver__remote_streams == {}  # type: ignore[attr-defined]
        assert transceiver.sender._RTCRtpSender__encoder is None  # type: ignore[attr-defined]
        assert aiortc_ways.round_trip_ms(transceiver) is None
        assert transceiver._codecs == []
        assert transceiver.receiver.transport._role == "auto"
        aiortc_ways.wait_for_handshake(transceiver)
        assert transceiver.receiver.transport._role == "server"
        await peer.close()

    asyncio.run(look())
    assert list(inspect.signature(RTCRtpReceiver._handle_rtp_packet).parameters) == [
        "self",
        "packet",
        "arrival_time_ms",
    ]
    assert list(inspect.signature(StreamStatistics.add).parameters) == ["self", "packet"]
    assert "receiver._handle_rtp_packet(" in inspect.getsource(RTCDtlsTransport._handle_rtp_data)
    assert "self.__encoder.pack(data)" in inspect.getsource(RTCRtpSender._next_encoded_frame)
    assert list(inspect.signature(aioice.ice.get_host_addresses).parameters) == ["use_ipv4", "use_ipv6"]


def test_packets_of_a_track_leave_as_they_are_and_arrive_at_the_hook() -> None:
    async def call() -> list[bytes]:
        caller, called = RTCPeerConnection(), RTCPeerConnection()
        track = OpusTrack(10, 32_000, None)
        aiortc_ways.send_packed(caller.addTransceiver(track, direction="sendonly"))
        await caller.setLocalDescription(await caller.createOffer())
        await called.setRemoteDescription(RTCSessionDescription(caller.localDescription.sdp, "offer"))
        arrived: list[bytes] = []
        enough = asyncio.Event()

        def hook(packet: object) -> None:
            arrived.append(packet.payload)  # type: ignore[attr-defined]
            if len(arrived) == 20:
                enough.set()

        aiortc_ways.take_rtp(called.getReceivers()[0], hook)
        await called.setLocalDescription(await called.createAnswer())
        await caller.setRemoteDescription(RTCSessionDescription(called.localDescription.sdp, "answer"))

        async def speak() -> None:
            while True:
                track.push(np.zeros(160, np.int16))
                await asyncio.sleep(0.01)

        speaking = asyncio.ensure_future(speak())
        await asyncio.wait_for(enough.wait(), 60)
        speaking.cancel()
        statistics = called.getReceivers()[0]._RTCRtpReceiver__remote_streams  # type: ignore[attr-defined]
        assert sum(each.packets_received for each in statistics.values()) >= 20
        await asyncio.gather(caller.close(), called.close())
        return arrived

    arrived = asyncio.run(call())
    assert all(0 < len(payload) < 200 for payload in arrived)
