"""What a shop has set for rephrased words: claims of its own, claims it may make, and how strict to be. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from hushcue_words import Trouble

from .words import WORDS

MOST_WORDS = 200
MOST_WORD_CHARS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """own_claims: words it forbids besides the table of ``claims.py``. allowed_claims: parts of that table which it has
    reason to lift. strict: only words that are among the templates, the facts and ``nouns``."""

    own_claims: tuple[str, ...] = ()
    allowed_claims: tuple[str, ...] = ()
    strict: bool = False
    nouns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the store and for screens."""
        return {
            "own_claims": list(self.own_claims),
            "allowed_claims": list(self.allowed_claims),
            "strict": self.strict,
            "nouns": list(self.nouns),
        }

    @classmethod
    def of_json(cls, value: object) -> Limits:
        """In the form of ``as_json``; what is not given is as at the beginning. Raises Trouble("claims_bad")."""
        known = {each.name for each in fields(cls)}
        if not isinstance(value, Mapping) or not value.keys() <= known:
            raise _bad()
        strict = value.get("strict", False)
        if not isinstance(strict, bool):
            raise _bad()
        words = {name: _words(value.get(name, [])) for name in known - {"strict"}}
        return cls(strict=strict, **words)


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_WORDS:
        raise _bad()
    found = []
    for word in value:
        if not isinstance(word, str) or not word.isprintable() or len(word) > MOST_WORD_CHARS:
            raise _bad()
        if kept := " ".join(word.split()):
            found.append(kept)
    return tuple(dict.fromkeys(found))


def _bad() -> Trouble:
    return WORDS.trouble("claims_bad", exit_code=0, most=MOST_WORDS, chars=MOST_WORD_CHARS)
