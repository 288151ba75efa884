"""More viewers than ever before in this airing."""

from support.rule_room import WARM_S, RuleRoom, rules_of


def warm(viewers: int = 500) -> RuleRoom:
    room = RuleRoom()
    for second in range(0, WARM_S, 10):
        room.at(second)
        assert room.tell(room.viewers(viewers + second % 30)) == []
    room.at(WARM_S + 10)
    return room


def test_a_jump_above_all_that_was_is_told_with_what_it_was() -> None:
    room = warm()
    (found,) = room.tell(room.viewers(650))
    assert (found.rule, found.product, found.urgent) == ("viewers_peak", "", False)
    assert found.facts == {"viewers": 650, "was": 520}


def test_a_little_more_is_no_peak() -> None:
    room = warm()
    assert room.tell(room.viewers(590)) == []


def test_the_begin_of_an_airing_has_no_peaks() -> None:
    room = RuleRoom()
    for second in range(0, WARM_S, 10):
        room.at(second)
        assert room.tell(room.viewers(10 + second * 5)) == []


def test_the_next_peak_is_as_far_above_this_one_and_not_within_five_minutes() -> None:
    room = warm()
    assert rules_of(room.tell(room.viewers(650))) == ["viewers_peak"]
    found = []
    for second in range(WARM_S + 20, WARM_S + 900, 10):
        room.at(second)
        found += room.tell(room.viewers(690))
    assert found == []
    found = room.tell(room.viewers(900))
    assert [each.facts["was"] for each in found] == [650]
    room.at(WARM_S + 1000)
    assert room.tell(room.viewers(500)) == []
    assert room.tell(room.viewers(1300)) == []


def test_a_peak_that_was_over_before_it_could_be_told_is_not_told() -> None:
    room = warm()
    room.tell(room.scene(quiet=True))
    assert room.tell(room.viewers(900)) == []
    room.at(WARM_S + 60)
    assert room.tell(room.scene(), room.viewers(800)) == []


def test_a_room_of_a_few_has_no_peaks() -> None:
    room = warm(viewers=3)
    assert room.tell(room.viewers(29)) == []


def test_it_is_over_when_they_leave() -> None:
    room = warm()
    (found,) = room.tell(room.viewers(650))
    room.tell(room.viewers(640))
    fresh = room.still(found)
    assert fresh is not None and fresh.facts == {"viewers": 640, "was": 520}
    room.tell(room.viewers(600))
    assert room.still(found) is None
    room.tell(room.viewers(510))
    assert room.still(found) is None


def test_after_a_restart_what_was_seen_before_is_no_news() -> None:
    room = warm()
    room.tell(room.viewers(700))
    again = RuleRoom()
    again.board, again.now_ms = room.board, room.now_ms + 60_000
    assert again.look() == []
    assert again.tell(again.viewers(750)) == []
