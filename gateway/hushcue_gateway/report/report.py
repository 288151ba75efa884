"""What a report says, as values. Times are show time in milliseconds since the epoch, money in minor units. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..effect.estimate import Estimate

Both = Mapping[str, str]
"""A sentence in every language: {"en": ..., "zh": ...}."""


@dataclass(frozen=True, slots=True)
class About:
    """Which airing. ended_ms: None while it runs. demo: its numbers are made up, or of another day."""

    show: str
    label: str
    airing: str
    title: str
    kind: str
    began_ms: int
    until_ms: int
    ended_ms: int | None = None

    @property
    def demo(self) -> bool:
        return self.kind != "live"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. kind: of ``format.py``: count, percent, money, decimal. value: None where a raw number is unknown."""

    code: str
    value: float | None
    kind: str
    formula: Both | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Steps of ``step_ms`` from ``from_ms`` on. viewers: the last of each step; orders, comments: how many in it. A
    series is empty where nobody told it."""

    from_ms: int
    step_ms: int
    viewers: tuple[int | None, ...] = ()
    orders: tuple[int | None, ...] = ()
    comments: tuple[int | None, ...] = ()

    @property
    def steps(self) -> int:
        return max(len(self.viewers), len(self.orders), len(self.comments))


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product of the airing. None: not told."""

    id: str
    label: str
    slot: int
    price_minor: int | None
    currency: str
    impressions: int | None
    clicks: int | None
    orders: int | None
    units: int | None
    gmv_minor: int | None
    ctr: float | None
    cvr: float | None
    stock: int | None
    stock_first: int | None
    spark: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What many viewers asked. example: what one of them wrote."""

    label: Both
    product: str
    users: int
    example: str
    first_ms: int
    told: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What one host heard of a cue. percent: None where it is not known. label: what people call the host, "" nobody
    knows any more."""

    host: str
    state: str
    percent: float | None
    label: str = ""

    @property
    def name(self) -> str:
        """For people."""
        return self.label or self.host


@dataclass(frozen=True, slots=True)
class CueLine:
    """A cue: of the assistant, one line for all its hosts, or of a person. at_ms: when it was said. rule: "" where a
    person wrote it. who: what people call who asked for it, "" a rule did. text: "" where it was
    spoken live, or is private."""

    at_ms: int
    id: str
    assistant: bool
    who: str
    rule: str = ""
    text: str = ""
    product: str = ""
    state: str = ""
    private: bool = False
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """Raw counts of the room in the five minutes before and after a person's cue. None: not told."""

    cue: CueLine
    orders_before: int | None
    orders_after: int | None
    clicks_before: int | None
    clicks_after: int | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule: how often it found something in this airing, what that airing says, and what all airings say."""

    rule: str
    found: int
    held: int
    here: Estimate
    pool: Estimate
    airings: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything. missing: what could not be told, and why."""

    about: About
    figures: tuple[Figure, ...] = ()
    timeline: Timeline = field(default_factory=lambda: Timeline(0, 60_000))
    products: tuple[ProductLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    cues: tuple[CueLine, ...] = ()
    manual: tuple[Around, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    missing: tuple[Both, ...] = ()
