"""One suggestion of the assistant: what it would say to whom, and how far it has come. Pure values, one table.

| state    | is                                             | goes on with                                           |
|----------|------------------------------------------------|--------------------------------------------------------|
| making   | words and sound are being made                 | made -> proposed, withheld -> held, failed             |
| proposed | waits for a person, or for its own countdown   | approved, skipped -> rejected, over -> expired         |
| held     | the coin said: say nothing (the control group) | approved by a person, over -> expired                  |
| approved | the sound of an edited text is being made      | queued, returned -> proposed where there can be none   |
| queued   | waits for its turn in every host's queue       | speaking, cancelled -> rejected, over -> expired       |
| speaking | the first host hears it                        | spoken -> done, cut                                    |

done, cut, expired, failed: over; nothing changes any more. rejected: over, unless a person takes that back while it is
still true and within its time: restored -> proposed, or reheld -> held where it was held before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ..rules.opportunity import Mode, Opportunity

SuggestionState = Literal[
    "making", "proposed", "held", "approved", "queued", "speaking", "done", "cut", "expired", "rejected", "failed"
]
OVER: frozenset[SuggestionState] = frozenset({"done", "cut", "expired", "rejected", "failed"})

# what happened -> the states it may happen in, and the state after it; anything else changes nothing
STEPS: Mapping[str, tuple[tuple[SuggestionState, ...], SuggestionState]] = {
    "made": (("making",), "proposed"),
    "withheld": (("making",), "held"),
    "failed": (("making", "queued"), "failed"),
    "approved": (("proposed", "held"), "approved"),
    "returned": (("approved",), "proposed"),
    "skipped": (("proposed", "held", "making"), "rejected"),
    "queued": (("approved",), "queued"),
    "cancelled": (("approved", "queued", "proposed"), "rejected"),
    "speaking": (("queued",), "speaking"),
    "spoken": (("speaking",), "done"),
    "cut": (("speaking", "queued"), "cut"),
    "restored": (("rejected",), "proposed"),
    "reheld": (("rejected",), "held"),
    "over": (("making", "proposed", "held", "approved", "queued"), "expired"),
}
OURS = "assistant"
"""Who decided what no person did; the rung of its cues."""
MOST_CHARS = 200
"""Of a text."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """opportunity: None where a person wrote the text. opportunity_id: of its row. airing: "" outside of one; live:
    it is no demo and no replay. hosts: who is to hear it. text: as people read it; spoken: as the voice is given it;
    variant: which of the sentences of its rule that is (``wording/line.py``), -1 none of them. sound: path of its
    WAV. at_ms, expires_ms, says_at_ms: wall time; says_at_ms: when an auto rule says it unless somebody cancels, 0
    never by itself. asked: a person wanted it, so no rule has to hold. states: (state, wall time) from the first on.
    decided_by: account, "assistant". cues: host -> id of its cue. card: the longer text for a screen. trouble:
    {"code", "en", "zh"} of why it failed."""

    id: str
    show: str
    at_ms: int
    expires_ms: int
    hosts: tuple[str, ...]
    language: str
    airing: str = ""
    opportunity: Opportunity | None = None
    opportunity_id: str = ""
    live: bool = True
    text: str = ""
    spoken: str = ""
    variant: int = -1
    card: str = ""
    edited: bool = False
    asked: bool = False
    rephrased: bool = False
    sound: str = ""
    seconds: float = 0.0
    engine: str = ""
    voice: str = ""
    state: SuggestionState = "making"
    why: str = ""
    trouble: Mapping[str, str] = field(default_factory=dict)
    states: tuple[tuple[SuggestionState, int], ...] = ()
    mode: Mode = "suggest"
    says_at_ms: int = 0
    decided_by: str = ""
    decided_name: str = ""
    cues: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """Of its opportunity, "" where a person wrote it."""
        return self.opportunity.rule if self.opportunity else ""

    @property
    def product(self) -> str:
        """What it is about, "" the room."""
        return self.opportunity.product if self.opportunity else ""

    @property
    def about(self) -> tuple[str, str, str]:
        """(rule, key, language): two with the same are the newer and the older."""
        return (self.rule, self.opportunity.key if self.opportunity else self.id, self.language)

    @property
    def urgent(self) -> bool:
        """Does not wait for gaps and pauses."""
        return self.opportunity is not None and self.opportunity.urgent

    @property
    def over(self) -> bool:
        """Nothing changes any more by itself."""
        return self.state in OVER

    def step(self, what: str, now_ms: int, why: str = "") -> Suggestion | None:
        """After ``what`` happened; None where it may not happen now."""
        allowed, after = STEPS[what]
        if self.state not in allowed:
            return None
        return replace(self, state=after, why=why, states=(*self.states, (after, now_ms)))
