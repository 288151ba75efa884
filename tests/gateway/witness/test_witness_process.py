"""The witness as a process of its own: it records what is sent, is killed, and goes on; sound never waits for it."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pylibsrtp import Policy, Session
from support import sounds
from support.datagrams import wait_until_read
from support.gateway_process import wait_for

from hushcue_gateway.opus import Decoder
from hushcue_gateway.supervisor.witness import Witness, WitnessRestarted
from hushcue_gateway.witness.messages import OpenTap, RecordingEnded, WitnessReport
from hushcue_gateway.witness.recorder import packets_of
from hushcue_gateway.witness.settings import WitnessSettings
from hushcue_wire import rtp

AHEAD = 50
"""Datagrams that are sent before they have been read."""


class Sender:
    """Sends int16 samples as the engine would, in real time or at once. reader: the socket that they come to; where it
    is given, no more is sent than is read, however slow that goes."""

    def __init__(self, address: tuple[str, int], ssrc: int, key: bytes, reader: socket.socket | None = None):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._address = address
        self._session = Session(Policy(key, Policy.SSRC_SPECIFIC, ssrc))
        self.ssrc, self.number, self._reader = ssrc, 0, reader

    def send(self, samples: np.ndarray, pace_s: float = 0.0) -> None:
        for at in range(0, len(samples) - 159, 160):
            data = bytearray(332)
            rtp.pack_header_into(data, 96, False, 100 + self.number, 160 * self.number, self.ssrc)
            data[12:] = samples[at : at + 160].astype(">i2").tobytes()
            self._socket.sendto(self._session.protect(bytes(data)), self._address)
            self.number += 1
            if self._reader is not None and self.number % AHEAD == 0:
                wait_until_read(self._reader)
            time.sleep(pace_s)

    def close(self) -> None:
        self._socket.close()


class Booth:
    """A witness and what it said."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.witness = Witness(WitnessSettings(hang_s=60.0), self.events.append)  # slow is not dead
        self.witness.start(60.0)
        self.senders: list[Sender] = []

    def tap(self, name: str, path: Path | None, ssrc: int = 0x77) -> Sender:
        key = os.urandom(30)
        order = OpenTap(f"tap-{name}", ssrc, "main", key, name, ("h",), str(path or ""), {"TITLE": name})
        assert self.witness.open(order)
        self.senders.append(Sender(self.witness.address, ssrc, key))
        return self.senders[-1]

    def ended(self, cue: str) -> RecordingEnded:
        def find() -> RecordingEnded | None:
            told = [each for each in self.events if isinstance(each, RecordingEnded) and each.cue == cue]
            return told[-1] if told else None

        event = wait_for(f"{cue} ends", find)
        assert isinstance(event, RecordingEnded)
        return event

    def report(self) -> WitnessReport | None:
        return next((each for each in reversed(self.events) if isinstance(each, WitnessReport)), None)

    def close(self) -> None:
        for sender in self.senders:
            sender.close()
        self.witness.stop()


@pytest.fixture(scope="module")
def booth() -> Iterator[Booth]:
    booth = Booth()
    yield booth
    booth.close()


def size(path: Path) -> int:
    """0 while there is none: what broke off has another name while it is taken up."""
    return path.stat().st_size if path.exists() else 0


def heard(path: Path) -> np.ndarray:
    decoder = Decoder(16000)
    return np.concatenate([decoder.decode(packet) for packet in packets_of(path)]) / 32768


def test_what_is_sent_is_recorded(booth: Booth, tmp_path: Path) -> None:
    said = sounds.voice_like(1.5)
    path = tmp_path / "main" / "2026-11-22" / "c.ogg"
    sender = booth.tap("whole", path)
    wait_for("the file is there", path.exists)
    sender.send(np.asarray(said * 32767, np.int16), 0.002)
    booth.witness.close("tap-whole")
    event = booth.ended("whole")
    assert (event.complete, event.file, event.bytes) == (True, str(path), path.stat().st_size)
    assert 1500 <= event.duration_ms <= 1560
    assert sounds.snr_db(heard(path), said[:16000]) > 5.0


def test_a_file_that_cannot_be_written_is_told_and_others_are_recorded(booth: Booth, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    bad = booth.tap("bad", tmp_path / "file" / "c.ogg", 1)
    good = booth.tap("good", tmp_path / "good.ogg", 2)
    event = booth.ended("bad")
    assert (event.complete, event.code) == (False, "recording_failed") and event.facts["reason"]
    for sender in (bad, good):
        sender.send(np.ones(16000, np.int16), 0.001)
    booth.witness.close("tap-good")
    assert booth.ended("good").complete


def test_a_recording_ends_though_another_tap_never_pauses(booth: Booth, tmp_path: Path) -> None:
    feed = booth.tap("feed", None, 5)
    sender = booth.tap("ends", tmp_path / "ends.ogg", 6)
    sender.send(np.ones(8000, np.int16))
    booth.witness.close("tap-ends")
    deadline_s = time.monotonic() + 60.0
    while not any(isinstance(each, RecordingEnded) and each.cue == "ends" for each in booth.events):
        feed.send(np.ones(160, np.int16), 0.01)
        assert time.monotonic() < deadline_s
    booth.witness.close("tap-feed")


def test_strangers_are_counted_and_no_more(booth: Booth, tmp_path: Path) -> None:
    needs_none = booth.tap("nobody", None, 3)
    needs_none.send(np.ones(1600, np.int16))
    stranger = Sender(booth.witness.address, 0x99, os.urandom(30))
    stranger.send(np.ones(16000, np.int16))
    stranger.close()
    report = wait_for(
        "they are counted",
        lambda: (told := booth.report()) and told.strange >= 100 and told.datagrams >= 110 and told,
    )
    assert report.recordings == 0


def test_it_is_killed_in_the_middle_and_the_recording_goes_on(booth: Booth, tmp_path: Path) -> None:
    path = tmp_path / "c.ogg"
    sender = booth.tap("killed", path, 4)
    wait_for("the file is there", path.exists)
    said = np.asarray(sounds.voice_like(4.0) * 32767, np.int16)
    sender.send(said[:32000], 0.005)
    wait_for("a second of it is written", lambda: size(path) > 3000)
    killed, kept = booth.witness.pid, size(path)
    os.kill(killed, signal.SIGKILL)
    sender.send(said[32000:], 0.005)  # while nobody listens: the socket keeps it
    wait_for("another one", lambda: any(isinstance(each, WitnessRestarted) for each in booth.events))
    assert booth.witness.pid != killed
    wait_for("most of the rest is written", lambda: size(path) > kept + 3000)
    booth.witness.close("tap-killed")
    event = booth.ended("killed")
    assert event.complete and 2900 <= event.duration_ms <= 4100, "less than a second is lost"
    assert len(packets_of(path)) * 20 == event.duration_ms


def test_its_files_are_whole_when_it_is_stopped(tmp_path: Path) -> None:
    booth = Booth()
    path = tmp_path / "c.ogg"
    sender = booth.tap("whole", path)
    wait_for("the file is there", path.exists)
    sender.send(np.asarray(sounds.voice_like(1.0) * 32767, np.int16), 0.002)
    wait_for("all of it has come", lambda: (told := booth.report()) and told.datagrams >= 100)
    booth.close()
    assert len(packets_of(path)) >= 50
