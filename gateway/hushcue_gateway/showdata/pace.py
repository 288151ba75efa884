"""Long work in the asyncio loop, cut into slices: a key that is pressed meanwhile does not wait for its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

SLICE_NS = 2_000_000


class Pace:
    """``await`` it between pieces: it lets others go first whenever a slice is used up. before: called then."""

    def __init__(self, before: Callable[[], None] = lambda: None):
        self._before = before
        self._until_ns = time.perf_counter_ns() + SLICE_NS

    @property
    def used_up(self) -> bool:
        """Whether it is time to let others go first."""
        return time.perf_counter_ns() >= self._until_ns

    async def rest(self) -> None:
        """Let others go first."""
        self._before()
        await asyncio.sleep(0)
        self._until_ns = time.perf_counter_ns() + SLICE_NS
