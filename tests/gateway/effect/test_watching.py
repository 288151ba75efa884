"""What follows an opportunity is counted in the same window for both arms, and what else happens in it is noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.effect.moment import Moment, Outcome
from hushcue_gateway.effect.outcome import BUCKET_MS, LAG_MS, WINDOW_MS, due_ms, outcome_of, window_of
from hushcue_gateway.effect.watching import Watching
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Count, Gauge, OnAir, Order, Pin, Sheet

BEGAN = 1_700_000_000_000
AT = BEGAN + 63_000
FROM, TO = window_of(AT)


def board_of_a_shop() -> Board:
    """Orders and clicks of a product are told from the beginning on, and viewers."""
    board = Board(BEGAN)
    for fact in (
        Sheet(BEGAN, "SKU1", label="shirt", price_minor=1000, currency="USD"),
        Pin(BEGAN, "SKU1"),
        Gauge(BEGAN, "viewers", 50),
        Count(BEGAN, "clicks", 1, "SKU1"),
        Order(BEGAN, "SKU1", id="o-0"),
    ):
        board.take(fact, BEGAN)
    return board


def moment(name: str = "op-1", product: str = "SKU1", at_ms: int = AT, arm: str = "send") -> Moment:
    return Moment(name, "air-1", "slow_product", product, at_ms, arm, side=arm)  # type: ignore[arg-type]


def closed(watching: Watching, board: Board) -> dict[str, tuple[Moment, Outcome]]:
    board.newest_ms = due_ms(AT)
    return {each[0].opportunity_id: each for each in watching.look(board, due_ms(AT))}


@given(st.integers(0, 2**43))
def test_a_window_is_five_minutes_of_whole_buckets_from_the_opportunity_on(at_ms: int) -> None:
    from_ms, to_ms = window_of(at_ms)
    assert to_ms - from_ms == WINDOW_MS and from_ms % BUCKET_MS == 0
    assert 0 <= from_ms - at_ms < BUCKET_MS
    assert due_ms(at_ms) == to_ms + LAG_MS


def test_orders_and_clicks_inside_count_and_those_outside_do_not() -> None:
    board = board_of_a_shop()
    for at_ms in (FROM - 1, FROM, TO - 1, TO):
        board.take(Order(at_ms, "SKU1", id=f"o-{at_ms}"), at_ms)
        board.take(Count(at_ms, "clicks", 10, "SKU1"), at_ms)
    board.newest_ms = due_ms(AT)
    outcome = outcome_of(board, moment())
    assert (outcome.orders, outcome.clicks, outcome.viewer_ms) == (2, 20, 50 * WINDOW_MS)
    assert (outcome.from_ms, outcome.to_ms) == (FROM, TO)


def test_an_opportunity_about_the_room_counts_the_room() -> None:
    board = board_of_a_shop()
    board.take(Order(FROM, "SKU2", id="o-1"), FROM)
    board.take(Order(FROM, "SKU1", id="o-2"), FROM)
    board.newest_ms = due_ms(AT)
    assert outcome_of(board, moment(product="")).orders == 2


def test_what_no_source_tells_is_not_known_and_never_nought() -> None:
    board = Board(BEGAN)
    board.take(Sheet(BEGAN, "SKU1"), BEGAN)
    outcome = outcome_of(board, moment())
    assert (outcome.orders, outcome.clicks, outcome.viewer_ms) == (None, None, None)


def test_a_product_that_sold_nothing_beside_others_that_did_sold_nought() -> None:
    board = board_of_a_shop()
    board.take(Sheet(BEGAN, "SKU2"), BEGAN)
    board.newest_ms = due_ms(AT)
    assert outcome_of(board, moment(product="SKU2")).orders == 0


def test_it_is_counted_once_when_late_orders_have_come() -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment(), board)
    assert watching.look(board, due_ms(AT) - 1) == []
    assert [each.arm for each, _ in watching.look(board, due_ms(AT))] == ["send"]
    assert watching.look(board, due_ms(AT) + 1) == [] and len(watching) == 0


def test_another_cue_about_the_product_is_noted_its_own_is_not() -> None:
    board, watching = board_of_a_shop(), Watching()
    for name, product in (("op-1", "SKU1"), ("op-2", "SKU2"), ("op-3", "")):
        watching.begin(moment(name, product), board)
    watching.spoken("op-1", "SKU1", AT + 5_000)
    found = closed(watching, board)
    assert found["op-1"][0].arm == "send"
    assert found["op-2"][0].arm == "send"
    assert (found["op-3"][0].arm, found["op-3"][0].why) == ("excluded", "another_cue")


def test_a_cue_before_or_after_the_window_does_not_matter() -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment(), board)
    watching.spoken("other", "SKU1", AT - 1)
    watching.spoken("other", "SKU1", TO)
    assert closed(watching, board)["op-1"][0].arm == "send"


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (Pin(AT + 60_000, "SKU2"), "pin_changed"),
        (Sheet(AT + 60_000, "SKU1", price_minor=500), "price_changed"),
        (OnAir(AT + 60_000, False), "off_air"),
    ],
)
def test_what_changes_beside_it_is_noted(fact: Pin | Sheet | OnAir, why: str) -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment(), board)
    watching.look(board, AT + 1_000)
    board.take(fact, fact.at_ms)
    watching.look(board, fact.at_ms)
    found, outcome = closed(watching, board)["op-1"]
    assert (found.arm, found.why, outcome.flags) == ("excluded", why, (why,))
    assert found.assigned == "send"


def test_what_changes_after_the_window_is_not_noted() -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment(), board)
    board.take(Pin(TO, "SKU2"), TO)
    watching.look(board, TO)
    assert closed(watching, board)["op-1"][0].arm == "send"


def test_an_airing_that_ends_leaves_nothing_open() -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment("early", at_ms=BEGAN), board)
    watching.begin(moment("late", at_ms=BEGAN + 200_000), board)
    board.newest_ms = BEGAN + 330_000
    found = {each.opportunity_id: each for each, _ in watching.end(board, BEGAN + 330_000)}
    assert found["early"].arm == "send"
    assert (found["late"].arm, found["late"].why) == ("excluded", "airing_ended")
    assert len(watching) == 0


def test_a_held_one_that_a_person_had_spoken_is_forced() -> None:
    board, watching = board_of_a_shop(), Watching()
    watching.begin(moment(arm="hold"), board)
    watching.forced("op-1")
    found = closed(watching, board)["op-1"][0]
    assert (found.arm, found.assigned) == ("forced", "hold")


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["begin", "spoken", "look", "forced"])), max_size=60))
def test_every_opportunity_is_counted_exactly_once(steps: list[tuple[int, str]]) -> None:
    board, watching, begun, counted = board_of_a_shop(), Watching(), 0, []
    now_ms = AT
    for seconds, what in steps:
        now_ms += seconds * 1000
        if what == "begin":
            watching.begin(moment(f"op-{begun}", at_ms=now_ms), board)
            begun += 1
        elif what == "spoken":
            watching.spoken(f"op-{begun - 1}", "SKU1", now_ms)
        elif what == "forced":
            watching.forced(f"op-{begun - 1}")
        else:
            counted += [each.opportunity_id for each, _ in watching.look(board, now_ms)]
    counted += [each.opportunity_id for each, _ in watching.end(board, now_ms)]
    assert sorted(counted) == sorted(f"op-{number}" for number in range(begun))


@given(
    st.none() | st.integers(0, 2**40), st.none() | st.integers(0, 2**40), st.lists(st.sampled_from(["off_air", "x"]))
)
def test_an_outcome_comes_back_from_the_store_as_it_was(
    orders: int | None, clicks: int | None, flags: list[str]
) -> None:
    outcome = Outcome(orders, clicks, None, FROM, TO, tuple(flags))
    assert Outcome.of_json(outcome.as_json()) == outcome
