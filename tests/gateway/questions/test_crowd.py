"""Distinct people, fading; repeats and floods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.questions.crowd import HALF_LIFE_MS, STEP_MS, WINDOW_MS, Crowd, Echoes, Window, together

VISITS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 40_000)), max_size=60)


def heard(visits: list[tuple[int, int]]) -> tuple[Crowd, dict[str, int], int]:
    """The crowd, who was heard when last, and now."""
    crowd, last_ms, now_ms = Crowd(), {}, 1_000_000
    for user, wait_ms in visits:
        now_ms += wait_ms
        crowd.hear(str(user), now_ms)
        last_ms[str(user)] = now_ms
    return crowd, last_ms, now_ms


@given(VISITS, st.integers(0, 300_000))
def test_the_weight_is_what_adding_up_every_person_gives(visits: list[tuple[int, int]], later_ms: int) -> None:
    crowd, last_ms, now_ms = heard(visits)
    now_ms += later_ms
    expected = sum(0.5 ** ((now_ms - at_ms) / HALF_LIFE_MS) for at_ms in last_ms.values())
    assert crowd.weight(now_ms) == pytest.approx(expected, abs=0.01)


@given(VISITS, st.integers(0, 300_000))
def test_people_of_two_minutes_are_counted_once_and_to_a_step(visits: list[tuple[int, int]], later_ms: int) -> None:
    crowd, last_ms, now_ms = heard(visits)
    now_ms += later_ms
    least = sum(at_ms > now_ms - WINDOW_MS + STEP_MS for at_ms in last_ms.values())
    most = sum(at_ms > now_ms - WINDOW_MS - STEP_MS for at_ms in last_ms.values())
    assert least <= crowd.recent(now_ms) <= most


def test_one_person_asking_again_and_again_is_one() -> None:
    crowd = Crowd()
    for at_ms in range(0, 60_000, 1000):
        crowd.hear("same", at_ms)
    assert crowd.weight(59_000) == pytest.approx(1.0) and crowd.recent(59_000) == 1


def test_three_people_weigh_half_after_a_half_life() -> None:
    crowd = Crowd()
    for user in "abc":
        crowd.hear(user, 5_000)
    assert crowd.weight(5_000) == pytest.approx(3.0)
    assert crowd.weight(5_000 + HALF_LIFE_MS) == pytest.approx(1.5)


def test_a_clock_that_steps_back_does_no_harm() -> None:
    crowd = Crowd()
    crowd.hear("a", 100_000)
    crowd.hear("b", 40_000)
    assert crowd.weight(30_000) == pytest.approx(2.0) and crowd.recent(100_000) == 2


@given(VISITS, VISITS)
def test_crowds_together_count_a_person_once(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    one, last_one, now_one = heard(first)
    two, last_two, now_two = heard(second)
    now_ms = max(now_one, now_two)
    last_ms = {user: max(last_one.get(user, 0), last_two.get(user, 0)) for user in (*last_one, *last_two)}
    expected = sum(0.5 ** ((now_ms - at_ms) / HALF_LIFE_MS) for at_ms in last_ms.values())
    assert together((one, two)).weight(now_ms) == pytest.approx(expected, abs=0.01)


def test_a_window_forgets_and_stays_small() -> None:
    window = Window()
    for at_ms in range(0, 3_600_000, 1_000):
        window.add(at_ms)
    assert window.count(3_599_999) == 120
    assert window.count(3_599_999 + WINDOW_MS + STEP_MS) == 0
    assert len(window._steps) <= 4 * WINDOW_MS // STEP_MS + 1


def test_the_same_words_of_one_person_within_half_a_minute_are_a_repeat() -> None:
    echoes = Echoes()
    assert [echoes.hear("a", "price", at) for at in (0, 10_000, 39_999, 70_000)] == ["", "repeat", "repeat", ""]
    assert echoes.hear("b", "price", 1_000) == ""


def test_the_same_words_of_many_at_once_are_a_flood() -> None:
    echoes = Echoes()
    heard_at_once = [echoes.hear(f"u{at}", "buy followers", at * 100) for at in range(10)]
    assert heard_at_once == [""] * (Echoes.FLOOD - 1) + ["flood"] * (10 - Echoes.FLOOD + 1)
    slowly = [echoes.hear(f"v{at}", "price", 100_000 + at * 2_000) for at in range(10)]
    assert slowly == [""] * 10
