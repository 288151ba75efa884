"""The real capture process: files, no sound card at all, and its own death."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile
from support.media import capturing, wait_for_spare

from hushcue_gateway.capture.messages import (
    CaptureReport,
    DeviceList,
    PlayEnded,
    PlayRefused,
    PlayStarted,
    SourceLost,
    SourceOpened,
)
from hushcue_gateway.capture.player import AHEAD_NS
from hushcue_gateway.capture.words import WORDS
from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import CaptureRestarted, RingRack
from hushcue_gateway.supervisor import rack as racks

LIMIT_S = 60.0


@pytest.fixture
def rack(monkeypatch: pytest.MonkeyPatch) -> Iterator[RingRack]:
    """With rings that lose nothing while this process waits for a processor."""
    monkeypatch.setattr(racks, "RING_S", LIMIT_S)
    made = RingRack()
    yield made
    made.close()


def noise(seconds: float) -> np.ndarray:
    return (0.1 * np.random.default_rng(4).standard_normal(int(16000 * seconds))).astype(np.float32)


@dataclass
class Reader:
    """Takes everything that comes, gaps left out. away_s: the longest time in which nothing was taken."""

    ring: Ring
    pieces: list[np.ndarray] = field(default_factory=list)
    away_s: float = 0.0

    def until(self, over: Callable[[], object]) -> None:
        last = began = time.monotonic()
        while True:
            done = over()  # before the last look
            out = np.zeros(self.ring.level, np.float32)
            self.ring.read_rest(out, time.monotonic_ns())
            self.pieces.append(out)
            if done:
                return
            assert last < began + LIMIT_S, "not over"
            time.sleep(0.005)
            self.away_s = max(self.away_s, time.monotonic() - last)
            last = time.monotonic()

    @property
    def sound(self) -> np.ndarray:
        return np.concatenate(self.pieces)


def test_a_file_comes_out_of_the_ring_as_it_is_in_real_time(rack: RingRack, tmp_path: Path, events) -> None:
    sound = noise(0.8)
    soundfile.write(tmp_path / "cue.wav", sound, 16000, subtype="FLOAT")
    with capturing(rack, events, spare=False) as capture:
        reader = Reader(rack.ring_of("f"))
        asked_ns = time.monotonic_ns()
        capture.play_file("f", str(tmp_path / "cue.wav"), "cue-1")
        reader.until(lambda: events.of(PlayEnded))
        took_ns = time.monotonic_ns() - asked_ns
    (started,), (ended,) = events.of(PlayStarted), events.of(PlayEnded)
    assert np.array_equal(reader.sound[: len(sound)], sound)
    assert took_ns >= 800_000_000 - AHEAD_NS, "faster than it is long"
    assert (started.source, started.cue, started.duration_ms) == ("f", "cue-1", 800.0)
    assert (ended.cue, ended.reason, ended.at_ns) == ("cue-1", "finished", started.mouth_ns + 800_000_000)


def test_what_cannot_be_played_is_refused_and_the_next_plays(rack: RingRack, tmp_path: Path, events) -> None:
    soundfile.write(tmp_path / "cue.wav", noise(0.1), 16000)
    with capturing(rack, events, spare=False) as capture:
        capture.play_file("f", str(tmp_path / "none.wav"), "first")
        assert events.wait(PlayRefused).code == "file_missing"
        capture.play_file("f", str(tmp_path / "cue.wav"), "second")
        assert events.wait(PlayEnded).cue == "second"


def test_stopped_and_replaced_files_end_with_their_own_event(rack: RingRack, tmp_path: Path, events) -> None:
    soundfile.write(tmp_path / "long.wav", noise(20), 16000)
    with capturing(rack, events, spare=False) as capture:
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
    with capturing(rack, events, spare=False, max_sources=2) as capture:
        for number in range(3):
            capture.play_file(f"f{number}", str(tmp_path / "long.wav"), f"cue-{number}")
        assert events.wait(PlayRefused).code == "too_many"


def test_without_its_microphone_it_says_so_keeps_trying_and_plays_files(
    rack: RingRack, tmp_path: Path, events, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    soundfile.write(tmp_path / "cue.wav", noise(0.2), 16000)
    with capturing(rack, events, spare=False) as capture:
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
    sound = noise(3.0)
    soundfile.write(tmp_path / "cue.wav", sound, 16000, subtype="FLOAT")
    with capturing(rack, events) as capture:
        reader = Reader(rack.ring_of("f"))
        wait_for_spare(capture)
        capture.play_file("f", str(tmp_path / "cue.wav"), "cue")
        reader.until(lambda: sum(map(len, reader.pieces)) >= 1.2 * 16000)
        os.kill(capture.pid, signal.SIGKILL)
        reader.until(lambda: events.of(PlayEnded))
    restarted, (ended,) = events.wait(CaptureRestarted), events.of(PlayEnded)
    heard = reader.sound
    assert restarted.reason == "died" and restarted.exit_code == -signal.SIGKILL
    assert len(events.of(PlayStarted)) == 1
    assert ended.reason == "finished"
    tail = sound[-8000:]
    assert np.array_equal(heard[np.flatnonzero(heard)[-1] + 1 - 8000 :][:8000], tail)
    missing_s = (len(sound) - len(heard)) / 16000
    assert missing_s <= 0.1 + reader.away_s, "at most a tenth of a second, and what this process stood still"
