"""Once, and not again until it was clearly over."""

from hushcue_gateway.rules.hysteresis import Cooldown, Latch


def test_what_fired_is_armed_again_only_after_it_was_low() -> None:
    latch = Latch()
    assert latch.armed("a", 0)
    latch.fired("a", 0)
    latch.seen({"a"})
    assert not latch.armed("a", 10_000)
    latch.seen(set())
    assert latch.armed("a", 10_000)


def test_each_key_is_by_itself() -> None:
    latch = Latch()
    latch.fired("a", 0)
    assert latch.armed("b", 0)


def test_what_repeats_is_armed_again_by_time() -> None:
    latch = Latch()
    latch.fired("a", 0)
    latch.seen({"a"})
    assert not latch.armed("a", 999, 1000)
    assert latch.armed("a", 1000, 1000)


def test_a_cooldown_lasts_as_long_as_it_is_now_set_to() -> None:
    cooldown = Cooldown()
    assert cooldown.over("a", 0, 1000)
    cooldown.began("a", 0)
    assert not cooldown.over("a", 999, 1000)
    assert cooldown.over("a", 999, 500)
    assert cooldown.over("a", 1000, 1000)
    assert cooldown.over("b", 1, 1000)


def test_a_clock_that_went_back_holds_nothing_up() -> None:
    cooldown = Cooldown()
    cooldown.began("a", 1_000_000)
    assert cooldown.over("a", 5, 1000)


def test_a_clock_that_went_back_does_not_hold_up_what_repeats() -> None:
    latch = Latch()
    latch.fired("a", 3_600_000)
    assert not latch.armed("a", 3_700_000, again_ms=240_000)
    assert latch.armed("a", 1000, again_ms=240_000)
    assert not latch.armed("a", 1000), "what does not repeat waits until it was over"
