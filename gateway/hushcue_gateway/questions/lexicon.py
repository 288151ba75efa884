"""How one language asks: patterns by what they are worth, written once and compiled once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .normalise import fold

Pattern = re.Pattern[str]
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns over ``Text.sentences``. certain: asks whatever else is said. wh: asks, unless what is known or told
    goes before (``known``). half, slight: count together with topics. ask: wants to be told or shown. masked: looks
    like a question word and is none; taken out first. praise, done: not asking now. votes: words that give the
    language away, of Latin scripts."""

    language: str
    certain: Pattern
    wh: Pattern
    known: Pattern
    half: Pattern
    slight: Pattern
    ask: Pattern
    masked: Pattern
    praise: Pattern
    done: Pattern
    votes: frozenset[str]


def lexicon(
    language: str,
    *,
    certain: Sequence[str] = (),
    wh: Sequence[str] = (),
    known: Sequence[str] = (),
    half: Sequence[str] = (),
    slight: Sequence[str] = (),
    ask: Sequence[str] = (),
    masked: Sequence[str] = (),
    praise: Sequence[str] = (),
    done: Sequence[str] = (),
    votes: str = "",
    greetings: str = "",
    callings: str = "",
    accents_may_lack: bool = False,
    spaced: bool = True,
) -> Lexicon:
    """Compile. A pattern that starts with ``<`` stands at the beginning of a sentence (after greetings), one that ends
    with ``>`` at its end (before those it is called to). accents_may_lack: every pattern also counts as typed without
    accents. spaced: words of this language stand apart."""
    begin = rf"\| ?(?:(?:{greetings})\b[ ,]*)*" if greetings else r"\| "
    end = (
        (rf"(?:[ ,]+(?:{callings})\b)*[ ,]*\|" if spaced else rf"(?:[ ,]*(?:{callings}))*[ ,]*\|")
        if callings
        else r"[ ,]*\|"
    )

    def compiled(patterns: Sequence[str]) -> Pattern:
        each = [one for pattern in patterns for one in alternatives(pattern)]
        both = dict.fromkeys([*each, *map(fold, each)] if accents_may_lack else each)
        if not both:
            return _NEVER
        whole: list[str] = []
        starts: list[str] = []
        ends: list[str] = []
        only: list[str] = []
        for one in both:
            first, last = one.startswith("<"), one.endswith(">") and not one.endswith("\\>")
            kind = (only if last else starts) if first else (ends if last else whole)
            inner = one[first : len(one) - last]
            kind.append(re.sub(r"(?<!\?)<", lambda _: r"\| ", inner).replace(">", r"[ ,]*\|"))
        parts = whole
        parts += [f"{begin}(?:{'|'.join(starts)})"] if starts else []
        parts += [f"(?:{'|'.join(ends)}){end}"] if ends else []
        parts += [f"{begin}(?:{'|'.join(only)}){end}"] if only else []
        return re.compile("|".join(parts))

    return Lexicon(
        language=language,
        certain=compiled(certain),
        wh=compiled(wh),
        known=compiled(known),
        half=compiled(half),
        slight=compiled(slight),
        ask=compiled(ask),
        masked=compiled(masked),
        praise=compiled(praise),
        done=compiled(done),
        votes=frozenset(fold(votes).split()),
    )


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the bars that stand outside of brackets."""
    found, depth, in_set, start = [], 0, False, 0
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [one for one in [*found, pattern[start:]] if one]
