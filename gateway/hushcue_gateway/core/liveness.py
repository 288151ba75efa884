"""Whether a bodypack is there: by signs of life, not by its last will.

States and what changes them (a sign of life is any valid document of its present boot that was not retained):

| state   | meaning                       | sign of life | farewell | 3 s silent | 15 s silent | 30 s silent |
|---------|-------------------------------|--------------|----------|------------|-------------|-------------|
| offline | never heard, left, or expired | online       | offline  | offline    | offline     | offline     |
| online  | heard within 3 s              | online       | offline  | quiet      | lost        | offline     |
| quiet   | silent, nobody worries yet    | online       | offline  | quiet      | lost        | offline     |
| lost    | silent, people are told       | online       | offline  | lost       | lost        | offline     |

A farewell (status "offline", mostly its last will) only changes the name: the stream goes on until 30 s of silence,
because a bodypack whose MQTT broke still hears. While our own link to the broker is down nobody can be heard, so no
silence is counted; when it is back, every count begins anew.
"""

from __future__ import annotations

from typing import Literal

LivenessState = Literal["offline", "online", "quiet", "lost"]

NS_PER_S = 1_000_000_000
QUIET_NS = 3 * NS_PER_S
LOST_NS = 15 * NS_PER_S
EXPIRED_NS = 30 * NS_PER_S

_AFTER_SILENCE: tuple[tuple[int, dict[LivenessState, LivenessState]], ...] = (
    # silent for longer than -> state before: state after; the longest that fits counts
    (EXPIRED_NS, {"online": "offline", "quiet": "offline", "lost": "offline", "offline": "offline"}),
    (LOST_NS, {"online": "lost", "quiet": "lost", "lost": "lost", "offline": "offline"}),
    (QUIET_NS, {"online": "quiet", "quiet": "quiet", "lost": "lost", "offline": "offline"}),
)


class Liveness:
    """One bodypack's row of the table."""

    def __init__(self) -> None:
        self.state: LivenessState = "offline"
        self.heard_ns: int | None = None
        """the newest sign of life (or when our broker link came back since); None = never"""

    def heard(self, now_ns: int) -> bool:
        """A sign of life; True when it was offline or lost before."""
        news = self.state in ("offline", "lost")
        self.state = "online"
        self.heard_ns = now_ns
        return news

    def farewell(self) -> bool:
        """It said, or the broker said for it, that it is leaving; True when that is news."""
        news = self.state != "offline"
        self.state = "offline"
        return news

    def silent_ns(self, now_ns: int) -> int:
        """How long nothing was heard; 0 when never."""
        return 0 if self.heard_ns is None else max(0, now_ns - self.heard_ns)

    def check(self, now_ns: int) -> bool:
        """Let time pass; True when the state changed."""
        silent_ns = self.silent_ns(now_ns)
        for limit_ns, after in _AFTER_SILENCE:
            if silent_ns > limit_ns:
                before, self.state = self.state, after[self.state]
                return self.state != before
        return False

    def expired(self, now_ns: int) -> bool:
        """True when its stream is to stop."""
        return self.silent_ns(now_ns) > EXPIRED_NS

    def link_back(self, now_ns: int) -> None:
        """Our broker link is back: silence is counted from now."""
        if self.heard_ns is not None:
            self.heard_ns = now_ns
