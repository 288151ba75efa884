"""A file that behaves like a microphone, in virtual time; and what a file may be."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.capture.messages import PLAY_REFUSED_CODES
from hushcue_gateway.capture.player import AHEAD_NS, Player
from hushcue_gateway.capture.settings import CaptureSettings
from hushcue_gateway.capture.tape import TapeTrouble, load
from hushcue_gateway.capture.words import WORDS
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring

MS = 1_000_000


def ramp(samples: int) -> np.ndarray:
    return np.arange(1, samples + 1, dtype=np.float32)


def test_a_block_is_written_a_little_before_its_time_and_no_earlier(ring: Ring) -> None:
    start = 1_000_000_007
    player = Player(ring, ramp(480), 16000, start)
    assert ring.flowing
    for block in range(3):
        ends = start + (block + 1) * 10 * MS
        assert player.due_ns == ends - AHEAD_NS
        player.step(ends - AHEAD_NS - 1)
        assert ring.written == block * 160
        player.step(ends - AHEAD_NS)
        assert ring.written == (block + 1) * 160
        assert ring.write_stamp_ns == ends
    assert not ring.flowing
    assert player.end_ns == start + 30 * MS


def test_called_late_it_writes_all_that_is_due_with_the_times_it_was_due_at(ring: Ring) -> None:
    player = Player(ring, ramp(1600), 16000, 0)
    assert not player.step(57 * MS - AHEAD_NS)
    assert ring.written == 5 * 160
    assert ring.write_stamp_ns == 50 * MS
    out = np.zeros(800, np.float32)
    ring.read_into(out, 0)
    assert np.array_equal(out, ramp(800))


@given(st.lists(st.integers(0, AHEAD_NS // MS), min_size=40, max_size=40), st.integers(0, 9))
def test_a_player_that_is_called_late_by_less_than_it_is_ahead_starves_no_reader(
    late_ms: list[int], phase: int
) -> None:
    ring = Ring.create(8000)
    try:
        player = Player(ring, ramp(160 * 40), 16000, 0)
        reader = RingReader(ring, 160, 16000, margin_ms=4.0)
        called = iter(late_ms)
        due = player.due_ns + next(called) * MS
        for ms in range(-20, 430):
            while due <= ms * MS and ring.flowing:
                player.step(ms * MS)
                due = player.due_ns + next(called, 0) * MS
            if ms >= 0 and ms % 10 == phase:
                reader.frame(ms * MS)
        assert reader.starved_frames == 0
        assert ring.written == 160 * 40
    finally:
        ring.close()
        ring.unlink()


def test_it_is_over_when_the_reader_has_taken_the_last_sample(ring: Ring) -> None:
    player = Player(ring, ramp(250), 16000, 0)
    assert not player.step(20 * MS)
    out = np.zeros(320, np.float32)
    ring.read_into(out, 0)
    assert np.array_equal(out[:250], ramp(250)) and not out[250:].any()
    assert player.step(30 * MS)


def test_it_is_over_too_when_nobody_reads(ring: Ring) -> None:
    player = Player(ring, ramp(160), 16000, 0)
    assert not player.step(300 * MS)
    assert player.step(311 * MS)


def test_stopped_it_writes_no_more(ring: Ring) -> None:
    player = Player(ring, ramp(1600), 16000, 0)
    player.step(20 * MS - AHEAD_NS)
    player.stop()
    player.step(90 * MS)
    assert ring.written == 320
    assert player.end_ns == 20 * MS
    assert not ring.flowing


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(1, 3000))
def test_however_it_is_called_every_sample_is_written_once(pauses_ms: list[int], length: int) -> None:
    ring = Ring.create(8000)
    try:
        player = Player(ring, ramp(length), 16000, 0)
        now = 0
        for pause in [*pauses_ms, 400]:
            now += pause * MS
            player.step(now)
        out = np.zeros(ring.level, np.float32)
        ring.read_into(out, 0)
        assert np.array_equal(out[:length], ramp(length))
        assert not out[length:].any()
    finally:
        ring.close()
        ring.unlink()


@pytest.mark.parametrize(("kind", "rate", "channels"), [("wav", 48000, 2), ("flac", 44100, 1), ("ogg", 16000, 2)])
def test_wav_flac_and_ogg_become_16_khz_mono(tmp_path: Path, kind: str, rate: int, channels: int) -> None:
    path = tmp_path / f"tone.{kind}"
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    soundfile.write(path, np.repeat(tone[:, None], channels, axis=1), rate)
    tape = load(str(path), CaptureSettings())
    assert tape.dtype == np.float32
    assert abs(len(tape) - 16000) <= 2
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(tape)) / 16000)
    assert np.corrcoef(tape[500:-500], expected[500:-500])[0, 1] > 0.999


def test_every_file_that_cannot_be_played_says_why_in_both_languages(tmp_path: Path) -> None:
    small = CaptureSettings(max_file_bytes=20_000, max_file_s=0.5)
    (tmp_path / "noise.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVEjunk" * 20)
    (tmp_path / "text.txt").write_text("no sound")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16000)
    soundfile.write(tmp_path / "long.wav", np.zeros(9600), 16000)
    soundfile.write(tmp_path / "large.wav", np.zeros(16000), 16000)
    expected = {
        "missing.wav": "file_missing",
        "noise.wav": "file_unreadable",
        "text.txt": "file_unreadable",
        ".": "file_unreadable",
        "empty.wav": "file_empty",
        "long.wav": "file_too_long",
        "large.wav": "file_too_large",
    }
    for name, code in expected.items():
        with pytest.raises(TapeTrouble) as trouble:
            load(str(tmp_path / name), small)
        assert trouble.value.code == code, name
        said = WORDS.both(code, **trouble.value.facts)
        assert str(tmp_path / name) in said["en"] and str(tmp_path / name) in said["zh"]
    assert set(expected.values()) | {"too_many"} == set(PLAY_REFUSED_CODES)


@given(st.binary(max_size=300))
def test_no_bytes_of_a_file_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / "a.wav"
    path.write_bytes(b"RIFF" + junk)
    try:
        load(str(path), CaptureSettings())
    except TapeTrouble as trouble:
        assert trouble.code in PLAY_REFUSED_CODES
