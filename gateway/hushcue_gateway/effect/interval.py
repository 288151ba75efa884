"""How much more was ordered where the assistant spoke: a ratio of two rates with a range, judged by the coin itself.

Orders in windows vary more than chance alone lets them, and not alike: products differ, a sale multiplies orders, a
product sells out. Formulas for that variance hold where their model does: quasi-Poisson with Student's t covers 86 to
93 % in place of 95 where windows differ in clicks, and one with a variance of mu + tau2 mu^2, score limits and
Satterthwaite's degrees of freedom still only 91 % on whole recorded shows. The coin is known exactly. So here the range
is found as Fisher found it (randomisation inference, The Design of Experiments, 1935): an effect is plausible unless
the difference that was seen, once that effect is taken out of the spoken windows, is rarer than 2.5 % on its side among
all the ways the coin might have fallen (``design.py``). Without an effect that holds for any orders whatever.

What is compared is the logarithm of the ratio of rates, divided by its standard error as of two ratio estimators
(Cochran, Sampling Techniques, 1977, 6.4), so that ranges hold for effects other than none too (studentised: Janssen
1997). ``hushcue bench effect`` measures coverage, false claims and power of these very functions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
HALF = 0.5
"""Added to orders within logarithms: an arm without any has a rate all the same."""
MOST_RATIO = 64.0
STEPS = 30
AT_ONCE = 512
"""Moments that are multiplied at one time: bounds memory."""


@dataclass(frozen=True, slots=True)
class Range:
    """ratio: spoken / held, None where the held arm ordered nothing. low, high: None with a low: there is no upper end.
    variance: of the logarithm of the ratio. phi: how many times that is what chance alone would make."""

    ratio: float | None
    low: float | None
    high: float | None
    variance: float | None
    phi: float | None


class _Sums(NamedTuple):
    """Of one arm, or of all: orders, exposure, and their squares and products."""

    o: Floats
    c: Floats
    oo: Floats
    oc: Floats
    cc: Floats

    def rest(self, whole: _Sums) -> _Sums:
        return _Sums(*(every - mine for mine, every in zip(self, whole, strict=True)))


def ratio_range(sent: Flags, orders: Floats, exposure: Floats, level: float, draws: Flags) -> Range:
    """Compare n moments. exposure: clicks, viewer-minutes, or 1 for each. level: 0.95. draws: count x n, how the coin
    might have fallen. Nothing is known (all None) without moments, exposure and orders in play."""
    o, c = orders.astype(float), exposure.astype(float)
    own, silent = o * sent, o * ~sent
    columns = np.stack([own, silent, c, own**2, silent**2, own * c, silent * c, c**2], axis=1)
    with np.errstate(all="ignore"):
        mine, whole = sent.astype(float) @ columns, columns.sum(axis=0)
        if not (mine[2] > 0 and whole[2] - mine[2] > 0 and o.sum() > 0):
            return Range(None, None, None, None, None)
        drawn = sum(
            draws[:, begun : begun + AT_ONCE].astype(float) @ columns[begun : begun + AT_ONCE]
            for begun in range(0, len(o), AT_ONCE)
        )
        assert not isinstance(drawn, int)
        alpha = (1 - level) / 2

        def tails(effect: float) -> tuple[float, float]:
            seen = _studentised(_without(mine, effect), _without(whole, effect))
            others = _studentised(_without(drawn.T, effect), _without(whole, effect))
            above, below = _shares(seen[None], others[:, None])
            return float(above[0]), float(below[0])

        low = _edge(lambda effect: tails(effect)[0] <= alpha, 1 / MOST_RATIO, MOST_RATIO)
        high = _edge(lambda effect: tails(effect)[1] > alpha, 1 / MOST_RATIO, MOST_RATIO)
        one = _without(mine, 1.0)
        two = one.rest(_without(whole, 1.0))
        variance = float(_variance(one) + _variance(two))
        chance = float(1 / (one.o + HALF) + 1 / (two.o + HALF))
        ratio = float((one.o / one.c) / (two.o / two.c)) if two.o > 0 else None
    return Range(
        ratio,
        0.0 if low <= 1 / MOST_RATIO else low,
        None if high >= MOST_RATIO else high,
        max(variance, chance),
        max(1.0, variance / chance),
    )


def tails_of(sent: Flags, orders: Floats, exposure: Floats, effect: float, draws: Flags) -> tuple[Floats, Floats]:
    """For each of many campaigns (rows of runs x n): the share of draws with a difference at least as high as was seen,
    and at least as low, once ``effect`` is taken out. Below (1 - level) / 2: that effect is outside of the range."""
    o, c = np.where(sent, orders / effect, orders), exposure
    columns = (o, c, o * o, o * c, c * c)
    with np.errstate(all="ignore"):
        whole = _Sums(*(each.sum(axis=1) for each in columns))
        seen = _studentised(_Sums(*((each * sent).sum(axis=1) for each in columns)), whole)
        drawn = draws.astype(float) @ np.concatenate(columns).T
        others = _studentised(_Sums(*np.split(drawn, len(columns), axis=1)), whole)
    return _shares(seen, others)


def _without(sums: Floats, effect: float) -> _Sums:
    """Of the eight columns: with the effect taken out of what was spoken."""
    o1, o0, c, oo1, oo0, oc1, oc0, cc = sums
    return _Sums(o1 / effect + o0, c, oo1 / effect**2 + oo0, oc1 / effect + oc0, cc)


def _studentised(one: _Sums, whole: _Sums) -> Floats:
    """Log ratio of the rates of one arm and of the rest, by its standard error; 0 where an arm is empty."""
    two = one.rest(whole)
    difference = np.log((one.o + HALF) / one.c) - np.log((two.o + HALF) / two.c)
    found: Floats = difference / np.sqrt(_variance(one) + _variance(two) + 1e-12)
    return np.where(np.isfinite(found), found, 0.0)


def _variance(arm: _Sums) -> Floats:
    """Of the logarithm of a rate, from how its windows differ from it."""
    rate = arm.o / arm.c
    found: Floats = np.maximum(arm.oo - 2 * rate * arm.oc + rate**2 * arm.cc, 0.0) / (arm.o + HALF) ** 2
    return found


def _shares(seen: Floats, others: Floats) -> tuple[Floats, Floats]:
    """What was seen is itself one of the ways the coin could fall."""
    count = len(others) + 1
    close = 1e-9 * (1 + np.abs(seen))
    return (1 + (others >= seen - close).sum(axis=0)) / count, (1 + (others <= seen + close).sum(axis=0)) / count


def _edge(outside: object, low: float, high: float) -> float:
    """Where, going up, something that is true ceases to be so."""
    assert callable(outside)
    if not outside(low):
        return low
    if outside(high):
        return high
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if outside(middle) else (low, middle)
    return math.sqrt(low * high)
