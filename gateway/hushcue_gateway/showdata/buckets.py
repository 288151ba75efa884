"""Numbers along time, in steps of ten seconds: what was counted in each, what was measured last in each."""

from __future__ import annotations

BUCKET_MS = 10_000
MOST_BUCKETS = 8_640
"""A day; what is older is in the store."""


def bucket_of(at_ms: int) -> int:
    """The number of the bucket in which a moment lies."""
    return at_ms // BUCKET_MS


class Counted:
    """How often, in each bucket and in all. Late news go where they belong."""

    __slots__ = ("_at", "first", "newest", "total")

    def __init__(self) -> None:
        self._at: dict[int, int] = {}
        self.total = 0
        self.first = self.newest = 0

    def add(self, bucket: int, value: int) -> None:
        if not self._at:
            self.first = self.newest = bucket
        self._at[bucket] = self._at.get(bucket, 0) + value
        self.total += value
        self.first, self.newest = min(self.first, bucket), max(self.newest, bucket)
        if len(self._at) > MOST_BUCKETS:
            _forget(self._at)

    def between(self, first: int, end: int) -> int:
        """The sum of the buckets from ``first`` up to and without ``end``."""
        if first <= self.first and end > self.newest:
            return self.total
        at = self._at
        if end - first <= len(at):
            return sum(at.get(bucket, 0) for bucket in range(first, end))
        return sum(value for bucket, value in at.items() if first <= bucket < end)

    def each(self, first: int, end: int) -> list[int | None]:
        """One by one."""
        return [self._at.get(bucket, 0) for bucket in range(first, end)]


class Measured:
    """The last value in each bucket; a value holds until the next one."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at: dict[int, tuple[int, int]] = {}
        """bucket -> (at_ms, value)"""

    def put(self, at_ms: int, value: int) -> None:
        bucket = bucket_of(at_ms)
        there = self._at.get(bucket)
        if there is None or there[0] <= at_ms:
            self._at[bucket] = (at_ms, value)
        if len(self._at) > MOST_BUCKETS:
            _forget(self._at)

    def each(self, first: int, end: int) -> list[int | None]:
        """One by one, None before the first."""
        value: int | None = None
        if first not in self._at:
            earlier = [bucket for bucket in self._at if bucket < first]
            value = self._at[max(earlier)][1] if earlier else None
        found: list[int | None] = []
        for bucket in range(first, end):
            if bucket in self._at:
                value = self._at[bucket][1]
            found.append(value)
        return found


def _forget(at: dict[int, int] | dict[int, tuple[int, int]]) -> None:
    for bucket in sorted(at)[: len(at) // 10]:
        del at[bucket]
