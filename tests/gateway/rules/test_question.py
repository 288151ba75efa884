"""Several viewers ask the same."""

from dataclasses import replace

import pytest
from support.rule_room import BEGAN_MS, Asked, RuleRoom, rules_of


def test_three_people_who_ask_the_same_are_told_with_what_they_ask() -> None:
    room = RuleRoom()
    room.tell(room.sheet(slot=3))
    room.groups = [Asked(product="A", users_2min=3, share=0.2)]
    (found,) = room.look()
    assert (found.rule, found.key, found.product) == ("question", "g1", "A")
    assert found.facts == {
        "topic": "size",
        "topic_zh": "尺码",
        "topic_en": "size",
        "users": 3,
        "product": "A",
        "label": "Product A",
        "slot": 3,
        "example": "size?",
    }


@pytest.mark.parametrize(
    ("users", "share", "told"),
    [(2, 1.0, False), (3, 0.14, False), (3, 0.15, True), (4, 0.05, False), (5, 0.05, True)],
)
def test_few_people_count_where_they_are_a_good_part_of_all_who_ask(users: int, share: float, told: bool) -> None:
    room = RuleRoom()
    room.groups = [Asked(users_2min=users, share=share)]
    assert (rules_of(room.look()) == ["question"]) == told


def test_what_nobody_can_name_needs_more_people() -> None:
    room = RuleRoom()
    room.groups = [Asked(topic="", users_2min=4, share=1.0)]
    assert room.look() == []
    room.groups = [Asked(topic="", users_2min=5, share=1.0)]
    assert rules_of(room.look()) == ["question"]


def test_a_question_about_nothing_in_particular_names_no_product() -> None:
    room = RuleRoom()
    room.groups = [Asked()]
    (found,) = room.look()
    assert found.product == "" and not {"product", "label", "slot"} & set(found.facts)


@pytest.mark.parametrize("mark", ["answered_ms", "sent_ms"])
def test_what_was_answered_is_not_told_for_four_minutes(mark: str) -> None:
    room = RuleRoom()
    room.at(1000)
    room.groups = [replace(Asked(), **{mark: BEGAN_MS + 900_000})]
    assert room.wait(130) == []
    assert rules_of(room.wait(60)) == ["question"]


def test_who_asks_on_is_heard_again_after_the_cooldown() -> None:
    room = RuleRoom()
    room.groups = [Asked()]
    assert len(room.wait(1)) == 1
    assert room.wait(239) == []
    assert len(room.wait(1)) == 1


def test_two_questions_about_one_product_keep_a_distance() -> None:
    room = RuleRoom()
    room.groups = [Asked("g1", product="A"), Asked("g2", "price", product="A"), Asked("g3", product="B")]
    assert [found.key for found in room.look()] == ["g1", "g3"]
    assert [found.key for found in room.wait(119)] == []
    assert [found.key for found in room.wait(1)] == ["g2"]


def test_it_is_untrue_once_it_was_answered_or_nobody_asks_any_more() -> None:
    room = RuleRoom()
    room.groups = [Asked(users_2min=6)]
    (found,) = room.look()
    room.groups = [Asked(users_2min=8)]
    fresh = room.still(found)
    assert fresh is not None and fresh.facts["users"] == 8
    room.groups = [Asked(users_2min=8, answered_ms=room.now_ms)]
    assert room.still(found) is None
    room.groups = [Asked(users_2min=1)]
    assert room.still(found) is None
    room.groups = []
    assert room.still(found) is None
