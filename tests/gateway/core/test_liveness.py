"""The table of liveness, cell by cell."""

import pytest

from hushcue_gateway.core.liveness import NS_PER_S, Liveness, LivenessState

S = NS_PER_S
TABLE: dict[LivenessState, tuple[LivenessState, ...]] = {
    # state: after a sign of life, a farewell, 2 s, 4 s, 16 s and 31 s of silence
    "offline": ("online", "offline", "offline", "offline", "offline", "offline"),
    "online": ("online", "offline", "online", "quiet", "lost", "offline"),
    "quiet": ("online", "offline", "quiet", "quiet", "lost", "offline"),
    "lost": ("online", "offline", "lost", "lost", "lost", "offline"),
}


def in_state(state: LivenessState) -> Liveness:
    live = Liveness()
    live.heard(0)
    live.state = state
    return live


@pytest.mark.parametrize("state", list(TABLE))
def test_every_cell(state: LivenessState) -> None:
    heard, left, *silent = TABLE[state]
    live = in_state(state)
    assert live.heard(5 * S) == (state in ("offline", "lost"))
    assert live.state == heard
    live = in_state(state)
    assert live.farewell() == (state != left)
    assert live.state == left
    for seconds, after in zip((2, 4, 16, 31), silent, strict=True):
        live = in_state(state)
        assert live.check(seconds * S) == (after != state)
        assert live.state == after
        assert live.expired(seconds * S) == (seconds > 30)


@pytest.mark.parametrize(("seconds", "state"), [(3, "online"), (15, "quiet"), (30, "lost")])
def test_limits_are_inclusive(seconds: int, state: str) -> None:
    live = in_state("online")
    live.check(seconds * S)
    assert live.state == state
    live.check(seconds * S + 1)
    assert live.state != state


def test_silence_is_counted_from_when_the_link_came_back() -> None:
    live = in_state("online")
    live.link_back(100 * S)
    assert not live.check(102 * S)
    assert live.silent_ns(102 * S) == 2 * S
    never = Liveness()
    never.link_back(100 * S)
    assert not never.expired(10**6 * S)
