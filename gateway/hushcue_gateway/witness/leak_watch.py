"""Which cue is held against which programme: the taps of a show side by side, block by block. Pure.

The taps of a show leave the engine in the same tick, so the samples that have come of each are what aligns them. A cue
is looked at a block at a time, as soon as the programme has come up to the greatest delay beyond it. What is learnt
is kept for the group of hosts, from cue to cue: their earpieces stay where they are.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .leak import BEFORE, BLOCK, LAGS, Finding, LeakMeter, Signal

THRESHOLD = 8.0
"""Score from which it is a leak: docs/recordings.md says how often that errs."""
HOLD_NS = 30_000_000_000
"""The same hosts are told of once in this time."""
QUIET_RMS = 10 ** (-50 / 20)
"""A block of a cue below this holds no speech."""
MOST_GROUPS = 64
SCALE = np.float32(1 / 32768)
KEPT = BEFORE + 3 * BLOCK + LAGS


@dataclass(frozen=True)
class Found:
    """A leak of the cue ``cue``, which is said to ``hosts``."""

    cue: str
    hosts: tuple[str, ...]
    db: float
    delay_ms: float
    score: float


@dataclass
class _Programme:
    """The newest of it. count: samples that have come."""

    newest: Signal = field(default_factory=lambda: np.zeros(0, np.float32))
    count: int = 0

    def add(self, samples: Signal) -> None:
        self.newest = np.concatenate([self.newest, samples])[-KEPT:]
        self.count += len(samples)

    def piece(self, begin: int, end: int) -> Signal | None:
        """Samples ``begin``..``end``; silence before its first. None where they are forgotten or have not come."""
        first = self.count - len(self.newest)
        if end > self.count or (begin < first and first > 0):
            return None
        silence = np.zeros(max(0, -begin), np.float32)
        return np.concatenate([silence, self.newest[max(0, begin - first) : end - first]])


@dataclass
class _Cue:
    """hosts: of the cue. at: place of its next sample in the programme."""

    hosts: tuple[str, ...]
    at: int
    waiting: deque[tuple[int, Signal]] = field(default_factory=deque)
    rest: Signal = field(default_factory=lambda: np.zeros(0, np.float32))

    def add(self, samples: Signal) -> None:
        self.rest = np.concatenate([self.rest, samples])
        while len(self.rest) >= BLOCK:
            self.waiting.append((self.at, self.rest[:BLOCK]))
            self.rest = self.rest[BLOCK:]
            self.at += BLOCK


@dataclass
class _Show:
    programme: _Programme = field(default_factory=_Programme)
    cues: dict[str, _Cue] = field(default_factory=dict)
    meters: OrderedDict[tuple[str, ...], LeakMeter] = field(default_factory=OrderedDict)
    told_ns: dict[tuple[str, ...], int] = field(default_factory=dict)


class LeakWatch:
    """``add`` what comes of each tap, ``close`` a cue that is over."""

    def __init__(self) -> None:
        self._shows: dict[str, _Show] = {}

    def add(self, show: str, cue: str, hosts: tuple[str, ...], samples: NDArray[np.int16], now_ns: int) -> list[Found]:
        """Samples of the cue ``cue``, or of the programme where that is ""; the leaks that this brings to light."""
        signal = samples.astype(np.float32) * SCALE
        if not cue:
            there = self._shows.setdefault(show, _Show())
            there.programme.add(signal)
            return list(self._look(there, now_ns))
        present = self._shows.get(show)
        if present is None or not hosts:
            return []  # nothing to leak into
        if cue not in present.cues:
            present.cues[cue] = _Cue(hosts, present.programme.count)
        present.cues[cue].add(signal)
        return []

    def close(self, show: str, cue: str) -> None:
        """Nothing more comes of this cue, or of the programme."""
        there = self._shows.get(show)
        if there is None:
            return
        if cue:
            there.cues.pop(cue, None)
        else:
            del self._shows[show]

    def _look(self, show: _Show, now_ns: int) -> Iterator[Found]:
        for cue, said in show.cues.items():
            while said.waiting and said.waiting[0][0] + BLOCK + LAGS <= show.programme.count:
                at, block = said.waiting.popleft()
                programme = show.programme.piece(at - BEFORE, at + BLOCK + LAGS)
                if programme is None or float(np.sqrt(np.mean(block**2))) < QUIET_RMS:
                    continue
                finding = self._meter(show, said.hosts, block, programme)
                told_ns = show.told_ns.get(said.hosts)
                if finding.score >= THRESHOLD and (told_ns is None or now_ns - told_ns >= HOLD_NS):
                    show.told_ns[said.hosts] = now_ns
                    yield Found(cue, said.hosts, finding.db, finding.delay_ms, finding.score)

    @staticmethod
    def _meter(show: _Show, hosts: tuple[str, ...], block: Signal, programme: Signal) -> Finding:
        meter = show.meters.setdefault(hosts, LeakMeter())
        show.meters.move_to_end(hosts)
        while len(show.meters) > MOST_GROUPS:
            show.meters.popitem(last=False)
        meter.add(block, programme)
        return meter.finding()
