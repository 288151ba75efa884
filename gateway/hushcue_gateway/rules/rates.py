"""Whether a rate is other than it was: what one may believe after having counted. Pure functions."""

from __future__ import annotations

from .beta import betainc

HALF = 0.5
"""Jeffreys' prior of a Poisson rate."""


def rate_above(now: int, now_of: float, before: int, before_of: float, times: float) -> float:
    """P(rate now > times * rate before), of two counts: so many in so much (seconds, or clicks that might have become
    orders), all that is counted in > 0.

    The rates are Poisson's with Gamma posteriors; then now_of * rate now / (now_of * rate now + before_of * rate
    before) is a Beta variable. How little is known of the time before counts as much as how little is known of now."""
    bound = times * now_of / (times * now_of + before_of)
    return 1.0 - betainc(now + HALF, before + HALF, bound)


def rate_below(now: int, now_of: float, before: int, before_of: float, times: float) -> float:
    """P(rate now < times * rate before)."""
    return 1.0 - rate_above(now, now_of, before, before_of, times)
