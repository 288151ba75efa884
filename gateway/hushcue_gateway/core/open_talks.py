"""Microphones that are always open: whether anybody speaks into them.

No key says so: nobody pressed one, and nobody lets it go. So such a talk counts as held only while its source is
louder than ``DuckingPolicy.threshold_db``, and for HOLD_MS after that, which is longer than a pause between two
sentences. Between its words it is heard as before; it only dims nothing, and silences nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .events import OpenTalk
from .routing import Routing

HOLD_MS = 1000


class OpenTalks:
    """Keeps ``Routing.spoken``. Time is counted in frames."""

    def __init__(self, routing: Routing, frame_ms: int) -> None:
        self._routing = routing
        self._hold_frames = math.ceil(HOLD_MS / frame_ms)
        self._left: dict[str, int] = {}
        """cue -> frames for which it still counts as spoken"""

    def listen(self, sources: Sequence[str], loud: Callable[[], NDArray[np.bool_]], now_ns: int) -> list[OpenTalk]:
        """One frame: who began to speak, and who ceased to. loud: of each of ``sources``; asked only where a talk is
        open."""
        talks = [talk for talk in self._routing.talks.values() if talk.open]
        if not talks and not self._left:
            return []
        over = self._left.keys() - {talk.cue for talk in talks}  # their end is told as that of any talk
        for cue in over:
            del self._left[cue]
            self._routing.spoken.discard(cue)
        speaking = {source for source, is_loud in zip(sources, loud(), strict=True) if is_loud} if talks else set()
        told: list[OpenTalk] = []
        for talk in talks:
            before = self._left.get(talk.cue, 0)
            now = self._hold_frames if talk.source in speaking else max(before - 1, 0)
            self._left[talk.cue] = now
            if (now > 0) == (before > 0):
                continue
            if now:
                self._routing.spoken.add(talk.cue)
            else:
                self._routing.spoken.discard(talk.cue)
            told.append(OpenTalk(talk.cue, now_ns, now > 0))
        return told
