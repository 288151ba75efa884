"""A trace that is being taken, and what becomes of it. Pure: times are arguments.

asked      -> told of its beginning           heard, piece after piece
           -> refused, or ANSWER_S of nothing failed
heard      -> its last piece                  over
           -> QUIET_S of nothing              over, with what there is: "cut"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hushcue_link.record import Sent, figures, record

from ..core.actions import Traced
from .assembly import Assembly

NS_PER_S = 1_000_000_000
ANSWER_S = 20
"""The first piece comes when it is full, or 10 s after nothing came."""
QUIET_S = 75
"""A bodypack waits a minute for its broker."""
ENDINGS = ("done", "stopped", "renewed", "overrun", "cut")
"""How a trace ends that holds something."""


@dataclass
class Taking:
    """id: its name, in the bodypack's documents too. boot, session: of the bodypack. frame_ms: of its stream."""

    id: str
    host: str
    seconds: int
    by: str
    at_ms: int
    boot: int
    session: int
    frame_ms: int
    heard_ns: int
    assembly: Assembly = field(default_factory=Assembly)
    ended: str = ""
    """one of ENDINGS, or why nothing came of it; "" while it goes on"""

    def told(self, piece: Traced) -> None:
        """The bodypack says something of it."""
        if piece.trace != self.id or piece.boot != self.boot or self.ended:
            return
        self.heard_ns = piece.at_ns
        if not self.assembly.add(piece.first, piece.came):
            self.ended = "cut"
        elif piece.state != "going":
            self.ended = piece.state

    def tick(self, now_ns: int) -> None:
        """Time passes."""
        patience_s = QUIET_S if self.assembly.packets else ANSWER_S
        if not self.ended and now_ns - self.heard_ns > patience_s * NS_PER_S:
            self.ended = "cut" if self.assembly.packets else "no_answer"

    def rows(self) -> list[Sent]:
        """The record."""
        return rows_of(self.assembly, self.frame_ms)

    def summary(self) -> dict[str, Any] | None:
        """As people see it; None where no packet came."""
        rows = self.rows()
        if not rows:
            return None
        told = figures(rows)
        return {
            "id": self.id,
            "at_ms": self.at_ms,
            "seconds": self.seconds,
            "packets": told.sent,
            "lost_percent": told.lost_percent,
            "resent": self.assembly.resent(self.frame_ms),
            "delay_p50_ms": told.p50_ms,
            "delay_p95_ms": told.p95_ms,
            "delay_p99_ms": told.p99_ms,
            "delay_worst_ms": told.worst_ms,
            "frame_ms": self.frame_ms,
            "ended": self.ended,
            "good": not told.bad,
        }


def rows_of(assembly: Assembly, frame_ms: int) -> list[Sent]:
    """The record of what was told."""
    return record(assembly.arrivals(frame_ms), frame_ms)
