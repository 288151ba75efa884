"""Which frames a bodypack means: 16-bit sequence numbers counted on beyond 65535, document by document. Pure."""

from __future__ import annotations

from dataclasses import dataclass

NS_PER_MS = 1_000_000
SLACK_MS = 2000
"""How far a bodypack may seem to be ahead of our clock."""


@dataclass(slots=True)
class Stream:
    """A session of a bodypack as its receipts need it.

    first: its first sequence number. began_ns None: begun by a gateway before this one.
    """

    boot: int
    session: int
    frame_ms: int
    first: int
    began_ns: int | None
    ended_ns: int | None = None
    told_end: int | None = None
    """one more than the newest frame told"""
    number: int = -1
    """of the newest document"""

    def extended(self, sequence: int, now_ns: int) -> int:
        """The newest frame of that number that can have been sent by now; of a session before our time the one nearest
        to what is known. At most 65535 frames back, which is more than a bodypack remembers."""
        if self.began_ns is None:
            near = self.first if self.told_end is None else self.told_end
            return near + ((sequence - near + 0x8000) & 0xFFFF) - 0x8000
        until_ns = now_ns if self.ended_ns is None else min(now_ns, self.ended_ns)
        most = self.first + ((until_ns - self.began_ns) // NS_PER_MS + SLACK_MS) // self.frame_ms
        return most - ((most - sequence) & 0xFFFF)

    def told(self, sequence: int, count: int, number: int, now_ns: int) -> int:
        """A document tells of ``count`` frames from ``sequence`` on: which that is. What follows on the newest document
        does so however long it was on its way."""
        follows = self.told_end is not None and number == self.number + 1
        if follows and self.told_end is not None and self.told_end & 0xFFFF == sequence:
            first = self.told_end
        else:
            first = self.extended(sequence, now_ns)
        self.note(first + count, number)
        return first

    def note(self, end: int, number: int) -> None:
        """Frames up to ``end`` - 1 are told, by document ``number``."""
        self.told_end = end if self.told_end is None else max(self.told_end, end)
        self.number = max(self.number, number)

    def by_clock(self, at_ns: int) -> int:
        """The newest frame that had been sent by then, one more or less."""
        began_ns = at_ns if self.began_ns is None else self.began_ns
        return self.first + (at_ns - began_ns) // NS_PER_MS // self.frame_ms - 1
