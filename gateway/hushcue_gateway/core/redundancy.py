"""How many copies of earlier frames a stream carries: a ladder climbed at once and come down from slowly. Pure.

Rungs, lowest first; each is for a loss from its own threshold up to the next one's:

    loss from   depth   sent twice
    0 %         2       no
    2 %         3       no            every stream begins here
    15 %        5       no
    35 %        6       yes           a second time with the next tick

The frame itself (the primary) is L16 where the stream wants that, up to a depth of 3, and PCMU above, where bytes
begin to cost airtime; and wherever L16 would not fit the receiver's buffer.

What happens on a report that says "loss p", at rung r; ``up(p)`` is the highest rung whose threshold is not above p,
``keep(p)`` the same with thresholds made lower by the hysteresis:

    when                                        then
    the report before is older than 3 s         the calm begins now: silence proves nothing
    up(p) > r                                   to up(p); the calm begins now. If the way here was a step down not
                                                longer ago than the patience, the patience doubles, up to its bound;
                                                otherwise it is the first one again
    keep(p) >= r                                stay; the calm begins now
    keep(p) < r, calm shorter than patience     stay
    keep(p) < r, calm as long as the patience   down to the highest keep(p) seen in the calm; another calm begins

So a loss that hovers within the hysteresis of a threshold moves the ladder once; every step down comes at least a
patience (10 s) after the step before; and a loss that comes and goes with a longer period is followed ever more lazily.
Requests for retransmission only ever lead up: they name what is missing before the next report does. Without reports
the rung stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hushcue_wire import audio

from .commands import AddStream, Encoding

NS_PER_S = 1_000_000_000


class Rung(NamedTuple):
    """From a loss of ``loss`` (0..1) on: ``depth`` copies, and every datagram twice when ``repeats``."""

    loss: float
    depth: int
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class RedundancyPolicy:
    """The ladder and its inertia. ValueError for one that can not be climbed."""

    rungs: tuple[Rung, ...] = (Rung(0.0, 2), Rung(0.02, 3), Rung(0.15, 5), Rung(0.35, 6, True))
    """thresholds rise from 0, depths never fall"""
    first: int = 1
    """rung that streams begin on"""
    most_l16_depth: int = 3
    """deeper, the primary is PCMU"""
    hysteresis: float = 0.8
    """a rung is left downwards below this share of its threshold"""
    patience_s: float = 10.0
    most_patience_s: float = 80.0
    silence_s: float = 3.0
    """without a report for so long, the calm does not count"""
    least_packets: int = 25
    """a report about fewer says too little"""

    def __post_init__(self) -> None:
        losses = [rung.loss for rung in self.rungs]
        depths = [rung.depth for rung in self.rungs]
        good = losses[:1] == [0.0] and losses == sorted(set(losses)) and depths == sorted(depths)
        if not good or not all(1 <= depth <= audio.MAX_DEPTH for depth in depths) or losses[-1] >= 1.0:
            raise ValueError("thresholds rise from 0 to below 1, depths from 1 to 6")
        if not 0 <= self.first < len(self.rungs) or not 0.0 < self.hysteresis <= 1.0:
            raise ValueError("first is a rung, hysteresis above 0 and at most 1")
        if not 0.0 < self.patience_s <= self.most_patience_s:
            raise ValueError("patience_s is positive and at most most_patience_s")

    def rung_of(self, loss: float, ease: float = 1.0) -> int:
        """The highest rung whose threshold times ``ease`` is not above ``loss``."""
        return max(index for index, rung in enumerate(self.rungs) if rung.loss * ease <= loss)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a datagram is made of. ``datagram_bytes`` counts the tag of a protected one."""

    depth: int
    primary: Encoding
    repeats: bool
    datagram_bytes: int


def shapes(
    policy: RedundancyPolicy, encoding: Encoding, frame_ms: int, most_depth: int, most_bytes: int
) -> tuple[Shape, ...]:
    """One shape per rung, within what the receiver takes. Empty when not even one copy fits."""
    found: list[Shape] = []
    for rung in policy.rungs:
        depth = min(rung.depth, most_depth, audio.most_depth(audio.PCMU, frame_ms, most_bytes))
        fits = depth <= min(policy.most_l16_depth, audio.most_depth(audio.L16, frame_ms, most_bytes))
        primary: Encoding = "L16" if encoding == "L16" and fits else "PCMU"
        if depth < 1:
            return ()
        found.append(Shape(depth, primary, rung.repeats, audio.datagram_bytes(primary, frame_ms, depth)))
    return tuple(found)


def ladder_of(policy: RedundancyPolicy, stream: AddStream) -> tuple[tuple[Shape, ...], int] | None:
    """The shapes that a stream with redundancy can have, and the lowest rung of the depth that it is to begin with;
    None when no rung has it."""
    found = shapes(policy, stream.encoding, stream.frame_ms, stream.most_redundancy, stream.most_datagram_bytes)
    return next(((found, rung) for rung, shape in enumerate(found) if shape.depth == stream.redundancy), None)


class Redundancy:
    """See the module. ``shapes``: one per rung of the policy."""

    def __init__(self, policy: RedundancyPolicy, shapes: tuple[Shape, ...], rung: int) -> None:
        self._policy = policy
        self._shapes = shapes
        self.rung = rung
        self.changes = 0
        """how often the shape changed"""
        self._reported_ns: int | None = None
        self._calm_ns = 0
        self._highest = 0  # keep(p) within the calm
        self._patience_ns = round(policy.patience_s * NS_PER_S)
        self._fell_ns: int | None = None

    @property
    def shape(self) -> Shape:
        """What to send now."""
        return self._shapes[self.rung]

    def reported(self, loss: float, packets: int, now_ns: int) -> Shape:
        """The receiver reports a ``loss`` (0..1) of the newest ``packets``; what to send from now on."""
        policy = self._policy
        if packets < policy.least_packets:
            return self.shape
        silent = self._reported_ns is None or now_ns - self._reported_ns > policy.silence_s * NS_PER_S
        self._reported_ns = now_ns
        kept = policy.rung_of(loss, policy.hysteresis)
        if policy.rung_of(loss) > self.rung:
            self._rise(policy.rung_of(loss), now_ns)
        elif silent or kept >= self.rung:
            self._be_calm(now_ns, kept)
        else:
            self._highest = max(self._highest, kept)
            if now_ns - self._calm_ns >= self._patience_ns:
                self._fell_ns = now_ns
                self._step(self._highest)
                self._be_calm(now_ns, 0)
        return self.shape

    def asked(self, loss: float, packets: int, now_ns: int) -> Shape:
        """Requests for retransmission amount to a ``loss`` of the newest ``packets``: as ``reported``, only up."""
        rung = self._policy.rung_of(loss)
        if packets >= self._policy.least_packets and rung > self.rung:
            self._rise(rung, now_ns)
        return self.shape

    def _rise(self, rung: int, now_ns: int) -> None:
        first_ns = round(self._policy.patience_s * NS_PER_S)
        soon = self._fell_ns is not None and now_ns - self._fell_ns <= self._patience_ns
        most_ns = round(self._policy.most_patience_s * NS_PER_S)
        self._patience_ns = min(2 * self._patience_ns, most_ns) if soon else first_ns
        self._step(rung)
        self._be_calm(now_ns, 0)

    def _be_calm(self, now_ns: int, kept: int) -> None:
        self._calm_ns = now_ns
        self._highest = kept if kept < self.rung else 0

    def _step(self, rung: int) -> None:
        self.changes += self._shapes[rung] != self.shape
        self.rung = rung
