"""A media process under its supervisor, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hushcue_gateway.supervisor import Media, MediaSettings, RingRack


@contextmanager
def running(rack: RingRack, events: object, **settings: object) -> Iterator[Media]:
    """At work, its socket on this machine only; ``events`` takes what it tells."""
    media = Media(MediaSettings(bind_ip="127.0.0.1", **settings), rack, events)  # type: ignore[arg-type]
    try:
        media.start(60)
        yield media
    finally:
        media.stop()
