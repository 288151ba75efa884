"""The demonstration: the same for the same seed, plausible, and with something in it for every rule."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.documents import document_of, facts_of
from hushcue_gateway.showdata.fact import Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet
from hushcue_gateway.showdata.formulas import FORMULAS, Window
from hushcue_gateway.showdata.generator import generate

MINUTE = 60_000
SEEDS = (1, 2)


@cache
def show(seed: int) -> tuple[Fact, ...]:
    return tuple(generate(seed))


@cache
def board(seed: int) -> Board:
    made = Board(0)
    for fact in show(seed):
        made.take(fact, fact.at_ms)
    return made


def ratio(made: Board, code: str, product: str, since: int, until: int) -> float:
    value = FORMULAS[code](Window(made, product, since * MINUTE, until * MINUTE))
    assert value is not None
    return value


def test_the_same_seed_is_the_same_show_and_another_is_another() -> None:
    assert tuple(generate(7, 10)) == tuple(generate(7, 10)) != tuple(generate(8, 10))


def test_facts_come_in_the_order_of_time_and_are_documents() -> None:
    assert all(before.at_ms <= after.at_ms for before, after in pairwise(show(1)))
    for fact in show(1)[::17]:
        assert facts_of(document_of(fact), fact.at_ms, "x") == [fact]
    later = tuple(generate(7, 10, began_ms=5_000_000))
    assert [fact.at_ms - 5_000_000 for fact in later] == [fact.at_ms for fact in generate(7, 10)]


@pytest.mark.parametrize("minutes", [5, 30, 300])
def test_a_show_of_another_length_has_all_of_it_too(minutes: int) -> None:
    kinds = Counter(type(fact) for fact in generate(3, minutes, products=3, languages=("th", "ja")))
    assert all(kinds[kind] for kind in (Comment, Count, Gauge, OnAir, Order, Pin, Sheet))


@pytest.mark.parametrize("wrong", [{"minutes": 4}, {"products": 9}, {"languages": ("xx",)}, {"languages": ()}])
def test_what_it_cannot_be_is_said(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        generate(1, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_product_sells_out_and_no_more_of_it_is_sold(seed: int) -> None:
    facts = show(seed)
    out = next(fact.at_ms for fact in facts if isinstance(fact, Gauge) and fact.what == "stock" and fact.value == 0)
    assert 15 * MINUTE < out < 28 * MINUTE
    fresh = [
        fact for fact in facts
        if isinstance(fact, Order) and fact.product == "SERUM" and fact.state in ("created", "paid")
    ]  # fmt: skip
    seen: set[str] = set()
    first = [fact for fact in fresh if not (fact.id in seen or seen.add(fact.id))]
    assert all(fact.at_ms <= out for fact in first) and sum(fact.units for fact in first) == 40


@pytest.mark.parametrize("seed", SEEDS)
def test_viewers_peak_twice(seed: int) -> None:
    viewers = [fact for fact in show(seed) if isinstance(fact, Gauge) and fact.what == "viewers"]

    def most(since: int, until: int) -> int:
        return max(each.value for each in viewers if since * MINUTE <= each.at_ms < until * MINUTE)

    assert most(28, 36) > 1.15 * most(0, 27) and most(52, 58) > 1.15 * most(0, 50)


@pytest.mark.parametrize("seed", SEEDS)
def test_many_look_and_few_buy_when_the_headphones_come_again(seed: int) -> None:
    made = board(seed)
    usual, now = ratio(made, "cvr", "BUDS", 38, 52), ratio(made, "cvr", "BUDS", 80, 95)
    assert now < 0.5 * usual
    assert ratio(made, "ctr", "BUDS", 80, 95) > ratio(made, "ctr", "BUDS", 38, 52)
    assert made.count("clicks", "BUDS", 80 * MINUTE, 90 * MINUTE) >= 60
    assert made.count("orders", "BUDS", 38 * MINUTE, 52 * MINUTE) >= 10


@pytest.mark.parametrize("seed", SEEDS)
def test_comments_and_orders_burst_in_the_flash_sale_and_orders_slump_late(seed: int) -> None:
    made = board(seed)

    def per_minute(what: str, since: float, until: float) -> float:
        return made.count(what, "", round(since * MINUTE), round(until * MINUTE)) / (until - since)

    assert per_minute("comments", 53, 54) > 4 * per_minute("comments", 40, 52)
    assert per_minute("orders", 53, 57) > 3 * per_minute("orders", 40, 52)
    assert per_minute("orders", 107, 114) < 0.2 * per_minute("orders", 65, 77)


def test_an_offer_ends_there_is_a_break_and_a_source_goes_silent() -> None:
    offers = [fact for fact in show(1) if isinstance(fact, Sheet) and fact.offer_ends_at_ms]
    assert offers and all(fact.at_ms + MINUTE < (fact.offer_ends_at_ms or 0) for fact in offers)
    scenes = [(fact.on, fact.scene, fact.quiet) for fact in show(1) if isinstance(fact, OnAir)]
    desk = (True, "Desk", False)
    assert scenes == [(True, "Opening", False), desk, (True, "Break", True), desk, (False, "", False)]
    clicks = [fact.at_ms for fact in show(1) if fact.src == "demo-clicks"]
    assert max(after - before for before, after in pairwise(clicks)) >= 5 * MINUTE
    assert clicks[-1] > 110 * MINUTE


def test_viewers_ask_in_nine_languages_and_many_people_ask_the_same_at_a_time() -> None:
    comments = [fact for fact in show(1) if isinstance(fact, Comment)]
    assert len(comments) > 3000
    assert len({fact.language for fact in comments if fact.language}) == 9
    assert all(len(fact.text) <= 500 and fact.user for fact in comments)
    wave = [fact for fact in comments if 18 * MINUTE <= fact.at_ms < 20 * MINUTE]
    asked = [fact for fact in wave if "ship" in fact.text or "发货" in fact.text or "ส่ง" in fact.text]
    assert len({fact.user for fact in asked}) >= 3
