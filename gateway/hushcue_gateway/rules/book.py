"""All rules of one airing, and which of them may speak up now.

A finding of a rule becomes an opportunity where its latch is armed (``hysteresis.py``) and nothing holds it back:

| held back by | while                                                                  | of which rules              |
|--------------|------------------------------------------------------------------------|-----------------------------|
| quiet        | the show is off the air, or in a quiet scene                           | those that wait             |
| warm_up      | the airing has no usual yet                                            | those that learn            |
| cooldown     | the rule, or this key of it, fired lately; or another one spoke of the | all; the product's gap only |
|              | same product lately                                                    | those that keep their space |

What is held back stays armed: it fires later if it still holds. Nothing here knows whether it is spoken in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..showdata.board import Board
from .deadline import Deadline
from .hysteresis import Cooldown, Latch
from .opportunity import Opportunity
from .orders import OrderSlump, OrderSurge
from .question import Question
from .rule import Group, Level, Rule, Sight
from .settings import MS_PER_S, RuleSettings
from .slow_product import SlowProduct
from .spike import CommentSpike
from .stale import SourceStale
from .stock import SoldOut, StockLow
from .viewers import ViewersPeak

HeldBackBy = Literal["", "cooldown", "quiet", "warm_up"]
KINDS: tuple[type[Rule], ...] = (
    StockLow,
    SoldOut,
    Deadline,
    ViewersPeak,
    SlowProduct,
    CommentSpike,
    Question,
    OrderSurge,
    OrderSlump,
    SourceStale,
)
"""In this order: what a host must not miss is found first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. held_back_by: "" fired."""

    opportunity: Opportunity
    held_back_by: HeldBackBy = ""


class RuleBook:
    """Of one airing. settings may be replaced at any time; what the rules have learned stays."""

    def __init__(self, settings: RuleSettings):
        self.settings = settings
        self._rules: dict[str, Rule] = {kind.name: kind() for kind in KINDS}
        self._latches = {name: Latch() for name in self._rules}
        self._cooldowns = {name: Cooldown() for name in self._rules}
        self._products = Cooldown()
        self._held: dict[str, dict[str, str]] = {name: {} for name in self._rules}
        """What is being held back, and why: said once."""

    def look(self, board: Board, groups: Sequence[Group], now_ms: int) -> list[Opportunity]:
        """What is new since the last look. Call it after every batch of facts and once a second."""
        found = self.findings(board, groups, now_ms)
        return [finding.opportunity for finding in found if not finding.held_back_by]

    def findings(self, board: Board, groups: Sequence[Group], now_ms: int) -> list[Finding]:
        """The same, and what was held back: each reason once for as long as it lasts."""
        learning = now_ms - board.began_ms < self.settings.warm_up_s * MS_PER_S
        sight = Sight(board, groups, now_ms, learning)
        found: list[Finding] = []
        for name, rule in self._rules.items():
            setting = self.settings.of(name)
            levels = tuple(rule.levels(sight, setting))  # one that is off learns what is usual too
            if setting.mode != "off":
                found += self._judged(rule, levels, sight)
        return found

    def still_true(
        self, opportunity: Opportunity, board: Board, groups: Sequence[Group], now_ms: int
    ) -> Opportunity | None:
        """With fresh facts; None where it does not hold any more. at_ms stays when it was found."""
        rule = self._rules[opportunity.rule]
        sight = Sight(board, groups, now_ms)
        fresh = rule.still(opportunity, sight, self.settings.of(opportunity.rule))
        return replace(fresh, at_ms=opportunity.at_ms, ttl_ms=opportunity.ttl_ms) if fresh is not None else None

    def recall(self, opportunities: Iterable[Opportunity]) -> None:
        """These were found before the gateway was started again: they are not found anew."""
        for opportunity in sorted(opportunities, key=lambda each: each.at_ms):
            if opportunity.rule in self._rules:
                self._fired(self._rules[opportunity.rule], opportunity)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _judged(self, rule: Rule, levels: tuple[Level, ...], sight: Sight) -> list[Finding]:
        latch, held = self._latches[rule.name], self._held[rule.name]
        latch.seen({level.key for level in levels})
        for over in held.keys() - {level.key for level in levels}:
            if held[over] != "warm_up":  # what comes and goes while all is new is said once
                del held[over]
        setting = self.settings.of(rule.name)
        again_ms = setting.cooldown_ms if rule.repeats else None
        found: list[Finding] = []
        for level in levels:
            if not level.high or not latch.armed(level.key, sight.now_ms, again_ms):
                continue
            why = self._held_back_by(rule, level, sight)
            if why and held.get(level.key) == why:
                continue
            opportunity = rule.tell(level, sight, setting)
            if opportunity is None:
                continue
            if why:
                held[level.key] = why
            else:
                held.pop(level.key, None)
                self._fired(rule, opportunity)
            found.append(Finding(opportunity, why))
        return found

    def _held_back_by(self, rule: Rule, level: Level, sight: Sight) -> HeldBackBy:
        now_ms = sight.now_ms
        if rule.waits and (sight.board.quiet or not sight.board.on_air):
            return "quiet"
        if rule.learns and sight.learning:
            return "warm_up"
        shared = level.key if rule.cools == "key" else ""
        if not self._cooldowns[rule.name].over(shared, now_ms, self.settings.of(rule.name).cooldown_ms):
            return "cooldown"
        gap_ms = self.settings.product_gap_s * MS_PER_S
        if rule.spaces and level.product and not self._products.over(level.product, now_ms, gap_ms):
            return "cooldown"
        return ""

    def _fired(self, rule: Rule, opportunity: Opportunity) -> None:
        key, product, at_ms = opportunity.key, opportunity.product, opportunity.at_ms
        rule.fired(opportunity)
        self._latches[rule.name].fired(key, at_ms)
        self._cooldowns[rule.name].began(key if rule.cools == "key" else "", at_ms)
        if rule.spaces and product:
            self._products.began(product, at_ms)
