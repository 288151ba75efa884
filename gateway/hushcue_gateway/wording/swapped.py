"""Whether a line says a number of something else than the facts do: "20 left, price 3", where 3 are left. Pure.

What a number counts is told by the words beside it (``count_words.py``), within its clause and up to the next number.
Where they tell nothing, all such numbers have to be of one kind, which the line speaks of elsewhere, or which is the
only one left of the facts. Else nobody can tell, and the template's words are better.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from ..rules.opportunity import FactValue
from .count_words import SOLID, Signs, signs_of
from .kinds import Count, Kind, counts_of
from .numerals import Mention, mentions

_CLAUSE = re.compile(r"[,;.!?()，。；！？、…（）]")
_ANYTHING: frozenset[Kind] = frozenset({"name", "unknown"})
_NEAR = {True: 5, False: 18}
"""Letters between a number and the word that tells what it is. True: of a script without spaces."""


def swapped(text: str, language: str, facts: Mapping[str, FactValue]) -> str | None:
    """The first number of which that is so, as it is written. Every number has to be one of the facts'."""
    counts = counts_of(facts, language)
    kinds = {count.kind for count in counts} - _ANYTHING
    signs = signs_of(language)
    text = _plain(text, facts, signs)
    found = mentions(text, language, {value for count in counts for value in count.values})
    untold: list[tuple[Mention, set[Kind]]] = []
    seen: set[Kind] = set()
    for place, mention in enumerate(found):
        before, behind = _beside(text, found, place)
        told = _told(before, behind, signs, language in SOLID)
        fits = [each for each in counts if each.values & mention.values and _is_among(each.kind, told)]
        if not fits:
            return mention.text
        if _is_other_time(fits, counts, before, behind, signs, last=_is_last(text, found, place)):
            return mention.text
        if told:
            seen |= {each.kind for each in fits}
        elif not any(each.kind in _ANYTHING for each in fits):
            untold.append((mention, {each.kind for each in fits}))
    if len(kinds) < 2 or not untold:
        return None
    first, of = untold[0]
    alike = all(each == of for _, each in untold)
    spoken_of = any(_speaks_of(kind, text, signs) for kind in of)
    return None if alike and (spoken_of or kinds - seen <= of) else first.text


def _plain(text: str, facts: Mapping[str, FactValue], signs: Signs) -> str:
    """As it is looked through: without names and without "a minute"; everything at its place."""
    text = unicodedata.normalize("NFKC", text).lower()
    for name, value in facts.items():
        if name.endswith("label") and isinstance(value, str) and value:
            each = unicodedata.normalize("NFKC", value).lower()
            text = text.replace(each, "·" * len(each))
    return signs.rate.sub(lambda match: "·" * len(match[0]), text)


def _beside(text: str, found: Sequence[Mention], place: int) -> tuple[str, str]:
    """What stands before and behind a number in its clause, up to the numbers beside it."""
    mention = found[place]
    before = text[found[place - 1].end if place else 0 : mention.start]
    behind = text[mention.end : found[place + 1].start if place + 1 < len(found) else len(text)]
    return _CLAUSE.split(before)[-1], _CLAUSE.split(behind)[0]


def _is_last(text: str, found: Sequence[Mention], place: int) -> bool:
    """No other number follows in its clause."""
    if place + 1 == len(found):
        return True
    return bool(_CLAUSE.search(text[found[place].end : found[place + 1].start]))


def _told(before: str, behind: str, signs: Signs, solid: bool) -> set[Kind]:
    """What the words say that it is: all kinds that the nearest one counts; nothing where none is near."""
    tight: set[Kind] = {kind for kind, sign in signs.tight.items() if sign.search(before)}
    if tight:
        return tight
    hits = [
        (match.start(), -len(match[0]), kind) for kind, sign in signs.after.items() if (match := sign.search(behind))
    ]
    hits = [hit for hit in hits if hit[0] <= _NEAR[solid]]
    if not hits:
        for kind, sign in signs.before.items():
            ends = [(len(before) - match.end(), 0, kind) for match in sign.finditer(before)]
            hits += [end for end in ends if end[0] <= _NEAR[solid]]
    nearest = min((hit[:2] for hit in hits), default=None)
    return {kind for *where, kind in hits if tuple(where) == nearest}


def _is_among(kind: Kind, told: set[Kind]) -> bool:
    return not told or kind == "unknown" or kind in told


def _is_other_time(
    fits: Sequence[Count], counts: Sequence[Count], before: str, behind: str, signs: Signs, *, last: bool
) -> bool:
    """Said of now though it is so at other times, or the other way round."""
    usual = bool(signs.usual.search(before)) or (last and bool(signs.usual.search(behind)))
    if any(each.usual == usual or each.kind in _ANYTHING for each in fits):
        return False
    return any(other.kind == each.kind and other.usual == usual for each in fits for other in counts)


def _speaks_of(kind: Kind, text: str, signs: Signs) -> bool:
    return any(kind in signs_ and signs_[kind].search(text) for signs_ in (signs.after, signs.before))
