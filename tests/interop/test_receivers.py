"""Receivers that nobody here wrote, given the description the gateway returned, record what was said.

ffmpeg and GStreamer take the protected stream of the running gateway over UDP while it says a cue; the recording is
compared with the cue, sample by sample. ffmpeg reads the key in the description (a=crypto, RFC 4568) by itself; what
GStreamer has for descriptions does not, so it is told what is in it.
"""

import base64
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiortc.sdp import SessionDescription
from support import sounds
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for
from support.ports import free_pair
from support.programs import needs

CUES = 12
"""So many may be said until one was recorded whole: a machine that is busy elsewhere for a moment spoils one."""
LEAST_SNR_DB = {"L16": 60.0, "PCMU": 30.0}
"""L16 carries every bit; G.711 keeps about 37 dB."""
WAV_HEADER_BYTES = 44
LIMIT_S = 60.0


def ffmpeg(sdp: Path, wav: Path, _encoding: str) -> list[str]:
    quick = ["-fflags", "nobuffer", "-analyzeduration", "0", "-probesize", "32"]
    source = ["-protocol_whitelist", "file,udp,rtp,srtp", *quick, "-i", str(sdp)]
    return ["ffmpeg", "-nostdin", "-loglevel", "error", *source, "-c:a", "pcm_s16le", "-flush_packets", "1", str(wav)]


def gstreamer(sdp: Path, wav: Path, encoding: str) -> list[str]:
    decode = {"L16": "rtpL16depay", "PCMU": "rtppcmudepay ! mulawdec"}[encoding]
    (media,) = SessionDescription.parse(sdp.read_text()).media
    found = re.search(r"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:(\S+)", sdp.read_text())
    assert found is not None
    key, payload_type = base64.b64decode(found[1]).hex(), media.rtp.codecs[0].payloadType
    suite = "srtp-cipher=aes-128-icm,srtp-auth=hmac-sha1-80,srtcp-cipher=aes-128-icm,srtcp-auth=hmac-sha1-80"
    caps = f"application/x-srtp,media=audio,clock-rate=16000,encoding-name={encoding},payload={payload_type},"
    caps += f"ssrc=(uint){media.ssrc[0].ssrc},srtp-key=(buffer){key},{suite}"
    pipeline = f"udpsrc address=127.0.0.1 port={media.port} caps={caps} ! srtpdec ! rtpjitterbuffer latency=100 ! "
    pipeline += f"{decode} ! audioconvert ! audio/x-raw,format=S16LE"
    return ["gst-launch-1.0", "-q", "-e", *f"{pipeline} ! wavenc ! filesink buffer-mode=2 location={wav}".split()]


RECEIVERS = {"ffmpeg": ("ffmpeg", ffmpeg), "gstreamer": ("gst-launch-1.0", gstreamer)}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), media="keep_awake = true") as running:
        sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(1.5))
        yield running


def listen(gateway: GatewayProcess, **request: Any) -> tuple[str, str]:
    """(id, SDP) of a new listener."""
    answer = gateway.http.post("/api/v1/listeners", json=request)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], answer.json()["sdp"]


def so_far(wav: Path) -> sounds.Sound:
    """What is in a recording whose header does not know its length yet."""
    data = wav.read_bytes()
    start = data.index(b"data") + 8
    return np.frombuffer(data[start : start + (len(data) - start) // 2 * 2], "<i2") / 32768


@pytest.mark.parametrize("encoding", ["L16", "PCMU"])
@pytest.mark.parametrize("name", RECEIVERS)
def test_a_foreign_receiver_records_what_was_said(
    gateway: GatewayProcess, tmp_path: Path, name: str, encoding: str
) -> None:
    program, command = RECEIVERS[name]
    needs(program)
    request = {"bodypack": "host-1", "ip": "127.0.0.1", "port": free_pair(), "encoding": encoding}
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
            said = sounds.read(gateway.folder / "cues" / "voice.wav")
            for _ in range(CUES):
                assert gateway.wait_until_said(gateway.say("voice.wav", "host-1"))["state"] == "ended"
                size = wav.stat().st_size
                wait_for("the end is recorded too", lambda size=size: wav.stat().st_size > size + 16000)
                if sounds.snr_db(so_far(wav), said) >= LEAST_SNR_DB[encoding]:
                    break
            recorder.send_signal(signal.SIGINT)
            recorder.wait(LIMIT_S)
        finally:
            recorder.kill()
    assert gateway.http.delete(f"/api/v1/listeners/{listener}").status_code == 204
    snr_db = sounds.snr_db(sounds.read(wav), said)
    print(f"{name} {encoding}: {snr_db:.1f} dB")
    assert snr_db >= LEAST_SNR_DB[encoding]


@pytest.mark.parametrize(
    ("encodings", "profile", "copies"),
    [(("L16",), "RTP/SAVP", False), (("L16", "PCMU"), "RTP/SAVPF", True), (("PCMU",), "RTP/SAVPF", True)],
    ids=["L16 alone", "both", "PCMU alone"],
)
def test_a_foreign_parser_reads_the_description_of_a_bodypack_as_it_was_meant(
    gateway: GatewayProcess, encodings: tuple[str, ...], profile: str, copies: bool
) -> None:
    boot = 1 + len("".join(encodings))
    with FakeBodypack("host-2", gateway.broker_port, boot=boot, encodings=encodings) as bodypack:
        bodypack.wait_for_sound()
        answer = gateway.http.get("/api/v1/hosts/host-2/stream.sdp")
        assert answer.headers["content-type"] == "application/sdp"
        port, session, packet = bodypack.port, bodypack.sessions[-1], bodypack.packets()[-1]
    (media,) = SessionDescription.parse(answer.text).media
    assert (media.kind, media.host or "127.0.0.1", media.port, media.profile) == ("audio", "127.0.0.1", port, profile)
    codecs = {(codec.mimeType, codec.clockRate, codec.channels): codec.payloadType for codec in media.rtp.codecs}
    first = codecs[(f"audio/{encodings[0]}", 16000, 1)]
    assert first == session["payload_type"] == packet.payload_type
    assert codecs.get(("audio/red", 16000, 1)) == (session["red_payload_type"] if copies else None)
    assert [each.ssrc for each in media.ssrc] == [packet.ssrc]
    assert media.direction == "recvonly" and bool(media.rtcp_mux) == copies
    assert "crypto" not in answer.text, "its keys are nobody's but the bodypack's"
