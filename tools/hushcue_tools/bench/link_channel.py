"""Who is lost: loss at random, loss in bursts, and the spells of bad weather that both bursts and stalls are made of.

Pure; chance has a seed. A question about a time may come in any order: both directions of a network ask one channel.
"""

import random
from bisect import bisect_right
from collections.abc import Callable
from typing import Protocol


class Loss(Protocol):
    """A channel that loses."""

    def lost(self, now_ms: float) -> bool:
        """Whether a datagram that is sent now never arrives."""
        ...


class NoLoss:
    """Everything arrives."""

    def lost(self, now_ms: float) -> bool:
        """Never."""
        return False


class RandomLoss:
    """Each datagram by itself, with probability ``share``."""

    def __init__(self, share: float, seed: int):
        self._share = share
        self._dice = random.Random(seed)

    def lost(self, now_ms: float) -> bool:
        """One throw."""
        return self._dice.random() < self._share


class Spells:
    """Stretches of time that come and go: from 0 on, one of ``gap()`` ms and one of ``length()`` ms in turn.

    With ``inside`` the time before 0 belongs to a spell, which then lasts ``length()`` more (right for exponential
    lengths, which have no memory).
    """

    def __init__(self, gap: Callable[[], float], length: Callable[[], float], inside: bool = False):
        self._gap = gap
        self._length = length
        self._starts = [0.0] if inside else [gap()]
        self._ends = [self._starts[0] + length()]

    def at(self, now_ms: float) -> tuple[int, float] | None:
        """(number of the spell, when it ends) where ``now_ms`` lies in one."""
        while self._ends[-1] <= now_ms:
            self._starts.append(self._ends[-1] + self._gap())
            self._ends.append(self._starts[-1] + self._length())
        number = bisect_right(self._starts, now_ms) - 1
        return (number, self._ends[number]) if number >= 0 and now_ms < self._ends[number] else None


class GilbertElliott:
    """Continuous time, two states; the bad one loses all, the good one nothing.

    A bad spell lasts ``dwell_ms`` on average (exponentially), and ``share`` (below 1) of all time is bad. It begins in
    its steady state. One channel for both directions: what keeps packets from the bodypack keeps its own off the air
    as well.
    """

    def __init__(self, share: float, dwell_ms: float, seed: int):
        if not 0 <= share < 1 or dwell_ms <= 0:
            raise ValueError("0 <= share < 1, dwell_ms > 0")
        dice = random.Random(seed)
        good_ms = dwell_ms * (1 - share) / share if share else float("inf")
        self._spells = Spells(
            lambda: dice.expovariate(1 / good_ms) if share else float("inf"),
            lambda: dice.expovariate(1 / dwell_ms),
            dice.random() < share,
        )

    def lost(self, now_ms: float) -> bool:
        """Whether the state is bad now."""
        return self._spells.at(now_ms) is not None
