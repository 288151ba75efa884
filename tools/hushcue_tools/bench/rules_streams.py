"""Shows that are made of chance alone, with one change or none, for ``hushcue bench rules``.

Eight products, one pinned after the other for ten minutes and clicked twice as often meanwhile. In steps of ten
seconds: impressions (Poisson), clicks of them (binomial, 6 %), orders of those (binomial, 5 %), comments (Poisson, 60 a
minute), viewers (500). Each rate wanders by a factor of its own (log-normal, first-order autoregressive), so counts
are over-dispersed, as those of shows are. Nothing is wrong in a show without a change; whatever a rule says of it is a
false alarm. Seeded: the same again is the same show.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Count, Gauge, Order, Pin, Sheet

STEP_S = 10
BEGAN_MS = 1_700_000_000_000
PRODUCTS = tuple("ABCDEFGH")
PINNED_S = 600
CLICKS_PER_MIN = 20.0
PINNED_TIMES = 2.0
CTR = 0.06
CVR = 0.05
COMMENTS_PER_MIN = 60.0
VIEWERS = 500.0
SHOP, FEED = "shop", "feed"
FEED_GAP_S = 15.0
"""A source that tells something at chance times, so far apart in the mean."""

Walk = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """From ``since_s`` for ``lasts_s``: what (of the rules' names) is multiplied by ``times``; ``product`` for
    slow_product."""

    what: str
    times: float
    since_s: int
    lasts_s: int
    product: str = ""

    def factor(self, what: str, at_s: float, product: str = "") -> float:
        """By how much something is multiplied then."""
        inside = self.since_s <= at_s < self.since_s + self.lasts_s
        return self.times if inside and self.what == what and self.product in ("", product) else 1.0


NOTHING = Change("", 1.0, 0, 0)


def steps(seed: int, minutes: int, change: Change = NOTHING) -> Iterator[tuple[Board, int]]:
    """The board after each step, and show time. It is one board that goes on."""
    random = np.random.default_rng(seed)
    board = Board(BEGAN_MS)
    count = minutes * 60 // STEP_S
    clicked = {product: wander(random, count, 0.3, 300) for product in PRODUCTS}
    bought = {product: wander(random, count, 0.15, 600) for product in PRODUCTS}
    sold = wander(random, count, 0.15, 600)
    talked = wander(random, count, 0.25, 180)
    watched = wander(random, count, 0.05, 600)
    for slot, product in enumerate(PRODUCTS, 1):
        board.take(Sheet(BEGAN_MS, product, f"Product {product}", slot, 1990, "USD", src=SHOP), BEGAN_MS)
    feed_s = 0.0
    for step in range(count):
        at_s = step * STEP_S
        at_ms = BEGAN_MS + at_s * 1000
        now_ms = at_ms + STEP_S * 1000
        pinned = PRODUCTS[at_s // PINNED_S % len(PRODUCTS)]
        board.take(Pin(at_ms, pinned, src=SHOP), now_ms)
        for product in PRODUCTS:
            rate = CLICKS_PER_MIN / 60 * STEP_S * clicked[product][step] * (PINNED_TIMES if product == pinned else 1)
            shown = int(random.poisson(rate / CTR))
            clicks = int(random.binomial(shown, CTR))
            share = CVR * bought[product][step] * sold[step] * change.factor("slow_product", at_s, product)
            share *= change.factor("order_surge", at_s) * change.factor("order_slump", at_s)
            orders = int(random.binomial(clicks, min(1.0, share)))
            board.take(Count(at_ms, "impressions", shown, product, src=SHOP), now_ms)
            board.take(Count(at_ms, "clicks", clicks, product, src=SHOP), now_ms)
            for _ in range(orders):
                board.take(Order(at_ms, product, 1, 1990, "USD", src=SHOP), now_ms)
        rate = COMMENTS_PER_MIN / 60 * STEP_S * talked[step] * change.factor("comment_spike", at_s)
        board.tally("comments", "", at_ms, int(random.poisson(rate)), SHOP)
        viewers = random.poisson(VIEWERS * watched[step] * _ramp(change, at_s))
        board.take(Gauge(now_ms, "viewers", int(viewers), src=SHOP), now_ms)
        while feed_s < at_s + STEP_S:
            told_ms = BEGAN_MS + round(feed_s * 1000)
            if change.factor("source_stale", feed_s) == 1.0:
                board.take(Count(told_ms, "likes", 1, src=FEED), told_ms)
            feed_s += float(random.exponential(FEED_GAP_S))
        yield board, now_ms


def wander(random: np.random.Generator, count: int, spread: float, lasts_s: float) -> Walk:
    """A factor around 1: its logarithm has that standard deviation, and forgets itself in that time."""
    keep = math.exp(-STEP_S / lasts_s)
    noise = random.normal(0.0, spread * math.sqrt(1 - keep * keep), count)
    value = float(random.normal(0.0, spread))
    walk = np.empty(count)
    for step in range(count):
        value = keep * value + noise[step]
        walk[step] = value
    return np.asarray(np.exp(walk - spread * spread / 2), dtype=np.float64)


def _ramp(change: Change, at_s: float) -> float:
    """Viewers come within two minutes."""
    times = change.factor("viewers_peak", at_s)
    return 1.0 + (times - 1.0) * min(1.0, (at_s - change.since_s) / 120) if times != 1.0 else 1.0
