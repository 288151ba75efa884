"""An opportunity: a rule found a moment in which a cue may help. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RULES = (
    "stock_low",
    "sold_out",
    "viewers_peak",
    "slow_product",
    "comment_spike",
    "question",
    "order_surge",
    "order_slump",
    "deadline",
    "source_stale",
)
"""slow_product: many look, few buy (CTR high, CVR low)."""
Mode = Literal["off", "suggest", "auto"]
NEVER_HELD = frozenset({"stock_low", "sold_out", "deadline", "source_stale"})
"""Facts that a host must not miss: no coin is tossed for them."""
FactValue = str | int | float


@dataclass(frozen=True, slots=True)
class Opportunity:
    """rule: of RULES. product: "" is the room. facts: what the words are filled from; numbers as they are, money in
    minor units beside ``currency``. key: what it is about; the same again is the same opportunity until the rule is
    armed anew. urgent: does not wait for gaps and pauses. to_operators: not for a host's ear. ttl_ms: after that it is
    not said any more."""

    rule: str
    at_ms: int
    key: str
    product: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    urgent: bool = False
    to_operators: bool = False
    ttl_ms: int = 30_000
