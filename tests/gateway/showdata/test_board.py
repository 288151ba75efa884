"""The board counts what it is told, once, where it belongs, and says nothing of what nobody told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.showdata.board import MAX_PRODUCTS, MAX_SOURCES, Board
from hushcue_gateway.showdata.buckets import BUCKET_MS
from hushcue_gateway.showdata.fact import Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet
from hushcue_gateway.showdata.formulas import FORMULAS, Window
from hushcue_gateway.showdata.view import minute

T0 = 1_800_000_000_000
END = T0 + 7_200_000


def board(*facts: Fact) -> Board:
    made = Board(T0)
    for fact in facts:
        made.take(fact, fact.at_ms)
    return made


def ratio(code: str, made: Board, product: str = "") -> float | None:
    return FORMULAS[code](Window(made, product, T0, END))


def test_counts_of_products_are_the_rooms_unless_the_room_is_told_itself() -> None:
    made = board(Count(T0, "clicks", 3, "A", src="x"), Count(T0, "clicks", 4, "B", src="x"))
    assert made.count("clicks", "", T0, END) == 7
    made.take(Count(T0, "clicks", 10, "", src="x"), T0)
    assert made.count("clicks", "", T0, END) == 10
    assert made.count("clicks", "A", T0, END) == 3


def test_totals_count_from_where_they_stood_first_and_never_backwards() -> None:
    made = board(*(Count(T0 + at, "clicks", value, "A", True, "x") for at, value in ((0, 100), (10, 130), (20, 20))))
    assert made.count("clicks", "A", T0, END) == 30
    made.take(Count(T0 + 15, "clicks", 500, "A", True, "x"), T0 + 30)  # late: a newer one is known
    made.take(Count(T0 + 40, "clicks", 25, "A", True, "x"), T0 + 40)
    assert made.count("clicks", "A", T0, END) == 35


def test_an_order_counts_once_whatever_becomes_of_it() -> None:
    made = board(
        Order(T0, "A", 2, 500, "USD", "created", "shop", "1"),
        Order(T0 + 60_000, "A", 2, 500, "USD", "paid", "shop", "1"),
        Order(T0 + 90_000, "A", 2, 500, "USD", "refunded", "shop", "1"),
        Order(T0, "B", 1, 300, "USD", "paid", "shop", "2#1"),
        Order(T0, "C", 1, 200, "USD", "paid", "shop", "2#2"),
    )
    assert made.count("orders", "", T0, END) == 2
    assert made.count("orders", "A", T0, T0 + 50_000) == 1
    assert made.count("units", "", T0, END) == 4
    assert made.money_minor("USD", "", T0, END) == 1000
    assert made.money_minor("USD", "", T0, T0 + 50_000) == 500
    assert made.money_minor("USD", "A", T0, END, "refunded") == 500
    assert made.count("refunds", "A", T0, END) == 1


def test_windows_that_meet_share_nothing_and_the_newest_moment_is_in_the_one_that_ends_now() -> None:
    facts = [Order(T0 + second * 1000, src="x") for second in range(0, 120)]
    made = board(*facts)
    middle, end = T0 + 60_000, T0 + 119_500
    assert made.count("orders", "", T0, middle) + made.count("orders", "", middle, end) == 120
    assert made.count("orders", "", end - 60_000, end) * 60_000 <= 70 * made.span_ms(end - 60_000, end)


def test_what_nobody_told_is_unknown_and_a_ratio_of_it_is_none() -> None:
    made = board(Order(T0, "A", src="x"))
    assert ratio("cvr", made) is None and ratio("ctr", made, "A") is None and ratio("gmv_minor", made) is None
    assert made.reading("viewers") is None and not made.known("clicks")
    assert made.series("viewers", "", T0, T0 + 20_000) == [None, None]
    made.take(Count(T0, "clicks", 0, "A", src="x"), T0)
    assert made.known("clicks") and ratio("cvr", made) is None
    made.take(Count(T0, "clicks", 4, "A", src="x"), T0)
    assert ratio("cvr", made, "A") == 0.25


def test_a_series_carries_what_is_measured_and_counts_what_happens() -> None:
    made = board(Gauge(T0 + 15_000, "viewers", 5, src="x"), Gauge(T0 + 45_000, "viewers", 9, src="x"))
    assert made.series("viewers", "", T0, T0 + 60_000) == [None, 5, 5, 5, 9, 9]
    made.take(Comment(T0 + 22_000, "hi", "u", src="x"), T0)
    assert made.series("comments", "", T0, T0 + 40_000)[:4] == [0, 0, 1, 0]
    peak = made.reading("viewers_peak")
    assert peak is not None and peak.value == 9


def test_scenes_pins_and_sheets_are_as_told_last() -> None:
    made = board(
        Sheet(T0, "A", "Cup", 1, 500, "USD", src="x"),
        Pin(T0 + 5, "A", 3, "x"),
        Pin(T0 + 1, "B", None, "x"),  # late
        Sheet(T0 + 9, "A", price_minor=400, src="x"),
        OnAir(T0, True, "Break", True, "obs"),
    )
    assert made.pinned == "A" and made.quiet and made.scene == "Break"
    cup = made.products["A"]
    assert (cup.label, cup.slot, cup.price_minor) == ("Cup", 3, 400)
    assert made.changed_ms("A") == T0 + 9 and made.changed_ms("B") == 0


def test_products_without_end_do_not_fill_the_memory_and_the_room_still_counts() -> None:
    made = board(*(Order(T0, f"p{number}", src="x") for number in range(MAX_PRODUCTS + 50)))
    assert len(made.products) == MAX_PRODUCTS and made.beyond == 50
    assert made.count("orders", "", T0, END) == MAX_PRODUCTS + 50


def test_sources_are_known_by_their_usual_gap_not_by_their_batches() -> None:
    made = Board(T0)
    for batch in range(20):
        for number in range(50):
            made.take(Comment(T0, "x", "u", src="chat"), T0 + batch * 10_000 + number)
    sight = made.sources()["chat"]
    assert sight.facts == 1000 and 9_000 < (sight.usual_gap_ms or 0) < 11_000
    assert not sight.is_stale(sight.last_ms + 45_000) and sight.is_stale(sight.last_ms + 60_000)


def test_demonstrations_are_known_as_such() -> None:
    made = board(Gauge(T0, "viewers", 5, src="demo"), Gauge(T0, "stock", 5, "A", "demo-shop"))
    assert all(
        reading is not None and reading.demo for reading in (made.reading("viewers"), made.reading("stock", "A"))
    )
    made.take(Gauge(T0, "viewers", 5, src="democracy"), T0)
    reading = made.reading("viewers")
    assert reading is not None and not reading.demo


@given(st.lists(st.tuples(st.integers(0, 600_000), st.integers(0, 5)), max_size=60), st.integers(0, 600_000))
def test_every_count_is_in_exactly_one_of_two_windows(told: list[tuple[int, int]], cut: int) -> None:
    made = board(*(Count(T0 + at, "likes", value, src="x") for at, value in told))
    whole = sum(value for _, value in told)
    first = made.count("likes", "", T0, T0 + cut)
    second = made.count("likes", "", T0 + cut, END)
    newest = max((T0 + at for at, _ in told), default=T0)
    if T0 + cut < newest // BUCKET_MS * BUCKET_MS:
        assert first + second == whole
    assert sum(value or 0 for value in made.series("likes", "", T0, END)) == whole


def test_a_view_holds_every_number_with_its_age_and_survives_an_empty_board() -> None:
    empty = Board(T0).view(T0 + 5)
    assert all(number["value"] is None for number in empty["board"]["numbers"].values())
    made = board(Gauge(T0, "viewers", 7, src="x"), Order(T0, "A", 1, 999, "USD", src="x"))
    seen = made.view(T0 + 60_000)
    assert seen["board"]["numbers"]["gmv_minor"] == {
        "value": 999, "at": "2027-01-15T08:00:00.000Z", "src": "x", "stale": True, "currency": "USD", "state": "paid",
    }  # fmt: skip
    assert len(seen["products"]["A"]["spark"]) == 30 and sum(seen["products"]["A"]["spark"]) == 1


def test_a_view_shows_what_was_told_a_moment_ago_and_what_fades_with_time() -> None:
    made = board(Order(T0, "A", src="x"), Gauge(T0, "stock", 5, "B", src="x"))
    first = made.view(T0 + 1_000)["products"]
    assert first["A"]["orders_per_min"] == 1 and not first["B"]["pinned"]
    made.take(Gauge(T0 + 2_000, "stock", 4, "B", src="x"), T0 + 2_000)
    made.take(Pin(T0 + 2_000, "B", src="x"), T0 + 2_000)
    second = made.view(T0 + 3_000)["products"]
    assert second["B"]["stock"] == 4 and second["B"]["pinned"] and first["B"]["stock"] == 5
    assert made.view(T0 + 600_000)["products"]["A"]["orders_per_min"] == 0


def test_questions_of_products_and_of_none_are_all_the_rooms() -> None:
    made = board(Comment(T0, "hi", "u", src="x"))
    heard: list[tuple[str, str, int, int, str]] = []
    made.noted = lambda *told: heard.append(told)
    made.tally("questions", "A", T0, 2, "x")
    made.tally("questions", "", T0, 1, "x")
    assert made.count("questions", "", T0, END) == 3 and made.count("questions", "A", T0, END) == 2
    assert heard == [("questions", "A", T0, 2, "x"), ("questions", "", T0, 1, "x")]


def test_the_timeline_is_told_once_for_every_ten_seconds_that_are_over() -> None:
    board = Board(180_000_000 * BUCKET_MS)
    began_ms = board.began_ms
    told = []
    for second in range(35):
        now_ms = began_ms + second * 1000
        board.take(Order(now_ms, "A", src="shop"), now_ms)
        told.append(minute(board, now_ms)["orders"])
    assert told == [[]] * 10 + [[10]] * 10 + [[10, 10]] * 10 + [[10, 10, 10]] * 5
    board.take(Order(began_ms, "A", src="shop"), now_ms)
    assert minute(board, began_ms + 39_999)["orders"] == [10, 10, 10]
    assert minute(board, began_ms + 40_000)["orders"] == [11, 10, 10, 5], "what came late is there with the next"


def test_sources_without_number_cost_no_memory_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hushcue_gateway.showdata.board.MAX_TOTALS", 10)
    made = board(*(Count(T0, "likes", 5, total=True, src=f"s{number}") for number in range(100)))
    made.take(Count(T0, "likes", 7, total=True, src="s99"), T0)
    made.take(Count(T0, "likes", 7, total=True, src="s0"), T0)
    assert made.count("likes", "", T0, T0) == 2 and len(made.sources()) == MAX_SOURCES


def test_a_product_may_have_any_name_and_the_room_counts_it_once() -> None:
    made = board(Count(T0, "clicks", 3, "*", src="x"), Count(T0, "clicks", 2, "A", src="x"))
    assert [made.count("clicks", product, T0, T0) for product in ("", "*", "A")] == [5, 3, 2]
