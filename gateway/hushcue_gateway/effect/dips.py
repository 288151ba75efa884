"""Why "five minutes after against five before" is no answer: tried where there is no cue at all. Pure, seeded.

People reach for the key when a product sells badly. Whatever sells badly by chance sells better afterwards (regression
to the mean); what sells badly for a reason goes on so. Either way the comparison speaks of anything but the cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ..showdata.board import Board
from ..showdata.fact import Count, Fact, Order
from .outcome import BUCKET_MS, WINDOW_MS
from .replay_aa import LEAST_CLICKS, board_of

DIP_MS = 180_000
DIP = 0.6
"""Of the product's own orders per click so far: less is a dip, in which somebody would reach for the key."""
LEAST_ORDERS = 10
STEPS_PER_MINUTE = 60_000 // BUCKET_MS


def plain_show(seed: int, minutes: int = 240, clicks: float = 20.0, rate: float = 0.05) -> Iterator[Fact]:
    """A product of which nothing changes: so many clicks a minute, so many orders per click, and chance."""
    rng = np.random.default_rng(seed)
    for step in range(minutes * STEPS_PER_MINUTE):
        at_ms = step * BUCKET_MS
        clicked = int(rng.poisson(clicks / STEPS_PER_MINUTE))
        yield Count(at_ms, "clicks", clicked, "SKU1")
        for _ in range(int(rng.binomial(clicked, rate))):
            yield Order(at_ms, "SKU1")


def boasted(shows: Iterable[Iterable[Fact]]) -> tuple[int, float]:
    """What people would see who compare five minutes after with five before, whenever orders per click of a product
    have dipped: how many such moments there are in shows without any cue, and orders per click after / before."""
    dips = [dip for facts in shows for dip in _dips(board_of(facts))]
    after_orders, after_clicks, before_orders, before_clicks = np.array(dips, float).reshape(-1, 4).sum(axis=0)
    if not (after_clicks and before_orders and before_clicks):
        return len(dips), float("nan")
    return len(dips), float(after_orders / after_clicks / (before_orders / before_clicks))


def _dips(board: Board) -> Iterator[tuple[int, int, int, int]]:
    """(orders, clicks) after, (orders, clicks) before."""
    for product in board.products:
        span = (product, board.began_ms, board.newest_ms)
        told = [[value or 0 for value in board.series(what, *span)] for what in ("orders", "clicks")]
        sums = [np.concatenate([[0], np.cumsum(each)]) for each in told]
        at = next_at = WINDOW_MS // BUCKET_MS
        while at + next_at < len(sums[0]):
            all_orders, all_clicks = (int(each[at]) for each in sums)
            orders, clicks = (int(each[at] - each[at - DIP_MS // BUCKET_MS]) for each in sums)
            dipped = clicks >= LEAST_CLICKS and orders * all_clicks < DIP * all_orders * clicks
            if all_orders >= LEAST_ORDERS and dipped:
                after = [int(each[at + next_at] - each[at]) for each in sums]
                before = [int(each[at] - each[at - next_at]) for each in sums]
                yield after[0], after[1], before[0], before[1]
                at += next_at
            else:
                at += 1
