"""Recordings of a PC bodypack: other programs read them, and one that was cut short is still of use."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from hushcue_tools.pc_bodypack import recorder
from hushcue_tools.pc_bodypack.recorder import Recorder

FRAMES = np.repeat(np.arange(-2000, 2000, dtype="<i2"), 2).tobytes()


def test_a_finished_recording_is_a_wav_file_with_its_facts_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "heard.wav"
    written = Recorder(path, 42)
    written.write(FRAMES[:8000])
    written.write(memoryview(FRAMES)[8000:])
    written.close({"underruns": 3, "id": "host-1"})
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48000, 2, 2)
        assert file.readframes(10**6) == FRAMES
    recording, facts = recorder.load(path)
    assert recording.start_ns == 42
    assert np.array_equal(recording.samples * 32768, np.arange(-2000, 2000))
    assert facts == {"rate_hz": 48000, "start_ns": 42, "complete": True, "underruns": 3, "id": "host-1"}


def test_a_recording_whose_program_was_killed_can_be_read_as_far_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "killed.wav"
    written = Recorder(path, 7)
    written.write(FRAMES)
    _until(lambda: path.stat().st_size >= 44 + len(FRAMES))
    recording, facts = recorder.load(path)
    assert len(recording.samples) == 4000
    assert facts["complete"] is False
    written.close({})


def test_a_disk_that_cannot_keep_up_ends_the_recording_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MOST_WAITING", 2)
    monkeypatch.setattr(recorder, "WRITE_S", 3600.0)
    written = Recorder(tmp_path / "slow.wav", 0)
    for _ in range(5):
        written.write(FRAMES[:400])
    assert written.truncated
    written.close({})
    assert len(recorder.load(tmp_path / "slow.wav")[0].samples) == 200
    assert json.loads((tmp_path / "slow.wav.json").read_text())["complete"] is False


def test_a_file_longer_than_a_wav_file_can_be_is_cut_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LARGEST_BYTES", 1000)
    written = Recorder(tmp_path / "long.wav", 0)
    for _ in range(3):
        written.write(FRAMES[:400])
    written.close({})
    assert written.truncated
    assert len(recorder.load(tmp_path / "long.wav")[0].samples) == 200


def test_left_and_right_that_differ_are_refused(tmp_path: Path) -> None:
    written = Recorder(tmp_path / "odd.wav", 0)
    written.write(np.arange(100, dtype="<i2").tobytes())
    written.close({})
    with pytest.raises(ValueError, match="left and right differ"):
        recorder.load(tmp_path / "odd.wav")


def _until(done: object) -> None:
    import time

    assert callable(done)
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)
