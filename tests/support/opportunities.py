"""An opportunity of every rule, with the facts that the rules tell."""

from __future__ import annotations

from collections.abc import Mapping

from hushcue_gateway.rules.opportunity import FactValue, Opportunity

PRODUCT: Mapping[str, FactValue] = {"product": "SKU3", "label": "冰丝防晒衣", "slot": 3}
FACTS: Mapping[str, Mapping[str, FactValue]] = {
    "stock_low": {**PRODUCT, "stock": 12, "minutes_left": 8, "orders_per_min": 1.5, "pinned": 1},
    "sold_out": {**PRODUCT, "next_label": "袖套", "next_slot": 4},
    "viewers_peak": {"viewers": 1832, "was": 1500},
    "slow_product": {
        **PRODUCT,
        "clicks": 186,
        "orders": 3,
        "ctr": 0.051,
        "cvr": 0.016,
        "usual_cvr": 0.05,
        "minutes": 10,
    },
    "comment_spike": {"per_min": 180, "usual_per_min": 40},
    "question": {
        **PRODUCT,
        "topic": "size",
        "topic_zh": "尺码",
        "topic_en": "size",
        "users": 5,
        "example": "身高一米六穿什么码",
    },
    "order_surge": {**PRODUCT, "orders": 21, "minutes": 5, "times": 2.4},
    "order_slump": {"orders": 2, "minutes": 10, "usual": 12},
    "deadline": {"label": "冰丝防晒衣", "slot": 3, "seconds_left": 58},
    "source_stale": {"src": "shopify", "silent_s": 95},
}


def opportunity(rule: str, without: tuple[str, ...] = (), **more: FactValue) -> Opportunity:
    """Of ``rule``, its facts changed by ``more``; ``without`` are not told."""
    facts = {**FACTS[rule], **more}
    return Opportunity(rule, 0, rule, "SKU3", {name: value for name, value in facts.items() if name not in without})


def large(rule: str, without: tuple[str, ...] = ()) -> Opportunity:
    """With numbers that take long to be said."""
    numbers: dict[str, FactValue] = {
        "slot": 27, "next_slot": 28, "stock": 187, "minutes_left": 28, "viewers": 17_832, "clicks": 1867, "orders": 127,
        "minutes": 27, "per_min": 1780, "users": 27, "usual": 227, "seconds_left": 118,
    }  # fmt: skip
    more = {name: value for name, value in numbers.items() if name in FACTS[rule]}
    return opportunity(rule, without, **({**more, "topic": "returns"} if rule == "question" else more))
