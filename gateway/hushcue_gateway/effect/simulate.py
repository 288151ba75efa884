"""Shows whose truth is known, made by the hundred: what the comparison claims of them is what it is worth. Pure.

Windows differ as they do in shows: clicks are log-normal about their mean, and so is the share of clickers who buy,
beyond chance. Airings are short, so the coin's blocks begin anew in each, as in ``coin.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .design import Design, regular
from .interval import Flags, Floats, tails_of
from .verdict import LEAST_IN_ARM, LEAST_MOMENTS

LEAST_DRAWS = 999
LEAST_IN_TAIL = 5
"""Of the draws, beyond what the level allows: fewer, and the level is not kept."""
AT_ONCE = 200
"""Campaigns that are judged by the same draws: more of them, and chance in those would be the same for all."""


@dataclass(frozen=True, slots=True)
class World:
    """clicks: in a window, on average; clicks_sd: of their logarithm. rate: orders per click; rate_sd: of the logarithm
    of each window's own. airing: opportunities in each."""

    n: int
    holdout_percent: float = 30
    effect: float = 1.0
    clicks: float = 113.0
    clicks_sd: float = 0.6
    rate: float = 0.05
    rate_sd: float = 0.3
    airing: int = 10

    @property
    def design(self) -> Design:
        return regular(self.n, self.holdout_percent, self.airing)


@dataclass(frozen=True, slots=True)
class Told:
    """Percent of the runs. covered: the truth lay within the range. helps, hurts: that was claimed (``verdict.py``)."""

    covered: float
    helps: float
    hurts: float


def campaign(world: World, runs: int, rng: np.random.Generator) -> tuple[Flags, Floats, Floats]:
    """sent, orders, clicks: arrays of runs x n."""
    shape = (runs, world.n)
    sent = world.design.draws(runs, rng)
    clicks = rng.poisson(world.clicks * _about_one(world.clicks_sd, shape, rng)).astype(float)
    means = clicks * world.rate * _about_one(world.rate_sd, shape, rng) * np.where(sent, world.effect, 1.0)
    return sent, rng.poisson(means).astype(float), clicks


def told_of(world: World, runs: int, rng: np.random.Generator, level: float = 0.95) -> Told:
    """What the comparison says of so many campaigns."""
    return told(world.design, *campaign(world, runs, rng), world.effect, rng, level)


def told(
    design: Design,
    sent: Flags,
    orders: Floats,
    clicks: Floats,
    effect: float,
    rng: np.random.Generator,
    level: float = 0.95,
) -> Told:
    """The same of campaigns that are there."""
    alpha = (1 - level) / 2
    covered, helps, hurts = [], [], []
    for begun in range(0, len(sent), AT_ONCE):
        some = slice(begun, begun + AT_ONCE)
        data = sent[some], orders[some], clicks[some]
        draws = design.draws(_draws_for(alpha), rng)
        above, below = tails_of(*data, 1.0, draws)
        claimed = claims(data[0], above, below, alpha)
        helps.append(claimed[0])
        hurts.append(claimed[1])
        if effect != 1.0:
            above, below = tails_of(*data, effect, draws)
        covered.append((above > alpha) & (below > alpha))
    return Told(_percent(covered), _percent(helps), _percent(hurts))


def looked_at(world: World, runs: int, rng: np.random.Generator, level: float) -> tuple[float, float]:
    """Percent of campaigns of which "helps" (and "hurts") was ever claimed, looked at after each airing."""
    alpha = (1 - level) / 2
    helped, hurt = [], []
    for begun in range(0, runs, AT_ONCE):
        sent, orders, clicks = campaign(world, min(AT_ONCE, runs - begun), rng)
        draws = world.design.draws(_draws_for(alpha), rng)
        ever = np.zeros((2, len(sent)), bool)
        for n in range(world.airing, world.n + 1, world.airing):
            above, below = tails_of(sent[:, :n], orders[:, :n], clicks[:, :n], 1.0, draws[:, :n])
            ever |= np.array(claims(sent[:, :n], above, below, alpha))
        helped.append(ever[0])
        hurt.append(ever[1])
    return _percent(helped), _percent(hurt)


def claims(sent: Flags, above: Floats, below: Floats, alpha: float) -> tuple[Flags, Flags]:
    """Where ``verdict_of`` would say "helps", where "hurts"."""
    judged = np.minimum(sent.sum(-1), (~sent).sum(-1)) >= LEAST_IN_ARM
    judged = judged & (sent.shape[-1] >= LEAST_MOMENTS)
    return judged & (above <= alpha), judged & (below <= alpha)


def _draws_for(alpha: float) -> int:
    return max(LEAST_DRAWS, round(LEAST_IN_TAIL / alpha) - 1)


def _about_one(sd: float, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    return np.exp(rng.normal(-(sd**2) / 2, sd, shape)) if sd else np.ones(shape)


def _percent(flags: list[Flags]) -> float:
    return round(float(np.mean(np.concatenate(flags))) * 100, 2)
