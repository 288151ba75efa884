"""Stock is low, and sold out."""

from hypothesis import given
from hypothesis import strategies as st
from support.rule_room import RuleRoom, rules_of


def room_with_stock(stock: int = 100, **sheet: object) -> RuleRoom:
    room = RuleRoom()
    assert room.tell(room.sheet(slot=3, **sheet), room.stock(stock)) == []
    room.now_ms += 1000
    return room


def test_stock_that_falls_to_its_bound_is_told_at_once_with_its_facts() -> None:
    room = room_with_stock(stock_low=50)
    (found,) = room.tell(room.stock(50))
    assert (found.rule, found.key, found.product, found.urgent) == ("stock_low", "A", "A", True)
    assert found.facts == {"product": "A", "label": "Product A", "slot": 3, "stock": 50, "pinned": 0}
    assert not found.to_operators


def test_a_product_without_a_bound_has_that_of_the_settings() -> None:
    room = room_with_stock()
    assert room.tell(room.stock(21)) == []
    assert rules_of(room.tell(room.stock(20))) == ["stock_low"]


def test_low_stock_is_told_once_until_it_was_clearly_higher() -> None:
    room = room_with_stock(stock_low=50)
    assert rules_of(room.tell(room.stock(50))) == ["stock_low"]
    for stock in (49, 59, 50, 40):
        room.now_ms += 300_000
        assert room.tell(room.stock(stock)) == []
    room.now_ms += 300_000
    assert room.tell(room.stock(60)) == []
    room.now_ms += 1000
    assert rules_of(room.tell(room.stock(50))) == ["stock_low"]


def test_what_sells_fast_is_low_earlier_and_says_how_long_it_lasts() -> None:
    room = room_with_stock(stock=600, stock_low=10)
    stock = 600
    found = []
    for _ in range(50):
        room.now_ms += 10_000
        stock -= 10
        found += room.tell(*[room.order(units=2) for _ in range(5)], room.stock(stock))
    (low,) = found
    assert 170 <= int(low.facts["stock"]) <= 180  # three minutes at 60 a minute
    assert low.facts["minutes_left"] == 3
    assert 29 <= float(low.facts["orders_per_min"]) <= 31


def test_a_shop_that_connects_with_low_stock_says_nothing_until_the_product_is_pinned() -> None:
    room = RuleRoom()
    assert (
        room.tell(*(room.sheet(product) for product in "ABCD"), *(room.stock(5, product) for product in "ABCD")) == []
    )
    (found,) = room.tell(room.pin("B"))
    assert (found.rule, found.product, found.facts["pinned"]) == ("stock_low", "B", 1)


def test_what_an_operator_types_counts_at_once() -> None:
    room = RuleRoom()
    assert rules_of(room.tell(room.stock(5, src="manual"))) == ["stock_low"]


def test_the_last_piece_sold_is_sold_out_and_names_what_comes_next_and_is_there() -> None:
    room = room_with_stock(3)
    room.tell(room.sheet("B", slot=4), room.stock(0, "B"), room.sheet("C", slot=7), room.stock(9, "C"))
    (found,) = room.tell(room.stock(0))
    assert found.rule == "sold_out" and found.urgent
    assert found.facts == {
        "product": "A",
        "label": "Product A",
        "slot": 3,
        "next_label": "Product C",
        "next_slot": 7,
    }


def test_a_product_without_a_number_has_no_next_one() -> None:
    room = RuleRoom()
    room.tell(room.sheet("A"), room.sheet("B", slot=1), room.stock(5, "A"), room.stock(50, "B"))
    (found,) = room.tell(room.stock(0))
    assert "next_label" not in found.facts and "slot" not in found.facts


def test_one_piece_that_comes_and_goes_is_no_news() -> None:
    room = room_with_stock(3)
    assert rules_of(room.tell(room.stock(0))) == ["sold_out"]
    for stock in (1, 0, 2, 0):
        room.now_ms += 300_000
        assert room.tell(room.stock(stock)) == []
    room.now_ms += 300_000
    room.tell(room.stock(3))
    assert rules_of(room.tell(room.stock(0))) == ["sold_out"]


def test_stock_is_told_of_while_the_airing_is_young_and_of_two_products_at_once() -> None:
    room = RuleRoom()
    room.tell(room.stock(90, "A"), room.stock(90, "B"))
    found = room.tell(room.stock(5, "A"), room.stock(0, "B"))
    assert [(each.rule, each.product) for each in found] == [("stock_low", "A"), ("sold_out", "B")]


def test_low_stock_has_fresh_facts_when_it_is_said_and_is_untrue_once_sold_out_or_restocked() -> None:
    room = room_with_stock()
    (found,) = room.tell(room.stock(20))
    room.now_ms += 5000
    room.tell(room.stock(18))
    fresh = room.still(found)
    assert fresh is not None and fresh.facts["stock"] == 18 and fresh.at_ms == found.at_ms
    room.tell(room.stock(200))
    assert room.still(found) is None
    room.tell(room.stock(0))
    assert room.still(found) is None


def test_sold_out_is_untrue_once_a_piece_is_back() -> None:
    room = room_with_stock()
    (found,) = room.tell(room.stock(0))
    assert room.still(found) is not None
    room.tell(room.stock(1))
    assert room.still(found) is None


def test_a_product_that_was_taken_off_the_list_is_told_no_more() -> None:
    room = room_with_stock()
    (found,) = room.tell(room.stock(5))
    room.board.withdraw_product("A")
    assert room.still(found) is None
    assert room.look() == []


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_however_stock_moves_two_warnings_have_a_rise_between_them(stocks: list[int]) -> None:
    room = room_with_stock(stock_low=20)
    armed = True
    for stock in stocks:
        room.now_ms += 130_000
        found = rules_of(room.tell(room.stock(stock)))
        if stock >= 24:
            armed = True
        assert ("stock_low" in found) == (armed and 0 < stock <= 20), stocks
        if 0 < stock <= 20:
            armed = False
