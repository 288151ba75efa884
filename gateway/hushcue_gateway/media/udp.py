"""The one UDP socket that every stream leaves from and reports come to: never blocks, never raises for what the
network does."""

import socket
import sys

IP_RECVERR = 11
"""Linux: queue ICMP errors with the address they came from (ip(7)); the socket module of 3.11 has no name for it."""


def open_socket(bind_ip: str, bind_port: int, dscp: int) -> socket.socket:
    """A bound non-blocking IPv4 socket whose packets carry ``dscp`` where the system allows it.

    Raises OSError when the address is taken or not ours. Windows ignores the mark unless a QoS policy permits it.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        _mark(sock, dscp)
        if sys.platform == "linux":
            sock.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        sock.bind((bind_ip, bind_port))
    except OSError:
        sock.close()
        raise
    return sock


def _mark(sock: socket.socket, dscp: int) -> None:
    try:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, dscp << 2)
    except OSError:
        return


RECEIVE_BYTES = 2048
"""More than any datagram that could be for us: what is longer arrives cut, and is refused for its length."""


class DatagramSocket:
    """Sends datagrams of streams and counts what went wrong, by stream id; receives what comes back."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self._streams_at: dict[tuple[str, int], str] = {}
        self.errors: dict[str, int] = {}
        """datagrams that the system would not take: buffer full, no route, message too long"""
        self.refused: dict[str, int] = {}
        """ICMP "port unreachable" and the like, told after the fact; only Linux says for which address"""

    def send(self, stream_id: str, address: tuple[str, int], data: bytes | bytearray | memoryview) -> bool:
        """True when the system took the datagram."""
        self._streams_at[address] = stream_id
        try:
            self.sock.sendto(data, address)
            return True
        except BlockingIOError:
            self._count(self.errors, stream_id)
            return False
        except OSError:
            return self._send_again(stream_id, address, data)

    def receive(self) -> tuple[bytes, tuple[str, int]] | None:
        """The next datagram and where it came from; None when there is none, or only an error of an earlier send
        (Linux: ICMP, told through its own queue; Windows: WSAECONNRESET), which is counted where that is possible."""
        try:
            return self.sock.recvfrom(RECEIVE_BYTES)
        except OSError:  # would block, or an error of some send: either way the queue of errors must not wake us again
            self._drain()
            return None

    def forget(self, stream_id: str) -> None:
        """The stream is gone: its counters go too."""
        self.errors.pop(stream_id, None)
        self.refused.pop(stream_id, None)
        self._streams_at = {at: who for at, who in self._streams_at.items() if who != stream_id}

    def _send_again(self, stream_id: str, address: tuple[str, int], data: bytes | bytearray | memoryview) -> bool:
        """The error may be an older datagram's, to any address: take the queue of those away and try once more."""
        if not self._drain():
            self._count(self.refused, stream_id)
        try:
            self.sock.sendto(data, address)
            return True
        except OSError:
            self._count(self.errors, stream_id)
            return False

    def _drain(self) -> bool:
        """Count the queued ICMP errors for the streams they belong to; False when there were none to read."""
        found = False
        if sys.platform == "linux":
            while True:
                try:
                    _, _, _, address = self.sock.recvmsg(0, 0, socket.MSG_ERRQUEUE)
                except OSError:
                    break
                found = True
                self._count(self.refused, self._streams_at.get((address[0], address[1]), ""))
        return found

    @staticmethod
    def _count(counts: dict[str, int], stream_id: str) -> None:
        counts[stream_id] = counts.get(stream_id, 0) + 1
