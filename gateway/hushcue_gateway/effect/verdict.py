"""Three verdicts: helps, hurts, not enough evidence. When one may be reached, and what is still needed. Pure.

How sure one has to be depends on how often one looks. An airing that is over is looked at once: 95 %. What runs, and
the pool of all airings, which somebody looks at after each of them: 99.5 %. Judged by 95 % after each of 30 to 100
airings, a cue that does nothing was said to help in 12 to 17 of 100 such histories; by 99.5 % in 1 to 3.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal

Verdict = Literal["helps", "hurts", "unknown"]
Why = Literal["too_few", "wide", ""]
Look = Literal["end", "live"]
LEVELS: dict[Look, float] = {"end": 0.95, "live": 0.995}
LEAST_MOMENTS = 20
"""What the range was measured to hold from."""
LEAST_IN_ARM = 5
WORTH_FINDING = 1.25
"""What "so many more moments" are meant to find."""
POWER = 0.8
MOST_NEEDED = 9_900
NORMAL = NormalDist()


def verdict_of(low: float | None, high: float | None, n_sent: int, n_held: int) -> tuple[Verdict, Why]:
    """What a range means. low, high: of the ratio; None: not known, or (high) without an end."""
    if low is None or n_sent + n_held < LEAST_MOMENTS or min(n_sent, n_held) < LEAST_IN_ARM:
        return "unknown", "too_few"
    if low > 1.0:
        return "helps", ""
    if high is not None and high < 1.0:
        return "hurts", ""
    return "unknown", "wide"


def more_needed(n: int, variance: float | None, level: float) -> int | None:
    """About how many more moments until an effect of x1.25 would be found four times out of five, if they vary as
    these ``n`` did. variance: of the logarithm of the ratio. None: there is nothing to tell it from."""
    if n == 0 or variance is None or variance <= 0:
        return None
    wanted = (math.log(WORTH_FINDING) / (NORMAL.inv_cdf(0.5 + level / 2) + NORMAL.inv_cdf(POWER))) ** 2
    return _rounded(max(n * (variance / wanted - 1), LEAST_MOMENTS - n, 0))


def _rounded(number: float) -> int:
    """Upwards to tens, from 100 on to two digits: it is an estimate, and should look like one."""
    if number >= MOST_NEEDED:
        return MOST_NEEDED
    step: int = 10 ** max(1, len(str(int(number))) - 2)
    return math.ceil(number / step) * step
