"""Times as JSON tells them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(at_ms: int) -> str:
    """ISO 8601 of milliseconds since the epoch."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
