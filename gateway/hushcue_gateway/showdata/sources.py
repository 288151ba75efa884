"""A source as it is seen: when it told something last, and how often it usually does."""

from __future__ import annotations

from dataclasses import dataclass, replace

TOGETHER_MS = 1_000
"""What comes within this time is one telling: a batch is not a fast source."""
SLOWNESS = 0.1
"""How much the newest gap counts (EWMA)."""
STALE_GAPS = 5
STALE_MS = 30_000


@dataclass(frozen=True, slots=True)
class SourceSight:
    """last_ms: show time of its last fact's coming. usual_gap_ms: between tellings, None before there were two."""

    last_ms: int
    facts: int = 0
    usual_gap_ms: float | None = None
    telling_ms: int = -1

    def told(self, now_ms: int) -> SourceSight:
        """It told another fact."""
        if self.telling_ms < 0:
            return replace(self, last_ms=now_ms, facts=self.facts + 1, telling_ms=now_ms)
        gap_ms = now_ms - self.telling_ms
        last_ms = max(now_ms, self.last_ms)
        if gap_ms < TOGETHER_MS:
            return replace(self, last_ms=last_ms, facts=self.facts + 1)
        usual = self.usual_gap_ms
        usual = float(gap_ms) if usual is None else usual + SLOWNESS * (gap_ms - usual)
        return replace(self, last_ms=last_ms, facts=self.facts + 1, usual_gap_ms=usual, telling_ms=now_ms)

    def is_stale(self, now_ms: int) -> bool:
        """Silent for longer than a source of its kind ever should be."""
        return now_ms - self.last_ms > max(STALE_MS, STALE_GAPS * (self.usual_gap_ms or 0.0))
