"""Far more, or far fewer, orders than in the half hour before."""

from support.rule_room import RuleRoom

from hushcue_gateway.rules.opportunity import Opportunity


def sell(room: RuleRoom, minutes: int, per_minute: int, product: str = "A") -> list[Opportunity]:
    found: list[Opportunity] = []
    for _ in range(minutes * 6):
        room.now_ms += 10_000
        due = per_minute if (room.now_ms // 10_000) % 6 == 0 else 0
        found += room.tell(room.viewers(100), *room.orders(due, product))
    return found


def test_a_surge_is_told_with_how_many_times_the_usual_it_is_and_of_which_product() -> None:
    room = RuleRoom()
    room.tell(room.sheet("B", slot=2))
    assert sell(room, 35, 3) == []
    (found,) = sell(room, 5, 12, "B")
    assert (found.rule, found.key, found.product) == ("order_surge", "room", "B")
    assert (found.facts["label"], found.facts["slot"], found.facts["minutes"]) == ("Product B", 2, 3)
    assert 1.5 < float(found.facts["times"]) < 4 and int(found.facts["orders"]) >= 12


def test_a_surge_of_several_products_names_none() -> None:
    room = RuleRoom()
    sell(room, 35, 3)
    found = []
    for _ in range(5):
        for product in ("A", "B", "C"):
            found += room.tell(*room.orders(5, product))
        found += sell(room, 1, 0)
    assert [(each.rule, each.product, "product" in each.facts) for each in found] == [("order_surge", "", False)]


def test_a_few_more_are_no_surge_and_a_few_fewer_no_slump() -> None:
    room = RuleRoom()
    sell(room, 35, 4)
    assert sell(room, 10, 5) == []
    assert sell(room, 10, 3) == []


def test_a_slump_is_told_with_what_would_have_been_usual() -> None:
    room = RuleRoom()
    sell(room, 40, 4)
    (found,) = sell(room, 12, 0)
    assert (found.rule, found.product) == ("order_slump", "")
    assert found.facts["minutes"] == 8 and 28 <= int(found.facts["usual"]) <= 36
    assert int(found.facts["orders"]) < 16


def test_where_little_is_sold_none_is_no_slump() -> None:
    room = RuleRoom()
    for _ in range(12):
        sell(room, 3, 1)
        sell(room, 2, 0)
    assert sell(room, 10, 0) == []


def test_the_end_of_a_flash_sale_is_no_slump_and_a_break_neither_slump_nor_surge() -> None:
    room = RuleRoom()
    sell(room, 30, 4)
    assert [found.rule for found in sell(room, 6, 40)] == ["order_surge"]
    assert sell(room, 15, 4) == []
    room.tell(room.scene(quiet=True))
    assert sell(room, 10, 0) == []
    room.tell(room.scene())
    assert sell(room, 25, 4) == []


def test_a_young_airing_has_neither() -> None:
    room = RuleRoom({"general": {"warm_up_s": 0}})
    assert sell(room, 5, 1) == []
    assert sell(room, 2, 30) == []


def test_a_surge_that_is_over_is_not_told_any_more() -> None:
    room = RuleRoom()
    sell(room, 35, 3)
    (found,) = sell(room, 5, 12)
    assert room.still(found) is not None
    sell(room, 10, 1)
    assert room.still(found) is None


def test_without_orders_of_any_source_there_is_no_slump() -> None:
    room = RuleRoom()
    found = []
    for _ in range(400):
        room.now_ms += 10_000
        found += room.tell(room.viewers(100))
    assert found == []
