"""Weather: loss, delay, copies, order and rate of one direction put together, and of a whole network by name. Pure."""

import random
from dataclasses import dataclass
from pathlib import Path

from .link import LOST, Air, Fate, Link, Network
from .link_channel import GilbertElliott, Loss, NoLoss, RandomLoss
from .link_delay import WIFI, Delay, Even, Sum
from .link_trace import Trace, read

COPY_MS = 1.0
"""A duplicate comes so much after its original."""


class Rate:
    """A bottleneck: ``kbit_per_s``, and a queue that takes no more than ``queue_ms`` of it."""

    def __init__(self, kbit_per_s: float, queue_ms: float):
        self._kbit_per_s = kbit_per_s
        self._queue_ms = queue_ms
        self._free_ms = 0.0

    def wait_ms(self, size: int, now_ms: float) -> float | None:
        """How long a datagram of ``size`` bytes takes to be through; None where the queue is full."""
        begins_ms = max(now_ms, self._free_ms)
        if begins_ms - now_ms > self._queue_ms:
            return None
        self._free_ms = begins_ms + 8 * size / self._kbit_per_s
        return self._free_ms - now_ms


class Weather:
    """The air of one direction. What is not ``reordered`` keeps its order when ``in_order`` (as radio does)."""

    def __init__(
        self,
        loss: Loss,
        delay: Delay,
        seed: int,
        *,
        in_order: bool = True,
        duplicated: float = 0.0,
        reordered: float = 0.0,
        reorder_ms: float = 15.0,
        rate: Rate | None = None,
    ):
        self._loss = loss
        self._delay = delay
        self._dice = random.Random(seed)
        self._in_order = in_order
        self._duplicated = duplicated
        self._reordered = reordered
        self._reorder_ms = reorder_ms
        self._rate = rate
        self._last_ms = 0.0

    def fate(self, size: int, now_ms: float) -> Fate:
        """Queue first, then the air."""
        wait_ms = self._rate.wait_ms(size, now_ms) if self._rate is not None else 0.0
        if wait_ms is None or self._loss.lost(now_ms + wait_ms):
            return LOST
        arrives_ms = now_ms + wait_ms + self._delay.of(now_ms + wait_ms)
        if self._in_order:
            arrives_ms = self._last_ms = max(arrives_ms, self._last_ms)
        if self._reordered and self._dice.random() < self._reordered:
            arrives_ms += self._reorder_ms
        delay_ms = arrives_ms - now_ms
        if self._duplicated and self._dice.random() < self._duplicated:
            return Fate((delay_ms, delay_ms + COPY_MS))
        return Fate((delay_ms,))


@dataclass(frozen=True)
class Conditions:
    """A network in words; :meth:`network` makes one of it. Shares are 0..1, times for each direction."""

    loss: float = 0.0
    burst_ms: float = 0.0
    """mean length of a burst of loss, 0: each datagram by itself"""
    delay_ms: float = 0.2
    jitter_ms: float = 0.0
    """evenly up to so much more"""
    in_order: bool = True
    """jitter keeps the order"""
    trace: str = ""
    """a name of link_delay.WIFI, which comes on top of delay_ms and jitter_ms, or a file, which stands for all of it"""
    duplicated: float = 0.0
    reordered: float = 0.0
    kbit_per_s: float = 0.0
    """0: no bottleneck"""
    queue_ms: float = 100.0

    def network(self, seed: int, start_ns: int = 0, keep: bool = False) -> Network:
        """Both directions, from ``seed``. Raises Trouble where the trace is no trace."""
        down, up = self._airs(seed)
        return Network(Link(down, start_ns, keep), Link(up, start_ns, keep))

    def _airs(self, seed: int) -> tuple[Air, Air]:
        if self.trace and self.trace not in WIFI:
            rows = read(Path(self.trace))
            return Trace(rows), Trace(rows)
        delays: tuple[Delay, Delay] = (
            Even(self.delay_ms, self.jitter_ms, seed + 30_011),
            Even(self.delay_ms, self.jitter_ms, seed + 40_009),
        )
        if self.trace:
            wifi = WIFI[self.trace](seed)
            delays = Sum(delays[0], wifi[0]), Sum(delays[1], wifi[1])
        losses = self._losses(seed)
        return self._weather(losses[0], delays[0], seed + 50_021), self._weather(losses[1], delays[1], seed + 60_013)

    def _losses(self, seed: int) -> tuple[Loss, Loss]:
        if not self.loss:
            return NoLoss(), NoLoss()
        if self.burst_ms:
            channel = GilbertElliott(self.loss, self.burst_ms, seed)
            return channel, channel
        return RandomLoss(self.loss, seed), RandomLoss(self.loss, seed + 70_001)

    def _weather(self, loss: Loss, delay: Delay, seed: int) -> Weather:
        return Weather(
            loss,
            delay,
            seed,
            in_order=self.in_order,
            duplicated=self.duplicated,
            reordered=self.reordered,
            rate=Rate(self.kbit_per_s, self.queue_ms) if self.kbit_per_s else None,
        )
