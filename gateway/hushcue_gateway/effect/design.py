"""How the coin might have fallen instead: draws from the very randomisation of ``coin.py``, for many moments at a time.

numpy, seeded by who asks. A moment is held where its place comes early enough in the random order of its block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .coin import BLOCK
from .interval import Flags, Floats
from .moment import Moment

AT_ONCE = 64
"""Blocks that are drawn at one time: bounds memory."""


@dataclass(frozen=True)
class Design:
    """Of n moments. block: which block of the coin each lies in, numbered from 0; place: 0 to 9 in it. held: how many
    places of that block are held on average, for each moment as its share was then."""

    block: np.ndarray[tuple[int], np.dtype[np.intp]]
    place: np.ndarray[tuple[int], np.dtype[np.intp]]
    held: Floats

    def __len__(self) -> int:
        return len(self.block)

    def draws(self, count: int, rng: np.random.Generator) -> Flags:
        """count x n: True where a moment would have been spoken."""
        blocks = int(self.block.max()) + 1 if len(self) else 0
        more = rng.random((count, blocks), np.float32)
        whole = np.floor(self.held + 1e-9)
        spoken = np.ones((count, len(self)), bool)
        for begun in range(0, blocks, AT_ONCE):
            order = np.argsort(rng.random((count, min(AT_ONCE, blocks - begun), BLOCK), np.float32), axis=-1)
            here = np.flatnonzero((self.block >= begun) & (self.block < begun + AT_ONCE))
            block = self.block[here]
            held = whole[here] + (more[:, block] < (self.held - whole)[here])
            spoken[:, here] = order[:, block - begun, self.place[here]] >= held
        return spoken


def regular(n: int, holdout_percent: float, airing: int) -> Design:
    """Of airings with so many opportunities each, the last one perhaps with fewer."""
    number = np.arange(n)
    blocks = -(-airing // BLOCK)
    within = number % airing
    return Design(
        number // airing * blocks + within // BLOCK, within % BLOCK, np.full(n, holdout_percent * BLOCK / 100)
    )


def design_of(moments: Sequence[Moment]) -> tuple[Design, dict[str, int]]:
    """Of every stored opportunity of one rule, in the order of time; and the place of each by its id. Opportunities are
    counted by airing: the n-th is in block n // 10."""
    seen: dict[str, int] = {}
    blocks: dict[tuple[str, int], int] = {}
    block, place = [], []
    for moment in moments:
        n = seen.get(moment.airing, 0)
        seen[moment.airing] = n + 1
        block.append(blocks.setdefault((moment.airing, n // BLOCK), len(blocks)))
        place.append(n % BLOCK)
    held = np.array([(1 - moment.p_send) * BLOCK for moment in moments], float)
    design = Design(np.array(block, np.intp), np.array(place, np.intp), held)
    return design, {moment.opportunity_id: number for number, moment in enumerate(moments)}
