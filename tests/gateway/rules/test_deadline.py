"""An offer ends in a moment."""

from support.rule_room import BEGAN_MS, RuleRoom

END_MS = BEGAN_MS + 200_000


def room_with_offer() -> RuleRoom:
    room = RuleRoom()
    room.tell(room.sheet(slot=3, offer_ends_at_ms=END_MS))
    return room


def test_its_end_is_told_a_minute_before_and_once() -> None:
    room = room_with_offer()
    (found,) = room.wait(260)
    assert (found.rule, found.product, found.urgent) == ("deadline", "A", True)
    assert found.at_ms == END_MS - 60_000
    assert found.facts == {"product": "A", "label": "Product A", "slot": 3, "seconds_left": 60}


def test_an_offer_that_is_told_late_is_told_with_what_is_left_and_only_for_so_long() -> None:
    room = RuleRoom()
    room.at(185)
    (found,) = room.tell(room.sheet(offer_ends_at_ms=END_MS))
    assert (found.facts["seconds_left"], found.ttl_ms) == (15, 10_000)


def test_an_offer_that_is_as_good_as_over_is_not_told() -> None:
    room = RuleRoom()
    room.at(196)
    assert room.tell(room.sheet(offer_ends_at_ms=END_MS)) == []


def test_an_offer_that_is_extended_ends_once_more() -> None:
    room = room_with_offer()
    (found,) = room.wait(150)
    room.tell(room.sheet(offer_ends_at_ms=END_MS + 120_000))
    assert room.still(found) is None
    (again,) = room.wait(170)
    assert again.at_ms == END_MS + 60_000


def test_it_is_said_with_what_is_left_then_and_not_in_the_last_moment() -> None:
    room = room_with_offer()
    (found,) = room.wait(150)
    room.at(180)
    fresh = room.still(found)
    assert fresh is not None and fresh.facts["seconds_left"] == 20
    room.at(196)
    assert room.still(found) is None


def test_an_offer_that_was_taken_back_is_not_told() -> None:
    room = room_with_offer()
    room.tell(room.sheet(offer_ends_at_ms=0))
    assert room.wait(260) == []
