"""When the gateway is told what was played, and how much at once. Pure.

In order, one document at a time, from the oldest frame on: after PLAYED_MS, or LEAST_MS when there is much to tell. The
session remembers frames until the broker has acknowledged them; what was on its way when a connection broke is told
again on the next one. Whoever reads it counts no frame twice.
"""

from micropython import const

from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .session import Session

_PLAYED_MS = const(1000)
_LEAST_MS = const(500)
_MANY = const(100)
MOST = const(480)
"""Frames in one document."""


class Telling:
    """``number`` of the newest document."""

    def __init__(self, session: "Session", now_ms: int):
        self.number = 0
        self._session = session
        self._told_ms = now_ms
        self._under_way = False

    def acknowledged(self) -> None:
        """The broker has everything that was said."""
        if self._under_way:
            self._under_way = False
            self._session.played_taken()

    def broken(self) -> None:
        """The connection is gone."""
        self._under_way = False

    def take(self, now_ms: int) -> "tuple[int, int, bytes] | None":
        """(session, sequence number of the first frame, fates) of the document that is due now, or None. Not while one
        is under way."""
        since_ms = elapsed_ms(now_ms, self._told_ms)
        count = self._session.played_frames
        if not count or since_ms < (_LEAST_MS if count >= _MANY else _PLAYED_MS):
            return None
        self._told_ms = now_ms
        self.number += 1
        self._under_way = True
        return self._session.take_played(MOST)  # type: ignore[no-any-return]
