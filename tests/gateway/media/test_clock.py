"""The tick's schedule in virtual time."""

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.media.clock import Schedule
from hushcue_gateway.media.lateness import LatenessMeter, probe_wake_lateness

MS = 1_000_000


def test_lateness_does_not_add_up() -> None:
    schedule = Schedule(10 * MS, 0, 20)
    for tick in range(1, 1000):
        assert schedule.deadline_ns == tick * 10 * MS
        schedule.done(schedule.deadline_ns + 7 * MS)
    assert schedule.overruns == schedule.skipped == 0


def test_a_stall_is_made_up_back_to_back_without_losing_a_tick() -> None:
    schedule = Schedule(10 * MS, 0, 20)
    now = 10 * MS
    schedule.done(now)
    now += 155 * MS
    ticks = 0
    while schedule.wait_ns(now) == 0:
        ticks += 1
        schedule.done(now)
    assert ticks == 15
    assert schedule.skipped == 0
    assert schedule.overruns == 14
    assert schedule.wait_ns(now) == 5 * MS


def test_a_stall_beyond_the_bound_is_given_up_and_counted() -> None:
    schedule = Schedule(10 * MS, 0, 20)
    now = 10 * MS
    schedule.done(now)
    now += 3000 * MS
    ticks = 0
    while schedule.wait_ns(now) == 0:
        ticks += 1
        schedule.done(now)
    assert ticks + schedule.skipped == 300
    assert ticks <= 22
    assert schedule.deadline_ns == now + 10 * MS


@given(st.lists(st.integers(0, 900), max_size=60))
def test_ticks_and_skips_together_are_the_time_that_passed(pauses_ms: list[int]) -> None:
    schedule = Schedule(10 * MS, 0, 20)
    now = ticks = 0
    for pause in pauses_ms:
        now += pause * MS
        while schedule.wait_ns(now) == 0:
            ticks += 1
            schedule.done(now)
    assert ticks + schedule.skipped == now // (10 * MS)


def test_the_meter_tells_percentiles_once() -> None:
    meter = LatenessMeter(1000)
    for value in range(1, 101):
        meter.add(value * 1000)
    told = meter.take()
    assert (round(told.p50_us), round(told.p99_us), told.max_us) == (50, 99, 100)
    assert meter.take().max_us == 0.0


def test_the_meter_keeps_the_newest_when_it_is_full() -> None:
    meter = LatenessMeter(10)
    for value in (9_000_000, *range(10)):
        meter.add(value)
    assert meter.take().max_us == 0.009


def test_the_probe_measures_this_machine() -> None:
    told = probe_wake_lateness(0.2)
    assert 0.0 <= told.p50_us <= told.p99_us <= told.max_us
