"""The ladder as a table, and its timing in frames."""

import math

import numpy as np
import pytest

from hushcue_gateway.core.ducking import DEFAULT_DIMS, MUTE_DB, RUNGS, Ducker, DuckingPolicy, Priority
from hushcue_gateway.core.limiter import db_to_gain

P = Priority

EXPECTED_DB = {
    # heard rung: what it is dimmed to while (assistant, direct, announcement, emergency) is held
    P.PROGRAMME: (-18.0, -18.0, -18.0, MUTE_DB),
    P.ASSISTANT: (0.0, MUTE_DB, MUTE_DB, MUTE_DB),
    P.DIRECT: (0.0, 0.0, -12.0, -24.0),
    P.ANNOUNCEMENT: (0.0, 0.0, 0.0, -18.0),
    P.EMERGENCY: (0.0, 0.0, 0.0, 0.0),
}


def held(*rungs: Priority) -> np.ndarray:
    active = np.zeros((1, RUNGS), np.bool_)
    active[0, list(rungs)] = True
    return active


def a_ducker(frame_ms: int = 10, **policy: object) -> Ducker:
    ducker = Ducker(DuckingPolicy(**policy), frame_ms)  # type: ignore[arg-type]
    ducker.add_row()
    return ducker


@pytest.mark.parametrize("lower", list(Priority))
@pytest.mark.parametrize("held_rung", [P.ASSISTANT, P.DIRECT, P.ANNOUNCEMENT, P.EMERGENCY])
def test_the_ladder(lower: Priority, held_rung: Priority) -> None:
    ducker = a_ducker()
    for _ in range(3):
        ducker.advance(held(held_rung))
    assert ducker.factors[0, lower] == pytest.approx(db_to_gain(EXPECTED_DB[lower][held_rung - 1]))


def test_the_deepest_dim_counts_and_dims_do_not_add_up() -> None:
    ducker = a_ducker()
    for _ in range(3):
        ducker.advance(held(P.DIRECT, P.ANNOUNCEMENT, P.ASSISTANT))
    assert ducker.factors[0, P.PROGRAMME] == pytest.approx(db_to_gain(-18.0))
    assert ducker.factors[0, P.DIRECT] == pytest.approx(db_to_gain(-12.0))
    assert ducker.factors[0, P.ANNOUNCEMENT] == 1.0


@pytest.mark.parametrize("frame_ms", [5, 10, 20])
def test_attack_is_over_within_20_ms(frame_ms: int) -> None:
    ducker = a_ducker(frame_ms)
    for _ in range(20 // frame_ms):
        ducker.advance(held(P.EMERGENCY))
    assert ducker.factors[0, P.PROGRAMME] == 0.0


@pytest.mark.parametrize("frame_ms", [5, 10, 20])
@pytest.mark.parametrize(("hold_ms", "release_ms"), [(300.0, 400.0), (0.0, 200.0), (1000.0, 100.0)])
def test_hold_and_release_take_their_time_exactly(frame_ms: int, hold_ms: float, release_ms: float) -> None:
    ducker = a_ducker(frame_ms, hold_ms=hold_ms, release_ms=release_ms)
    for _ in range(10):
        ducker.advance(held(P.EMERGENCY))
    held_ms = open_ms = 0
    while ducker.factors[0, P.PROGRAMME] == 0.0:
        ducker.advance(held())
        held_ms += frame_ms
    held_ms -= frame_ms  # the frame in which it began to open
    assert held_ms == hold_ms
    while ducker.factors[0, P.PROGRAMME] < 1.0:
        ducker.advance(held())
        open_ms += frame_ms
    assert open_ms + frame_ms == pytest.approx(release_ms, abs=frame_ms)


def test_a_new_key_during_the_release_dims_again_without_a_jump() -> None:
    ducker = a_ducker(hold_ms=0.0)
    trace = []
    for tick in range(200):
        ducker.advance(held(P.DIRECT) if tick % 31 < 7 else held())
        trace.append(ducker.factors[0, P.PROGRAMME])
    steps = np.diff([1.0, *trace])
    assert steps.min() >= -10.0 / 20.0 - 1e-12
    assert steps.max() <= 10.0 / 400.0 + 1e-12


def test_nobody_else_is_dimmed() -> None:
    ducker = a_ducker()
    ducker.add_row()
    active = np.vstack([held(P.EMERGENCY), held()])
    for _ in range(5):
        ducker.advance(active)
    assert (ducker.factors[1] == 1.0).all()
    ducker.remove_row(0)
    assert ducker.factors.shape == (1, RUNGS)
    assert (ducker.factors == 1.0).all()


def test_a_pair_without_a_dim_is_heard_together() -> None:
    ducker = a_ducker(dims=())
    for _ in range(5):
        ducker.advance(held(P.EMERGENCY))
    assert (ducker.factors == 1.0).all()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"dims": ((P.DIRECT, P.DIRECT, -6.0),)}, "higher rung"),
        ({"dims": ((P.PROGRAMME, P.DIRECT, -6.0),)}, "higher rung"),
        ({"dims": ((P.DIRECT, P.PROGRAMME, -7.0),)}, "depth_db"),
        ({"dims": ((P.DIRECT, P.PROGRAMME, 6.0),)}, "depth_db"),
        ({"dims": ((P.DIRECT, P.PROGRAMME, -6.0), (P.DIRECT, P.PROGRAMME, -12.0))}, "twice"),
        ({"attack_ms": 21.0}, "attack_ms"),
        ({"attack_ms": 0.0}, "attack_ms"),
        ({"release_ms": 10.0}, "release_ms"),
        ({"hold_ms": -1.0}, "hold_ms"),
        ({"hold_ms": math.nan}, "hold_ms"),
        ({"threshold_db": 1.0}, "threshold_db"),
        ({"by": "mood"}, "by"),
    ],
)
def test_a_policy_out_of_range_names_its_field(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        DuckingPolicy(**wrong)  # type: ignore[arg-type]


def test_the_default_dims_hold_every_pair_at_most_once() -> None:
    pairs = [(higher, lower) for higher, lower, _ in DEFAULT_DIMS]
    assert len(pairs) == len(set(pairs)) == 10
