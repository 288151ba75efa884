"""The regularised incomplete beta function I_x(a, b), in plain Python.

``scipy.special.betainc`` is the same function. Importing it takes 0.2 s, in which no key press would be answered, and
a rule asks for a few values a second. Continued fraction by the modified Lentz method: DLMF 8.17.22,
https://dlmf.nist.gov/8.17#v.
"""

from __future__ import annotations

import math

MOST_STEPS = 500
"""It needs about sqrt(max(a, b)) of them; counts of one show stay far below what this suffices for."""
TINY = 1e-300
PRECISE = 1e-13


def betainc(a: float, b: float, x: float) -> float:
    """I_x(a, b): the probability that a Beta(a, b) variable is at most x. a, b > 0, 0 <= x <= 1; else ValueError."""
    if not (a > 0.0 and b > 0.0 and 0.0 <= x <= 1.0):
        raise ValueError(f"betainc({a}, {b}, {x})")
    if x in (0.0, 1.0):
        return x
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    ratio = 1.0
    last = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    value = last
    for step in range(1, MOST_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            last = 1.0 / _away(1.0 + term * last)
            ratio = _away(1.0 + term / ratio)
            change = last * ratio
            value *= change
        if abs(change - 1.0) < PRECISE:
            break
    return value


def _away(value: float) -> float:
    """Not so near to zero that one divided by it is no number."""
    return value if abs(value) > TINY else TINY
