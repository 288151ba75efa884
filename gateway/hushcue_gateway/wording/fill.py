"""The words of an opportunity: chosen among the templates of its rule, filled from its facts and nothing else. Pure.

A template is taken only where what it says holds: each of its facts is told and within its bounds, the voice can read
each name in it. What holds is looked at again right before speaking, with fresh facts: fill once more.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..rules.opportunity import FactValue, Opportunity
from .languages import language_of
from .line import MOST_SPOKEN_S, Line, Pack, Template
from .product_names import name_of
from .slots import filled
from .templates import PACKS


def fill(opportunity: Opportunity, language: str, variant: int = 0, *, live: bool = True) -> Line | None:
    """What is said in ``language`` (BCP 47). None: there are no words in that language, or none of them would be true.

    variant: any whole number; counted up from one time to the next, no sentence is heard twice in a row where another
    one holds (``Line.variant`` is the template's own number). live: the airing is a real one; there nothing is said of
    numbers that a demo made up. In the airing of a demo or a replay it is False.
    """
    lines = variants(opportunity, language, live=live)
    return lines[variant % len(lines)] if lines else None


def variants(opportunity: Opportunity, language: str, *, live: bool = True) -> list[Line]:
    """Every line that holds: what ``fill`` goes through."""
    pack = _pack(opportunity, language, live)
    if pack is None:
        return []
    return [
        Line(text, spoken, pack.language, fact_ids, opportunity.rule, number, pack.voice_language)
        for number, text, spoken, fact_ids in _holding(pack.cues.get(opportunity.rule, ()), opportunity.facts, pack)
    ]


def nameless(opportunity: Opportunity, language: str) -> bool:
    """Whether it is about a product that the voice of ``language`` can name neither by a number nor by a name."""
    known = language_of(language)
    about = opportunity.facts.get("product")
    return bool(about) and known is not None and name_of(opportunity.facts, PACKS[known]) is None


def script_card(opportunity: Opportunity, language: str, *, live: bool = True) -> str | None:
    """The longer text for the prompter and the phone's screen: what there is to know, and what might be said. None as
    ``fill``."""
    pack = _pack(opportunity, language, live)
    cards = pack.cards.get(opportunity.rule, ()) if pack else ()
    holding = _holding(cards, opportunity.facts, pack, spoken=False) if pack else []
    return holding[0][1] if holding else None


def _pack(opportunity: Opportunity, language: str, live: bool) -> Pack | None:
    if live and opportunity.facts.get("demo"):
        return None
    known = language_of(language)
    return PACKS[known] if known else None


def _holding(
    templates: tuple[Template, ...], facts: Mapping[str, FactValue], pack: Pack, *, spoken: bool = True
) -> list[tuple[int, str, str, tuple[str, ...]]]:
    """(number of the template, text, spoken, facts) of those that hold; a higher rank only where nothing else does.
    spoken: those that would be too long to be heard only where all are, and then the shortest."""
    found = [
        (template.rank, (number, *told))
        for number, template in enumerate(templates)
        if (told := filled(template, facts, pack)) is not None
    ]
    short = [each for each in found if len(each[1][2]) <= MOST_SPOKEN_S * pack.chars_per_s]
    if spoken and not short:
        return [min((each for _, each in found), key=lambda each: len(each[2]))] if found else []
    found = short if spoken else found
    lowest = min((rank for rank, _ in found), default=0)
    return [each for rank, each in found if rank == lowest]
