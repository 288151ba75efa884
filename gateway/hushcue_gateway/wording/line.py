"""A line: what one rule's opportunity sounds like in one language. Pure values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SLOT = re.compile(r"\{(\w+)(?:([:>?~])([^}]*))?\}")
"""``{name}`` or ``{name KIND forms}``; the kinds are those of ``slots.py``."""


MOST_SPOKEN_S = 6.0
"""Longer than that a host cannot listen and talk on."""


@dataclass(frozen=True, slots=True)
class Line:
    """text: as people read it. spoken: the same for a voice, words only. fact_ids: names of the facts it tells.
    variant: which of the rule's templates. voice_language: BCP 47, what the voice is asked for."""

    text: str
    spoken: str
    language: str
    fact_ids: tuple[str, ...]
    rule: str
    variant: int
    voice_language: str


@dataclass(frozen=True, slots=True)
class Template:
    """text: with slots. spoken: the same in the letters of a voice that cannot read those of ``text``; "" is ``text``.
    least: fact -> the smallest value with which the sentence is true or natural. rank: only where none of a smaller one
    holds."""

    text: str
    spoken: str = ""
    least: Mapping[str, float] = field(default_factory=dict)
    rank: int = 0

    def slots(self) -> list[str]:
        """Names of the slots."""
        return [match[1] for match in SLOT.finditer(self.text + self.spoken)]


@dataclass(frozen=True, slots=True)
class Pack:
    """The words of one language. slot, slot_spoken: how a number of the list is called, ``{n}``. over: a count that was
    rounded down, ``{n}`` and ``{noun}``. group: the mark between thousands, "" for none. gap: between a number and its
    noun on screens. durations: forms of hours, minutes and seconds on screens. topics: id -> (text, spoken). scripts:
    first words of the Unicode names of letters that the voices of the language read. cards: for screens only.
    chars_per_s: of ``spoken``, at the pace of voice/languages.py, measured of long lines with many numbers; Thai, which
    no voice here reads, is a guess on the safe side."""

    language: str
    voice_language: str
    slot: str
    over: str
    chars_per_s: float
    cues: Mapping[str, tuple[Template, ...]]
    cards: Mapping[str, tuple[Template, ...]]
    topics: Mapping[str, tuple[str, str]]
    slot_spoken: str = ""
    group: str = ""
    gap: str = " "
    durations: tuple[str, str, str] | None = None
    scripts: tuple[str, ...] = ("LATIN",)
