"""Whether a suggestion still holds, and what it says now: asked right before it is said, and while it is a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ..rules.opportunity import Opportunity
from .book import SuggestionBook
from .maker import Maker
from .mind import Mind
from .suggestion import Suggestion

MOST_MADE = 2
"""So often its sound is made anew in one turn; after that it is said if it holds, its figures as old as that sound."""
MADE = ("opportunity", "variant", "text", "spoken", "card", "rephrased", "sound", "seconds", "engine", "voice")


class Freshness:
    """minds: show -> what is thought of its airing. show_ms: show -> show time."""

    def __init__(
        self, minds: Mapping[str, Mind], show_ms: Callable[[str], int], book: SuggestionBook, maker: Maker
    ) -> None:
        self._minds = minds
        self._show_ms = show_ms
        self._book = book
        self._maker = maker

    async def fresh(self, suggestion: Suggestion) -> Suggestion | None:
        """With facts, words and sound of now; None where it is no longer true. What a person wrote stays as it is."""
        if suggestion.opportunity is None or suggestion.asked:
            return await self._with_sound(suggestion)
        last = suggestion
        for _ in range(MOST_MADE):  # while a slow voice speaks, the facts go on
            now = self._now(last)
            if now is None:
                return None
            again = last
            if not last.edited and last.opportunity is not None and dict(now.facts) != dict(last.opportunity.facts):
                reworded = self._maker.reworded(replace(last, opportunity=now))
                if reworded is None:
                    return None
                again = reworded
            if (again.text, again.spoken) == (last.text, last.spoken) and Path(last.sound).is_file():
                last = again
                break
            last = await self._maker.sound(again)
        if last is suggestion:
            return suggestion
        if self._now(last) is None:
            return None
        # all at once, and only when the sound is there: another host's turn may come meanwhile
        return self._book.change(suggestion.id, **{name: getattr(last, name) for name in MADE})

    def holds(self, suggestion: Suggestion) -> bool:
        """Whether it might be said now: a card that would not be is not offered."""
        mind = self._minds.get(suggestion.show)
        if suggestion.opportunity is None or suggestion.asked or mind is None or mind.airing != suggestion.airing:
            return True
        return self._now(suggestion) is not None

    def _now(self, suggestion: Suggestion) -> Opportunity | None:
        """Its opportunity with the facts of now; None where it does not hold, or its airing is over."""
        mind = self._minds.get(suggestion.show)
        if mind is None or mind.airing != suggestion.airing or suggestion.opportunity is None:
            return None
        return mind.still_true(suggestion.opportunity, self._show_ms(suggestion.show))

    async def _with_sound(self, suggestion: Suggestion) -> Suggestion | None:
        """The same; its sound is made anew where the cache has let go of it."""
        if Path(suggestion.sound).is_file():
            return suggestion
        made = await self._maker.sound(suggestion)
        return self._book.change(suggestion.id, sound=made.sound, seconds=made.seconds)
