"""From a draft to a card: words, perhaps in a language model's words, sound; then a person decides, or its countdown.

| made for          | the words of a language model                            | then                           |
|-------------------|----------------------------------------------------------|--------------------------------|
| a rule on suggest | taken where a server is named and they hold              | waits for a person             |
| a rule on auto    | only where the show allows that rule to say them unasked | urgent: said; else counts down |
| the control group | never asked                                              | held                           |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from hushcue_words import Trouble

from ..logs import Log
from ..people.clock import now_ms as wall_ms
from ..wording.line import Line
from ..wording.rephrase import Rephraser, Seconds
from .book import SuggestionBook
from .decisions import LONGEST_S, Decisions
from .maker import PATIENCE_MS, Maker
from .settings import Rephrase
from .suggestion import Suggestion
from .tuning import Tuning
from .view import trouble_json
from .words import WORDS

MOST_COMMENTS = 8
NO_CUE_S = 1.5 * LONGEST_S
"""No sentence of ours takes that long at any pace: a voice that does says something else, and nobody asked for it."""


class Proposing:
    """examples: show, group of questions -> what viewers wrote, masked."""

    def __init__(
        self,
        book: SuggestionBook,
        maker: Maker,
        decisions: Decisions,
        tuning: Tuning,
        examples: Callable[[str, str], Sequence[str]],
        log: Log,
    ):
        self._book = book
        self._maker = maker
        self._decisions = decisions
        self._tuning = tuning
        self._examples = examples
        self._log = log
        self._countdowns: dict[str, asyncio.TimerHandle] = {}
        self._models: dict[str, tuple[Rephrase, Rephraser]] = {}
        book.on_change(self._changed)

    async def stop(self) -> None:
        """No more countdowns, no more questions to a model."""
        for timer in self._countdowns.values():
            timer.cancel()
        self._countdowns.clear()
        models, self._models = self._models, {}
        for _, model in models.values():
            await model.close()

    def add(self, draft: Suggestion) -> bool:
        """Into the book; what nobody has answered yet is old news where the same is found again. False: too many
        wait."""
        for each in self._book.open(draft.show):
            if each.about == draft.about and each.state in ("proposed", "held"):
                self._book.step(each.id, "over", wall_ms(), "replaced")
        return self._book.add(draft)

    async def make(self, draft: Suggestion, variant: int, *, held: bool) -> None:
        """Until it is a card, is held, or has failed and says why."""
        try:
            made = await self._sounded(draft, variant, held=held)
        except Trouble as trouble:
            self._book.change(draft.id, trouble=trouble_json(trouble))
            self._book.step(draft.id, "failed", wall_ms(), "not_said")
            return
        except Exception as error:
            self._book.step(draft.id, "failed", wall_ms(), "not_said")
            self._log.error("our_mistake", where="assistant", reason=repr(error))
            return
        now = self._book.get(draft.id)
        if now is None or now.over:  # skipped, or its airing ended
            return
        self._book.change(
            draft.id,
            text=made.text,
            spoken=made.spoken,
            variant=made.variant,
            card=made.card,
            rephrased=made.rephrased,
            sound=made.sound,
            seconds=made.seconds,
            engine=made.engine,
            voice=made.voice,
        )
        if held:
            self._book.step(draft.id, "withheld", wall_ms(), "held")
        elif self._book.step(draft.id, "made", wall_ms()) is not None and draft.mode == "auto":
            self._count_down(made)

    def _count_down(self, made: Suggestion) -> None:
        if not self._is_auto(made):
            return
        delay_s = self._tuning.of(made.show).delay_s
        if made.urgent or delay_s == 0:
            self._decisions.by_itself(made.id)
            return
        says_at_ms = wall_ms() + delay_s * 1000
        self._book.change(made.id, says_at_ms=says_at_ms, expires_ms=max(made.expires_ms, says_at_ms + 1000))
        self._countdowns[made.id] = asyncio.get_running_loop().call_later(delay_s, self._counted_down, made.id)

    def _counted_down(self, name: str) -> None:
        self._countdowns.pop(name, None)
        found = self._book.get(name)
        if found is None:
            return
        if self._is_auto(found):
            self._decisions.by_itself(name)
        elif found.state == "proposed":  # its rule was taken out of "auto" meanwhile: a person decides
            self._book.change(name, mode="suggest", says_at_ms=0, expires_ms=wall_ms() + PATIENCE_MS)

    def _is_auto(self, suggestion: Suggestion) -> bool:
        return self._tuning.of(suggestion.show).rules.of(suggestion.rule).mode == "auto"

    def _changed(self, suggestion: Suggestion) -> None:
        if suggestion.state != "proposed":
            timer = self._countdowns.pop(suggestion.id, None)
            if timer is not None:
                timer.cancel()

    # --- a language model's words -----------------------------------------------------------------------------------

    async def _sounded(self, draft: Suggestion, variant: int, *, held: bool) -> Suggestion:
        made, line = self._maker.worded(draft, variant)
        wish = self._tuning.of(draft.show).rephrase
        wanted = bool(wish.url) and not held and (draft.mode != "auto" or draft.rule in wish.unasked)
        if wanted and line is not None and draft.opportunity is not None:
            model = await self._model(draft.show, wish)
            if model is not None:
                told = await model.rephrase(line, draft.opportunity, self._seconds(made), comments=self._comments(made))
                made = _told(made, told.line) if told.rephrased else made
        sounded = await self._maker.sound(made)
        if sounded.seconds > NO_CUE_S and sounded.engine != "clip":
            raise WORDS.trouble(
                "too_long_to_say", exit_code=0, seconds=round(sounded.seconds, 1), most=round(LONGEST_S)
            )
        return sounded

    async def _model(self, show: str, wish: Rephrase) -> Rephraser | None:
        """The server that the show names now; None where that cannot be one."""
        known = self._models.get(show)
        if known is not None and known[0] == wish:
            return known[1]
        if known is not None:
            await known[1].close()
            del self._models[show]
        try:
            self._models[show] = (wish, Rephraser(wish.url, wish.model, wish.key, limits=wish.limits))
        except Trouble as trouble:
            self._log.tell("warning", trouble.code, trouble.facts, about=show)
            return None
        return self._models[show][1]

    def _seconds(self, made: Suggestion) -> Seconds:
        async def seconds(text: str, language: str, spoken: str) -> float:
            return (await self._maker.sound(replace(made, text=text, spoken=spoken, rephrased=True))).seconds

        return seconds

    def _comments(self, made: Suggestion) -> list[str]:
        key = made.opportunity.key if made.opportunity is not None and made.rule == "question" else ""
        return list(self._examples(made.show, key))[:MOST_COMMENTS] if key else []


def _told(made: Suggestion, line: Line) -> Suggestion:
    return replace(made, text=line.text, spoken=line.spoken, rephrased=True)
