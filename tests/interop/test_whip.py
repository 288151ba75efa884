"""Clients that nobody here wrote talk in and are heard: GStreamer's webrtcbin, ffmpeg and GStreamer by
plain RTP, aiortc listening by WHEP; and what the endpoints answer to what cannot be."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shlex
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from pylibsrtp import Policy, Session
from support.gateway_process import LIMIT_S, GatewayProcess, wait_for
from support.programs import needs

from hushcue_wire import rtp

SDP = {"Content-Type": "application/sdp"}
CLIENT = Path(__file__).parents[1] / "support" / "webrtcbin_whip.py"
SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that GStreamer's bindings are installed for."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    more = "[webrtc]\nmost_per_person = 6\n"
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), more=more) as running:
        yield running


class Earpiece:
    """What a host hears: the samples of a listener's stream."""

    def __init__(self, gateway: GatewayProcess, host: str):
        self._http = gateway.http
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        port = self._socket.getsockname()[1]
        made = self._http.post("/api/v1/listeners", json={"bodypack": host, "ip": "127.0.0.1", "port": port})
        assert made.status_code == 201, made.text
        self._id = made.json()["id"]
        found = re.search(r"inline:(\S+)", made.json()["sdp"])
        assert found is not None
        self._session = Session(Policy(base64.b64decode(found[1]), Policy.SSRC_ANY_INBOUND))
        self._samples: list[np.ndarray] = []
        self._going = True
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> Earpiece:
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        self._thread.join()
        self._socket.close()
        self._http.delete(f"/api/v1/listeners/{self._id}")

    def share_of(self, hz: float) -> float:
        """Of the energy of the newest half second, what lies at ``hz``; 0 where it is silent."""
        samples = np.concatenate([np.zeros(8000), *self._samples[-50:]])[-8000:]
        if np.abs(samples).max() < 300:
            return 0.0
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(8000))) ** 2
        return float(spectrum[int(hz / 2) - 4 : int(hz / 2) + 5].sum() / spectrum.sum())

    @property
    def frames(self) -> int:
        """So many have come."""
        return len(self._samples)

    def _listen(self) -> None:
        while self._going:
            try:
                packet = rtp.parse(self._session.unprotect(self._socket.recv(2048)))
            except TimeoutError:
                continue
            self._samples.append(np.frombuffer(packet.payload, ">i2").astype(float))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def test_webrtcbin_talks_in(gateway: GatewayProcess) -> None:
    if not _has_webrtcbin():
        message = "NOT TESTED: webrtcbin needs python3-gi, gir1.2-gst-plugins-bad-1.0, gstreamer1.0-nice"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    url = f"{gateway.ready['http']}/api/v1/shows/main/whip?talk_to=host-1"
    command = [SYSTEM_PYTHON, str(CLIENT), url, gateway.ready["token"], "600"]
    with Earpiece(gateway, "host-1") as one, Earpiece(gateway, "host-2") as two:
        process = subprocess.Popen(command)
        try:
            wait_for("host-1 hears webrtcbin", lambda: one.share_of(600) > 0.9)
            assert two.share_of(600) == 0.0
        finally:
            process.kill()
            process.wait()


def _has_webrtcbin() -> bool:
    look = "import gi; gi.require_version('GstWebRTC', '1.0'); gi.require_version('Gst', '1.0')\n"
    look += "from gi.repository import Gst; Gst.init(None)\n"
    look += "assert Gst.ElementFactory.make('webrtcbin') and Gst.ElementFactory.make('nicesrc')"
    run = subprocess.run([SYSTEM_PYTHON, "-c", look], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return run.returncode == 0


@pytest.mark.parametrize(("program", "hz"), [("ffmpeg", 440), ("gst-launch-1.0", 700)])
def test_one_command_talks_in_by_rtp(gateway: GatewayProcess, program: str, hz: int) -> None:
    needs(program)
    made = gateway.http.post("/api/v1/shows/main/rtp-ingest", json={"to": ["hosts"]})
    assert made.status_code == 201, made.text
    ingest = made.json()
    assert ingest["ip"] == "127.0.0.1" and ingest["cue"]
    if program == "ffmpeg":
        command = ingest["ffmpeg"].replace("-i INPUT", f"-f lavfi -i sine=frequency={hz}:sample_rate=48000")
        command += " -nostdin -loglevel error"
    else:
        command = ingest["gstreamer"].replace("autoaudiosrc", f"audiotestsrc is-live=true freq={hz}")
    with Earpiece(gateway, "host-1") as one, Earpiece(gateway, "host-2") as two:
        process = subprocess.Popen(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"host-1 hears {program}", lambda: one.share_of(hz) > 0.9)
            wait_for(f"host-2 hears {program}", lambda: two.share_of(hz) > 0.9)
        finally:
            _end(process)
    assert gateway.http.delete(f"/api/v1/webrtc/{ingest['id']}").status_code == 204
    assert gateway.http.delete(f"/api/v1/webrtc/{ingest['id']}").status_code == 404
    wait_for("its talk is over", lambda: gateway.cue(ingest["cue"])["state"] == "ended")


def test_a_key_that_was_not_told_is_not_heard(gateway: GatewayProcess) -> None:
    needs("ffmpeg")
    ingest = gateway.http.post("/api/v1/shows/main/rtp-ingest", json={"to": ["host-1"]}).json()
    wrong = ingest["ffmpeg"].replace(ingest["key"], base64.b64encode(bytes(30)).decode())
    command = wrong.replace("-i INPUT", "-f lavfi -t 1 -i sine=frequency=500") + " -nostdin -loglevel error"
    with Earpiece(gateway, "host-1") as one:
        subprocess.run(shlex.split(command), check=True, timeout=LIMIT_S)
        before = one.frames
        wait_for("what was said meanwhile has come", lambda: one.frames > before + 50)
        assert one.share_of(500) == 0.0
    gateway.http.delete(f"/api/v1/webrtc/{ingest['id']}")


def test_aiortc_listens_to_a_programme_and_to_a_host_without_itself(gateway: GatewayProcess) -> None:
    needs("ffmpeg")
    feed = gateway.http.post("/api/v1/shows/main/rtp-ingest", json={"programme": True, "to": ["host-2"]}).json()
    command = feed["ffmpeg"].replace("-i INPUT", "-f lavfi -i sine=frequency=900:sample_rate=48000")
    process = subprocess.Popen(shlex.split(command + " -nostdin -loglevel error"), stdout=subprocess.DEVNULL)
    try:
        with Earpiece(gateway, "host-2") as two:
            wait_for("host-2 hears the programme", lambda: two.share_of(900) > 0.9)
        assert asyncio.run(_listen(gateway, f"programme:{feed['source']}", 900, 60)) > 0.9
        # What a token sends is left out of what it hears of a host (mix-minus).
        assert asyncio.run(_listen(gateway, "host:host-2", 900, 2)) == 0.0
    finally:
        _end(process)
        gateway.http.delete(f"/api/v1/webrtc/{feed['id']}")


async def _listen(gateway: GatewayProcess, hear: str, hz: int, seconds: float) -> float:
    """What share of the sound is at ``hz``, as soon as most of it is; 0 where so many seconds of it are silent."""
    peer = RTCPeerConnection()
    try:
        peer.addTransceiver("audio", direction="recvonly")
        await peer.setLocalDescription(await peer.createOffer())
        url = f"/api/v1/shows/main/whep?hear={hear}"
        answer = await asyncio.to_thread(gateway.http.post, url, content=peer.localDescription.sdp, headers=SDP)
        assert answer.status_code == 201, answer.text
        assert answer.headers["content-type"] == "application/sdp"
        await peer.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        track, share, heard, count = peer.getReceivers()[0].track, 0.0, np.zeros(0), 0
        while share < 0.9 and count < seconds * 48000:
            frame: Any = await asyncio.wait_for(track.recv(), LIMIT_S)
            samples = frame.to_ndarray().reshape(-1, 2)[:, 0]
            count += len(samples)
            heard = np.concatenate((heard, samples))[-24000:]
            if len(heard) == 24000 and np.abs(heard).max() > 300:
                spectrum = np.abs(np.fft.rfft(heard * np.hanning(24000))) ** 2
                share = float(spectrum[hz // 2 - 4 : hz // 2 + 5].sum() / spectrum.sum())
        location = answer.headers["location"]
        assert (await asyncio.to_thread(gateway.http.delete, location)).status_code == 204
    finally:
        await peer.close()
    return share


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, "v=0", 415, "not_sdp"),
        ({**SDP, "Accept": "text/html"}, "v=0", 406, "sdp_not_accepted"),
        (SDP, "", 400, "no_offer"),
        (SDP, "hello", 422, "offer_bad"),
        (SDP, "v=0\r\ns=" + "x" * 40_000, 422, "offer_too_large"),
        (SDP, "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n", 422, "offer_bad"),
        (SDP, "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\n", 422, "offer_no_audio"),
    ],
)
def test_what_cannot_be_answered(
    gateway: GatewayProcess, headers: dict[str, str], body: str, status: int, code: str
) -> None:
    answer = gateway.http.post("/api/v1/shows/main/whip", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["zh"] and answer.json()["en"]


def test_what_the_endpoint_says_of_itself(gateway: GatewayProcess) -> None:
    options = gateway.http.options("/api/v1/shows/main/whip")
    assert options.status_code == 204 and options.headers["accept-post"] == "application/sdp"
    assert gateway.http.get("/api/v1/ice").json() == {"iceServers": []}
    with httpx.Client(base_url=gateway.ready["http"], timeout=LIMIT_S) as stranger:
        assert stranger.post("/api/v1/shows/main/whip", content="v=0", headers=SDP).status_code == 401
        assert stranger.post("/api/v1/phone/whep", content="v=0", headers=SDP).status_code == 401
    assert gateway.http.post("/api/v1/shows/other/whip", content="v=0", headers=SDP).status_code == 404
    assert gateway.http.patch("/api/v1/webrtc/abc").status_code == 404


def test_a_session_cannot_be_trickled_and_there_are_only_so_many(gateway: GatewayProcess) -> None:
    async def offer() -> str:
        peer = RTCPeerConnection()
        peer.addTransceiver("audio", direction="sendonly")
        await peer.setLocalDescription(await peer.createOffer())
        text = peer.localDescription.sdp
        await peer.close()
        return text

    text, made = asyncio.run(offer()), []
    while not made or made[-1].status_code == 201:
        made.append(gateway.http.post("/api/v1/shows/main/whip", content=text, headers=SDP))
        assert len(made) <= 7
    # One of a client that was killed may still be waited for.
    assert made[-1].status_code == 429 and made[-1].json()["error"] == "webrtc_yours" and len(made) >= 6
    made.pop()
    places = [answer.headers["location"] for answer in made]
    sources = {answer.headers["x-hushcue-source"] for answer in made}
    assert len(sources) == len(set(places)) == len(made)
    patched = gateway.http.patch(
        places[0], content="a=candidate", headers={"Content-Type": "application/trickle-ice-sdpfrag"}
    )
    assert (patched.status_code, patched.json()["error"]) == (405, "no_trickle")
    for place in places:
        assert gateway.http.delete(place).status_code == 204
