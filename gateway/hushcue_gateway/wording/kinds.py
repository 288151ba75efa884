"""What the numbers among the facts are numbers of, and which of them may be named. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..rules.opportunity import FactValue
from .numerals import numbers_in
from .readers.reader import rounded_down
from .slots import SHARES, near

Kind = Literal[
    "slot", "pieces", "people", "orders", "clicks", "comments", "time", "percent", "times", "money", "name", "unknown"
]
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("slot", "next_slot"), "slot"),
    **dict.fromkeys(("viewers", "was", "users"), "people"),
    **dict.fromkeys(("orders", "usual", "orders_per_min"), "orders"),
    **dict.fromkeys(("per_min", "usual_per_min"), "comments"),
    **dict.fromkeys(("minutes", "minutes_left", "seconds_left", "silent_s"), "time"),
    **dict.fromkeys(SHARES, "percent"),
    **{"stock": "pieces", "clicks": "clicks", "times": "times"},
}
_USUAL = frozenset({"usual", "usual_per_min", "usual_cvr", "was"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may be named. values: it and what comes of rounding it. usual: how it is at other times."""

    kind: Kind
    values: frozenset[float]
    usual: bool = False


def counts_of(facts: Mapping[str, FactValue], language: str) -> list[Count]:
    """Of every fact that holds numbers; the digits in names count nothing."""
    found: list[Count] = []
    for name, value in facts.items():
        if isinstance(value, str):
            if name.endswith("label") and (digits := numbers_in(value, language)):
                found.append(Count("name", frozenset(digits)))
            continue
        found.append(Count(_kind_of(name), frozenset(_values_of(name, value)), name in _USUAL))
        if name.endswith("per_min"):
            found.append(Count("time", frozenset({1.0})))  # "180 comments in one minute"
    return found


def numbers_of(facts: Mapping[str, FactValue], language: str) -> set[float]:
    """What may be named of the facts: their numbers, what comes of rounding them as templates do, and the digits in
    names."""
    return {value for count in counts_of(facts, language) for value in count.values}


def _kind_of(name: str) -> Kind:
    return "money" if "price" in name or name.endswith("_minor") else _KINDS.get(name, "unknown")


def _values_of(name: str, value: float) -> set[float]:
    if name in SHARES:
        return {round(value * 100, 1), float(round(value * 100))}
    found = {float(value), float(round(value)), float(int(value))}
    if value >= 0:
        found.add(float(rounded_down(int(value))))
    if name in ("seconds_left", "silent_s"):
        for seconds in (int(value), near(int(value))):
            minutes, left = divmod(seconds, 60)
            found |= {float(part) for part in (seconds, minutes, left, minutes // 60, minutes % 60)}
    return found
