"""All rules of an airing, and what holds them back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rule_room import BEGAN_MS, WARM_S, Asked, RuleRoom, rules_of

from hushcue_gateway.rules.book import KINDS, RuleBook
from hushcue_gateway.rules.forms import OPERATORS_ONLY, REPEATS
from hushcue_gateway.rules.opportunity import NEVER_HELD, RULES
from hushcue_gateway.rules.settings import RuleSettings
from hushcue_gateway.showdata.fact import Fact


def test_every_rule_is_in_the_book_once() -> None:
    assert sorted(kind.name for kind in KINDS) == sorted(RULES)
    assert {kind.name for kind in KINDS if kind.repeats} == REPEATS


def test_a_rule_that_is_off_says_nothing_and_says_it_when_it_is_switched_on() -> None:
    room = RuleRoom({"rules": {"stock_low": {"mode": "off"}}})
    room.tell(room.stock(100))
    assert room.tell(room.stock(5)) == []
    room.book.settings = room.book.settings.changed({"rules": {"stock_low": {"mode": "auto"}}})
    assert rules_of(room.look()) == ["stock_low"]


@pytest.mark.parametrize("scene", [{"quiet": True}, {"on": False}])
def test_in_a_quiet_scene_nothing_is_said_and_what_still_holds_is_said_after_it(scene: dict[str, bool]) -> None:
    room = RuleRoom()
    room.tell(room.stock(100, "A"), room.stock(100, "B"))
    room.tell(room.scene(**scene))
    assert room.tell(room.stock(5, "A"), room.stock(5, "B")) == []
    assert room.tell(room.stock(80, "B")) == []
    assert [(found.rule, found.product) for found in room.tell(room.scene())] == [("stock_low", "A")]


def test_what_is_held_back_is_said_once_with_its_reason() -> None:
    room = RuleRoom()
    room.tell(room.scene(quiet=True))
    room.groups = [Asked()]
    assert [(found.opportunity.rule, found.held_back_by) for found in room.findings()] == [("question", "quiet")]
    assert room.findings() == []
    room.tell(room.scene())
    room.now_ms += 1000
    room.groups = [replace(Asked(), id="g2")]
    assert [(found.opportunity.rule, found.held_back_by) for found in room.findings()] == [("question", "")]


def test_the_young_airing_holds_back_what_has_to_learn_first() -> None:
    room = RuleRoom({"general": {"warm_up_s": 600}})
    for step in range(30):
        room.at(step * 10)
        room.tell(room.viewers(100))
    room.board.take(room.viewers(300), room.now_ms)
    assert [(found.opportunity.rule, found.held_back_by) for found in room.findings()] == [("viewers_peak", "warm_up")]


def test_a_rule_keeps_its_cooldown_whatever_the_product_but_stock_is_told_of_each() -> None:
    room = RuleRoom()
    for product in "ABC":
        room.tell(room.stock(100, product))
    assert len(room.tell(*(room.stock(5, product) for product in "ABC"))) == 3


def test_stock_is_not_held_back_by_what_was_just_said_of_the_product() -> None:
    room = RuleRoom()
    room.tell(room.stock(100))
    room.groups = [Asked(product="A")]
    assert rules_of(room.look()) == ["question"]
    assert rules_of(room.tell(room.stock(5))) == ["stock_low"]


def test_what_was_found_before_a_restart_is_not_found_anew() -> None:
    room = RuleRoom()
    room.tell(room.stock(100), room.stock(100, "B"), room.pin())
    found = room.tell(room.stock(5))
    room.now_ms += 1000
    again = RuleBook(room.book.settings)
    assert [each.key for each in again.look(room.board, [], room.now_ms)] == ["A"]
    again = RuleBook(room.book.settings)
    again.recall(found)
    assert again.look(room.board, [], room.now_ms) == []


def test_what_comes_from_a_demo_says_so() -> None:
    for src, demo in (("demo", True), ("demo-shop", True), ("shop", False)):
        room = RuleRoom(src=src)
        room.tell(room.stock(100), room.sheet(offer_ends_at_ms=BEGAN_MS + 200_000))
        room.groups = [Asked()]
        found = room.tell(room.stock(5))
        room.at(150)
        found += room.look()
        assert rules_of(found) == ["stock_low", "question", "deadline"]
        assert [each.facts.get("demo") for each in found] == [1 if demo else None] * 3


def test_only_what_operators_must_see_to_is_for_operators() -> None:
    room = RuleRoom()
    room.tell(room.stock(100))
    (found,) = room.tell(room.stock(5))
    assert (found.rule in OPERATORS_ONLY) == found.to_operators
    assert found.rule in NEVER_HELD


def test_many_products_are_looked_at_a_few_at_a_time() -> None:
    room = RuleRoom()
    products = [f"P{number}" for number in range(300)]
    room.tell(*(room.stock(1000, product) for product in products))
    asked: list[str] = []
    count = room.board.count

    def counting(what: str, product: str, since_ms: int, until_ms: int) -> int:
        asked.append(product)
        return count(what, product, since_ms, until_ms)

    room.board.count = counting  # type: ignore[method-assign]
    for _ in range(30):
        room.now_ms += 1000
        asked.clear()
        room.look()
        assert len(asked) <= 100
    room.now_ms += 20_000
    asked.clear()
    room.tell(room.stock(5, "P7"))
    assert len(asked) <= 100


fact_kinds = st.sampled_from(["stock", "viewers", "comments", "orders", "clicks", "quiet", "on", "off", "pin", "wait"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(fact_kinds, st.integers(0, 120)), max_size=80))
def test_whatever_is_told_each_opportunity_is_of_a_rule_that_may_speak_and_true_when_found(
    told: list[tuple[str, int]],
) -> None:
    room = RuleRoom({"general": {"warm_up_s": 60}, "rules": {"question": {"mode": "off"}}})
    room.groups = [Asked()]
    last: dict[tuple[str, str], int] = {}
    for kind, value in told:
        room.now_ms += value * 500
        facts: dict[str, Sequence[Fact]] = {
            "stock": [room.stock(value)],
            "viewers": [room.viewers(value * 10)],
            "comments": room.comments(value),
            "orders": room.orders(value),
            "clicks": [room.count("clicks", value)],
            "quiet": [room.scene(quiet=True)],
            "on": [room.scene()],
            "off": [room.scene(on=False)],
            "pin": [room.pin()],
            "wait": [],
        }
        for found in room.tell(*facts[kind]):
            assert found.rule in RULES and found.rule != "question"
            assert (room.board.on_air and not room.board.quiet) or found.rule == "source_stale"
            assert found.at_ms == room.now_ms and found.ttl_ms > 0
            assert all(isinstance(fact, str | int | float) for fact in found.facts.values())
            fresh = room.still(found)
            assert fresh is not None and (fresh.facts, fresh.at_ms) == (found.facts, found.at_ms)
            cooldown_ms = room.book.settings.of(found.rule).cooldown_ms
            assert found.at_ms - last.get((found.rule, found.key), -(10**9)) >= cooldown_ms
            last[found.rule, found.key] = found.at_ms


def test_the_same_show_gives_the_same_opportunities() -> None:
    def play() -> list[object]:
        room = RuleRoom()
        found: list[object] = []
        for step in range(200):
            room.at(step * 10)
            found += room.tell(
                room.viewers(100 + step * step % 97), *room.comments(step * 7 % 23), room.stock(200 - step)
            )
        return found

    assert play() == play() != []


def test_the_books_settings_may_be_replaced_while_it_runs() -> None:
    room = RuleRoom()
    room.at(WARM_S)
    room.tell(room.stock(100))
    room.book.settings = RuleSettings.of_json({"rules": {"stock_low": {"thresholds": {"pieces": 90}}}})
    assert rules_of(room.tell(room.stock(90))) == ["stock_low"]
