"""What would have fired: the facts of an airing that is over, told again to rules with these settings.

Nothing is spoken and no coin is tossed. A question that fires counts as said to the host from then on, as it would
have been.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..questions.questions import Questions
from ..questions.shop import Shop
from ..showdata.board import Board
from ..showdata.fact import Comment, Fact, Pin, Sheet
from .book import HeldBackBy, RuleBook
from .opportunity import RULES, FactValue
from .rule import Group
from .settings import MS_PER_S, RuleSettings

LOOK_MS = 1_000
GROUPS_MS = 5_000
"""How old the questions may be that a look is shown: counting them costs more than all the rules."""
LONGEST_GAP_MS = 600_000
"""Nobody waits through more of a silence in which nothing was told."""
MS_PER_HOUR = 3_600_000


class Crowd(Protocol):
    """Who reads the comments. know: which product a number in the list is, and what viewers call each."""

    def know(self, slots: Mapping[int, str], names: Mapping[str, tuple[str, ...]]) -> object: ...
    def take(self, comment: Comment, pinned: str, now_ms: int) -> object: ...
    def groups(self, now_ms: int) -> Sequence[Group]: ...
    def sent(self, group: str, now_ms: int) -> object: ...


@dataclass(frozen=True, slots=True)
class Fired:
    """at_ms: show time. held_back_by: "" it would have been an opportunity."""

    at_ms: int
    rule: str
    product: str
    facts: Mapping[str, FactValue]
    held_back_by: HeldBackBy = ""

    def as_json(self) -> dict[str, Any]:
        """For screens."""
        return {
            "at": self.at_ms,
            "rule": self.rule,
            "product": self.product,
            "facts": dict(self.facts),
            "held_back_by": self.held_back_by,
        }


def rehearse(facts: Iterable[Fact], settings: RuleSettings, shop: Shop) -> list[Fired]:
    """All of it at once, facts in the order of their times. Two hours take seconds: in a thread, or in steps."""
    return [fired for step in rehearsing(facts, settings, Questions(shop)) for fired in step]


def rehearsing(facts: Iterable[Fact], settings: RuleSettings, crowd: Crowd | None) -> Iterator[list[Fired]]:
    """The same in steps of a second of show time, each well under a millisecond's work but for its comments: who must
    not be late lets others run in between."""
    if settings.of("question").mode == "off":
        crowd = None
    book = RuleBook(settings)
    board: Board | None = None
    groups: Sequence[Group] = ()
    asked = False
    next_ms = groups_ms = 0
    for fact in facts:
        if board is None:
            board, next_ms = Board(fact.at_ms), fact.at_ms + LOOK_MS
        next_ms = max(next_ms, fact.at_ms - LONGEST_GAP_MS)
        while next_ms <= fact.at_ms:
            if crowd is not None and asked and next_ms - groups_ms >= GROUPS_MS:
                groups, groups_ms, asked = crowd.groups(next_ms), next_ms, False
            yield _look(book, board, groups, crowd, next_ms)
            next_ms += LOOK_MS
        board.take(fact, fact.at_ms)
        if crowd is not None and isinstance(fact, Comment):
            crowd.take(fact, board.pinned, fact.at_ms)
            asked = True
        elif crowd is not None and isinstance(fact, Sheet | Pin):
            products = board.products.values()
            names = {product.id: (product.label, *product.keywords) for product in products}
            crowd.know({product.slot: product.id for product in products if product.slot}, names)
    if board is not None:
        yield _look(book, board, groups, crowd, next_ms)


def _look(book: RuleBook, board: Board, groups: Sequence[Group], crowd: Crowd | None, now_ms: int) -> list[Fired]:
    fired: list[Fired] = []
    for finding in book.findings(board, groups, now_ms):
        found = finding.opportunity
        fired.append(Fired(now_ms, found.rule, found.product, found.facts, finding.held_back_by))
        if crowd is not None and found.rule == "question" and not finding.held_back_by:
            crowd.sent(found.key, now_ms)
    return fired


def summary(fired: Iterable[Fired], began_ms: int, ended_ms: int) -> dict[str, dict[str, Any]]:
    """Rule -> {fired, per_hour, by_hour: how often in each hour of the airing, held_back: {why: n}}, every rule."""
    hours = max(1, -(-(ended_ms - began_ms) // MS_PER_HOUR))
    spent_hours = max(ended_ms - began_ms, MS_PER_S) / MS_PER_HOUR
    each = list(fired)
    found: dict[str, dict[str, Any]] = {}
    for rule in RULES:
        mine = [one for one in each if one.rule == rule and not one.held_back_by]
        by_hour = [0] * hours
        for one in mine:
            by_hour[min(hours - 1, max(0, (one.at_ms - began_ms) // MS_PER_HOUR))] += 1
        held = Counter(one.held_back_by for one in each if one.rule == rule and one.held_back_by)
        found[rule] = {
            "fired": len(mine),
            "per_hour": round(len(mine) / spent_hours, 2),
            "by_hour": by_hour,
            "held_back": dict(held),
        }
    return found
