"""The witness in the real gateway: what it recorded is what was said, and an earpiece that is heard in the programme is
told at its host. The earpiece and the studio's microphone are a loop of this test: what the gateway sends to a host is
dimmed, mixed with a moderator's words and fed back as the programme."""

from __future__ import annotations

import base64
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import soundfile
from pylibsrtp import Policy, Session
from support.gateway_process import GatewayProcess, wait_for
from support.programs import needs
from support.sounds import place_in

from hushcue_gateway.opus import Encoder
from hushcue_gateway.witness.leak import MAX_DELAY_MS
from hushcue_gateway.witness.leak_watch import HOLD_NS
from hushcue_wire import rtp

from .conftest import LEVEL, RATE_HZ, Signal, spoken

LEAK_DB = -12
FLOOR_DB = -45
"""Of the studio's own noise, against the moderator."""
CUE_S = 3.5
LONG_S = 60.0
"""Of words that go on until the leak is told: a stretch of them in which this machine kept up will do."""
OPUS_RATE_HZ = 48_000
HOST, AWAY = "host-1", "host-2"
FRAME = RATE_HZ // 100


class StudioMicrophone(threading.Thread):
    """A programme feed by plain RTP: a moderator, and what the earpiece of one host lets out."""

    def __init__(self, gateway: GatewayProcess, host: str, moderator: Signal):
        super().__init__(daemon=True)
        self._moderator = moderator
        self.gain = 0.0  # of the earpiece
        self._earpiece = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._earpiece.bind(("127.0.0.1", 0))
        self._earpiece.settimeout(0.2)
        wanted = {"bodypack": host, "ip": "127.0.0.1", "port": self._earpiece.getsockname()[1]}
        listener = gateway.http.post("/api/v1/listeners", json=wanted)
        assert listener.status_code == 201, listener.text
        inline = re.search(r"inline:(\S+)", listener.json()["sdp"])
        assert inline is not None
        self._opens = Session(Policy(base64.b64decode(inline[1]), Policy.SSRC_ANY_INBOUND))
        feed = gateway.http.post("/api/v1/shows/main/rtp-ingest", json={"programme": True, "to": [AWAY]})
        assert feed.status_code == 201, feed.text
        self.source = feed.json()["source"]
        self._to = (feed.json()["ip"], feed.json()["port"])
        self._seals = Session(Policy(base64.b64decode(feed.json()["key"]), Policy.SSRC_ANY_OUTBOUND))
        self._encoder = Encoder(RATE_HZ, bitrate=48_000)
        self._going = True

    def run(self) -> None:
        rng, place = Random(1), 0
        ssrc = rng.getrandbits(32)
        while self._going:
            try:
                came = rtp.parse(self._opens.unprotect(self._earpiece.recv(2048)))
            except TimeoutError:
                continue
            leak = np.frombuffer(came.payload, ">i2").astype(np.float32) / 32768 * self.gain
            at = np.arange(place * FRAME, (place + 1) * FRAME) % len(self._moderator)
            sound = np.clip(self._moderator[at] + leak, -1, 1)
            packet = self._encoder.encode((32767 * sound).astype(np.int16))
            header = rtp.Packet(97, place & 0xFFFF, place * OPUS_RATE_HZ // 100, ssrc, packet)
            self._earpiece.sendto(self._seals.protect(bytes(rtp.serialize(header))), self._to)
            place += 1

    def stop(self) -> None:
        self._going = False
        self.join()
        self._earpiece.close()


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path, (HOST, AWAY)) as running:
        yield running


def test_what_is_recorded_was_said_and_a_leaking_earpiece_is_told_at_its_host(gateway: GatewayProcess) -> None:
    needs("ffmpeg")
    rng = np.random.default_rng(3)
    sounds = {name: spoken(CUE_S, rng) for name in ("first.wav", "second.wav")}
    for name, sound in sounds.items():
        soundfile.write(gateway.folder / "cues" / name, sound, RATE_HZ, subtype="PCM_16")
    soundfile.write(gateway.folder / "cues" / "long.wav", spoken(LONG_S, rng), RATE_HZ, subtype="PCM_16")
    soundfile.write(gateway.folder / "cues" / "short.wav", sounds["first.wav"][: RATE_HZ // 2], RATE_HZ)

    unrecorded = gateway.say("short.wav", HOST)
    gateway.wait_until_said(unrecorded)
    answer = gateway.http.put("/api/v1/shows/main/retention", json={"record": True})
    assert answer.status_code == 200 and answer.json()["record"], answer.text

    moderator = spoken(20, rng)
    moderator += np.float32(LEVEL * 10 ** (FLOOR_DB / 20)) * rng.standard_normal(len(moderator)).astype(np.float32)
    microphone = StudioMicrophone(gateway, HOST, moderator)
    microphone.start()
    try:
        wait_for("the programme is there", lambda: _state(gateway)["sources"][microphone.source]["state"] == "open")
        cues = {"first.wav": gateway.say("first.wav", AWAY)}
        gateway.wait_until_said(cues["first.wav"])
        time.sleep(MAX_DELAY_MS / 1000)
        assert not _state(gateway)["hosts"][AWAY].get("leak") and "leak" not in gateway.codes()
        microphone.gain = 10 ** (LEAK_DB / 20)
        leaks_s = time.monotonic()
        long = gateway.say("long.wav", HOST)
        leak = wait_for("the leak is told", lambda: _state(gateway)["hosts"][HOST].get("leak"), LONG_S)
        assert FLOOR_DB < leak["db"] < LEAK_DB + 6, "less where this machine did not keep up"
        assert gateway.http.delete(f"/api/v1/talks/{long}").status_code < 300
        gateway.wait_until_said(long)
        cues["second.wav"] = gateway.say("second.wav", HOST)
        gateway.wait_until_said(cues["second.wav"])
    finally:
        microphone.stop()
    for name, cue in cues.items():
        wait_for("its recording is there", lambda cue=cue: _state(gateway)["cues"][cue]["recording"])
        assert _alike(_decoded(gateway, cue), sounds[name].astype(np.float64)) > 0.9, name
    wait_for("it is in the log", lambda: "leak" in gateway.codes())
    most = 1 + int((time.monotonic() - leaks_s) * 1e9) // HOLD_NS
    assert gateway.codes().count("leak") <= most, "the same hosts are told of once in a while"
    assert not _state(gateway)["hosts"][AWAY].get("leak")
    refused = gateway.http.get(f"/api/v1/cues/{unrecorded}/recording.ogg")
    assert refused.status_code == 404 and refused.json()["error"] == "unknown_recording"
    assert not _state(gateway)["cues"][unrecorded]["recording"]


def _state(gateway: GatewayProcess) -> dict[str, Any]:
    answer = gateway.http.get("/api/v1/shows/main/state")
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = answer.json()
    return state


def _decoded(gateway: GatewayProcess, cue: str) -> np.ndarray:
    """The recording at 16 kHz, by a decoder that nobody here wrote."""
    answer = gateway.http.get(f"/api/v1/cues/{cue}/recording.ogg")
    assert answer.status_code == 200 and answer.headers["content-type"] == "audio/ogg"
    assert answer.content[:4] == b"OggS" and answer.content[28:36] == b"OpusHead"
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-xerror", "-f", "ogg", "-i", "pipe:0"]
    command += ["-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "pipe:1"]
    made = subprocess.run(command, input=answer.content, capture_output=True, check=True, timeout=120)
    assert not made.stderr, made.stderr
    return np.frombuffer(made.stdout, np.int16).astype(np.float64) / 32768


def _alike(heard: np.ndarray, said: np.ndarray) -> float:
    """The normalised correlation of all of ``said`` with where it is found."""
    at = place_in(heard, said)
    part = heard[at : at + len(said)]
    assert len(part) > 0.98 * len(said), "the end is missing"
    return float(np.dot(part, said[: len(part)]) / (np.linalg.norm(part) * np.linalg.norm(said) + 1e-12))
