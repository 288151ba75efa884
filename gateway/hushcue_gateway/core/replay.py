"""A recording said again: all of it, or pieces of it with a short pause between them. Pure.

A piece fades in over its first frame and out over its last, so that nothing clicks.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

import numpy as np

from .limiter import Frames
from .recording import Recording

PAUSE_MS = 120


class Replay:
    """ranges: (from, to) in ms since the recording's beginning, ascending; none = everything. ``frame`` for each tick,
    None once it is over."""

    def __init__(self, recording: Recording, ranges: Iterable[tuple[int, int]], frame_ms: int) -> None:
        self._frames = tuple(recording.frames)
        first, count = recording.forgotten, len(self._frames)
        pieces = [(low // frame_ms - first, -(-high // frame_ms) - first) for low, high in ranges] or [(0, count)]
        within = [(max(0, low), min(count, high)) for low, high in pieces]
        self._pieces = [piece for piece in within if piece[0] < piece[1]]
        self._pause = PAUSE_MS // frame_ms
        samples = len(self._frames[0]) if self._frames else 1
        self._rise = np.linspace(0.0, 1.0, samples, endpoint=False, dtype=np.float32)
        self._walk = self._all()

    @property
    def empty(self) -> bool:
        """Nothing of what is asked for is remembered."""
        return not self._pieces

    def frame(self) -> Frames | None:
        """The next one, float32, full scale 1.0."""
        return next(self._walk, None)

    def _all(self) -> Iterator[Frames]:
        for number, (low, high) in enumerate(self._pieces):
            for _ in range(self._pause if number else 0):
                yield np.zeros(len(self._rise), np.float32)
            for place in range(low, high):
                frame = self._frames[place].astype(np.float32) / np.float32(32768.0)
                if place == low:
                    frame *= self._rise
                if place == high - 1:
                    frame *= self._rise[::-1]
                yield frame


class Replays:
    """The replays that go on, by cue; each is a source of its own to the engine."""

    def __init__(self) -> None:
        self._going: dict[str, tuple[str, Replay]] = {}

    def __contains__(self, cue: str) -> bool:
        return cue in self._going

    def begin(self, cue: str, source: str, replay: Replay) -> None:
        """It is heard from the next tick on."""
        self._going[cue] = source, replay

    def fill(self, frames: Mapping[str, Frames], talks: Container[str]) -> tuple[Mapping[str, Frames], list[str]]:
        """``frames`` with those of the replays beside, and the sources of replays that are over, or whose talk is."""
        if not self._going:
            return frames, []
        together, over = dict(frames), []
        for cue, (source, replay) in list(self._going.items()):
            frame = replay.frame() if cue in talks else None
            if frame is None:
                del self._going[cue]
                over.append(source)
            else:
                together[source] = frame
        return together, over
