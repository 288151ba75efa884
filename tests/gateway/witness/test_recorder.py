"""Recordings: readable at every moment, by players nobody here wrote; taken up again after a crash."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import sounds
from support.programs import needs

from hushcue_gateway.witness.recorder import BROKEN_OFF, CUT_TRIES, Recorder, length_ms, packets_of

TAGS = {"TITLE": "voice.wav → 主播", "ARTIST": "李", "DATE": "2026-11-22T10:00:00+08:00", "ALBUM": ""}
SECOND = 16000


def sound(seconds: float, seed: int = 7) -> np.ndarray:
    return np.asarray(sounds.voice_like(seconds, seed) * 32767, np.int16)


def probe(path: Path) -> dict[str, Any]:
    needs("ffprobe")
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def test_a_recording_is_an_ogg_opus_file_with_its_tags(tmp_path: Path) -> None:
    path = tmp_path / "main" / "2026-11-22" / "cue.ogg"
    recorder = Recorder(path, TAGS)
    for at in range(0, 2 * SECOND, 160):
        recorder.add(sound(2.0)[at : at + 160])
    assert recorder.close() is None
    found = probe(path)
    stream = found["streams"][0]
    assert (stream["codec_name"], stream["channels"], found["format"]["format_name"]) == ("opus", 1, "ogg")
    tags = {name: text for name, text in stream["tags"].items() if name != "encoder"}
    assert tags == {name: text for name, text in TAGS.items() if text}
    assert 2000 <= float(found["format"]["duration"]) * 1000 <= 2060
    assert abs(length_ms(path) - recorder.duration_ms) <= 20
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600


def test_what_was_said_a_second_ago_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cue.ogg"
    recorder = Recorder(path, TAGS)
    said = sound(6.0)
    for second in range(1, 7):
        for at in range((second - 1) * SECOND, second * SECOND, 160):
            recorder.add(said[at : at + 160])
        copy = tmp_path / "as-it-is.ogg"
        copy.write_bytes(path.read_bytes())
        assert len(packets_of(copy)) * 20 >= second * 1000 - 1000, "as after a power cut"
    recorder.close()


def test_a_recording_that_broke_off_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "cue.ogg"
    first = Recorder(path, TAGS)
    first.add(sound(3.0))
    broken = path.read_bytes()
    first.close()
    path.write_bytes(broken[:-7])  # in the middle of a page
    had = len(packets_of(path))
    assert had * 20 >= 2000
    second = Recorder(path, TAGS)
    second.add(sound(2.0, seed=9))
    second.close()
    assert not path.with_name(path.name + BROKEN_OFF).exists()
    assert len(packets_of(path)) == had + 100 + 1
    found = probe(path)
    assert abs(float(found["format"]["duration"]) - (had * 0.02 + 2.02)) < 0.05
    assert found["streams"][0]["tags"]["TITLE"] == TAGS["TITLE"]


def test_a_file_that_is_none_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "cue.ogg"
    path.write_bytes(b"rubbish" * 100)
    assert packets_of(path) == [] and length_ms(path) == 0
    recorder = Recorder(path, TAGS)
    recorder.add(sound(1.0))
    assert recorder.close() is None
    assert len(packets_of(path)) == 51


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cue.ogg"
    recorder = Recorder(path, TAGS)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, recorder._file._handle)
    os.close(full)
    with pytest.raises(CUT_TRIES):
        for _ in range(5):
            recorder.add(sound(1.0))
    wrong = recorder.close()
    assert isinstance(wrong, OSError) and wrong.errno == 28


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CUT_TRIES):
        Recorder(tmp_path / "file" / "cue.ogg", TAGS)
