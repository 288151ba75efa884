"""The emulated network between real programs: a UDP proxy that passes datagrams on late, twice, or never.

Who sends to its port gets a socket of its own towards the other end; what comes back there goes back to where the first
came from. Each such pair has a :class:`.link.Network` of its own, made of the same conditions and its own seed. What
the proxy adds itself, because this machine is late, is measured for every datagram.
"""

import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .link import NS_PER_MS, Link, Network
from .link_weather import Conditions

Address = tuple[str, int]

MOST_PEERS = 64
"""Senders from more addresses than this are refused and counted."""
AT_ONCE = 64
"""Datagrams read from one socket before the others have their turn."""
LONGEST_WAIT_S = 0.05
LARGEST_DATAGRAM = 65535
RECEIVE_BYTES = 1 << 20
"""Asked of the kernel, which may give less: what comes while the proxy is not running must not be lost here."""
_BINS_PER_MS = 20
_BINS = 20_000


class Lateness:
    """A histogram of 50 us steps up to 1 s."""

    def __init__(self) -> None:
        self._counts: NDArray[np.int64] = np.zeros(_BINS, np.int64)
        self._most_ms = 0.0

    def add(self, late_ns: int) -> None:
        """One datagram left so much after it was due."""
        late_ms = late_ns / NS_PER_MS
        self._most_ms = max(self._most_ms, late_ms)
        self._counts[min(int(late_ms * _BINS_PER_MS), _BINS - 1)] += 1

    def figures(self) -> dict[str, float | None]:
        """p50, p95, p99 and max in ms; None before the first."""
        total = int(self._counts.sum())
        if not total:
            return {"p50": None, "p95": None, "p99": None, "max": None}
        sums = np.cumsum(self._counts)
        shares = {f"p{q}": int(np.searchsorted(sums, q / 100 * total)) / _BINS_PER_MS for q in (50, 95, 99)}
        return {**shares, "max": round(self._most_ms, 2)}


@dataclass
class _Peer:
    address: Address
    socket: socket.socket
    network: Network


class Proxy:
    """Listens on ``listen`` (port 0: the kernel chooses), passes on to ``to``. OSError where a port is taken."""

    def __init__(self, listen: Address, to: Address, conditions: Conditions, seed: int):
        conditions.network(seed)  # a trace that cannot be read is told now
        self._to = to
        self._conditions = conditions
        self._seed = seed
        self._socket = _udp()
        self._peers: dict[Address, _Peer] = {}
        self._stopped = False
        self._lateness = Lateness()
        self._send_errors = 0
        self._refused = 0
        try:
            self._socket.bind(listen)
        except OSError:
            self._socket.close()
            raise

    @property
    def address(self) -> Address:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def run(self, seconds: float | None = None, every: Callable[[], None] | None = None, every_s: float = 0.25) -> None:
        """Pass on for ``seconds``, or until :meth:`stop`. ``every`` is called now and then."""
        start_ns = time.monotonic_ns()
        next_call_ns = start_ns
        while not self._stopped:
            now_ns = time.monotonic_ns()
            if seconds is not None and now_ns - start_ns >= seconds * 1e9:
                return
            if every is not None and now_ns >= next_call_ns:
                every()
                next_call_ns = now_ns + round(every_s * 1e9)
            self._wait(now_ns)
            self._send_due()

    def stop(self) -> None:
        """From another thread: :meth:`run` returns soon."""
        self._stopped = True

    def close(self) -> None:
        """Let go of the sockets."""
        self._socket.close()
        for peer in self._peers.values():
            peer.socket.close()

    def figures(self) -> dict[str, object]:
        """What happened so far."""
        return {
            "there": self._direction([peer.network.down for peer in self._peers.values()]),
            "back": self._direction([peer.network.up for peer in self._peers.values()]),
            "peers": len(self._peers),
            "refused": self._refused,
            "send_errors": self._send_errors,
            "lateness_ms": self._lateness.figures(),
        }

    @staticmethod
    def _direction(links: list[Link]) -> dict[str, object]:
        sent, lost = sum(link.sent for link in links), sum(link.lost for link in links)
        return {
            "datagrams": sent,
            "lost": lost,
            "lost_percent": round(100 * lost / sent, 2) if sent else None,
            "bytes": sum(link.bytes_sent for link in links),
        }

    def _wait(self, now_ns: int) -> None:
        due = [
            link.next_ns
            for peer in self._peers.values()
            for link in (peer.network.down, peer.network.up)
            if link.next_ns is not None
        ]
        wait_s = min(LONGEST_WAIT_S, max(0.0, (min(due) - now_ns) / 1e9)) if due else LONGEST_WAIT_S
        sockets = {self._socket: None} | {peer.socket: peer for peer in self._peers.values()}
        for ready in select.select(list(sockets), [], [], wait_s)[0]:
            self._read(ready, sockets[ready])

    def _read(self, ready: socket.socket, peer: _Peer | None) -> None:
        for _ in range(AT_ONCE):
            try:
                data, source = ready.recvfrom(LARGEST_DATAGRAM)
            except BlockingIOError:
                return
            except OSError:  # an ICMP answer to what was sent before
                self._send_errors += 1
                return
            now_ns = time.monotonic_ns()
            if peer is not None:
                peer.network.up.send(data, now_ns)
            else:
                sender = self._peer(source[:2], now_ns)
                if sender is not None:
                    sender.network.down.send(data, now_ns)

    def _peer(self, address: Address, now_ns: int) -> _Peer | None:
        peer = self._peers.get(address)
        if peer is None:
            if len(self._peers) >= MOST_PEERS:
                self._refused += 1
                return None
            outward = _udp()
            outward.connect(self._to)
            peer = _Peer(address, outward, self._conditions.network(self._seed + len(self._peers), now_ns))
            self._peers[address] = peer
        return peer

    def _send_due(self) -> None:
        now_ns = time.monotonic_ns()
        for peer in self._peers.values():
            for due_ns, data in peer.network.down.take(now_ns):
                self._pass_on(peer.socket, data, None)
                self._lateness.add(time.monotonic_ns() - due_ns)
            for due_ns, data in peer.network.up.take(now_ns):
                self._pass_on(self._socket, data, peer.address)
                self._lateness.add(time.monotonic_ns() - due_ns)

    def _pass_on(self, through: socket.socket, data: bytes, to: Address | None) -> None:
        try:
            if to is None:
                through.send(data)
            else:
                through.sendto(data, to)
        except OSError:  # nobody listens there (any more), or the kernel's queue is full
            self._send_errors += 1


def _udp() -> socket.socket:
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.setblocking(False)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
    return plain
