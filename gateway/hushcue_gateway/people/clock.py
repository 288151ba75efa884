"""The one clock of sign-ins, links and the audit log."""

from __future__ import annotations

import time


def now_ms() -> int:
    """The wall clock, in milliseconds since the epoch: what is kept outlives a restart."""
    return time.time_ns() // 1_000_000
