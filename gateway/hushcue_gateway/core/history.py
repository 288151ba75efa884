"""The newest datagrams of a stream as they were sent, for whoever missed one; and a budget for sending them again.

A datagram is sent again bit for bit: its SRTP index is used once. What is refused: what is no longer (or not yet)
here; the same one more than ``times`` within a round trip, since the answer may be under way; and everything beyond
the budget, a bucket that fills with a share of the stream's own packet rate. So whatever a receiver asks for, a stream
never grows beyond (1 + share) of its rate for longer than the bucket lasts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hushcue_wire import seq

NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ResendPolicy:
    """How much may be sent again. ValueError for what would be none."""

    keep_s: float = 2.0
    """how old a datagram may be"""
    share: float = 1.0
    """of the stream's own packet rate, in the long run"""
    burst_s: float = 1.0
    """the bucket holds ``share`` of so much time: a gap of this length is filled at once"""
    times: int = 2
    """of one datagram within one round trip"""
    least_rtt_ms: float = 5.0
    first_rtt_ms: float = 50.0
    """before one is known"""

    def __post_init__(self) -> None:
        numbers = (self.keep_s, self.share, self.burst_s, self.times, self.least_rtt_ms, self.first_rtt_ms)
        if min(numbers) <= 0 or self.keep_s > 60:
            raise ValueError("every number is positive, keep_s at most 60")


class History:
    """Of one stream that sends a datagram every ``frame_ms``."""

    def __init__(self, policy: ResendPolicy, frame_ms: int) -> None:
        self._policy = policy
        self._ring: list[bytes] = [b""] * max(2, round(policy.keep_s * 1000 / frame_ms))
        self._at = -1  # slot of the newest
        self._kept = 0
        self._newest = 0
        self._again: dict[int, tuple[int, int]] = {}  # slot -> (when it was first sent again in this round trip, times)
        self._tokens_per_ns = policy.share * 1000 / frame_ms / NS_PER_S
        self._most_tokens = max(1.0, policy.share * policy.burst_s * 1000 / frame_ms)
        self._tokens = self._most_tokens
        self._filled_ns: int | None = None
        self.resent = 0
        """datagrams sent again"""
        self.refused = 0
        """asked for and not sent again"""

    def add(self, sequence: int, datagram: bytes) -> None:
        """The newest one: its sequence number follows that of the one before."""
        self._newest = sequence
        ring = self._ring
        at = self._at + 1
        if at == len(ring):
            at = 0
        self._at = at
        ring[at] = datagram
        if self._kept < len(ring):
            self._kept += 1
        if self._again:
            self._again.pop(at, None)

    def again(self, sequences: Iterable[int], now_ns: int, rtt_ns: int | None) -> list[bytes]:
        """Those of ``sequences`` that may be sent again now, in the order asked for; each is counted."""
        policy = self._policy
        first_ns, least_ns = round(policy.first_rtt_ms * 1e6), round(policy.least_rtt_ms * 1e6)
        window_ns = first_ns if rtt_ns is None else max(rtt_ns, least_ns)
        self._fill(now_ns)
        found = []
        for sequence in sequences:
            behind = seq.distance(self._newest, sequence)
            slot = (self._at - behind) % len(self._ring)
            if not 0 <= behind < self._kept or self._tokens < 1.0 or not self._may(slot, now_ns, window_ns):
                self.refused += 1
                continue
            self._tokens -= 1.0
            self.resent += 1
            found.append(self._ring[slot])
        return found

    def _may(self, slot: int, now_ns: int, window_ns: int) -> bool:
        since_ns, times = self._again.get(slot, (now_ns, 0))
        if now_ns - since_ns >= window_ns:
            since_ns, times = now_ns, 0
        if times >= self._policy.times:
            return False
        self._again[slot] = since_ns, times + 1
        return True

    def _fill(self, now_ns: int) -> None:
        if self._filled_ns is not None:
            self._tokens = min(self._most_tokens, self._tokens + (now_ns - self._filled_ns) * self._tokens_per_ns)
        self._filled_ns = now_ns
