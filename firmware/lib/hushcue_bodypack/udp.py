"""Audio datagrams: from the socket into the session, without allocating.

The only receive call of MicroPython that allocates nothing is ``readinto(buf, size)``, and it goes on reading until
``size`` bytes are there: with the constant datagram size of a session, that is one datagram. A shorter one from a
stranger swallows the head of the next, which then is no packet of ours: it is counted and lost.
A datagram of no length at all makes the socket answer "closed" for ever; it must be opened anew, which allocates, and
so is done by :meth:`Receiver.mend` outside of the callback.
"""

import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .session import Session

BUFFER_BYTES = 1472
MOST_READS = 8
"""For one call of receive(): the chip's own queue holds 6 datagrams."""


class Receiver:
    """Listens on ``port`` of every address."""

    def __init__(self, session: "Session", port: int):
        self.session = session
        self.port = port
        self.broken = False  # mend() is due
        self.reopened = 0
        self.strange = 0  # reads of another size than the session's datagrams
        self._buffer = bytearray(BUFFER_BYTES)
        self._socket = self._open()

    def _open(self) -> "socket.socket":
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listener.bind(socket.getaddrinfo("0.0.0.0", self.port)[0][-1])
        listener.setblocking(False)
        return listener

    def receive(self, now_ms: int) -> None:
        """What has arrived goes to the session. Allocates nothing, raises nothing that a stranger can cause."""
        if self.broken:
            return
        size = self.session.datagram_bytes
        reads = 0
        try:
            while reads < MOST_READS:
                reads += 1
                got = self._socket.readinto(self._buffer, size)  # type: ignore[attr-defined]
                if got is None:
                    return
                if got == 0:
                    self.broken = True
                    return
                if got == size:
                    self.session.datagram(self._buffer, got, now_ms)
                else:
                    self.strange += 1
        except OSError:
            self.broken = True

    def mend(self) -> None:
        """Open the socket anew where that is due. Not from the callback. Errors leave it due."""
        if not self.broken:
            return
        try:
            self._socket.close()
            self._socket = self._open()
        except OSError:
            return
        self.reopened += 1
        self.broken = False

    def close(self) -> None:
        """The end."""
        self.broken = True
        self._socket.close()
