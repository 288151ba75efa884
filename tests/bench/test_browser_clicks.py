"""What ``hushcue bench browser`` reads off samples, and what it says where a leg cannot be measured."""

import wave
from pathlib import Path

import numpy as np
import pytest

from hushcue_tools.bench import browser, browser_card
from hushcue_tools.bench.browser_clicks import clicks_file, figures_of, onsets, pair

RATE_HZ = 16_000
MS = 1_000_000


@pytest.fixture
def clicks(tmp_path: Path) -> np.ndarray:
    with wave.open(str(clicks_file(tmp_path / "clicks.wav", 33, RATE_HZ)), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def test_half_a_minute_has_more_than_a_hundred_clicks_and_each_is_found(clicks: np.ndarray) -> None:
    places = onsets(clicks, RATE_HZ)
    assert len(places) >= 110 and min(np.diff(places)) > 0.17 * RATE_HZ
    noise = np.random.default_rng(1).normal(0, 200, len(clicks))
    assert np.abs(np.array(onsets(clicks * 0.5 + noise, RATE_HZ)) - places).max() <= RATE_HZ // 2000
    assert onsets(np.zeros(100), RATE_HZ) == onsets(np.zeros(0), RATE_HZ) == []


def test_a_lost_click_does_not_shift_the_others(clicks: np.ndarray) -> None:
    said = [int(place * 1e9 / RATE_HZ) for place in onsets(clicks, RATE_HZ)]
    rng = np.random.default_rng(2)
    late = rng.uniform(40, 60, len(said))
    heard = [int(at + delay * MS) for at, delay in zip(said, late, strict=True)]
    lost = {3, 4, 40}
    delays = pair(said, [at for place, at in enumerate(heard) if place not in lost])
    assert np.allclose(delays, [delay for place, delay in enumerate(late) if place not in lost], atol=0.01)


def test_of_what_was_hardly_heard_no_percentile_is_told(clicks: np.ndarray) -> None:
    said = [int(place * 1e9 / RATE_HZ) for place in onsets(clicks, RATE_HZ)]
    row = figures_of(said, [at + 50 * MS for at in said[:3]], None)
    assert row["heard"] == 3 and row["p50"] is None
    figures = {"browser": None, "card": None, "listen": row}
    assert not browser.held(figures)
    assert not browser.held({**figures, "listen": None}), "nothing measured is nothing held"
    good = figures_of(said, [at + 50 * MS for at in said], {"p50": 60.0, "p95": 100.0})
    assert browser.held({**figures, "listen": None, "card": good})
    assert not browser.held({**figures, "listen": None, "card": {**good, "p95": 100.1}})


def test_a_leg_that_cannot_be_measured_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    names = browser_card.missing()
    assert names == "pulseaudio, pactl, paplay, parec"
    figures = {
        "browser": None,
        "card": None,
        "listen": None,
        "reasons": {leg: browser.WORDS.both("no_card", names=names) for leg in browser.LEGS},
        "includes": {},
    }
    told = browser.describe(figures)
    assert told.count("pulseaudio, pactl") == 3
