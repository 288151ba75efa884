"""The bench of the leak guard: its figures add up, its scenes are the same every time, and a guard that is worse than
it should be is told."""

import json
from typing import Any

import numpy as np
import pytest

from hushcue_gateway.witness.leak_watch import THRESHOLD
from hushcue_tools.bench import leak
from hushcue_tools.bench import main as bench
from hushcue_tools.bench.leak_scenes import SCENES
from hushcue_words import Trouble

FEW = ("--scenes", "1", "--levels=-20", "--kinds")


def figures_of(*words: str) -> dict[str, Any]:
    return leak.measure(bench.parser_of("leak").parse_args(words))


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return figures_of(*FEW, "same,alone", "--thresholds", "8,99")


def test_figures_add_up(figures: dict[str, Any]) -> None:
    assert [(row["scene"], row["threshold"]) for row in figures["rows"]] == [
        ("same", 8.0), ("same", 99.0), ("alone", 8.0), ("alone", 99.0)
    ]  # fmt: skip
    own, beyond = figures["curve"]
    assert (own["before"]["leaking"], own["after"]["leaking"], own["after"]["innocent"]) == (2, 2, 1)
    assert (own["before"]["blamed"], own["after"]["blamed"], own["after"]["among"]) == (1, 0, 1)
    assert (own["after"]["found"], own["after"]["named"], beyond["after"]["found"]) == (2, 1, 0)
    json.dumps(figures)


def test_people_get_both_tables(figures: dict[str, Any]) -> None:
    lines = leak.describe(figures).splitlines()
    assert sum("the same words" in line for line in lines) == 1
    assert [line.split()[0] for line in lines if line.startswith(("8 ", "99 "))] == ["8", "99"]


def test_a_guard_that_blames_or_misses_is_told(figures: dict[str, Any]) -> None:
    assert leak.held(figures)
    for worse in ({"found": 1}, {"blamed": 1}, {"strange": 1}):
        own = {**figures["curve"][0], "after": {**figures["curve"][0]["after"], **worse}}
        assert not leak.held({"curve": [own]}), worse
    assert leak.held({"curve": [{**figures["curve"][0], "threshold": THRESHOLD + 1}]}), "not asked for"


@pytest.mark.parametrize("kind", SCENES)
def test_scenes_are_the_same_every_time_and_hold_what_they_say(kind: str) -> None:
    first, again = (SCENES[kind](np.random.default_rng(5), -20.0) for _ in range(2))
    assert all(np.array_equal(sound, again.feeds[feed]) for feed, sound in first.feeds.items())
    assert first.leaks == again.leaks and frozenset.union(*first.leaks.values()) <= first.hosts
    other = SCENES[kind](np.random.default_rng(6), -20.0)
    assert not any(np.array_equal(sound, other.feeds[feed]) for feed, sound in first.feeds.items())


@pytest.mark.parametrize(
    "words",
    [
        ["--kinds", "same,nowhere"],
        ["--scenes", "0"],
        ["--levels", "1"],
        ["--levels", "some"],
        ["--thresholds", "1"],
        ["--seed", "-1"],
    ],
)
def test_what_cannot_be_is_told(words: list[str]) -> None:
    with pytest.raises(Trouble):
        figures_of(*words)
