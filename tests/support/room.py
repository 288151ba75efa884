"""An engine with one protected stream in virtual time, and the receiver of it."""

from __future__ import annotations

import numpy as np

from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.events import StreamQuality, StreamReport
from hushcue_gateway.core.sender import Outgoing
from hushcue_gateway.media.protect import protect

from .desk import Desk
from .listener import Listener, a_protected_stream

HOME = ("127.0.0.1", 5004)


class Room:
    """``changes`` replace fields of the stream; a source "voice" is there."""

    def __init__(self, settings: EngineSettings | None = None, **changes: object) -> None:
        self.desk = Desk(settings, protect)
        self.desk.source("voice")
        self.command = a_protected_stream("host-1", **changes)
        assert not self.desk.tell(self.command)
        self.listener = Listener(self.command)
        self.datagrams: list[bytes] = []

    def play(self, count: int = 1, level: float = 0.1) -> list[Outgoing]:
        """Ticks; what was sent, all of it heard."""
        sent = []
        for _ in range(count):
            frame = np.full(self.desk.frame_samples, level, np.float32)
            sent += self.desk.engine.tick({"voice": frame}, self.desk.now_ns)
            self.desk.now_ns += self.desk.frame_ns
        for outgoing in sent:
            self.datagrams.append(outgoing.data)
            self.listener.take(outgoing.data)
        return sent

    def tell(self, datagram: bytes, address: tuple[str, int] = HOME) -> list[bytes]:
        """A datagram comes in; what goes out at once."""
        return [outgoing.data for outgoing in self.desk.engine.feedback(datagram, address, self.desk.now_ns)]

    @property
    def report(self) -> StreamReport:
        """Of the stream."""
        return self.desk.engine.take_report(self.desk.now_ns).streams[0]

    @property
    def quality(self) -> StreamQuality:
        """Of the stream."""
        assert self.report.quality is not None
        return self.report.quality


def is_rtcp(data: bytes) -> bool:
    return 192 <= data[1] <= 223
