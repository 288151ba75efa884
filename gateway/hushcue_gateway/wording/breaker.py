"""Leaves alone for a while what fails again and again. Pure; time is an argument, in seconds of any clock.

| state   | is                            | goes on with                                     |
|---------|-------------------------------|--------------------------------------------------|
| closed  | may be asked                  | the third failure in a row -> open               |
| open    | left alone                    | 60 s later -> trial                              |
| trial   | may be asked once             | good -> closed, another failure -> open          |
"""

from __future__ import annotations

FAILURES = 3
REST_S = 60.0


class Breaker:
    """Of one server."""

    def __init__(self) -> None:
        self._failures = 0
        self._closed_at_s = 0.0

    def allows(self, now_s: float) -> bool:
        """Whether it may be asked now."""
        return self._failures < FAILURES or now_s >= self._closed_at_s

    def good(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self, now_s: float) -> None:
        """It did not, or with nothing of use."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._closed_at_s = now_s + REST_S
