"""The ladder: up at once, down slowly, never to and fro."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import a_stream

from hushcue_gateway.core.commands import Encoding
from hushcue_gateway.core.redundancy import Redundancy, RedundancyPolicy, Rung, ladder_of, shapes
from hushcue_wire import audio

S = 1_000_000_000
POLICY = RedundancyPolicy()
SHAPES = shapes(POLICY, "L16", 10, 6, 1472)


def climb(losses: list[float], packets: int = 100) -> list[int]:
    """The rung after each report, one a second."""
    ladder = Redundancy(POLICY, SHAPES, POLICY.first)
    rungs = []
    for second, loss in enumerate(losses):
        ladder.reported(loss, packets, second * S)
        rungs.append(ladder.rung)
    return rungs


def changes(rungs: list[int]) -> list[int]:
    """Seconds at which the rung changed."""
    return [second for second, (before, after) in enumerate(pairwise([POLICY.first, *rungs])) if before != after]


def test_the_ladder_of_a_studio() -> None:
    assert [(each.depth, each.primary, each.repeats) for each in SHAPES] == [
        (2, "L16", False),
        (3, "L16", False),
        (5, "PCMU", False),
        (6, "PCMU", True),
    ]


@pytest.mark.parametrize(("loss", "rung"), [(0.0199, 1), (0.02, 1), (0.1499, 1), (0.15, 2), (0.35, 3), (1.0, 3)])
def test_a_report_of_more_loss_leads_up_at_once(loss: float, rung: int) -> None:
    assert climb([loss]) == [rung]


def test_ten_calm_seconds_lead_down_as_far_as_they_were_calm() -> None:
    rungs = climb([0.5, *[0.01] * 20])
    assert changes(rungs) == [0, 10] and rungs[-1] == 0
    rungs = climb([0.5, *[0.01] * 5, 0.13, *[0.01] * 20])
    assert changes(rungs) == [0, 10, 20] and rungs[10] == 2, "0.13 is above 80 % of 0.15"


def test_a_report_that_is_nearly_a_threshold_is_not_calm() -> None:
    assert set(climb([0.5, *[0.29] * 60])) == {3}
    assert climb([0.5, *[0.27] * 11])[-1] == 2


def test_what_comes_and_goes_is_followed_ever_more_lazily() -> None:
    """Twelve calm seconds, then a bad one, again and again."""
    ladder = Redundancy(POLICY, SHAPES, 1)
    falls = []
    for second in range(1300):
        before = ladder.rung
        ladder.reported(0.4 if second % 13 == 0 else 0.0, 100, second * S)
        if ladder.rung < before:
            falls.append(second)
    assert len(falls) <= 3


@given(
    st.sampled_from([rung.loss for rung in POLICY.rungs[1:]]),
    st.lists(st.floats(-0.19, 0.19), min_size=30, max_size=200),
)
def test_a_loss_that_hovers_around_a_threshold_moves_the_ladder_at_most_once_in_ten_seconds(
    threshold: float, swing: list[float]
) -> None:
    at = changes(climb([threshold * (1 + each) for each in swing]))
    later = [second for second in at if second > 0]  # whatever the first report leads to
    assert len(later) <= 1 or all(after - before >= 10 for before, after in pairwise(later))


@given(st.lists(st.floats(0, 1), max_size=200))
def test_no_step_down_comes_sooner_than_ten_seconds_after_another_step(losses: list[float]) -> None:
    rungs = [POLICY.first, *climb(losses)]
    moved = -100
    for second, (before, after) in enumerate(pairwise(rungs)):
        if after < before:
            assert second - moved >= 10
            calm = losses[second - 10 : second]
            assert max(calm, default=1.0) < POLICY.rungs[before].loss
        if after != before:
            moved = second


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_the_rung_is_never_below_what_the_newest_report_asks_for(losses: list[float]) -> None:
    for loss, rung in zip(losses, climb(losses), strict=True):
        assert rung >= POLICY.rung_of(loss)


def test_silence_is_no_calm() -> None:
    ladder = Redundancy(POLICY, SHAPES, 1)
    ladder.reported(0.5, 100, 0)
    for second in (1, 2, *range(30, 40)):  # nothing from 2 to 30
        ladder.reported(0.0, 100, second * S)
    assert ladder.rung == 3
    ladder.reported(0.0, 100, 40 * S)
    assert ladder.rung == 0


def test_a_report_about_a_handful_of_packets_changes_nothing() -> None:
    assert climb([1.0, 1.0], packets=24) == [1, 1]


def test_requests_lead_up_and_never_down() -> None:
    ladder = Redundancy(POLICY, SHAPES, 1)
    assert ladder.asked(0.2, 50, 0) == SHAPES[2]
    for second in range(1, 30):
        ladder.asked(0.0, 100, second * S)
    assert (ladder.rung, ladder.changes) == (2, 1)
    assert ladder.asked(0.9, 10, 31 * S) == SHAPES[2]


@given(
    encoding=st.sampled_from(["L16", "PCMU"]),
    frame_ms=st.sampled_from([5, 10, 20]),
    most_depth=st.integers(0, 6),
    most_bytes=st.integers(92, 1472),
)
def test_no_shape_is_more_than_the_receiver_takes(
    encoding: Encoding, frame_ms: int, most_depth: int, most_bytes: int
) -> None:
    found = shapes(POLICY, encoding, frame_ms, most_depth, most_bytes)
    assert len(found) in (0, len(POLICY.rungs))
    for shape in found:
        assert 1 <= shape.depth <= most_depth
        assert shape.datagram_bytes == audio.datagram_bytes(shape.primary, frame_ms, shape.depth) <= most_bytes
        assert shape.primary == "PCMU" or (encoding == "L16" and shape.depth <= 3)


def test_a_stream_begins_on_the_lowest_rung_of_its_depth() -> None:
    begun = ladder_of(POLICY, a_stream("x", redundancy=5))
    assert begun is not None and begun[1] == 2
    assert ladder_of(POLICY, a_stream("x", redundancy=4)) is None
    clamped = ladder_of(POLICY, a_stream("x", redundancy=2, most_redundancy=2))
    assert clamped is not None and clamped[1] == 0 and [shape.depth for shape in clamped[0]] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rungs": ()},
        {"rungs": (Rung(0.1, 2),)},
        {"rungs": (Rung(0.0, 3), Rung(0.1, 2))},
        {"rungs": (Rung(0.0, 2), Rung(0.0, 3))},
        {"rungs": (Rung(0.0, 2), Rung(0.5, 7))},
        {"rungs": (Rung(0.0, 0),), "first": 0},
        {"first": 4},
        {"hysteresis": 0.0},
        {"patience_s": 90.0},
    ],
)
def test_a_ladder_that_can_not_be_climbed_raises(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        RedundancyPolicy(**wrong)  # type: ignore[arg-type]
