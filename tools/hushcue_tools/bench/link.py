"""A network in virtual time: every datagram's fate is in a list made before, so a run can be had again. Pure."""

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass

NS_PER_MS = 1_000_000


@dataclass(frozen=True)
class Fate:
    """What happens to one datagram. delays_ms: one per copy that arrives; empty is lost."""

    delays_ms: tuple[float, ...] = (0.2,)


CALM = Fate()
LOST = Fate(())


class Link:
    """Carries datagrams. Datagram n of the link meets ``fates[n]``; after the end of the list, ``rest``."""

    def __init__(self, fates: Sequence[Fate] = (), rest: Fate = CALM):
        self._fates = fates
        self._rest = rest
        self._sent = 0
        self._flying: list[tuple[int, int, bytes]] = []
        self.lost = 0

    def send(self, data: bytes | memoryview, now_ns: int) -> None:
        """Give a datagram to the network."""
        fate = self._fates[self._sent] if self._sent < len(self._fates) else self._rest
        for delay_ms in fate.delays_ms:
            heapq.heappush(self._flying, (now_ns + round(delay_ms * NS_PER_MS), self._sent, bytes(data)))
        self.lost += not fate.delays_ms
        self._sent += 1

    @property
    def next_ns(self) -> int | None:
        """When the next one arrives."""
        return self._flying[0][0] if self._flying else None

    def arrived(self, now_ns: int) -> list[bytes]:
        """Everything that has arrived by now, oldest first."""
        datagrams = []
        while self._flying and self._flying[0][0] <= now_ns:
            datagrams.append(heapq.heappop(self._flying)[2])
        return datagrams


def random_loss(count: int, loss: float, seed: int, delay_ms: float = 0.2) -> list[Fate]:
    """Each datagram lost by itself with probability ``loss``."""
    dice = random.Random(seed)
    return [LOST if dice.random() < loss else Fate((delay_ms,)) for _ in range(count)]


def random_jitter(count: int, delay_ms: float, spread_ms: float, seed: int) -> list[Fate]:
    """Each datagram delayed by ``delay_ms`` and, evenly, up to ``spread_ms`` more: later ones overtake."""
    dice = random.Random(seed)
    return [Fate((delay_ms + spread_ms * dice.random(),)) for _ in range(count)]
