"""Everything that this project does to aiortc behind its back, in one place.
``tests/gateway/webrtc/test_aiortc_ways.py`` holds that each of it still works with the version that is installed.

- Incoming RTP is taken before its jitter buffer, which never recovers from a loss: it stays 280 ms late (measured).
- Its codec table becomes Opus and RED: whatever else it would negotiate, nobody here decodes.
- Payload types below 96, which browsers give to RED, are as dynamic as those above.
- Where the peer leaves it open, the peer begins the DTLS handshake (RFC 9725 wants that too): as a client aiortc offers
  nothing for RSA certificates, which GStreamer's webrtcbin has.
- Its sender's encoder is one that only packs.
"""

from collections.abc import Callable
from typing import Any

import aiortc.codecs
from aiortc import RTCPeerConnection, RTCRtpTransceiver
from aiortc.rtcrtpparameters import RTCRtpCodecCapability, RTCRtpCodecParameters
from aiortc.rtcrtpreceiver import RTCRtpReceiver, StreamStatistics
from aiortc.rtp import RtpPacket

from .opus_packet import TIMESTAMP_HZ
from .outgoing import Packed

OPUS, RED = "audio/opus", "audio/red"


def know_only_opus() -> None:
    """Once per process, before the first connection."""
    aiortc.codecs.CODECS["audio"][:] = [
        RTCRtpCodecParameters(mimeType=OPUS, clockRate=TIMESTAMP_HZ, channels=2, payloadType=111),
        RTCRtpCodecParameters(mimeType=RED, clockRate=TIMESTAMP_HZ, channels=2, payloadType=63),
    ]
    aiortc.codecs.CODECS["video"][:] = []


def prefer_red(transceiver: RTCRtpTransceiver) -> None:
    """Before the remote description is set: RED stands first where the peer knows it."""
    transceiver.setCodecPreferences(
        [RTCRtpCodecCapability(mimeType=kind, clockRate=TIMESTAMP_HZ, channels=2) for kind in (RED, OPUS)]
    )


def renumber(transceiver: RTCRtpTransceiver, opus: int, red: int | None) -> None:
    """After the remote description is set: the payload types are those of the offer."""
    for codec in transceiver._codecs:
        codec.payloadType = opus if codec.mimeType == OPUS else red or codec.payloadType


def wait_for_handshake(transceiver: RTCRtpTransceiver) -> None:
    """After the remote description is set: passive, unless the offer says that the peer is."""
    transport = transceiver.receiver.transport
    if transport._role == "auto":
        transport._set_role("server")


def take_rtp(receiver: RTCRtpReceiver, hook: Callable[[RtpPacket], None]) -> None:
    """``hook`` gets every packet of ``receiver`` in the loop; nothing else does but the statistics that its reports
    (RTCP) are made of."""
    inside: Any = receiver
    streams: dict[int, Any] = inside._RTCRtpReceiver__remote_streams

    async def take(packet: RtpPacket, arrival_time_ms: int) -> None:
        if packet.ssrc not in streams:
            if len(streams) >= 4:
                return
            streams[packet.ssrc] = StreamStatistics(TIMESTAMP_HZ)
        streams[packet.ssrc].add(packet)
        hook(packet)

    inside._handle_rtp_packet = take


def send_packed(transceiver: RTCRtpTransceiver) -> None:
    """Its track gives packets, not frames."""
    sender: Any = transceiver.sender
    sender._RTCRtpSender__encoder = Packed()


def round_trip_ms(transceiver: RTCRtpTransceiver) -> float | None:
    """As the sender knows it from the receiver's reports."""
    sender: Any = transceiver.sender
    seconds = sender._RTCRtpSender__rtt
    return None if seconds is None else max(0.0, float(seconds) * 1000)


def only_transceiver(connection: RTCPeerConnection) -> RTCRtpTransceiver:
    """The one audio transceiver there is."""
    return connection.getTransceivers()[0]
