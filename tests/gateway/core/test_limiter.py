"""The limiter: a bound that holds for anything, a known delay, a gain that moves smoothly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.core.limiter import Limiter, db_to_gain, sliding_min

RATE_HZ = 16000


def run(limiter: Limiter, samples: np.ndarray, frame: int = 160) -> np.ndarray:
    limiter.add_row()
    frames = samples.astype(np.float32).reshape(-1, frame)
    return np.concatenate([limiter.process(each[None, :])[0] for each in frames])


@given(
    seed=st.integers(0, 2**32 - 1),
    loudness=st.floats(0.01, 60.0),
    threshold_db=st.floats(-40.0, 0.0),
    lookahead_ms=st.floats(0.5, 10.0),
    frame=st.sampled_from([80, 160, 320]),
)
def test_nothing_leaves_louder_than_the_threshold(
    seed: int, loudness: float, threshold_db: float, lookahead_ms: float, frame: int
) -> None:
    random = np.random.default_rng(seed)
    samples = random.standard_normal(frame * 12) * loudness
    samples[random.integers(0, len(samples), 20)] *= 30.0
    out = run(Limiter(threshold_db, lookahead_ms), samples, frame)
    assert np.abs(out.astype(np.float64)).max() <= db_to_gain(threshold_db)


@pytest.mark.parametrize("lookahead_ms", [0.5, 2.0, 5.0, 10.0])
def test_what_is_quiet_passes_unchanged_and_exactly_the_look_ahead_later(lookahead_ms: float) -> None:
    samples = np.random.default_rng(1).uniform(-0.8, 0.8, 1600).astype(np.float32)
    limiter = Limiter(lookahead_ms=lookahead_ms)
    out = run(limiter, samples)
    delay = limiter.delay_samples
    assert delay == lookahead_ms * 16
    assert np.array_equal(out[delay:], samples[: 1600 - delay])
    assert not out[:delay].any()
    assert limiter.limited_frames == 0


def gain_of(out: np.ndarray, samples: np.ndarray, delay: int) -> np.ndarray:
    return out[delay:].astype(np.float64) / samples[: len(samples) - delay]


def test_the_gain_ramps_down_before_a_peak_and_up_slowly_after_it() -> None:
    samples = np.full(16000, 0.5)
    samples[3000:3100] = 4.0
    limiter = Limiter(release_ms=300.0)
    gain = gain_of(run(limiter, samples), samples, limiter.delay_samples)
    steps = np.diff(gain)
    needed = db_to_gain(-1.0) / 4.0
    assert gain[3000:3100].max() <= needed + 1e-6
    assert (gain[: 3000 - limiter.delay_samples] == 1.0).all()
    # down: a straight line over the look-ahead; up: never steeper than the release slope
    assert steps.min() >= -(1.0 - needed) / limiter.delay_samples - 1e-6
    assert steps.max() <= 1000.0 / (300.0 * RATE_HZ) + 1e-6
    back = 3100 + round((1.0 - needed) * 0.3 * RATE_HZ) + 2 * limiter.delay_samples
    assert gain[back:] == pytest.approx(1.0, abs=2e-6)


def test_a_loud_steady_tone_is_turned_down_and_does_not_pump() -> None:
    tone = 2.0 * np.sin(2 * np.pi * 200.0 * np.arange(32000) / RATE_HZ)
    limiter = Limiter()
    out = run(limiter, tone)[limiter.delay_samples :].astype(np.float64)
    peaks = np.abs(out[16000 : 16000 + 15200]).reshape(-1, 80).max(axis=1)
    assert peaks.max() - peaks.min() < 0.01
    assert peaks.max() == pytest.approx(db_to_gain(-1.0), rel=0.02)


def test_it_rests_again_after_work() -> None:
    limiter = Limiter(release_ms=100.0)
    limiter.add_row()
    limiter.process(np.full((1, 160), 3.0, np.float32))
    for _ in range(30):
        limiter.process(np.full((1, 160), 0.1, np.float32))
    worked = limiter.limited_frames
    limiter.process(np.full((1, 160), 0.1, np.float32))
    assert 0 < worked == limiter.limited_frames


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_sliding_min_is_the_minimum_of_every_window(seed: int, window: int) -> None:
    values = np.random.default_rng(seed).random((2, 64))
    expected = [[row[at : at + window].min() for at in range(64 - window + 1)] for row in values]
    assert np.array_equal(sliding_min(values, window), expected)


@pytest.mark.parametrize(
    "wrong", [{"threshold_db": 0.1}, {"threshold_db": -41.0}, {"lookahead_ms": 0.1}, {"release_ms": 1.0}]
)
def test_settings_out_of_range_raise(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limiter(**wrong)
