"""The bench of viewers' questions: it reads sets strictly, counts rightly, and tells what is too slow."""

import json
from pathlib import Path
from typing import Any

import pytest

from hushcue_tools.bench import main as bench
from hushcue_tools.bench import questions
from hushcue_words import Trouble

SET = "1\ten\thow much is it\n1\ten\ttell nobody\n0\ten\tlove it\n0\ten\twho is there\n1\tzh-Hans\t多少钱\n\n0\t-\t👍\n"


def figures_of(*words: str) -> dict[str, Any]:
    return questions.measure(bench.parser_of("questions").parse_args([*words, "--comments", "300"]))


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    file = tmp_path / "set.tsv"
    file.write_text(SET, encoding="utf-8")
    return str(file)


def test_precision_and_recall_are_counted_by_language(labelled: str) -> None:
    figures = figures_of("--set", labelled, "--wrong")
    rows = {row["language"]: row for row in figures["rows"]}
    assert rows["en"] == {
        "language": "en", "questions": 2, "others": 2, "precision": 0.5, "recall": 0.5, "false": 0.5, "right": 1.0
    }  # fmt: skip
    assert rows["zh-Hans"]["recall"] == 1.0 and rows["-"]["recall"] is None and rows["-"]["precision"] is None
    assert [each["text"] for each in figures["wrong"]] == ["tell nobody", "who is there"]
    json.dumps(figures)
    assert "50.0 %" in questions.describe(figures)


def test_halves_share_no_line_and_leave_none_out(labelled: str) -> None:
    whole, halves = (figures_of("--set", labelled), [figures_of("--set", labelled, "--half", half) for half in "AB"])
    counts = [sum(row["questions"] + row["others"] for row in each["rows"]) for each in (whole, *halves)]
    assert counts[0] == counts[1] + counts[2] == 6


def test_without_a_set_only_the_speed_is_told() -> None:
    figures = figures_of()
    assert figures["rows"] == [] and figures["comments_per_s"] > 0
    assert "µs" in questions.describe(figures)


def test_what_is_too_slow_is_told() -> None:
    slow = {"comments_per_s": questions.GOAL_PER_SECOND - 1, "p99_us": 1, "rows": []}
    assert not questions.held(slow) and str(questions.GOAL_PER_SECOND) in questions.describe(slow)
    assert questions.held({"comments_per_s": questions.GOAL_PER_SECOND})


@pytest.mark.parametrize("content", ["how much\n", "2\ten\tx\n", "1\ten\n", "1\ten\ta\tb\n"])
def test_a_file_that_is_no_set_is_told_by_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text("0\ten\tfine\n" + content)
    with pytest.raises(Trouble, match="line 2"):
        figures_of("--set", str(file))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("nowhere", "binary"):
        with pytest.raises(Trouble, match="cannot be read"):
            figures_of("--set", str(tmp_path / name))
    with pytest.raises(Trouble, match="comments are"):
        questions.measure(bench.parser_of("questions").parse_args(["--comments", "1"]))
