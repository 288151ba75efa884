"""Words and sound of a suggestion, from what a rule found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hushcue_words import Trouble

from ..people.secret import new_id
from ..rules.opportunity import Mode, Opportunity
from ..showdata.airing import Airing
from ..voice.speaking import Speaking
from ..wording.fill import fill, nameless, script_card, variants
from ..wording.line import Line
from .settings import AssistantSettings
from .suggestion import Suggestion
from .tongue import by_language, words_of
from .words import WORDS

PATIENCE_MS = 90_000
"""So long a suggestion waits for a person at least."""


class Maker:
    """hosts_of: show, names -> (host, its language)."""

    def __init__(self, speaking: Speaking, hosts_of: Callable[[str, tuple[str, ...]], list[tuple[str, str]]]):
        self._speaking = speaking
        self._hosts_of = hosts_of

    def drafts(
        self,
        show: str,
        airing: Airing,
        opportunity: Opportunity,
        opportunity_id: str,
        settings: AssistantSettings,
        mode: Mode,
        now_ms: int,
    ) -> list[Suggestion]:
        """One for each language that the hosts want, without words and sound. now_ms: wall time. What a person is to
        decide stays for as long as that takes: whether it still holds is looked at again before it is said."""
        ttl_ms = opportunity.ttl_ms if mode == "auto" else max(opportunity.ttl_ms, PATIENCE_MS)
        tongues = by_language(self._hosts_of(show, settings.hosts), settings.languages)
        return [
            Suggestion(
                id=new_id("sg-"),
                show=show,
                at_ms=now_ms,
                expires_ms=now_ms + ttl_ms,
                hosts=hosts,
                language=language,
                airing=airing.id,
                live=airing.kind == "live",
                opportunity=opportunity,
                opportunity_id=opportunity_id,
                mode=mode,
            )
            for language, hosts in tongues.items()
        ]

    def worded(self, suggestion: Suggestion, variant: int) -> tuple[Suggestion, Line | None]:
        """With its words, and the line that they are of. Raises Trouble where there are none, or what they would say
        does not hold."""
        if suggestion.opportunity is None:
            return suggestion, None
        line = fill(suggestion.opportunity, words_of(suggestion.language), variant, live=suggestion.live)
        return self._with_line(suggestion, line)

    def reworded(self, suggestion: Suggestion) -> Suggestion | None:
        """The sentence that a person has seen, with the facts of now; another one where it does not hold any more, None
        where none does."""
        if suggestion.opportunity is None:
            return suggestion
        lines = variants(suggestion.opportunity, words_of(suggestion.language), live=suggestion.live)
        if not lines:
            return None
        return self._with_line(
            suggestion, next((line for line in lines if line.variant == suggestion.variant), lines[0])
        )[0]

    def _with_line(self, suggestion: Suggestion, line: Line | None) -> tuple[Suggestion, Line]:
        if line is None or suggestion.opportunity is None:
            raise _wordless(suggestion)
        card = script_card(suggestion.opportunity, words_of(suggestion.language), live=suggestion.live) or ""
        worded = replace(
            suggestion, text=line.text, spoken=line.spoken, variant=line.variant, card=card, rephrased=False
        )
        return worded, line

    def own_words(self, suggestion: Suggestion, text: str) -> Suggestion:
        """With words that a person wrote. Raises Trouble."""
        text = " ".join(text.split())
        if not text:
            raise WORDS.trouble("nothing_to_say", exit_code=0)
        return replace(suggestion, text=text, spoken="", edited=True, rephrased=False)

    async def sound(self, suggestion: Suggestion) -> Suggestion:
        """With its sound. Raises Trouble that says why there is none."""
        speech = await self._speaking.make(
            suggestion.text,
            suggestion.language,
            spoken=suggestion.spoken,
            show=suggestion.show,
            rule="" if suggestion.edited or suggestion.rephrased else suggestion.rule,
        )
        return replace(
            suggestion, sound=str(speech.path), seconds=speech.seconds, engine=speech.engine, voice=speech.voice
        )


def _wordless(suggestion: Suggestion) -> Trouble:
    """Why there are no words for it, and what helps: mostly it is about a product that cannot be named aloud."""
    opportunity, language = suggestion.opportunity, words_of(suggestion.language)
    if opportunity is None or not nameless(opportunity, language):
        return WORDS.trouble("no_words", exit_code=0, language=language)
    product, label = opportunity.facts["product"], opportunity.facts.get("label")
    if not label or label == product:
        return WORDS.trouble("no_name", exit_code=0, product=product)
    return WORDS.trouble("name_not_said", exit_code=0, label=label, language=language)
