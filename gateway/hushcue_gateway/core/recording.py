"""What was said, kept so that it can be said again: the frames of the newest talks' sources, as int16. Pure.

Frames are taken as they came from the source, before its gain. Bounded: MOST_CUES talks, the newest MOST_S of each.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from .commands import AddSource, StartTalk
from .limiter import Frames

MOST_CUES = 16
MOST_S = 120

Sample16 = NDArray[np.int16]


class Recording:
    """One talk, and the source it came from as it then was."""

    def __init__(self, source: AddSource, most_frames: int) -> None:
        self.source = source
        self.frames: deque[Sample16] = deque(maxlen=most_frames)
        self.forgotten = 0
        """frames at the beginning that are no longer there"""

    def add(self, frame: Frames) -> None:
        """The next frame, full scale 1.0."""
        self.forgotten += len(self.frames) == self.frames.maxlen
        self.frames.append(np.rint(np.clip(frame * np.float32(32768.0), -32768.0, 32767.0)).astype(np.int16))


class Recordings:
    """See the module."""

    def __init__(self, frame_ms: int) -> None:
        self._most_frames = MOST_S * 1000 // frame_ms
        self._recordings: OrderedDict[str, Recording] = OrderedDict()

    def begin(self, cue: str, source: AddSource) -> None:
        """A talk starts; the oldest recording makes room."""
        self._recordings.pop(cue, None)
        self._recordings[cue] = Recording(source, self._most_frames)
        while len(self._recordings) > MOST_CUES:
            self._recordings.popitem(last=False)

    def take(self, talks: Mapping[str, StartTalk], columns: Iterable[str], heard: Frames) -> None:
        """One tick: ``heard`` (sources, frame_samples), rows in the order of ``columns``."""
        wanted = [(recording, talks[cue].source) for cue, recording in self._recordings.items() if cue in talks]
        if wanted:
            row_of = {source: row for row, source in enumerate(columns)}
            for recording, source in wanted:
                recording.add(heard[row_of[source]])

    def get(self, cue: str) -> Recording | None:
        """What is remembered of a talk; None where that is nothing."""
        recording = self._recordings.get(cue)
        return recording if recording is not None and recording.frames else None
