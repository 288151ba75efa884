"""What rules found becomes rows and suggestions: stored first, then the coin. No coin where a person asked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from hushcue_words import Catalogue

from ..effect.coin import assign, p_send
from ..people.clock import now_ms as wall_ms
from ..people.secret import new_id
from ..rules.opportunity import NEVER_HELD, Opportunity
from ..rules.words import WORDS as RULE_WORDS
from ..showdata.airing import Airing
from .book import SuggestionBook
from .maker import Maker
from .mind import Mind
from .proposing import Proposing
from .repository import ASKED, Repository, opportunity_row
from .suggestion import Suggestion
from .tuning import Tuning
from .words import WORDS

Note = Callable[[str, Catalogue, str, Mapping[str, object], str], None]
"""(show, catalogue, code, facts, level)"""


class Opportunities:
    """secret: of the coin. note: a line of a show's log. begin: has work done beside everything else."""

    def __init__(
        self,
        book: SuggestionBook,
        repository: Repository,
        tuning: Tuning,
        maker: Maker,
        proposing: Proposing,
        secret: Callable[[], bytes],
        note: Note,
        begin: Callable[[Coroutine[Any, Any, None]], None],
    ):
        self._book = book
        self._repository = repository
        self._tuning = tuning
        self._maker = maker
        self._proposing = proposing
        self._secret = secret
        self._note = note
        self._begin = begin

    def found(self, show: str, airing: Airing, mind: Mind, opportunity: Opportunity) -> None:
        """By a rule."""
        settings = self._tuning.of(show)
        setting = settings.rules.of(opportunity.rule)
        if opportunity.to_operators:
            self._to_operators(show, opportunity)
            return
        toss = mind.next_toss(opportunity.rule)
        percent = 0 if opportunity.rule in NEVER_HELD else setting.holdout_percent
        side = assign(self._secret(), airing.id, opportunity.rule, toss, percent)
        name = new_id("op-")
        moment = mind.begin(name, opportunity, side)
        self._repository.opportunity(
            opportunity_row(name, show, airing.id, opportunity, moment.arm, p_send(percent), why=moment.why)
        )
        drafts = self._maker.drafts(show, airing, opportunity, name, settings, setting.mode, wall_ms())
        if not drafts:
            self._repository.decided(name, arm="excluded", why="nobody_to_tell")
        added = [draft for draft in drafts if self._proposing.add(draft)]
        if drafts and not added:
            self._repository.decided(name, arm="excluded", why="too_many_suggestions")
        for draft in added:
            self._begin(self._proposing.make(draft, toss, held=side == "hold"))

    async def ask(self, show: str, airing: Airing, mind: Mind, opportunity: Opportunity, by: str) -> list[Suggestion]:
        """By a person, who wants a suggestion about it. Raises Trouble where there is nobody to tell, or too many
        wait."""
        name = new_id("op-")
        self._repository.opportunity(
            opportunity_row(name, show, mind.airing, opportunity, "excluded", 1.0, forced_by=by, why=ASKED)
        )
        drafts = self._maker.drafts(show, airing, opportunity, name, self._tuning.of(show), "suggest", wall_ms())
        if not drafts:
            raise WORDS.trouble("nobody_to_tell", exit_code=0)
        for draft in (replace(draft, asked=True) for draft in drafts):
            if not self._proposing.add(draft):
                raise WORDS.trouble("too_many_suggestions", exit_code=0)
            await self._proposing.make(draft, len(self._book.of_show(show)), held=False)
        return [found for draft in drafts if (found := self._book.get(draft.id)) is not None]

    def _to_operators(self, show: str, opportunity: Opportunity) -> None:
        facts = opportunity.facts
        if opportunity.rule == "source_stale":
            said = {"src": facts.get("src", ""), "seconds": facts.get("silent_s", 0)}
            self._note(show, WORDS, "stale", said, "warning")
        else:
            text = ", ".join(f"{name} {value}" for name, value in facts.items())
            rule = RULE_WORDS.trouble(opportunity.rule, exit_code=0)
            self._note(show, WORDS, "rule_to_operators", {"rule": rule, "text": text}, "info")
