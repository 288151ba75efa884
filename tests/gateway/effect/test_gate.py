"""The gate: what is claimed of simulated and replayed shows, whose truth is known, is what was promised.

Seeded; with so many runs a coverage of 95 % is known to 0.6 points, and a false-claim rate over all cells to 0.15.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hushcue_gateway.effect.dips import boasted, plain_show
from hushcue_gateway.effect.replay_aa import Windows, replayed, windows_of
from hushcue_gateway.effect.simulate import Told, World, campaign, looked_at, told_of
from hushcue_gateway.showdata.generator import generate
from hushcue_tools.bench.effect_textbook import quasi_poisson

RUNS = 1500
CELLS = {
    (30, 20): 12,
    (30, 40): 20,
    (30, 80): 36,
    (30, 160): 64,
    (50, 20): 14,
    (50, 40): 25,
    (50, 80): 43,
    (50, 160): 73,
}
"""(percent held, moments) -> percent of campaigns in which an effect of x1.25 is found (decision 17)."""
HARDER = {
    "uneven clicks": {"clicks_sd": 1.0},
    "bursts of orders": {"rate_sd": 0.6},
    "few clicks": {"clicks": 20.0},
    "many clicks": {"clicks": 400.0, "rate": 0.1},
    "all alike": {"clicks_sd": 0.0, "rate_sd": 0.0},
    "short airings": {"airing": 3},
    "a share of a quarter": {"holdout_percent": 25.0},
}


@pytest.fixture(scope="module")
def null() -> dict[tuple[int, int], Told]:
    """What is said of cues that do nothing."""
    return {
        (holdout, n): told_of(World(n, holdout), RUNS, np.random.default_rng([17, holdout, n])) for holdout, n in CELLS
    }


@pytest.fixture(scope="module")
def helping() -> dict[tuple[int, int], Told]:
    """What is said of cues that sell a quarter more."""
    return {
        (holdout, n): told_of(World(n, holdout, effect=1.25), RUNS // 2, np.random.default_rng([18, holdout, n]))
        for holdout, n in CELLS
    }


@pytest.fixture(scope="module")
def windows() -> Windows:
    """Of two made-up shows as they are: a sale, a product that sells out, a quarter of an hour of failed payments."""
    return windows_of(generate(seed, 120) for seed in (1, 2))


@pytest.mark.parametrize("cell", CELLS)
def test_ranges_cover_the_truth_as_often_as_they_promise(
    cell: tuple[int, int], null: dict[tuple[int, int], Told], helping: dict[tuple[int, int], Told]
) -> None:
    assert 93 <= null[cell].covered <= 97
    assert 93 <= helping[cell].covered <= 97


def test_of_cues_that_do_nothing_hardly_any_is_said_to_help_or_to_hurt(null: dict[tuple[int, int], Told]) -> None:
    assert np.mean([told.helps for told in null.values()]) <= 3.0
    assert np.mean([told.hurts for told in null.values()]) <= 3.0
    assert max(max(told.helps, told.hurts) for told in null.values()) <= 4.0  # of one cell: chance makes more


@pytest.mark.parametrize("cell", CELLS)
def test_an_effect_is_found_as_often_as_is_stated(cell: tuple[int, int], helping: dict[tuple[int, int], Told]) -> None:
    assert abs(helping[cell].helps - CELLS[cell]) <= 6
    assert helping[cell].hurts <= 1.0


@pytest.mark.parametrize("name", HARDER)
def test_harder_worlds_are_covered_too(name: str) -> None:
    world = replace(World(40), **HARDER[name])
    told = told_of(world, RUNS, np.random.default_rng([19, len(name)]))
    assert 93 <= told.covered <= 97
    assert max(told.helps, told.hurts) <= 4.0


@pytest.mark.parametrize("n", [20, 40, 80])
def test_of_replayed_shows_without_any_cue_hardly_anything_is_claimed(n: int, windows: Windows) -> None:
    told = replayed(windows, n, RUNS, np.random.default_rng([20, n]))
    assert told.helps + told.hurts <= 6.5  # 5, and chance
    assert 93 <= told.covered <= 97


def test_an_effect_that_was_put_into_replayed_shows_is_covered_and_found(windows: Windows) -> None:
    told = replayed(windows, 80, RUNS // 2, np.random.default_rng(21), effect=2.0)
    assert 93 <= told.covered <= 97
    assert told.helps > 25 > told.hurts


def test_looking_after_every_airing_claims_little_by_the_stricter_range_alone() -> None:
    world = World(75, airing=5)
    often = looked_at(world, 200, np.random.default_rng(22), 0.95)
    live = looked_at(world, 200, np.random.default_rng(22), 0.995)
    assert max(often) > 5
    assert max(live) <= 3.0


def test_before_and_after_credits_cues_that_were_never_given() -> None:
    """Why there is a coin: where a product only dips by chance, it always sells better afterwards."""
    dips, ratio = boasted(plain_show(seed) for seed in range(12))
    assert dips > 100 and ratio > 1.1


def test_the_formula_of_the_textbook_would_not_have_held(windows: Windows) -> None:
    """Why there is more than a formula: when this fails, a simpler way may do."""
    rng = np.random.default_rng(23)
    low, high = quasi_poisson(*campaign(World(160, clicks_sd=1.0), RUNS, rng), 0.95)
    assert np.mean((low <= 1) & (high >= 1)) < 0.93
