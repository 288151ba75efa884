"""A source tells nothing any more."""

from support.rule_room import RuleRoom, rules_of


def tell_every(room: RuleRoom, seconds: int, times: int) -> list[str]:
    found: list[str] = []
    for _ in range(times):
        room.now_ms += seconds * 1000
        found += rules_of(room.tell(room.viewers(100)))
    return found


def test_a_source_that_falls_silent_is_told_to_operators_alone() -> None:
    room = RuleRoom()
    assert tell_every(room, 5, 20) == []
    (found,) = room.wait(70)
    assert (found.rule, found.key, found.to_operators, found.urgent) == ("source_stale", "shop", True, False)
    assert found.facts == {"src": "shop", "silent_s": 61}


def test_one_that_rarely_tells_is_given_its_time() -> None:
    room = RuleRoom()
    assert tell_every(room, 30, 20) == []
    assert room.wait(239) == []
    assert rules_of(room.wait(5)) == ["source_stale"]


def test_it_is_told_once_until_the_source_is_back_and_then_after_twice_the_time() -> None:
    room = RuleRoom({"rules": {"source_stale": {"cooldown_s": 0}}})
    tell_every(room, 5, 20)
    for patience_s in (60, 120, 240, 480, 480):
        assert room.wait(patience_s) == []
        assert len(room.wait(1000)) == 1
        assert tell_every(room, 5, 200) == []


def test_it_is_told_in_quiet_scenes_too() -> None:
    room = RuleRoom()
    tell_every(room, 5, 20)
    room.tell(room.scene(quiet=True))
    assert rules_of(room.wait(100)) == ["source_stale"]


def test_people_who_type_and_sources_without_a_habit_are_never_overdue() -> None:
    room = RuleRoom(src="manual")
    tell_every(room, 5, 20)
    assert room.wait(1000) == []
    room = RuleRoom()
    tell_every(room, 5, 5)
    assert room.wait(1000) == []


def test_a_source_that_is_back_is_not_said_to_be_silent() -> None:
    room = RuleRoom()
    tell_every(room, 5, 20)
    (found,) = room.wait(70)
    assert room.still(found) is not None
    tell_every(room, 1, 1)
    assert room.still(found) is None
