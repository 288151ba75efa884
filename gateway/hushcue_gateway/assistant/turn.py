"""A host's turn with a suggestion, and where that stands in the line of the host. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..manners.queue import Item, Priority, SpeechQueue
from .suggestion import OURS, Suggestion

RUNGS: Mapping[str, Priority] = {
    "stock_low": "stock",
    "sold_out": "stock",
    "deadline": "stock",
    "question": "question",
    "": "script",
}
"""Rule -> its place in the line; all others are "rule"."""
ABOUT: Mapping[str, str] = {"stock_low": "stock", "sold_out": "stock", "order_surge": "orders", "order_slump": "orders"}
"""Rules that speak of the same thing: a newer cue of one takes the place of an older one of the other. Every other rule
speaks of its own: that many watch is not replaced by many comments, though both are about the room."""


@dataclass
class Turn:
    """What is being said to a host. cue: "" while it is being checked. cut: a person was quicker. until_ms: when its
    end must have come. here: whether the host could hear it."""

    suggestion: str
    host: str
    cue: str = ""
    cut: bool = False
    until_ms: int = 0
    here: bool = True

    @property
    def item(self) -> str:
        """Its name in the line of its host."""
        return item_id(self.suggestion, self.host)


@dataclass
class Ear:
    """queue: of one host. turn: what is being said to it now."""

    show: str
    queue: SpeechQueue
    turn: Turn | None = None
    waiting: dict[str, str] = field(default_factory=dict)
    """item -> suggestion"""

    def has(self, suggestion: str, host: str) -> bool:
        """Whether it waits here, or is being said."""
        return item_id(suggestion, host) in self.waiting or (
            self.turn is not None and self.turn.suggestion == suggestion
        )


def item_of(suggestion: Suggestion, host: str, now_ms: int) -> Item:
    """For the line of one of its hosts."""
    return Item(
        item_id(suggestion.id, host),
        RUNGS.get(suggestion.rule, "rule"),
        suggestion.urgent,
        suggestion.seconds,
        now_ms,
        suggestion.expires_ms,
        asked=suggestion.decided_by not in ("", OURS),
        about=_about(suggestion),
    )


def item_id(suggestion: str, host: str) -> str:
    """Of a suggestion in the line of a host."""
    return f"{suggestion}/{host}"


def _about(suggestion: Suggestion) -> str:
    """What it is about, for its place in the line; "" is nothing else's business."""
    if suggestion.opportunity is None:
        return ""
    return f"{ABOUT.get(suggestion.rule, suggestion.rule)} {suggestion.opportunity.key}"
