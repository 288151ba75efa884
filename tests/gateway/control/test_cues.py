"""The cue log: each step once, in order; bounded; what goes on is never forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.cues import Cue, CueLog


def a_cue(name: str) -> Cue:
    return Cue(name, "desk", None, ("host-1",), ("all",), "direct", 0.0, 0)


def test_a_cue_is_asked_for_then_talks_then_is_over() -> None:
    log = CueLog()
    log.add(a_cue("1"))
    assert log.going_on() == [log.get("1")]
    assert log.started("1", 10) is not None
    log.at_mouth("1", 8, 2000.0)
    cue = log.ended("1", 20, "released")
    assert cue is not None and (cue.state, cue.started_ns, cue.ended_ns, cue.mouth_ns) == ("ended", 10, 20, 8)
    assert log.going_on() == []


def test_a_step_out_of_order_changes_nothing() -> None:
    log = CueLog()
    log.add(a_cue("1"))
    log.ended("1", 20, "released")
    assert log.started("1", 30) is None
    assert log.ended("1", 40, "again") is None
    assert log.refused("1", 50, "late", {}) is None
    cue = log.get("1")
    assert cue is not None and (cue.state, cue.ended_ns, cue.reason, cue.started_ns) == ("ended", 20, "released", None)


def test_a_cue_nobody_knows_is_no_error() -> None:
    log = CueLog()
    assert log.started("x", 1) is None and log.ended("x", 1, "r") is None and log.refused("x", 1, "c", {}) is None
    log.at_mouth("x", 1, 1.0)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60), st.integers(1, 10))
def test_the_newest_are_kept_and_what_goes_on_is_kept_beside(steps: list[tuple[bool, bool]], most: int) -> None:
    log = CueLog(most)
    open_ones = []
    for number, (start, end) in enumerate(steps):
        name = str(number)
        log.add(a_cue(name))
        if start:
            log.started(name, number)
        if end:
            log.ended(name, number, "released")
        else:
            open_ones.append(name)
    assert [cue.id for cue in log.going_on()] == open_ones
    kept = [cue.id for cue in log.newest(1000)]
    assert len(kept) <= max(most, len(open_ones) + 1)
    assert log.total == len(steps)
    assert kept == sorted(kept, key=int)
