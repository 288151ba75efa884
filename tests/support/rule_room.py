"""A show for the rules, in virtual time: a board, a rule book, and facts that are told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hushcue_gateway.rules.book import Finding, RuleBook
from hushcue_gateway.rules.opportunity import Opportunity
from hushcue_gateway.rules.settings import RuleSettings
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet

BEGAN_MS = 1_700_000_000_000
WARM_S = 600


@dataclass(frozen=True)
class Asked:
    """A group of questions, as far as rules look at it."""

    id: str = "g1"
    topic: str = "size"
    label: Mapping[str, str] = field(default_factory=lambda: {"en": "size", "zh": "尺码"})
    product: str = ""
    users_2min: int = 3
    share: float = 0.5
    example: str = "size?"
    answered_ms: int | None = None
    sent_ms: int | None = None


class RuleRoom:
    """Begins at BEGAN_MS. changes: of the settings, as their JSON. src: who tells."""

    def __init__(self, changes: Mapping[str, Any] | None = None, src: str = "shop"):
        self.board = Board(BEGAN_MS)
        self.book = RuleBook(RuleSettings.of_json(dict(changes or {})))
        self.now_ms = BEGAN_MS
        self.groups: Sequence[Asked] = ()
        self.src = src
        self._orders = 0

    def at(self, seconds: float) -> None:
        """So long after the begin."""
        self.now_ms = BEGAN_MS + round(seconds * 1000)

    def wait(self, seconds: float) -> list[Opportunity]:
        """Time passes; what was found, looking once a second."""
        found: list[Opportunity] = []
        for _ in range(round(seconds)):
            self.now_ms += 1000
            found += self.look()
        return found

    def tell(self, *facts: Fact) -> list[Opportunity]:
        """These facts come now; what is found in the look after them."""
        for fact in facts:
            self.board.take(fact, self.now_ms)
        return self.look()

    def look(self) -> list[Opportunity]:
        return self.book.look(self.board, self.groups, self.now_ms)

    def findings(self) -> list[Finding]:
        return self.book.findings(self.board, self.groups, self.now_ms)

    def still(self, opportunity: Opportunity) -> Opportunity | None:
        return self.book.still_true(opportunity, self.board, self.groups, self.now_ms)

    # --- facts of now -----------------------------------------------------------------------------------------------

    def stock(self, value: int, product: str = "A", src: str = "") -> Gauge:
        return Gauge(self.now_ms, "stock", value, product, src or self.src)

    def viewers(self, value: int) -> Gauge:
        return Gauge(self.now_ms, "viewers", value, "", self.src)

    def count(self, what: str, value: int, product: str = "A") -> Count:
        return Count(self.now_ms, what, value, product, False, self.src)

    def order(self, product: str = "A", units: int = 1) -> Order:
        self._orders += 1
        return Order(self.now_ms, product, units, 1000, "CNY", "paid", self.src, f"o{self._orders}")

    def orders(self, count: int, product: str = "A") -> list[Order]:
        return [self.order(product) for _ in range(count)]

    def comments(self, count: int) -> list[Comment]:
        return [Comment(self.now_ms, "hi", f"u{number}", src=self.src) for number in range(count)]

    def sheet(self, product: str = "A", **told: Any) -> Sheet:
        return Sheet(self.now_ms, product, **{"label": f"Product {product}", "src": self.src, **told})

    def pin(self, product: str = "A") -> Pin:
        return Pin(self.now_ms, product, None, self.src)

    def scene(self, on: bool = True, quiet: bool = False) -> OnAir:
        return OnAir(self.now_ms, on, "scene", quiet, self.src)


def rules_of(opportunities: Sequence[Opportunity]) -> list[str]:
    """Their names."""
    return [opportunity.rule for opportunity in opportunities]
