"""Receivers that nobody here wrote, given the description the gateway returned, record what was said.

ffmpeg and GStreamer take the stream of the running gateway over UDP while it says a cue; the recording is compared with
the cue, sample by sample.
"""

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiortc.sdp import SessionDescription
from support import sounds
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for
from support.programs import needs

CUES = 3
"""Said one after the other; a machine that was busy elsewhere for a moment may spoil one."""
LEAST_SNR_DB = {"L16": 60.0, "PCMU": 30.0}
"""L16 carries every bit; G.711 keeps about 37 dB."""
WAV_HEADER_BYTES = 44


def ffmpeg(sdp: Path, wav: Path, _encoding: str) -> list[str]:
    quick = ["-fflags", "nobuffer", "-analyzeduration", "0", "-probesize", "32"]
    source = ["-protocol_whitelist", "file,udp,rtp", *quick, "-i", str(sdp)]
    return ["ffmpeg", "-nostdin", "-loglevel", "error", *source, "-c:a", "pcm_s16le", "-flush_packets", "1", str(wav)]


def gstreamer(sdp: Path, wav: Path, encoding: str) -> list[str]:
    decode = {"L16": "rtpL16depay", "PCMU": "rtppcmudepay ! mulawdec"}[encoding]
    pipeline = f"filesrc location={sdp} ! sdpdemux latency=100 ! {decode} ! audioconvert ! audio/x-raw,format=S16LE"
    return ["gst-launch-1.0", "-q", "-e", *f"{pipeline} ! wavenc ! filesink buffer-mode=2 location={wav}".split()]


RECEIVERS = {"ffmpeg": ("ffmpeg", ffmpeg), "gstreamer": ("gst-launch-1.0", gstreamer)}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), media="keep_awake = true") as running:
        sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(1.5))
        yield running


def free_pair_of_ports() -> int:
    """An even port whose odd neighbour, for RTCP, is free too (RFC 3550 section 11)."""
    for _ in range(100):
        with socket.socket(type=socket.SOCK_DGRAM) as first, socket.socket(type=socket.SOCK_DGRAM) as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            if port % 2 == 0:
                try:
                    second.bind(("127.0.0.1", port + 1))
                except OSError:
                    continue
                return port
    raise AssertionError("no two free ports beside each other")


def listen(gateway: GatewayProcess, **request: Any) -> tuple[str, str]:
    """(id, SDP) of a new listener."""
    answer = gateway.http.post("/api/v1/listeners", json=request)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], answer.json()["sdp"]


@pytest.mark.parametrize("encoding", ["L16", "PCMU"])
@pytest.mark.parametrize("name", RECEIVERS)
def test_a_foreign_receiver_records_what_was_said(
    gateway: GatewayProcess, tmp_path: Path, name: str, encoding: str
) -> None:
    program, command = RECEIVERS[name]
    needs(program)
    request = {"bodypack": "host-1", "ip": "127.0.0.1", "port": free_pair_of_ports(), "encoding": encoding}
    listener, text = listen(gateway, **request)
    sdp, wav = tmp_path / "stream.sdp", tmp_path / "heard.wav"
    sdp.write_bytes(text.encode())
    with subprocess.Popen(command(sdp, wav, encoding), stderr=subprocess.PIPE, text=True) as recorder:
        try:
            wait_for(
                f"{name} records",
                lambda: recorder.poll() is not None or (wav.exists() and wav.stat().st_size > WAV_HEADER_BYTES + 3200),
            )
            assert recorder.poll() is None, recorder.stderr and recorder.stderr.read()
            for _ in range(CUES):
                assert gateway.wait_until_said(gateway.say("voice.wav", "host-1"))["state"] == "ended"
            size = wav.stat().st_size
            wait_for("the end is recorded too", lambda: wav.stat().st_size > size + 16000)
            recorder.send_signal(signal.SIGINT)
            recorder.wait(30.0)
        finally:
            recorder.kill()
    assert gateway.http.delete(f"/api/v1/listeners/{listener}").status_code == 204
    said = sounds.read(gateway.folder / "cues" / "voice.wav")
    snr_db = sounds.snr_db(sounds.read(wav), said)
    print(f"{name} {encoding}: {snr_db:.1f} dB")
    assert snr_db >= LEAST_SNR_DB[encoding]


@pytest.mark.parametrize("encoding", ["L16", "PCMU"])
def test_a_foreign_parser_reads_the_description_of_a_bodypack_as_it_was_meant(
    gateway: GatewayProcess, encoding: str
) -> None:
    with FakeBodypack("host-2", gateway.broker_port, boot=len(encoding), encodings=(encoding,)) as bodypack:
        bodypack.wait_for_sound()
        answer = gateway.http.get("/api/v1/bodypacks/host-2/stream.sdp")
        assert answer.headers["content-type"] == "application/sdp"
        port, session, packet = bodypack.port, bodypack.sessions[-1], bodypack.packets()[-1]
    description = SessionDescription.parse(answer.text)
    (media,) = description.media
    (codec,) = media.rtp.codecs
    assert (media.kind, description.host, media.port, media.profile) == ("audio", "127.0.0.1", port, "RTP/AVP")
    assert (codec.mimeType, codec.clockRate, codec.channels) == (f"audio/{encoding}", 16000, 1)
    assert codec.payloadType == packet.payload_type == session["payload_type"]
    assert [each.ssrc for each in media.ssrc] == [packet.ssrc]
    assert media.direction == "recvonly"
