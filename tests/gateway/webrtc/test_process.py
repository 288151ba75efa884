"""The child process with a peer that nobody here wrote: aiortc as it comes."""

import secrets
import socket
import time

import numpy as np
from aiortc import RTCPeerConnection, RTCSessionDescription
from support.webrtc import LIMIT_S, Ear, Events, Loop, Tone, offer_of

from hushcue_gateway.media.protect import protect
from hushcue_gateway.supervisor import RingRack
from hushcue_gateway.supervisor.webrtc import Webrtc
from hushcue_gateway.webrtc.messages import (
    Answered,
    Close,
    Listen,
    Publish,
    Refused,
    SessionReport,
    SessionState,
    Tune,
)
from hushcue_wire import rtp


def _share_of_tone(samples: np.ndarray, hz: float, rate_hz: int) -> float:
    """Energy at ``hz`` as a share of all."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    at = round(hz * len(samples) / rate_hz)
    return float(spectrum[at - 5 : at + 6].sum() / spectrum.sum())


def test_what_a_peer_says_reaches_the_ring_of_its_source(
    child: Webrtc, events: Events, rack: RingRack, loop: Loop
) -> None:
    async def call() -> tuple[RTCPeerConnection, str]:
        peer = RTCPeerConnection()
        peer.addTrack(Tone(440.0))
        return peer, await offer_of(peer)

    peer, offer = loop.run(call())
    child.send(Publish("one", rack.name_of("mic"), offer))
    answered = events.wait(Answered)
    assert "a=ptime:10" in answered.sdp and "a=setup:passive" in answered.sdp
    loop.run(peer.setRemoteDescription(RTCSessionDescription(answered.sdp, "answer")))
    events.wait(SessionState, lambda event: event.state == "connected")
    ear = Ear(rack.ring_of("mic"))
    ear.start()
    try:
        events.wait(SessionReport, lambda event: event.packets >= 40 and event.level_db > -30)
        deadline = time.monotonic() + LIMIT_S  # a peer on a busy machine speaks unevenly
        while _share_of_tone(ear.newest(6400), 440.0, 16_000) < 0.95:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        ear.stop()
    loop.run(peer.close())
    events.wait(SessionState, lambda event: event.state == "closed")


def test_a_listener_hears_the_tap(child: Webrtc, events: Events, loop: Loop) -> None:
    async def call() -> tuple[RTCPeerConnection, str]:
        peer = RTCPeerConnection()
        peer.addTransceiver("audio", direction="recvonly")
        return peer, await offer_of(peer)

    peer, offer = loop.run(call())
    child.send(Listen("ear", offer))
    answered = events.wait(Answered)
    key, ssrc = secrets.token_bytes(30), 7
    child.send(Tune("ear", ssrc, key))
    loop.run(peer.setRemoteDescription(RTCSessionDescription(answered.sdp, "answer")))
    events.wait(SessionState, lambda event: event.state == "connected")
    track = peer.getReceivers()[0].track

    async def hear() -> np.ndarray:
        heard = np.zeros(0)
        for _ in range(2500):
            frame = await track.recv()
            heard = np.concatenate((heard, frame.to_ndarray().reshape(-1, 2)[:, 0]))[-28800:]
            if len(heard) == 28800 and _share_of_tone(heard, 600.0, 48_000) > 0.95:
                break
        return heard

    stream = protect(key, ssrc, b"", 0)
    going = [True]

    def say() -> None:
        at, sequence = time.monotonic(), 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while going[0]:
                place = np.arange(sequence * 160, sequence * 160 + 160) / 16_000
                payload = (8000 * np.sin(2 * np.pi * 600 * place)).astype(">i2").tobytes()
                packet = rtp.serialize(rtp.Packet(96, sequence, sequence * 160, ssrc, payload))
                out.sendto(stream.protect(packet), ("127.0.0.1", answered.rtp_port))
                sequence += 1
                time.sleep(max(0.0, at + sequence * 0.01 - time.monotonic()))

    speaking = loop.loop.run_in_executor(None, say)
    try:
        heard = loop.run(hear()).astype(float)
    finally:
        going[0] = False

    async def over() -> None:
        await speaking

    loop.run(over())
    assert _share_of_tone(heard, 600.0, 48_000) > 0.95
    child.send(Close("ear"))
    events.wait(SessionState, lambda event: event.state == "closed")
    loop.run(peer.close())


def test_offers_that_are_none_are_refused_and_cost_the_others_nothing(
    child: Webrtc, events: Events, rack: RingRack
) -> None:
    hostile = ["", "v=0", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111", "v=0\r\n" + "a=x\r\n" * 5000, "\x00" * 100]
    for place, offer in enumerate(hostile):
        child.send(Publish(f"bad-{place}", rack.name_of("mic"), offer))
        refused = events.wait(Refused, lambda event, place=place: event.session == f"bad-{place}")
        assert refused.code.startswith("offer_")
    assert child.pid
