"""Audio datagrams between the socket and the session, without allocating.

The only receive call of MicroPython that allocates nothing is ``readinto(buf, size)``, and it goes on reading until
``size`` bytes are there: with the size of the session's datagrams, that is one of them. A shorter one from a stranger
swallows the head of the next; the session takes apart what it can, and the rest is lost.
A datagram of no length at all makes the socket answer "closed" for ever; it must be opened anew, which allocates, and
so is done by :meth:`Receiver.mend` outside of the callback.

Who the gateway is, its datagrams say: at the beginning of a session, and again after LOST_MS without anything
authentic, everybody's are read with their address (which allocates), and whose is the first authentic one is connected
to. From then on the socket takes only his, and what the session has to say goes to him by ``write``.
"""

import socket

from micropython import const

from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .session import Session

BUFFER_BYTES = const(1472)
MOST_READS = const(8)
"""For one call of receive(): the chip's own queue holds 6 datagrams."""
MOST_SOUGHT = const(3)
"""The same while the gateway is looked for."""
LOST_MS = const(3000)
_EAGAIN = const(11)


class Receiver:
    """Listens on ``port`` of every address."""

    def __init__(self, session: "Session", port: int):
        self.session = session
        self.port = port
        self.broken = False  # mend() is due
        self.reopened = 0
        self.unsent = 0  # datagrams of ours that the network did not take
        self._buffer = bytearray(BUFFER_BYTES)
        self._followed = None  # type: int | None
        self._authentic = 0
        self._authentic_ms = 0
        self._connected = False
        self._open()

    def _open(self) -> None:
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listener.bind(socket.getaddrinfo("0.0.0.0", self.port)[0][-1])
        listener.setblocking(False)
        self._socket = listener
        self._connected = False

    def receive(self, now_ms: int) -> None:
        """What has arrived goes to the session, and what it wants to say goes out. Once the gateway is known this
        allocates nothing; it raises nothing that a stranger can cause."""
        if self.broken:
            return
        session = self.session
        if session.session_id != self._followed:
            self._followed = session.session_id
            self._authentic = session.authentic
            self._authentic_ms = now_ms
            if self._connected:
                self.broken = True
                return
        try:
            if self._connected or self._followed is None:
                self._read(now_ms)
            else:
                self._seek(now_ms)
            if session.authentic != self._authentic:
                self._authentic = session.authentic
                self._authentic_ms = now_ms
            if self._connected:
                self._answer(now_ms)
        except OSError:
            self.broken = True

    def _read(self, now_ms: int) -> None:
        session = self.session
        reads = 0
        while reads < MOST_READS:
            reads += 1
            got = self._socket.readinto(self._buffer, session.read_bytes)  # type: ignore[attr-defined]
            if got is None:
                return
            if got == 0:
                self.broken = True
                return
            session.datagram(self._buffer, got, now_ms)

    def _seek(self, now_ms: int) -> None:
        session = self.session
        reads = 0
        while reads < MOST_SOUGHT:
            reads += 1
            try:
                data, source = self._socket.recvfrom(BUFFER_BYTES)
            except OSError as error:
                if error.errno == _EAGAIN:
                    return
                raise
            if not data:
                self.broken = True
                return
            self._buffer[: len(data)] = data
            before = session.authentic
            session.datagram(self._buffer, len(data), now_ms)
            if session.authentic != before:
                self._socket.connect(source)
                self._connected = True
                return

    def _answer(self, now_ms: int) -> None:
        if elapsed_ms(now_ms, self._authentic_ms) >= LOST_MS:
            self.broken = True  # perhaps he is somewhere else now
            return
        said = self.session.outgoing(now_ms)
        if said is not None and self._socket.write(said) != len(said):  # type: ignore[attr-defined]
            self.unsent += 1

    def mend(self) -> None:
        """Open the socket anew where that is due. Not from the callback. Errors leave it due."""
        if not self.broken:
            return
        try:
            self._socket.close()
            self._open()
        except OSError:
            return
        self.reopened += 1
        self.broken = False

    def close(self) -> None:
        """The end."""
        self.broken = True
        self._socket.close()
