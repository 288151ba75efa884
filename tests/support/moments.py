"""Moments for tests."""

from __future__ import annotations

import random

from hushcue_gateway.effect.coin import assign
from hushcue_gateway.effect.moment import Moment

SECRET = b"a key of 32 bytes for the tests."


def campaign(
    n: int, effect: float = 1.0, *, seed: int = 1, rule: str = "question", airing: int = 8, rate: float = 0.05
) -> list[Moment]:
    """n moments of airings with so many each, assigned by the coin; spoken ones sell ``effect`` times as much."""
    dice = random.Random(seed)
    found = []
    for number in range(n):
        name = f"air-{number // airing:012x}"
        side = assign(SECRET, name, rule, number % airing, 30)
        clicks = dice.randint(60, 180)
        chance = rate * dice.uniform(0.7, 1.3) * (effect if side == "send" else 1.0)
        orders = sum(dice.random() < chance for _ in range(clicks))
        found.append(
            Moment(
                f"op-{rule}-{number}", name, rule, "SKU1", 1000 * number, side, "", orders, clicks,
                dice.randint(2000, 4000) * 60_000, side=side, spoken=True,
            )
        )  # fmt: skip
    return found
