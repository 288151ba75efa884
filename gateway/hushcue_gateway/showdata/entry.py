"""What people enter by hand, entry by entry: one document is one entry, and is taken back as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hushcue_words import LANGUAGES

from .board import Board
from .documents import document_of
from .fact import MANUAL, Comment, Count, Fact, Gauge, OnAir, Order, Pin
from .words import WORDS

ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry that was taken back. facts: what it had told. board: of the airing, without it."""

    facts: tuple[Fact, ...]
    board: Board

    def as_json(self) -> dict[str, Any]:
        """{"en", "zh": what was taken back, for people; "documents": the same as it had been told}."""
        return {
            **{tongue: WORDS.say_in(tongue, "undone", {"what": self._said(tongue)}) for tongue in LANGUAGES},
            "documents": [document_of(fact) for fact in self.facts],
        }

    def _said(self, tongue: str) -> str:
        return WORDS.say_in(tongue, "undone_and", {}).join(_said(fact, tongue) for fact in self.facts)


def with_name(document: Any, src: str) -> None:
    """An entry without an id of its own gets one, so that all that it tells is known to belong together. src: who tells
    it, where it does not say."""
    if isinstance(document, dict) and document.get("src", src) == MANUAL and document.get("id", "") == "":
        document["id"] = f"hand-{secrets.token_hex(ID_BYTES)}"


def _said(fact: Fact, tongue: str) -> str:
    code, facts = _words(fact)
    said = WORDS.say_in(tongue, code, facts)
    product = "" if isinstance(fact, Comment | OnAir) else fact.product
    return WORDS.say_in(tongue, "undone_of", {"product": product, "what": said}) if product else said


def _words(fact: Fact) -> tuple[str, Mapping[str, object]]:
    if isinstance(fact, Gauge | Count):
        return f"told_{fact.what}", {"value": fact.value}
    if isinstance(fact, Order):
        return "told_order", {"value": fact.units}
    if isinstance(fact, Pin):
        return ("told_pin" if fact.product else "told_no_pin"), {}
    if isinstance(fact, OnAir):
        return ("told_on_air" if fact.on else "told_off_air"), {}
    return ("told_comment" if isinstance(fact, Comment) else "told_product"), {}
