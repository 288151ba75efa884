"""Suddenly far more comments."""

from support.rule_room import WARM_S, RuleRoom, rules_of


def warm() -> RuleRoom:
    room = RuleRoom()
    for step in range(WARM_S // 10):
        room.at(step * 10 + 1)
        assert room.tell(*room.comments(9 + step % 3)) == []
    return room


def say(room: RuleRoom, counts: list[int], begin_s: float = WARM_S) -> list[str]:
    """So many comments in each ten seconds from there on."""
    found: list[str] = []
    for step, count in enumerate(counts):
        room.at(begin_s + step * 10 + 1)
        found += rules_of(room.tell(*room.comments(count)))
    return found


def test_a_burst_is_told_when_its_first_ten_seconds_are_over() -> None:
    room = warm()
    room.at(WARM_S + 1)
    room.tell(*room.comments(40))
    room.at(WARM_S + 11)
    assert room.look() == []  # late ones may still come
    room.at(WARM_S + 12)
    (found,) = room.look()
    assert (found.rule, found.facts["per_min"]) == ("comment_spike", 240)
    assert 59 <= int(found.facts["usual_per_min"]) <= 61


def test_a_burst_that_lasts_is_told_once_and_a_second_one_after_the_cooldown() -> None:
    room = warm()
    assert say(room, [40] * 12) == ["comment_spike"]
    assert say(room, [10] * 30, WARM_S + 120) == []
    assert say(room, [50] * 6, WARM_S + 420) == ["comment_spike"]


def test_twice_as_many_of_few_is_no_burst() -> None:
    room = RuleRoom()
    assert say(room, [3] * 70 + [8] * 5, 0) == []


def test_chance_that_stays_within_its_own_spread_is_no_burst() -> None:
    room = RuleRoom()
    assert say(room, [5, 20] * 60, 0) == []


def test_it_is_over_when_it_is_quiet_again() -> None:
    room = warm()
    room.at(WARM_S + 1)
    room.tell(*room.comments(40))
    room.at(WARM_S + 12)
    (found,) = room.tell(*room.comments(30))
    assert room.still(found) is not None
    say(room, [10, 10, 10], WARM_S + 20)
    assert room.still(found) is None


def test_without_comments_of_any_source_there_is_nothing_to_say() -> None:
    room = RuleRoom()
    room.at(5000)
    assert room.tell(room.viewers(100)) == []


def test_after_a_long_silence_of_the_rules_the_buckets_between_are_caught_up_with() -> None:
    room = warm()
    for step in range(30):
        room.at(WARM_S + step * 10 + 1)
        for comment in room.comments(10):
            room.board.take(comment, room.now_ms)
    assert say(room, [60, 60, 60], WARM_S + 300) == ["comment_spike"]
