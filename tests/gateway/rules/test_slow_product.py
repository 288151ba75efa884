"""Many look, few buy."""

from typing import Any

from support.rule_room import RuleRoom

from hushcue_gateway.rules.opportunity import Opportunity


def minutes(room: RuleRoom, count: int, orders: int, clicks: int = 40, **other: Any) -> list[Opportunity]:
    """So many minutes of a product, which sells that many of that many clicks in each; others sell too."""
    found: list[Opportunity] = []
    for _ in range(count):
        room.now_ms += 60_000
        for product in ("B", "C"):
            facts = [room.count("impressions", 600, product), room.count("clicks", 40, product)]
            found += room.tell(*facts, *room.orders(other.get("orders_of_others", 2), product))
        facts = [room.count("clicks", clicks), *room.orders(orders)]
        if other.get("impressions", 600):
            facts.append(room.count("impressions", other.get("impressions", 600)))
        found += room.tell(*facts)
    return [each for each in found if each.rule == "slow_product"]


def test_a_product_that_sells_no_more_though_it_is_clicked_is_told_with_its_numbers() -> None:
    room = RuleRoom()
    room.tell(room.sheet(slot=3))
    assert minutes(room, 30, orders=3) == []
    (found,) = minutes(room, 12, orders=0)
    assert (found.product, found.urgent) == ("A", False)
    facts = dict(found.facts)
    assert 6 * 60_000 <= found.at_ms - (room.now_ms - 12 * 60_000) <= 11 * 60_000
    clicks, orders = int(facts.pop("clicks")), int(facts.pop("orders"))
    assert clicks >= 440 and orders <= 21
    assert facts.pop("cvr") == round(orders / clicks, 4)
    assert facts == {
        "product": "A",
        "label": "Product A",
        "slot": 3,
        "ctr": round(40 / 600, 4),
        "usual_cvr": 0.075,
        "minutes": 12,
    }


def test_it_is_told_once_until_it_sells_again() -> None:
    room = RuleRoom()
    minutes(room, 30, orders=3)
    assert len(minutes(room, 14, orders=0)) == 1
    assert minutes(room, 10, orders=0) == []
    assert minutes(room, 25, orders=4) == []
    assert len(minutes(room, 14, orders=0)) == 1


def test_few_clicks_prove_nothing() -> None:
    room = RuleRoom()
    minutes(room, 60, orders=1, clicks=20)
    assert minutes(room, 15, orders=0, clicks=4) == []


def test_a_product_that_hardly_ever_sold_has_no_usual() -> None:
    room = RuleRoom()
    minutes(room, 4, orders=2)
    assert minutes(room, 30, orders=0) == []


def test_what_is_sold_out_is_not_slow() -> None:
    room = RuleRoom()
    minutes(room, 30, orders=3)
    room.tell(room.stock(0))
    assert minutes(room, 15, orders=0) == []


def test_where_nobody_buys_anything_it_is_not_the_product() -> None:
    room = RuleRoom()
    assert minutes(room, 30, orders=3, orders_of_others=4) == []
    assert minutes(room, 10, orders=1, orders_of_others=1) == []


def test_where_it_is_looked_at_less_than_usual_it_is_another_matter() -> None:
    room = RuleRoom()
    minutes(room, 30, orders=3)
    assert minutes(room, 14, orders=0, clicks=30) == []


def test_without_impressions_clicks_alone_say_that_it_is_looked_at() -> None:
    room = RuleRoom()
    minutes(room, 30, orders=3, impressions=0)
    (found,) = minutes(room, 14, orders=0, impressions=0)
    assert "ctr" not in found.facts


def test_it_is_untrue_once_it_sells_again() -> None:
    room = RuleRoom()
    minutes(room, 30, orders=3)
    (found,) = minutes(room, 12, orders=0)
    fresh = room.still(found)
    assert fresh is not None and int(fresh.facts["orders"]) <= int(found.facts["orders"])
    room.tell(*room.orders(40))
    assert room.still(found) is None


def test_without_orders_of_any_source_nothing_is_known_to_be_missing() -> None:
    room = RuleRoom()
    found = []
    for _ in range(40):
        room.now_ms += 60_000
        found += room.tell(room.count("clicks", 50))
    assert found == []
