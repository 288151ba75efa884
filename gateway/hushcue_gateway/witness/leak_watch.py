"""What is held against which programme: the taps of a show side by side, block by block. Pure.

The taps of a show leave the engine in the same tick, so the samples that have come of each are what aligns them. Time
is cut into blocks by each feed; one in which something is said is looked at as soon as the feed has come up to the
greatest delay beyond it. What a host hears is the sum of the cues to that host. What is learnt of an earpiece is kept
from cue to cue: it stays where it is.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .leak import BEFORE, BLOCK, LAGS, Signal
from .leak_judge import LeakJudge, Past, Said
from .leak_path import BEFORE_CUE

THRESHOLD = 8.0
"""Score from which it is a leak: docs/recordings.md says how often that errs."""
HOLD_NS = 30_000_000_000
"""The same hosts are told of once in this time."""
SCALE = np.float32(1 / 32768)
KEPT = BEFORE_CUE + BEFORE + 3 * BLOCK + LAGS


@dataclass(frozen=True)
class Found:
    """A leak into ``feed`` of the cue ``cue``: from the earpiece of one of ``hosts``, who cannot be told apart yet."""

    feed: str
    cue: str
    hosts: tuple[str, ...]
    db: float
    delay_ms: float
    score: float


class _Timeline:
    """The newest of a tap. count: samples that have come."""

    def __init__(self) -> None:
        self.count = 0
        self._newest: deque[Signal] = deque()
        self._first = 0

    def add(self, samples: Signal) -> None:
        self._newest.append(samples)
        self.count += len(samples)
        while self.count - self._first - len(self._newest[0]) >= KEPT:
            self._first += len(self._newest.popleft())

    def piece(self, begin: int, end: int) -> Signal | None:
        """Samples ``begin``..``end``; silence before its first and after its last. None where they are forgotten."""
        if begin < self._first and self._first > 0:
            return None
        piece = np.zeros(end - begin, np.float32)
        at = self._first
        for samples in self._newest:
            low, high = max(begin, at), min(end, at + len(samples))
            if low < high:
                piece[low - begin : high - begin] = samples[low - at : high - at]
            at += len(samples)
        return piece


@dataclass
class _Cue:
    """hosts: of the cue. begins: place of its first sample in each feed. over: nothing more comes."""

    hosts: tuple[str, ...]
    begins: dict[str, int]
    said: _Timeline = field(default_factory=_Timeline)
    over: bool = False


@dataclass
class _Feed:
    """at: the block that is looked at next. told_ns: who was told of, and when. work: what goes on."""

    judge: LeakJudge
    programme: _Timeline = field(default_factory=_Timeline)
    at: int = 0
    told_ns: dict[frozenset[str], int] = field(default_factory=dict)
    work: Iterator[None] | None = None


@dataclass
class _Show:
    feeds: dict[str, _Feed] = field(default_factory=dict)
    cues: dict[str, _Cue] = field(default_factory=dict)


class LeakWatch:
    """Give it what comes of each tap, ``close`` one that is over, and let it ``step`` whenever there is time."""

    def __init__(self, threshold: float = THRESHOLD):
        self._threshold = threshold
        self._shows: dict[str, _Show] = {}

    def programme(self, show: str, feed: str, samples: NDArray[np.int16]) -> None:
        """Samples of a feed."""
        there = self._shows.setdefault(show, _Show())
        known = there.feeds.get(feed)
        if known is None:
            known = there.feeds[feed] = _Feed(LeakJudge(self._threshold))
            for cue in there.cues.values():
                cue.begins[feed] = -cue.said.count
        known.programme.add(samples.astype(np.float32) * SCALE)

    def cue(self, show: str, cue: str, hosts: tuple[str, ...], samples: NDArray[np.int16]) -> None:
        """Samples of a cue to ``hosts``."""
        there = self._shows.get(show)
        if there is None or not hosts:
            return  # nothing to leak into
        if cue not in there.cues:
            there.cues[cue] = _Cue(hosts, {name: feed.programme.count for name, feed in there.feeds.items()})
        there.cues[cue].said.add(samples.astype(np.float32) * SCALE)

    def close_cue(self, show: str, cue: str) -> None:
        """Nothing more comes of this cue; what has come is still looked at."""
        there = self._shows.get(show)
        if there is not None and cue in there.cues:
            there.cues[cue].over = True

    def close_programme(self, show: str, feed: str) -> None:
        """Nothing more comes of this feed; what was learnt with it is forgotten."""
        there = self._shows.get(show)
        if there is not None:
            there.feeds.pop(feed, None)
            if not there.feeds:
                del self._shows[show]

    def step(self, now_ns: int) -> list[tuple[str, Found]] | None:
        """Do a little of what there is to do, some milliseconds; the leaks that this brings to light, with their
        show. None where there was nothing to do."""
        busy = False
        for title, show in self._shows.items():
            for name, feed in show.feeds.items():
                if feed.work is None:
                    feed.work = self._next(show, name, feed)
                if feed.work is None:
                    continue
                busy = True
                for _ in feed.work:
                    break
                else:
                    feed.work = None
                    found = [(title, each) for each in _tell(name, feed, now_ns)]
                    if found:
                        return found
        return [] if busy else None

    def _next(self, show: _Show, name: str, feed: _Feed) -> Iterator[None] | None:
        """The next block in which something is said, once it has come."""
        while feed.at + BLOCK + LAGS <= feed.programme.count:
            at = feed.at
            feed.at += BLOCK
            _drop(show)
            said = _said(show, name, at)
            programme = feed.programme.piece(at - BEFORE, at + BLOCK + LAGS) if said else None
            if programme is not None:
                return feed.judge.look(Past(programme, said, at))
        return None


def _said(show: _Show, feed: str, at: int) -> tuple[Said, ...]:
    """What everybody heard around the block: each sum of cues once, with those who heard it."""
    pieces: dict[str, Signal] = {}
    to: defaultdict[str, list[str]] = defaultdict(list)
    for name, cue in show.cues.items():
        first = cue.begins[feed]
        begin, end = at - BEFORE - BEFORE_CUE - first, at + BLOCK + LAGS - first
        if end <= 0 or begin >= cue.said.count:
            continue
        piece = cue.said.piece(begin, end)
        if piece is not None and piece.any():
            pieces[name] = piece
            for host in cue.hosts:
                to[host].append(name)
    heard: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for host, names in to.items():
        heard[tuple(names)].append(host)
    return tuple(
        Said(
            frozenset(hosts),
            max(names, key=lambda name: float(np.sum(pieces[name] ** 2))),
            np.sum([pieces[name] for name in names], axis=0, dtype=np.float32),
        )
        for names, hosts in heard.items()
    )


def _drop(show: _Show) -> None:
    """Cues that are over, and behind what every feed looks at."""
    for name, cue in list(show.cues.items()):
        ends = {feed: cue.begins[feed] + cue.said.count + BEFORE_CUE + BEFORE for feed in show.feeds}
        if cue.over and all(show.feeds[feed].at > end for feed, end in ends.items()):
            del show.cues[name]


def _tell(name: str, feed: _Feed, now_ns: int) -> Iterator[Found]:
    """Those who hear something now, and of whom, or of fewer, nothing was told lately."""
    for hosts in [hosts for hosts, told in feed.told_ns.items() if now_ns - told >= HOLD_NS]:
        del feed.told_ns[hosts]
    for accused in feed.judge.accused:
        hosts = frozenset(accused.hosts)
        if accused.cue and not any(told <= hosts for told in feed.told_ns):
            feed.told_ns[hosts] = now_ns
            feed.judge.told(accused)
            found = accused.finding
            yield Found(name, accused.cue, accused.hosts, found.db, found.delay_ms, found.score)
