"""From a bare board to the first sound: once through all of it, and what is said about it.

How long it took is the machine's business; that the steps come in their order, and that the cue is what left the pins,
is not.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from hushcue_tools import cli
from hushcue_tools.bench import first_sound, vm_board
from hushcue_tools.bench.first_sound_rig import Cable
from hushcue_tools.bench.main import parser_of
from hushcue_tools.ear import Recording
from hushcue_words import EXIT_MISSING, Trouble, choose_language

FIGURES = {
    "steps": [{"step": name, "took_s": 1.0, "at_s": float(at)} for at, name in enumerate(first_sound.STEPS, 1)],
    "total_s": 7.0,
    "install_s": 0.7,
    "cue": {"file": "stock-en.flac", "text": "", "heard_percent": 98.0, "delay_ms": 80.0},
    "board": "esp32_s3",
    "cable": first_sound.cable_figures(
        {"flash": Cable(150_000, 9_000), "provision": Cable(2_400, 600)}, {"sent": 63, "sent_bytes": 96_000}
    ),
    "processors": 2,
}


@pytest.mark.timeout(600)
def test_from_a_bare_board_to_the_first_sound(capsys: pytest.CaptureFixture[str]) -> None:
    figures = first_sound.measure(parser_of("first-sound").parse_args([]))
    print(json.dumps(figures))
    at = {row["step"]: row["at_s"] for row in figures["steps"]}
    assert set(at) == set(first_sound.STEPS) - {"gateway"}, "it runs, and knows the bodypack from its file"
    assert at["flash"] < at["provision"] < at["session"] <= at["cue"] < at["sound"] == figures["total_s"]
    assert at["flash"] < at["boot"] < at["session"]
    assert sum(row["took_s"] for row in figures["steps"]) == pytest.approx(figures["total_s"], abs=0.1)
    assert 0 < figures["install_s"] < at["flash"]
    assert figures["cue"]["delay_ms"] is not None, "what left the pins was not the cue"
    sent = figures["cable"]["flash"]
    assert sent["to_board_bytes"] > sent["file_bytes"] * 4 / 3, "base64 takes a third more"
    assert sent["files"] > 40


def test_the_time_on_a_cable_is_both_ways_at_ten_bits_a_byte() -> None:
    row = FIGURES["cable"]["provision"]
    assert row["computed_s"] == {"115200": 0.26, "460800": 0.07, "921600": 0.03}


@pytest.mark.parametrize(("language", "words"), [("en", ("Left out", "computed")), ("zh", ("未计入", "计算值"))])
def test_people_read_what_is_in_the_figure_and_what_is_not(language: str, words: tuple[str, ...]) -> None:
    choose_language(language)
    try:
        told = first_sound.describe(FIGURES)
    finally:
        choose_language("en")
    assert all(word in told for word in ("7.0", "115200", "150000", *words))


def test_the_first_sample_is_the_first_that_can_be_heard_after_the_cue_began() -> None:
    samples = np.zeros(4800, np.float32)
    samples[100] = 0.5
    samples[2400] = 0.0005
    samples[3000] = -0.01
    recording = Recording(samples, start_ns=1_000_000_000)
    assert first_sound.first_sample(recording, 1_010_000_000) == 3000
    assert first_sound.first_sample(recording, 1_090_000_000) is None


def test_held_asks_for_the_cue_itself() -> None:
    assert first_sound.held(FIGURES)
    assert not first_sound.held({**FIGURES, "cue": {**FIGURES["cue"], "heard_percent": 12.0}})


@pytest.mark.parametrize(("there", "code"), [((), "only_in_a_checkout"), (("tools/vm/serial.mjs",), "vm_not_there")])
def test_where_the_vm_is_not_there_the_way_to_it_is_said(there: tuple[str, ...], code: str, tmp_path: Path) -> None:
    for name in there:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    with pytest.raises(Trouble) as caught:
        vm_board.locate(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == (code, EXIT_MISSING)


def test_a_step_that_fails_ends_the_bench_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> dict[str, object]:
        raise first_sound.WORDS.trouble("step_failed", exit_code=EXIT_MISSING, step="flash", reason="no room")

    monkeypatch.setattr(first_sound, "flash", refused)
    assert cli.main(["--language", "en", "bench", "first-sound"]) == EXIT_MISSING
    assert "hushcue flash failed: no room" in capsys.readouterr().err
    assert isinstance(parser_of("first-sound").parse_args(["--board", "esp32_c3"]), argparse.Namespace)
