"""The demo's cues as shipped, and the plan of its show."""

import json
from itertools import pairwise

import numpy as np
import pytest
import soundfile

from hushcue_tools.demo import show
from hushcue_tools.demo.cues import render


@pytest.mark.parametrize("file", [entry["file"] for entry in json.loads((show.CUES / "cues.json").read_text("utf-8"))])
def test_every_cue_is_mono_16_khz_flac_of_useful_length_and_level(file: str) -> None:
    info = soundfile.info(show.CUES / file)
    assert (info.samplerate, info.channels, info.format) == (16000, 1, "FLAC")
    assert 1.0 < info.duration < 6.0
    sound = show.samples(show.cue_files()[file])
    assert 0.39 < float(np.abs(sound).max()) < 0.41
    assert not np.abs(sound[:300]).max() > 0.01, "a talk fades in: its first 10 ms must be silent"
    assert (show.CUES / file).stat().st_size < 120_000


def test_the_commands_that_made_the_cues_hold_their_words() -> None:
    for entry in json.loads((show.CUES / "cues.json").read_text("utf-8")):
        command = render.espeak_command(entry, show.CUES / "x.wav")
        assert command[0] == "espeak-ng"
        assert command[-1] == entry["text"]
        assert (entry["language"] == "zh") == (entry["voice"] == "cmn-latn-pinyin")


@pytest.mark.parametrize("seconds", [1, 10, 15, 60, 600])
def test_each_host_is_told_one_thing_at_a_time_and_the_show_fits(seconds: float) -> None:
    lines = show.plan(seconds, show.cue_files())
    assert lines
    for host in show.HOSTS:
        told = [line for line in lines if line.heard_by(host)]
        for before, after in pairwise(told):
            assert after.at_s >= before.end_s
    if len(lines) > 1:
        assert lines[-1].end_s + show.TAIL_S <= seconds


def test_a_show_of_15_seconds_has_words_for_all_and_private_ones_that_overlap_in_both_languages() -> None:
    lines = show.plan(15, show.cue_files())
    assert {line.to for line in lines} == {show.ALL, *show.HOSTS}
    assert {line.cue.language for line in lines} == {"zh", "en"}
    private = [line for line in lines if line.to != show.ALL]
    assert private[1].at_s < private[0].end_s
    assert private[1].at_s > private[0].at_s + 1.0, "one host hears nothing while the other is told something alone"
