"""A network in virtual time: datagrams go in, and come out later, twice, in another order, or never. Pure.

A :class:`Link` is one direction, a :class:`Network` both. What happens to a datagram is its :class:`Fate`; who decides
it is the link's *air*: a list made before (:class:`Listed`), or weather that throws dice with a seed
(:mod:`.link_weather`). Either way a run can be had again: ``Listed(link.fates)`` repeats what a link has done.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

NS_PER_MS = 1_000_000


@dataclass(frozen=True)
class Fate:
    """What happens to one datagram. delays_ms: one per copy that arrives; empty is lost."""

    delays_ms: tuple[float, ...] = (0.2,)


CALM = Fate()
LOST = Fate(())


class Air(Protocol):
    """What a link passes through."""

    def fate(self, size: int, now_ms: float) -> Fate:
        """The fate of the next datagram, of ``size`` bytes, sent at ``now_ms`` (never less than the one before)."""
        ...


class Listed:
    """Datagram n meets ``fates[n]``; after the end of the list, ``rest``."""

    def __init__(self, fates: Sequence[Fate] = (), rest: Fate = CALM):
        self._fates = fates
        self._rest = rest
        self._next = 0

    def fate(self, size: int, now_ms: float) -> Fate:
        """As listed."""
        number = self._next
        self._next += 1
        return self._fates[number] if number < len(self._fates) else self._rest


class Arrival(NamedTuple):
    """A datagram that has come out, and when it was due."""

    due_ns: int
    data: bytes


class Link:
    """One direction. Times are whole nanoseconds of any one clock; ``start_ns`` is the air's zero.

    ``sent``, ``lost`` and ``bytes_sent`` count; ``fates`` is what happened, with ``keep`` only.
    """

    def __init__(self, air: Air | None = None, start_ns: int = 0, keep: bool = False):
        self._air = air or Listed()
        self._start_ns = start_ns
        self._keep = keep
        self._flying: list[tuple[int, int, bytes]] = []
        self._copies = 0
        self.sent = 0
        self.lost = 0
        self.bytes_sent = 0
        self.fates: list[Fate] = []
        self.sent_ms: list[float] = []

    def send(self, data: bytes | memoryview, now_ns: int) -> None:
        """Give a datagram to the network."""
        now_ms = (now_ns - self._start_ns) / NS_PER_MS
        fate = self._air.fate(len(data), now_ms)
        for delay_ms in fate.delays_ms:
            self._copies += 1  # of two that arrive at the same time, the one sent first comes out first
            due_ns = now_ns + round(delay_ms * NS_PER_MS)
            heapq.heappush(self._flying, (due_ns, self._copies, bytes(data)))
        self.sent += 1
        self.lost += not fate.delays_ms
        self.bytes_sent += len(data)
        if self._keep:
            self.fates.append(fate)
            self.sent_ms.append(now_ms)

    @property
    def next_ns(self) -> int | None:
        """When the next one arrives."""
        return self._flying[0][0] if self._flying else None

    def take(self, now_ns: int) -> list[Arrival]:
        """Everything that has arrived by now, oldest first, each with the time at which it was due."""
        arrivals = []
        while self._flying and self._flying[0][0] <= now_ns:
            due_ns, _, data = heapq.heappop(self._flying)
            arrivals.append(Arrival(due_ns, data))
        return arrivals

    def arrived(self, now_ns: int) -> list[bytes]:
        """Everything that has arrived by now, oldest first."""
        return [arrival.data for arrival in self.take(now_ns)]


@dataclass(frozen=True)
class Network:
    """Both directions between a gateway and one bodypack."""

    down: Link
    """gateway to bodypack"""
    up: Link

    @classmethod
    def listed(cls, fates: Sequence[Fate] = (), rest: Fate = CALM) -> "Network":
        """``fates`` on the way down, nothing but ``rest`` on the way up."""
        return cls(Link(Listed(fates, rest)), Link(Listed((), rest)))
