"""Moments of one rule -> what they say together. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from .design import design_of
from .interval import Flags, Range, ratio_range
from .moment import AFTERWARDS, Moment
from .verdict import LEVELS, Look, Verdict, Why, more_needed, verdict_of

Basis = Literal["clicks", "viewer_minutes", "moments"]
"""What orders are counted per."""
MS_PER_MINUTE = 60_000
ENOUGH_KNOWN = 0.8
"""Of moments that have to know their clicks (or viewers) to be compared by them; the rest is left out then."""
DRAWS = 3_999
"""Ways the coin might have fallen: of 4000 with the one it did, 2.5 % are 100 and 0.25 % are 10."""
SEED = 17
UNEVEN = 0.05
"""Probability below which what was left out is no longer taken for chance."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The same comparison by another basis, without a verdict."""

    basis: Basis
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """By arm as assigned. n_spoken: of the n_sent, those that were really said to the end. orders and exposure in the
    unit of ``basis``. high: None with a low is "no upper end". phi: over-dispersion. left_out: reason -> moments that
    are not compared. all_counted: what was left out differed between the arms, so nothing was left out for a reason
    that speaking could bring about, and forced ones count as they were assigned."""

    n_sent: int
    n_held: int
    n_spoken: int
    n_forced: int
    basis: Basis
    orders_sent: int
    orders_held: int
    exposure_sent: float
    exposure_held: float
    ratio: float | None
    low: float | None
    high: float | None
    phi: float | None
    level: float
    verdict: Verdict
    why: Why
    more_needed: int | None
    left_out: dict[str, int] = field(default_factory=dict)
    all_counted: bool = False
    beside: Beside | None = None

    @property
    def n(self) -> int:
        """Moments that are compared."""
        return self.n_sent + self.n_held

    def as_json(self) -> dict[str, Any]:
        """For answers and reports."""
        return asdict(self)


def estimate(moments: Sequence[Moment], look: Look = "live") -> Estimate:
    """What moments of one rule say together: every opportunity of it, in the order of time, of one airing or of many.
    Always the same for the same moments. Takes a moment itself: not for the event loop."""
    level = LEVELS[look]
    compared = [each for each in moments if each.arm in ("send", "hold") and each.orders is not None]
    all_counted = uneven(moments)
    if all_counted:
        compared = [each for each in moments if _as_assigned(each)]
    basis = basis_of(compared)
    known = [each for each in compared if exposure_of(each, basis) is not None]
    counted = {each.opportunity_id for each in compared}
    left_out = Counter(
        each.why or "not_counted" for each in moments if each.opportunity_id not in counted and each.arm != "forced"
    )
    if len(known) < len(compared):
        left_out["no_" + basis] += len(compared) - len(known)
    sent = [each for each in known if each.assigned == "send"]
    held = [each for each in known if each.assigned == "hold"]
    compare = _Comparison(moments, level)
    found = compare(known, basis)
    verdict, why = verdict_of(found.low, found.high, len(sent), len(held))
    return Estimate(
        n_sent=len(sent),
        n_held=len(held),
        n_spoken=sum(each.spoken is True for each in sent),
        n_forced=sum(each.arm == "forced" for each in moments),
        basis=basis,
        orders_sent=sum(each.orders or 0 for each in sent),
        orders_held=sum(each.orders or 0 for each in held),
        exposure_sent=sum(exposure_of(each, basis) or 0.0 for each in sent),
        exposure_held=sum(exposure_of(each, basis) or 0.0 for each in held),
        ratio=found.ratio,
        low=found.low,
        high=found.high,
        phi=found.phi,
        level=level,
        verdict=verdict,
        why=why,
        more_needed=None if verdict != "unknown" else more_needed(len(known), found.variance, level),
        left_out=dict(left_out),
        all_counted=all_counted,
        beside=_beside(compared, basis, compare),
    )


def basis_of(moments: Sequence[Moment]) -> Basis:
    """Clicks where nearly all moments know them, else viewer-minutes, else moments. Decided by what sources tell, never
    by what was ordered."""
    for basis in ("clicks", "viewer_minutes"):
        known = sum(exposure_of(each, basis) is not None for each in moments)
        if moments and known >= ENOUGH_KNOWN * len(moments):
            return basis
    return "moments"


def exposure_of(moment: Moment, basis: Basis) -> float | None:
    """How much there was to order from; None: not known."""
    if basis == "clicks":
        return None if moment.clicks is None else float(moment.clicks)
    if basis == "viewer_minutes":
        return None if moment.viewer_ms is None else moment.viewer_ms / MS_PER_MINUTE
    return 1.0


def uneven(moments: Sequence[Moment]) -> bool:
    """Whether moments were left out more often in one arm than in the other, beyond chance (Fisher's exact test): then
    speaking itself has moved pins, prices or people, and leaving those moments out would flatter one arm."""
    dropped = {
        side: sum(_left_out_afterwards(each) for each in moments if each.assigned == side) for side in ("send", "hold")
    }
    kept = {side: sum(each.arm == side and each.orders is not None for each in moments) for side in ("send", "hold")}
    return fisher(dropped["send"], kept["send"], dropped["hold"], kept["hold"]) < UNEVEN


def fisher(a: int, b: int, c: int, d: int) -> float:
    """Two-sided probability of a table [[a, b], [c, d]] or a rarer one, its margins given."""
    row, column, whole = a + b, a + c, a + b + c + d

    def ways(x: int) -> int:
        return math.comb(column, x) * math.comb(whole - column, row - x)

    seen = ways(a)
    rarer = sum(each for each in map(ways, range(max(0, row + column - whole), min(row, column) + 1)) if each <= seen)
    return rarer / math.comb(whole, row)


def _left_out_afterwards(moment: Moment) -> bool:
    return moment.orders is not None and (
        moment.arm == "forced" or (moment.arm == "excluded" and moment.why in AFTERWARDS)
    )


def _as_assigned(moment: Moment) -> bool:
    return (
        moment.orders is not None and bool(moment.assigned) and (moment.arm != "excluded" or moment.why in AFTERWARDS)
    )


class _Comparison:
    """One design, drawn once: by whatever basis, the coin is the same."""

    def __init__(self, moments: Sequence[Moment], level: float):
        self._design, self._place = design_of(moments)
        self._draws: Flags | None = None
        self._level = level

    def __call__(self, moments: Sequence[Moment], basis: Basis) -> Range:
        if not moments:
            return Range(None, None, None, None, None)
        if self._draws is None:
            self._draws = self._design.draws(DRAWS, np.random.default_rng(SEED))
        places = [self._place[each.opportunity_id] for each in moments]
        sent = np.array([each.assigned == "send" for each in moments])
        orders = np.array([each.orders or 0 for each in moments], float)
        exposure = np.array([exposure_of(each, basis) or 0.0 for each in moments], float)
        return ratio_range(sent, orders, exposure, self._level, self._draws[:, places])


def _beside(moments: Sequence[Moment], basis: Basis, compare: _Comparison) -> Beside | None:
    """Orders per viewer-minute beside orders per click: a cue may bring clicks, and then the latter says too little."""
    if basis != "clicks":
        return None
    known = [each for each in moments if each.viewer_ms is not None]
    if len(known) < ENOUGH_KNOWN * len(moments):
        return None
    found = compare(known, "viewer_minutes")
    return None if found.low is None else Beside("viewer_minutes", found.ratio, found.low, found.high)
