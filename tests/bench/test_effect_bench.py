"""``hushcue bench effect``: small here, whole where somebody asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from hushcue_gateway.effect.simulate import World
from hushcue_tools.bench import effect
from hushcue_tools.bench.main import parser_of
from hushcue_words import LANGUAGES, Trouble, choose_language


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    patch = pytest.MonkeyPatch()
    patch.setattr(effect, "WORLDS", {"usual": World(0)})
    patch.setattr(effect, "MOMENTS", (20, 40))
    patch.setattr(effect, "AIRINGS", ((5, 5),))
    try:
        return effect.measure(parser_of("effect").parse_args(["--runs", "200", "--shows", "1"]))
    finally:
        patch.undo()


def test_it_measures_worlds_replays_and_looks(figures: dict[str, Any]) -> None:
    assert [(row["n"], row["holdout_percent"]) for row in figures["worlds"]] == [(20, 30), (20, 50), (40, 30), (40, 50)]
    assert [row["n"] for row in figures["replays"]] == [20, 40]
    assert [row["level"] for row in figures["looks"]] == [0.95, 0.995]
    assert all(88 <= row["covered"] <= 99 for row in figures["worlds"])
    assert figures["looks"][0]["helps"] >= figures["looks"][1]["helps"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_read_in_every_language(figures: dict[str, Any], language: str) -> None:
    try:
        choose_language(language)
        assert len(effect.describe(figures).splitlines()) == 21
    finally:
        choose_language("en")


def test_a_range_that_covers_too_little_does_not_hold(figures: dict[str, Any]) -> None:
    good = {"covered": 95.0, "covered_with": 95.0, "helps": 2.5, "hurts": 2.5}
    look = {"level": 0.995, "helps": 1.0, "hurts": 1.0}
    assert effect.held({"worlds": [good], "replays": [good], "looks": [look]})
    for name, value in (("covered", 90.0), ("covered_with", 98.0), ("helps", 3.5), ("hurts", 5.0)):
        assert not effect.held({"worlds": [{**good, name: value}], "replays": [good], "looks": [look]})
    assert not effect.held({"worlds": [good], "replays": [], "looks": [{**look, "helps": 4.0}]})


def test_numbers_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Trouble):
        effect.measure(parser_of("effect").parse_args(["--runs", "1"]))
