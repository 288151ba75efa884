"""The real capture process: files, no sound card at all, and its own death."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from hushcue_gateway.capture.messages import (
    CaptureReport,
    DeviceList,
    PlayEnded,
    PlayRefused,
    PlayStarted,
    SourceLost,
    SourceOpened,
)
from hushcue_gateway.capture.words import WORDS
from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import Capture, CaptureRestarted, CaptureSettings, RingRack


@contextmanager
def running(rack: RingRack, events: object, **settings: object) -> Iterator[Capture]:
    capture = Capture(CaptureSettings(**settings), rack, events)  # type: ignore[arg-type]
    try:
        capture.start(60)
        yield capture
    finally:
        capture.stop()


def noise(seconds: float) -> np.ndarray:
    return (0.1 * np.random.default_rng(4).standard_normal(int(16000 * seconds))).astype(np.float32)


def listen(ring: Ring, seconds: float) -> np.ndarray:
    """Everything that comes within ``seconds``, gaps left out."""
    pieces = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        out = np.zeros(ring.level, np.float32)
        ring.read_rest(out, time.monotonic_ns())
        pieces.append(out)
        time.sleep(0.005)
    return np.concatenate(pieces)


def test_a_file_comes_out_of_the_ring_as_it_is_in_real_time(rack: RingRack, tmp_path: Path, events) -> None:
    sound = noise(0.8)
    soundfile.write(tmp_path / "cue.wav", sound, 16000, subtype="FLOAT")
    with running(rack, events, spare=False) as capture:
        capture.play_file("f", str(tmp_path / "cue.wav"), "cue-1")
        heard = listen(rack.ring_of("f"), 0.1)
        started = events.wait(PlayStarted)
        heard = np.concatenate([heard, listen(rack.ring_of("f"), 1.5)])
        ended = events.wait(PlayEnded)
    assert np.array_equal(heard[: len(sound)], sound)
    assert (started.source, started.cue, started.duration_ms) == ("f", "cue-1", 800.0)
    assert (ended.cue, ended.reason, ended.at_ns) == ("cue-1", "finished", started.mouth_ns + 800_000_000)


def test_what_cannot_be_played_is_refused_and_the_next_plays(rack: RingRack, tmp_path: Path, events) -> None:
    soundfile.write(tmp_path / "cue.wav", noise(0.1), 16000)
    with running(rack, events, spare=False) as capture:
        capture.play_file("f", str(tmp_path / "none.wav"), "first")
        assert events.wait(PlayRefused).code == "file_missing"
        capture.play_file("f", str(tmp_path / "cue.wav"), "second")
        assert events.wait(PlayEnded).cue == "second"


def test_stopped_and_replaced_files_end_with_their_own_event(rack: RingRack, tmp_path: Path, events) -> None:
    soundfile.write(tmp_path / "long.wav", noise(20), 16000)
    with running(rack, events, spare=False) as capture:
        for cue in ("one", "two", "three"):
            capture.play_file("f", str(tmp_path / "long.wav"), cue)
            events.wait(PlayStarted, lambda each, cue=cue: each.cue == cue)
        capture.stop_source("f")
        events.wait(PlayEnded, lambda each: each.cue == "three")
    assert [(each.cue, each.reason) for each in events.of(PlayEnded)] == [
        ("one", "stopped"), ("two", "stopped"), ("three", "stopped")
    ]  # fmt: skip


def test_more_sources_than_agreed_are_refused(rack: RingRack, tmp_path: Path, events) -> None:
    soundfile.write(tmp_path / "long.wav", noise(20), 16000)
    with running(rack, events, spare=False, max_sources=2) as capture:
        for number in range(3):
            capture.play_file(f"f{number}", str(tmp_path / "long.wav"), f"cue-{number}")
        assert events.wait(PlayRefused).code == "too_many"


def test_without_its_microphone_it_says_so_keeps_trying_and_plays_files(
    rack: RingRack, tmp_path: Path, events, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    soundfile.write(tmp_path / "cue.wav", noise(0.2), 16000)
    with running(rack, events, spare=False) as capture:
        capture.open_microphone("desk", "no such device")
        capture.open_microphone("other", 9999)
        first = events.wait(SourceLost, lambda each: each.source == "desk")
        events.wait(SourceLost, lambda each: each.source == "desk" and each.retry_s > first.retry_s)
        assert events.wait(SourceLost, lambda each: each.source == "other").code == "no_device"
        assert first.code == "no_device"
        assert "no such device" in WORDS.say(first.code, **first.facts)
        capture.list_devices()
        assert events.wait(DeviceList).code == ""
        capture.play_file("f", str(tmp_path / "cue.wav"), "cue")
        assert events.wait(PlayEnded).reason == "finished"
        report = events.wait(CaptureReport, lambda each: len(each.microphones) == 2)
        assert {each.state for each in report.microphones} <= {"lost", "opening"}
        assert not events.of(SourceOpened)
        assert not events.of(CaptureRestarted)


def test_killed_while_it_plays_it_goes_on_with_the_same_words(rack: RingRack, tmp_path: Path, events) -> None:
    """The file goes on within a few blocks of where it broke off, with one PlayStarted and one PlayEnded."""
    sound = noise(4.0)
    soundfile.write(tmp_path / "cue.wav", sound, 16000, subtype="FLOAT")
    with running(rack, events) as capture:
        ring = rack.ring_of("f")
        time.sleep(2.5)  # a spare is made ready
        capture.play_file("f", str(tmp_path / "cue.wav"), "cue")
        heard = listen(ring, 1.5)
        os.kill(capture.pid, signal.SIGKILL)
        restarted = events.wait(CaptureRestarted)
        heard = np.concatenate([heard, listen(ring, 5.0)])
        ended = events.wait(PlayEnded)
    assert restarted.reason == "died" and restarted.exit_code == -signal.SIGKILL
    assert len(events.of(PlayStarted)) == 1
    assert ended.reason == "finished"
    tail = sound[-16000:]
    assert np.array_equal(heard[np.flatnonzero(heard)[-1] + 1 - 16000 :][:16000], tail)
    assert len(heard) >= len(sound) - 1600, "at most a tenth of a second is missing"
