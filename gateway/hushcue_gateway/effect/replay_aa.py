"""Recorded shows, in which the assistant said nothing: a coin is tossed over their windows as if it had. What is then
claimed of it is false (A/A); and an effect that was put in has to be found at its size. Pure, seeded.

Unlike ``simulate.py`` nothing is known of how windows vary: products differ, prices change, sources fall silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..showdata.board import Board
from ..showdata.fact import Fact
from .coin import BLOCK
from .design import regular
from .interval import Floats
from .moment import Moment
from .outcome import WINDOW_MS, outcome_of
from .simulate import Told, told

LEAST_CLICKS = 20
"""In a window: rules do not look at products that hardly anybody looks at."""


@dataclass(frozen=True)
class Windows:
    """What was ordered and clicked in five minutes of a product, in windows that do not overlap."""

    orders: Floats
    clicks: Floats

    def __len__(self) -> int:
        return len(self.orders)


def windows_of(shows: Iterable[Iterable[Fact]]) -> Windows:
    """Every window of every product of recorded shows (facts in the order of time)."""
    counted = [pair for facts in shows for pair in _of_show(facts)]
    pairs = np.array(counted, float).reshape(-1, 2)
    return Windows(pairs[:, 0], pairs[:, 1])


def replayed(
    windows: Windows,
    n: int,
    runs: int,
    rng: np.random.Generator,
    holdout_percent: int = 30,
    effect: float = 1.0,
    level: float = 0.95,
) -> Told:
    """Campaigns of ``n`` of these windows each, and what the comparison says of them. effect: 1 and above; put in by
    taking orders away from held windows at random (binomial thinning): what is left is as random as before."""
    places = np.argsort(rng.random((runs, len(windows))), axis=1)[:, :n]
    orders, clicks = windows.orders[places], windows.clicks[places]
    design = regular(n, holdout_percent, BLOCK)
    sent = design.draws(runs, rng)
    thinned = rng.binomial(orders.astype(int), 1 / effect).astype(float)
    return told(design, sent, np.where(sent, orders, thinned), clicks, effect, rng, level)


def board_of(facts: Iterable[Fact]) -> Board:
    """The board as it stands at the end of a show (facts in the order of time)."""
    facts = iter(facts)
    first = next(facts)
    board = Board(first.at_ms)
    board.take(first, first.at_ms)
    for fact in facts:
        board.take(fact, fact.at_ms)
    return board


def _of_show(facts: Iterable[Fact]) -> list[tuple[int, int]]:
    board = board_of(facts)
    found = []
    for at_ms in range(board.began_ms, board.newest_ms - WINDOW_MS, WINDOW_MS):
        for product in board.products:
            outcome = outcome_of(board, Moment("", "", "", product, at_ms, "send"))
            if outcome.orders is not None and (outcome.clicks or 0) >= LEAST_CLICKS:
                found.append((outcome.orders, outcome.clicks or 0))
    return found
