"""``hushcue bench rules``: what is simulated is what it says, and what is judged is what was measured."""

from typing import Any

import pytest

from hushcue_gateway.showdata.board import Board
from hushcue_tools.bench import rules
from hushcue_tools.bench.rules_streams import BEGAN_MS, CVR, NOTHING, PRODUCTS, Change, steps


def played(minutes: int, change: Change = NOTHING, seed: int = 3) -> Board:
    for board, now_ms in steps(seed, minutes, change):
        last = (board, now_ms)
    assert last[1] == BEGAN_MS + minutes * 60_000
    return last[0]


def count(board: Board, what: str, since_min: int, until_min: int, product: str = "") -> int:
    return board.count(what, product, BEGAN_MS + since_min * 60_000, BEGAN_MS + until_min * 60_000)


def test_a_show_of_chance_sells_as_it_says_and_is_the_same_for_the_same_seed() -> None:
    board, again, other = played(60), played(60), played(60, seed=4)
    clicks, orders = count(board, "clicks", 0, 60), count(board, "orders", 0, 60)
    assert orders / clicks == pytest.approx(CVR, rel=0.3)
    assert 40 < count(board, "comments", 0, 60) / 60 < 80
    assert orders == count(again, "orders", 0, 60) != count(other, "orders", 0, 60)


@pytest.mark.parametrize(
    ("change", "what", "product", "between"),
    [
        (Change("slow_product", 0.2, 1200, 1200, "C"), "orders", "C", (0.0, 0.6)),
        (Change("slow_product", 0.2, 1200, 1200, "C"), "orders", "D", (0.6, 3.0)),
        (Change("comment_spike", 3.0, 1200, 1200), "comments", "", (2.0, 4.5)),
        (Change("order_surge", 3.0, 1200, 1200), "orders", "", (2.0, 4.5)),
        (Change("order_slump", 0.2, 1200, 1200), "orders", "", (0.1, 0.4)),
    ],
)
def test_a_change_changes_what_it_names(change: Change, what: str, product: str, between: tuple[float, float]) -> None:
    quiet, changed = played(40), played(40, change)
    assert count(quiet, what, 0, 20, product) == count(changed, what, 0, 20, product)
    after, usual = count(changed, what, 20, 40, product), count(quiet, what, 20, 40, product)
    assert between[0] <= after / usual <= between[1]


def test_the_rule_that_people_write_first_is_much_louder_than_ours() -> None:
    alarms, hours = rules.false_alarms(seed=1, hours=2)
    assert hours == pytest.approx(110 / 60)
    assert alarms[rules.NAIVE] > 5 * sum(alarms[rule] for rule in rules.STATISTICAL) > 0


@pytest.mark.parametrize("rule", ["order_slump", "source_stale"])
def test_what_cannot_be_overlooked_is_found_while_it_lasts(rule: str) -> None:
    (change,) = (change for change in rules.CHANGES if change.what == rule)
    delay_s = rules.delay_s(7, change)
    assert delay_s is not None and 0 < delay_s <= change.lasts_s


def figures() -> dict[str, Any]:
    rows = [
        {
            "rule": rule,
            "per_hour": rules.MOST_PER_HOUR[rule],
            "found_percent": rules.LEAST_FOUND_PERCENT[rule],
            "delay_s": 60,
            "change": {"times": 2.0, "minutes": 5},
        }
        for rule in rules.STATISTICAL
    ]
    rehearsal = {"facts": 10, "seconds": 1.0, "fired": {"stock_low": 1}}
    return {"hours": 2.0, "runs": 2, "rows": rows, "naive_per_hour": 20.0, "look_us": {8: 60.0}, "rehearsal": rehearsal}


def test_figures_within_their_bounds_hold_and_each_one_beyond_does_not() -> None:
    assert rules.held(figures())
    for rule in range(len(rules.STATISTICAL)):
        for name, off in (("per_hour", 0.1), ("found_percent", -0.1)):
            worse = figures()
            worse["rows"][rule][name] += off
            assert not rules.held(worse)
    assert not rules.held({**figures(), "look_us": {8: 60.0, 500: 2_001.0}})
    assert not rules.held({**figures(), "rehearsal": {"seconds": 5.1}})


def test_every_rule_that_is_measured_has_a_change_and_bounds_and_can_be_told() -> None:
    names = sorted(rules.STATISTICAL)
    assert sorted(change.what for change in rules.CHANGES) == names
    assert sorted(rules.MOST_PER_HOUR) == sorted(rules.LEAST_FOUND_PERCENT) == names
    assert all(change.product in ("", *PRODUCTS) for change in rules.CHANGES)
    told = rules.describe({**figures(), "rows": [{**row, "delay_s": None} for row in figures()["rows"]]})
    assert all(name in told for name in names)
