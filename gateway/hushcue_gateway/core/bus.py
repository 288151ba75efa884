"""Which bodypacks share a bus: one mix is computed per *distinct* mix, not per bodypack.

A bus has gains as they are at the end of the frame before (one per source) and a limiter. In a frame it moves to one
row of target gains. So bodypacks stay together as long as their targets are equal, split when these differ (each new
bus goes on from the state of the old one), and come together again when gains, targets and limiter state are equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Gains = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The buses of one frame."""

    bus_of: list[int]
    """bus of each bodypack row"""
    parents: list[int]
    """for each bus, the bus of the frame before whose state it goes on from"""
    first_member: list[int]
    """for each bus, one bodypack row that is in it"""
    settled: bool
    """no two buses have equal targets: nothing is left that could merge while targets stay as they are"""


def regroup(bus_of: list[int], gains: Gains, targets: Gains, alike: Callable[[int, int], bool]) -> Grouping:
    """Split and merge.

    ``bus_of``: each bodypack's bus until now; ``gains`` (buses, sources) at the end of the frame before; ``targets``
    (bodypacks, sources); ``alike(bus, bus)``: whether two limiters are in the same state.
    """
    rows = [row.tobytes() for row in targets]
    groups: dict[tuple[int, bytes], int] = {}  # (old bus, target) -> new bus
    shared: dict[tuple[bytes, bytes], list[int]] = {}  # (gains, target) -> new buses with different limiter states
    parents: list[int] = []
    first_member: list[int] = []
    new_bus_of: list[int] = []
    for member, (old, row) in enumerate(zip(bus_of, rows, strict=True)):
        bus = groups.get((old, row))
        if bus is None:
            twins = shared.setdefault((gains[old].tobytes(), row), [])
            bus = next((twin for twin in twins if parents[twin] == old or alike(parents[twin], old)), None)
            if bus is None:
                bus = len(parents)
                parents.append(old)
                first_member.append(member)
                twins.append(bus)
            groups[(old, row)] = bus
        new_bus_of.append(bus)
    return Grouping(new_bus_of, parents, first_member, settled=len(set(rows)) == len(parents))
