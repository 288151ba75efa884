"""Supervised processes, for as long as a test needs them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from hushcue_gateway.supervisor import Capture, CaptureSettings, Media, MediaSettings, RingRack

NEVER_HUNG_S = 60.0
"""A process that this machine has no time for is not killed where no test is about that."""


@contextmanager
def running(rack: RingRack, events: object, **settings: object) -> Iterator[Media]:
    """At work, its socket on this machine only; ``events`` takes what it tells."""
    told = {"bind_ip": "127.0.0.1", "hang_s": NEVER_HUNG_S, **settings}
    media = Media(MediaSettings(**told), rack, events)  # type: ignore[arg-type]
    with _at_work(media):
        yield media


@contextmanager
def capturing(rack: RingRack, events: object, **settings: object) -> Iterator[Capture]:
    """The same with a capture process."""
    told = {"hang_s": NEVER_HUNG_S, **settings}
    capture = Capture(CaptureSettings(**told), rack, events)  # type: ignore[arg-type]
    with _at_work(capture):
        yield capture


@contextmanager
def _at_work(supervised: Media | Capture) -> Iterator[None]:
    try:
        supervised.start(60)
        yield
    finally:
        supervised.stop()


def wait_for_spare(supervised: Media | Capture, timeout_s: float = 60.0) -> None:
    """Until a second process stands by: it is started a second after the first, and takes a while."""
    deadline = time.monotonic() + timeout_s
    while (spare := supervised._child._spare) is None or not spare.ready:
        assert time.monotonic() < deadline, "no spare"
        time.sleep(0.02)
