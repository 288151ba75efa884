"""The settings of the rules as a table: what each is called, its unit, its bounds. Screens show any rule from this."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .opportunity import NEVER_HELD, RULES, Mode
from .words import WORDS


@dataclass(frozen=True, slots=True)
class Field:
    """One number. code: of its label in ``words.py``. step: 1 and above means whole numbers only."""

    name: str
    code: str
    unit: str
    low: float
    high: float
    step: float
    default: float

    @property
    def whole(self) -> bool:
        return self.step >= 1

    def as_json(self) -> dict[str, Any]:
        """For screens: ``{name, label{en,zh}, unit{en,zh}, low, high, step, default}``."""
        return {
            "name": self.name,
            "label": WORDS.both(self.code),
            "unit": WORDS.both("unit_" + self.unit),
            "low": self.low,
            "high": self.high,
            "step": self.step,
            "default": self.default,
        }


def _of(rule: str, *rows: tuple[str, str, float, float, float, float]) -> tuple[Field, ...]:
    return tuple(Field(row[0], f"{rule}.{row[0]}", *row[1:]) for row in rows)


# name, unit, low, high, step, default
RULE_FORMS = MappingProxyType(
    {
        "stock_low": _of(
            "stock_low",
            ("pieces", "pieces", 1, 100_000, 1, 20),
            ("minutes_left", "minutes", 0, 60, 0.5, 3),
            ("rearm_percent", "percent", 5, 500, 5, 20),
        ),
        "sold_out": _of("sold_out", ("pieces_back", "pieces", 1, 100_000, 1, 3)),
        "viewers_peak": _of(
            "viewers_peak",
            ("percent_above", "percent", 1, 500, 1, 15),
            ("sigmas", "sigmas", 0, 20, 0.5, 3),
            ("viewers", "viewers", 1, 10_000_000, 1, 30),
        ),
        "slow_product": _of(
            "slow_product",
            ("minutes", "minutes", 2, 60, 1, 12),
            ("drop_to_percent", "percent", 5, 95, 5, 70),
            ("certainty_percent", "percent", 50, 99.9, 0.1, 90),
            ("clicks", "clicks", 10, 100_000, 1, 60),
            ("baseline_orders", "orders", 1, 10_000, 1, 10),
        ),
        "comment_spike": _of(
            "comment_spike",
            ("sigmas", "sigmas", 1, 20, 0.5, 4),
            ("comments", "comments", 1, 100_000, 1, 10),
        ),
        "question": _of(
            "question",
            ("users", "viewers", 2, 10_000, 1, 3),
            ("share_percent", "percent", 0, 100, 1, 15),
            ("users_alone", "viewers", 2, 10_000, 1, 5),
        ),
        "order_surge": _of(
            "order_surge",
            ("minutes", "minutes", 1, 30, 1, 3),
            ("times", "times", 1, 20, 0.1, 1.5),
            ("certainty_percent", "percent", 50, 99.9, 0.1, 99),
            ("orders", "orders", 2, 100_000, 1, 10),
        ),
        "order_slump": _of(
            "order_slump",
            ("minutes", "minutes", 2, 60, 1, 8),
            ("to_percent", "percent", 5, 95, 5, 50),
            ("certainty_percent", "percent", 50, 99.9, 0.1, 99),
            ("usual_orders", "orders", 2, 100_000, 1, 10),
        ),
        "deadline": _of("deadline", ("seconds", "seconds", 10, 3_600, 5, 60)),
        "source_stale": _of(
            "source_stale",
            ("seconds", "seconds", 10, 3_600, 5, 60),
            ("times", "times", 2, 100, 1, 8),
        ),
    }
)
"""Rule -> its own thresholds."""

COOLDOWNS_S = MappingProxyType(
    {
        "stock_low": 120,
        "sold_out": 120,
        "viewers_peak": 300,
        "slow_product": 240,
        "comment_spike": 240,
        "question": 240,
        "order_surge": 300,
        "order_slump": 600,
        "deadline": 0,
        "source_stale": 300,
    }
)
HOLDOUT_PERCENT = 30
MOST_HOLDOUT_PERCENT = 50
"""As the coin allows (``effect/coin.py``)."""
GENERAL_FORM = (
    Field("warm_up_s", "warm_up_s", "seconds", 0, 7_200, 10, 600),
    Field("product_gap_s", "product_gap_s", "seconds", 0, 3_600, 5, 120),
)
"""What all rules share."""
MODES: tuple[Mode, ...] = ("off", "suggest", "auto")
REPEATS = frozenset({"question"})
"""What goes on to hold is said again after its cooldown."""
OPERATORS_ONLY = frozenset({"source_stale"})
"""Never into an ear: these cannot speak by themselves."""


def cooldown_form(rule: str) -> Field:
    """Of a rule that repeats what goes on it is never short."""
    least = 30 if rule in REPEATS else 0
    return Field("cooldown_s", "cooldown_s", "seconds", least, 7_200, 5, COOLDOWNS_S[rule])


def holdout_form(rule: str) -> Field:
    """Of a rule that is never held the bounds are both 0."""
    most, usual = (0, 0) if rule in NEVER_HELD else (MOST_HOLDOUT_PERCENT, HOLDOUT_PERCENT)
    return Field("holdout_percent", "holdout_percent", "percent", 0, most, 1, usual)


def modes_of(rule: str) -> tuple[Mode, ...]:
    """What a rule may be set to."""
    return MODES[:2] if rule in OPERATORS_ONLY else MODES


def forms_json() -> dict[str, Any]:
    """All of it, for a screen that knows no rule by name."""
    return {
        "general": [field.as_json() for field in GENERAL_FORM],
        "rules": {
            rule: {
                "label": WORDS.both(rule),
                "about": WORDS.both(rule + "_about"),
                "modes": list(modes_of(rule)),
                "never_held": rule in NEVER_HELD,
                "thresholds": [field.as_json() for field in RULE_FORMS[rule]],
                "cooldown_s": cooldown_form(rule).as_json(),
                "holdout_percent": holdout_form(rule).as_json(),
            }
            for rule in RULES
        },
    }
