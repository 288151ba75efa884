"""What was compared with before it was decided how to judge (decision 17): formulas, whose model shows do not keep.

For ``hushcue bench effect`` alone; nothing that people are told rests on them.
"""

from __future__ import annotations

import numpy as np

from hushcue_gateway.effect.interval import Flags, Floats


def quasi_poisson(sent: Flags, orders: Floats, exposure: Floats, level: float) -> tuple[Floats, Floats]:
    """Both ends of the ratio, for each of many campaigns (runs x n): one factor of over-dispersion for all windows
    (Wedderburn 1974), Student's t of n - 2."""
    from scipy.special import stdtrit

    n = sent.shape[1]
    with np.errstate(all="ignore"):
        o1, o0, c1, c0 = (np.sum(x * arm, axis=1) for x in (orders, exposure) for arm in (sent, ~sent))
        expected = np.where(sent, (o1 / c1)[:, None], (o0 / c0)[:, None]) * exposure
        chi2 = np.where(expected > 0, (orders - expected) ** 2 / np.where(expected > 0, expected, 1), 0).sum(axis=1)
        phi = np.maximum(1.0, chi2 / (n - 2))
        middle = np.log(((o1 + 0.5) / c1) / ((o0 + 0.5) / c0))
        half = np.sqrt(phi * (1 / (o1 + 0.5) + 1 / (o0 + 0.5))) * stdtrit(n - 2, 0.5 + level / 2)
        return np.exp(middle - half), np.exp(middle + half)
