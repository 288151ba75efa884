"""A made-up show of two hours, the same for the same seed: what newcomers see, and what whole tests replay.

Eight products are pinned in turn, viewers come in waves, and everything that a rule looks for happens once at least
(``script.py`` says when). Sources: "demo" (viewers, comments, pins, scenes), "demo-shop" (products, orders, stock;
all stock again every half minute), "demo-clicks" (counters, as totals, every ten seconds). Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from .crowd import Crowd
from .demo_texts import LANGUAGES
from .fact import Count, Fact, Gauge, OnAir, Order, OrderState, Pin, Sheet
from .script import GOODS, Good, Script

CURRENCY = "USD"
STEP_MS = 1_000
EVERY_S = 10
SHOP_EVERY_S = 30
SECONDS = 60
IMPRESSIONS_PINNED = 0.8
"""Of a viewer, in a minute."""
IMPRESSIONS_LISTED = 0.05
ROOM_COUNTS = (("views", 0.08), ("likes", 0.9), ("follows", 0.012), ("shares", 0.006))
"""Of a viewer, in a minute."""
UNPAID = 0.12
"""Of orders are paid a while after they were placed, or never."""
REFUNDED = 0.015
MOST_MINUTES = 600
FEWEST_MINUTES = 5


@dataclass
class Offer:
    """A product as it goes through the show."""

    good: Good
    slot: int
    stock: int
    impressions: int = 0
    clicks: int = 0

    @property
    def id(self) -> str:
        return self.good.id


def generate(
    seed: int = 1,
    minutes: int = 120,
    products: int = len(GOODS),
    languages: Sequence[str] = LANGUAGES,
    began_ms: int = 0,
) -> Iterator[Fact]:
    """Facts in the order of time, from ``began_ms`` on. products: 1 to 8. ValueError for anything else, for a show
    shorter than FEWEST_MINUTES or longer than MOST_MINUTES, and for languages that nobody speaks there."""
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise ValueError(f"minutes: {FEWEST_MINUTES} to {MOST_MINUTES}")
    if not 1 <= products <= len(GOODS):
        raise ValueError(f"products: 1 to {len(GOODS)}")
    if not languages or not set(languages) <= set(LANGUAGES):
        raise ValueError(f"languages: of {', '.join(LANGUAGES)}")
    return _Show(Random(seed), Script(minutes, products), languages, began_ms).facts()


class _Show:
    def __init__(self, random: Random, script: Script, languages: Sequence[str], began_ms: int):
        self._random = random
        self._script = script
        self._began_ms = began_ms
        self._crowd = Crowd(random, languages)
        self._offers = [
            Offer(good, place + 1, script.stock_of(place)) for place, good in enumerate(GOODS[: script.products])
        ]
        self._room = dict.fromkeys((what for what, _ in ROOM_COUNTS), 0)
        self._pinned: Offer | None = None
        self._scene = ""
        self._orders = 0
        self._later: list[Fact] = []

    def facts(self) -> Iterator[Fact]:
        yield from self._opening()
        for second in range(self._script.minutes * SECONDS):
            at_ms = self._began_ms + second * STEP_MS
            found = [*self._direction(second, at_ms), *self._sales(second, at_ms)]
            found += self._crowd.comments(second, at_ms, self._script, self._pinned.id if self._pinned else "")
            if second % EVERY_S == 0:
                found += self._numbers(second, at_ms)
            due = [fact for fact in self._later if fact.at_ms < at_ms + STEP_MS]
            self._later = [fact for fact in self._later if fact.at_ms >= at_ms + STEP_MS]
            yield from sorted([*found, *due], key=lambda fact: fact.at_ms)
        yield OnAir(self._began_ms + self._script.minutes * SECONDS * STEP_MS, False, "", False, "demo")

    def _opening(self) -> Iterator[Fact]:
        for offer in self._offers:
            good = offer.good
            yield Sheet(
                self._began_ms,
                good.id,
                good.label,
                offer.slot,
                good.price_minor,
                CURRENCY,
                self._script.stock_low_of(offer.slot - 1),
                0,
                good.keywords,
                "demo-shop",
            )
            yield Gauge(self._began_ms, "stock", offer.stock, good.id, "demo-shop")

    # --- what the people of the show do -----------------------------------------------------------------------------

    def _direction(self, second: int, at_ms: int) -> Iterator[Fact]:
        scene = self._script.scene(second)
        if scene.name != self._scene:
            self._scene = scene.name
            yield OnAir(at_ms, True, scene.name, scene.quiet, "demo")
        place = self._script.pinned(second)
        offer = self._offers[place] if place is not None else None
        if offer is not self._pinned:
            self._pinned = offer
            yield Pin(at_ms, offer.id if offer else "", offer.slot if offer else None, "demo")
        if second == self._script.flash_s and offer is not None:
            ends_ms = self._began_ms + self._script.flash_ends_s * STEP_MS
            price = round(offer.good.price_minor * 0.8)
            yield Sheet(at_ms, offer.id, price_minor=price, offer_ends_at_ms=ends_ms, src="demo-shop")
        if second == self._script.flash_ends_s and self._script.flash_place is not None:
            good = self._offers[self._script.flash_place].good
            yield Sheet(at_ms, good.id, price_minor=good.price_minor, offer_ends_at_ms=0, src="demo-shop")

    # --- what viewers do --------------------------------------------------------------------------------------------

    def _sales(self, second: int, at_ms: int) -> Iterator[Fact]:
        viewers = self._script.viewers(second)
        for place, offer in enumerate(self._offers):
            pinned = offer is self._pinned
            share = IMPRESSIONS_PINNED if pinned else IMPRESSIONS_LISTED
            seen = poisson(self._random, viewers * share / SECONDS)
            ctr = offer.good.ctr * self._script.ctr_factor(second, place)
            clicks = sum(self._random.random() < ctr for _ in range(seen))
            offer.impressions += seen
            offer.clicks += clicks
            cvr = min(0.9, offer.good.cvr * self._script.cvr_factor(second, place))
            bought = sum(self._random.random() < cvr for _ in range(clicks))
            for _ in range(bought):
                yield from self._order(offer, at_ms + self._random.randrange(STEP_MS))

    def _order(self, offer: Offer, at_ms: int) -> Iterator[Fact]:
        if not offer.stock:
            return
        units = min(offer.stock, 1 if self._random.random() < 0.85 else 2)
        offer.stock -= units
        self._orders += 1
        name, money = f"o{self._orders:05d}", units * offer.good.price_minor

        def told(when_ms: int, state: OrderState) -> Order:
            return Order(when_ms, offer.id, units, money, CURRENCY, state, "demo-shop", name)

        if self._random.random() < UNPAID:
            yield told(at_ms, "created")
            fate: OrderState = "paid" if self._random.random() < 0.75 else "cancelled"
            self._later.append(told(at_ms + self._random.randrange(15_000, 180_000), fate))
        else:
            yield told(at_ms, "paid")
            if self._random.random() < REFUNDED:
                self._later.append(told(at_ms + self._random.randrange(300_000, 1_800_000), "refunded"))
        yield Gauge(at_ms, "stock", offer.stock, offer.id, "demo-shop")

    def _numbers(self, second: int, at_ms: int) -> Iterator[Fact]:
        curve = self._script.viewers(second)
        viewers = max(0, round(curve + self._random.gauss(0, math.sqrt(curve) * 0.4)))
        yield Gauge(at_ms, "viewers", viewers, src="demo")
        for what, share in ROOM_COUNTS:
            self._room[what] += poisson(self._random, curve * share * EVERY_S / SECONDS)
            yield Count(at_ms, what, self._room[what], total=True, src="demo")
        if second % SHOP_EVERY_S == 0:
            for offer in self._offers:
                yield Gauge(at_ms, "stock", offer.stock, offer.id, "demo-shop")
        if not self._script.clicks_are_silent(second):
            for offer in self._offers:
                yield Count(at_ms, "impressions", offer.impressions, offer.id, True, "demo-clicks")
                yield Count(at_ms, "clicks", offer.clicks, offer.id, True, "demo-clicks")


def poisson(random: Random, mean: float) -> int:
    """So many events where ``mean`` are usual (Knuth's way; for many, the normal distribution)."""
    if mean > 30:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count
