"""What is sent again, and how often at most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.core.history import History, ResendPolicy

MS = 1_000_000
AMPLE = ResendPolicy(share=1000.0, times=1000)


def filled(count: int, first: int = 0, policy: ResendPolicy = AMPLE, frame_ms: int = 10) -> History:
    history = History(policy, frame_ms)
    for number in range(count):
        history.add((first + number) & 0xFFFF, number.to_bytes(4, "big"))
    return history


@given(
    count=st.integers(0, 700),
    first=st.sampled_from([0, 1, 65300, 65535]),
    frame_ms=st.sampled_from([5, 10, 20]),
    asked=st.lists(st.integers(-800, 800), max_size=30),
)
def test_exactly_the_last_two_seconds_are_there_over_the_wrap_too(
    count: int, first: int, frame_ms: int, asked: list[int]
) -> None:
    history = filled(count, first, frame_ms=frame_ms)
    kept = 2000 // frame_ms
    for number in asked:
        found = history.again([(first + number) & 0xFFFF], 0, MS)
        there = max(0, count - kept) <= number < count
        assert found == ([number.to_bytes(4, "big")] if there else [])


def test_the_order_of_the_request_is_kept() -> None:
    history = filled(10)
    assert history.again([7, 2, 99, 4], 0, None) == [bytes((0, 0, 0, number)) for number in (7, 2, 4)]
    assert (history.resent, history.refused) == (3, 1)


def test_one_datagram_is_sent_again_only_so_often_within_a_round_trip() -> None:
    history = filled(10, policy=ResendPolicy(share=1000.0, times=2))
    rtt_ns = 30 * MS
    times = [len(history.again([5], at * MS, rtt_ns)) for at in (0, 5, 10, 29, 30, 31, 32, 70)]
    assert times == [1, 1, 0, 0, 1, 1, 0, 1]


def test_a_slot_that_is_written_anew_is_counted_anew() -> None:
    history = filled(2, policy=ResendPolicy(share=1000.0, times=1, keep_s=0.02))
    assert len(history.again([0, 1, 0, 1], 0, MS * 1000)) == 2
    history.add(2, b"new")
    assert history.again([0, 1, 2], 0, MS * 1000) == [b"new"]


@given(st.lists(st.tuples(st.integers(0, 50), st.lists(st.integers(0, 199), max_size=60)), max_size=60))
def test_whatever_is_asked_for_no_more_than_the_budget_is_sent_again(storm: list[tuple[int, list[int]]]) -> None:
    policy = ResendPolicy(share=0.5, burst_s=0.4, times=1000)
    history = filled(200, policy=policy)
    now_ns = sent = 0
    for pause_ms, sequences in storm:
        now_ns += pause_ms * MS
        sent += len(history.again(sequences, now_ns, MS))
        assert sent <= 0.5 * 100 * (0.4 + now_ns / 1e9) + 1
    asked = sum(len(sequences) for _, sequences in storm)
    assert history.resent == sent and history.refused == asked - sent


@pytest.mark.parametrize("wrong", [{"keep_s": 0}, {"share": -1.0}, {"times": 0}, {"keep_s": 61.0}])
def test_a_policy_that_is_none_raises(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        ResendPolicy(**wrong)  # type: ignore[arg-type]
