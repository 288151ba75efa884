"""What the assistant thinks of one airing: its questions, its rules, and what they found. Pure: time is show time."""

from __future__ import annotations

from collections import Counter

from ..effect.coin import Side
from ..effect.moment import Moment
from ..effect.watching import Watching
from ..questions.group import Group
from ..questions.questions import Questions
from ..questions.shop import Shop
from ..rules.book import RuleBook
from ..rules.opportunity import NEVER_HELD, Opportunity
from ..rules.settings import RuleSettings
from ..showdata.board import Board
from ..showdata.fact import Comment, Fact, Sheet

GROUPS_EVERY_MS = 1000
"""Groups are counted anew at most so often: stock must not wait for them."""


class Mind:
    """board: fed by whoever takes the facts (``showdata/desk.py``), before ``take`` is called."""

    def __init__(self, airing: str, board: Board, shop: Shop, settings: RuleSettings):
        self.airing = airing
        self.board = board
        self.questions = Questions(shop)
        self.rules = RuleBook(settings)
        self.watching = Watching()
        """what follows the opportunities of this airing"""
        self.know()
        self.tossed: Counter[str] = Counter()
        """rule -> how many opportunities it has had in this airing: the coin's number"""
        self._groups: list[Group] = []
        self._grouped_ms = -GROUPS_EVERY_MS

    def take(self, fact: Fact, now_ms: int) -> None:
        """A fact that the board has taken."""
        if isinstance(fact, Sheet):
            self.know()
        if isinstance(fact, Comment):
            read = self.questions.take(fact, self.board.pinned, now_ms)
            if read.group:  # repetitions and floods ask too, and count for nothing
                self.board.tally("questions", read.product, fact.at_ms, 1, fact.src)

    def groups(self, now_ms: int, *, fresh: bool = False) -> list[Group]:
        """What is asked, most asked first."""
        if fresh or not 0 <= now_ms - self._grouped_ms < GROUPS_EVERY_MS:
            self._groups, self._grouped_ms = self.questions.groups(now_ms), now_ms
        return self._groups

    def look(self, now_ms: int) -> list[Opportunity]:
        """What the rules found since the last look."""
        return self.rules.look(self.board, self.groups(now_ms), now_ms)

    def still_true(self, opportunity: Opportunity, now_ms: int) -> Opportunity | None:
        """With the facts of now; None where it does not hold any more."""
        return self.rules.still_true(opportunity, self.board, self.groups(now_ms), now_ms)

    def begin(self, name: str, opportunity: Opportunity, side: Side) -> Moment:
        """The coin has fallen: what follows is watched from now on. name: of the opportunity's row."""
        held = opportunity.rule not in NEVER_HELD
        moment = Moment(
            name,
            self.airing,
            opportunity.rule,
            opportunity.product,
            opportunity.at_ms,
            side if held else "excluded",
            "" if held else "never_held",
            side=side if held else "",
        )
        self.watching.begin(moment, self.board)
        return moment

    def know(self) -> None:
        """The products as viewers name them, as the board has them now."""
        products = self.board.products.values()
        names = {product.id: (product.label, *product.keywords) for product in products}
        self.questions.know({product.slot: product.id for product in products if product.slot}, names)

    def learn(self, shop: Shop) -> None:
        """Other topics, from now on."""
        self.questions.use(shop)

    def recall(self, found: list[Opportunity]) -> None:
        """What was found in this airing by a gateway before this one."""
        self.rules.recall(found)
        for rule, count in Counter(each.rule for each in found).items():
            self.tossed[rule] = max(self.tossed[rule], count)

    def next_toss(self, rule: str) -> int:
        """The number of the opportunity that is decided now, from 0 on."""
        self.tossed[rule] += 1
        return self.tossed[rule] - 1
