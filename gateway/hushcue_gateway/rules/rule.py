"""What a rule is, and what it is shown: the board, the questions, and now. Pure."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from ..showdata.board import Board, Product, Reading, is_demo
from ..showdata.buckets import BUCKET_MS
from .opportunity import FactValue, Opportunity
from .settings import RuleSetting

MS_PER_MINUTE = 60_000
MINUTES_WORTH_SAYING = 60
"""What lasts for longer than an hour does not run out."""
ROOM = "room"
"""The key of what is about the whole room."""


class Group(Protocol):
    """What the rules need of a group of viewers' questions."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def label(self) -> Mapping[str, str]: ...
    @property
    def product(self) -> str: ...
    @property
    def users_2min(self) -> int: ...
    @property
    def share(self) -> float: ...
    @property
    def example(self) -> str: ...
    @property
    def answered_ms(self) -> int | None: ...
    @property
    def sent_ms(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to be seen in one look. learning: the airing is so young that nothing is usual yet."""

    board: Board
    groups: Sequence[Group]
    now_ms: int
    learning: bool = False

    def about(self, product: str) -> dict[str, FactValue]:
        """Facts that name a product: its label, and its number in the list where it has one."""
        known = self.board.products.get(product)
        facts: dict[str, FactValue] = {"product": product, "label": known.label if known else product}
        if known and known.slot:
            facts["slot"] = known.slot
        return facts

    def per_minute(self, what: str, product: str, minutes: float) -> float | None:
        """How fast something was counted lately; None while that is not known, or was watched for under a minute."""
        if not self.board.known(what, product):
            return None
        since_ms = max(self.board.began_ms, self.now_ms - round(minutes * MS_PER_MINUTE))
        span_ms = self.board.span_ms(since_ms, self.now_ms)
        if span_ms < MS_PER_MINUTE:
            return None
        return self.board.count(what, product, since_ms, self.now_ms) * MS_PER_MINUTE / span_ms

    def marked(self, facts: dict[str, FactValue], *readings: Reading | None) -> dict[str, FactValue]:
        """The same, with ``demo`` where a number came from a demo. A demo never shares an airing with others, so
        what was counted is a demo's where one tells anything."""
        if any(map(is_demo, self.board.sources())) or any(reading is not None and reading.demo for reading in readings):
            facts["demo"] = 1
        return facts

    def product(self, product: str) -> Product | None:
        """None where it is not known, or no longer."""
        return self.board.products.get(product)


class Level(NamedTuple):
    """How a rule stands to a key: high, or between the threshold and where it is armed again."""

    key: str
    high: bool
    product: str = ""


class Rule(ABC):
    """One rule of one airing. What it remembers is its own; who may fire when is the book's matter.

    cools: what shares a cooldown, all keys of the rule or each key by itself. learns: is quiet while the airing has no
    usual yet. waits: is held while the show is in a quiet scene or off the air. spaces: keeps ``product_gap_s`` from
    other rules about the same product. repeats: what goes on to hold fires again after its cooldown.
    """

    name: str
    cools: Literal["rule", "key"] = "rule"
    learns = True
    waits = True
    spaces = True
    repeats = False

    @abstractmethod
    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        """Look, and remember what has to be remembered. What is low is left out."""

    @abstractmethod
    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        """The opportunity with its facts as they are now; None where a fact that it needs is missing."""

    def fired(self, opportunity: Opportunity) -> None:
        """It became an opportunity, now or before a restart: for rules that remember what they said."""
        return

    def still(self, opportunity: Opportunity, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        """The same with fresh facts, None where it no longer holds. Changes nothing that the rule remembers."""
        level = self.level_of(opportunity.key, sight, setting)
        return self.tell(level, sight, setting) if level is not None else None

    @abstractmethod
    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        """How it stands to one key, without remembering anything; None is low."""


class Rota:
    """Who is looked at when: each key every ``every_ms``, at most ``most`` of them in one look, so that no look takes
    long however many there are."""

    def __init__(self, every_ms: int, most: int):
        self._every_ms = every_ms
        self._most = most
        self._last: dict[str, int] = {}

    def due(self, keys: Iterable[str], now_ms: int) -> list[str]:
        """Whose turn it is."""
        found: list[str] = []
        for key in keys:
            last = self._last.get(key)
            if last is None or not 0 <= now_ms - last < self._every_ms:
                found.append(key)
                if len(found) == self._most:
                    break
        for key in found:
            self._last[key] = now_ms
        return found


class Closed:
    """The buckets that have ended since the last look, oldest first: each is seen once."""

    LATE_MS = 2_000
    """What happened in a bucket may be told so much after its end."""
    MOST = 8_640

    def __init__(self) -> None:
        self._next: int | None = None

    def take(self, what: str, sight: Sight) -> list[int | None]:
        """Their values, from the begin of the airing on."""
        end = (sight.now_ms - self.LATE_MS) // BUCKET_MS
        if self._next is None:
            self._next = -(-sight.board.began_ms // BUCKET_MS)  # the first whole one
        first = max(self._next, end - self.MOST)
        if end <= first:
            return []
        self._next = end
        return sight.board.series(what, "", first * BUCKET_MS, end * BUCKET_MS)[: end - first]


class Usual:
    """What is usual of a number: moving mean and variance. What sticks out is clipped, so that a burst does not become
    usual while it lasts."""

    ALPHA = 1 / 30
    """Of a value each ten seconds: five minutes."""

    def __init__(self, clip_sigmas: float = 3.0):
        self.mean: float | None = None
        self.variance = 0.0
        self._clip = clip_sigmas
        self._seen = 0

    def spread(self, least: float) -> float:
        """Standard deviation, at least ``least``."""
        return max(math.sqrt(self.variance), least)

    def learn(self, value: float, least: float) -> None:
        """One more value. least: see spread."""
        self._seen += 1
        if self.mean is None:
            self.mean = value
            return
        alpha = max(self.ALPHA, 1 / self._seen)  # the first ones count alike
        bound = self._clip * self.spread(least)
        off = min(max(value - self.mean, -bound), bound)
        self.mean += alpha * off
        self.variance = (1 - alpha) * (self.variance + alpha * off * off)


def minutes_to_zero(stock: int, per_minute: float | None) -> int | None:
    """At this pace; None where it is not known or lasts for more than an hour."""
    if per_minute is None or per_minute <= 0 or stock > per_minute * MINUTES_WORTH_SAYING:
        return None
    return max(1, round(stock / per_minute))


def tidy(value: float, digits: int = 1) -> int | float:
    """As people say it: whole where it is whole."""
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
