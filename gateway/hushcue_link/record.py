"""From the moments at which a stream's packets came to a record of the network, which ``hushcue bench link`` replays.

A bodypack knows its own clock alone, and not when a packet was sent. The stream itself says that: one packet every
frame. What is not known is the shortest way there, so delays are counted from the fastest packet; and the two clocks
differ by some millionths, which a straight line under the fastest packets takes out. Pure.
"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

SECTIONS = 6
"""The line goes through the fastest packet of each of so many parts."""
MOST_DRIFT = 300e-6
"""Crystals are within 100 millionths; what looks like more is the network."""
LOST_PERCENT = 5.0
LATE_MS = 60.0


@dataclass(frozen=True)
class Arrival:
    """number: of the packet, 0 for the first. us: of the bodypack's clock."""

    number: int
    us: int


@dataclass(frozen=True)
class Sent:
    """A packet of the record. delay_ms: beyond the fastest; None: lost."""

    send_ms: float
    delay_ms: float | None


@dataclass(frozen=True)
class Figures:
    """What a person is told of a record. Delays in ms beyond the fastest packet, of those that came; None where none
    did."""

    sent: int
    lost_percent: float
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    worst_ms: float | None

    @property
    def bad(self) -> bool:
        """Whether people hear it."""
        return self.lost_percent > LOST_PERCENT or self.p99_ms is None or self.p99_ms > LATE_MS


def drift(points: Sequence[tuple[float, float]]) -> float:
    """How much slower the bodypack's clock is, as a share: the slope of the line under (sent, late), both in ms."""
    if len(points) < 100 * SECTIONS:
        return 0.0
    size = len(points) // SECTIONS
    lows = [min(points[at * size : (at + 1) * size], key=lambda point: point[1]) for at in range(SECTIONS)]
    slopes = sorted((after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(lows))
    middle = slopes[len(slopes) // 2]
    return middle if abs(middle) <= MOST_DRIFT else 0.0


def record(came: Sequence[Arrival], frame_ms: float) -> list[Sent]:
    """Every packet from the first to the last that came."""
    if not came:
        return []
    points = [(each.number * frame_ms, each.us / 1000 - each.number * frame_ms) for each in came]
    slope = drift(points)
    late = {each.number: y - slope * x for each, (x, y) in zip(came, points, strict=True)}
    fastest = min(late.values())
    return [
        Sent(number * frame_ms, None if number not in late else round(late[number] - fastest, 3))
        for number in range(came[-1].number + 1)
    ]


def as_csv(rows: Sequence[Sent]) -> str:
    """As ``hushcue bench link --trace`` reads it: an empty delay means lost."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("send_ms", "delay_ms"))
    for row in rows:
        writer.writerow((f"{row.send_ms:g}", "" if row.delay_ms is None else f"{row.delay_ms:g}"))
    return out.getvalue()


def figures(rows: Sequence[Sent]) -> Figures:
    """At least one row."""
    delays = sorted(row.delay_ms for row in rows if row.delay_ms is not None)

    def share(part: float) -> float | None:
        return round(delays[min(len(delays) - 1, math.ceil(part * len(delays)) - 1)], 1) if delays else None

    lost = round(100 * (len(rows) - len(delays)) / len(rows), 2)
    return Figures(len(rows), lost, share(0.5), share(0.95), share(0.99), share(1.0))
