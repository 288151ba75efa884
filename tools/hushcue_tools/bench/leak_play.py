"""A scene before the leak guard, as its taps come in: who is told of; and before one that knows one cue at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushcue_gateway.witness.leak import BEFORE, BLOCK, EARLY_MS, LAGS, LEAST_BLOCKS, Trace, Window
from hushcue_gateway.witness.leak_watch import THRESHOLD, Found, LeakWatch
from hushcue_wire.audio import RATE_HZ

from .leak_scenes import Scene, Signal

FRAME = RATE_HZ // 100
NS_PER_S = 1_000_000_000
ALONE_FORGET = 0.98
_EARLY = BEFORE - EARLY_MS * RATE_HZ // 1000
"""In a correlation: from here on a leak may be."""

Hosts = frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """Of one feed of a scene, in the end. named: hosts told alone; among: told as one of several, and none of them
    alone since; strange: sets of hosts told of whom none leaks."""

    leaks: Hosts
    hosts: Hosts
    named: Hosts
    among: Hosts
    strange: int

    @property
    def innocent(self) -> Hosts:
        """Who was spoken to and does not leak."""
        return self.hosts - self.leaks


def guarded(scene: Scene, threshold: float = THRESHOLD) -> list[Outcome]:
    """What the leak guard tells, feed by feed."""
    told: defaultdict[str, list[Hosts]] = defaultdict(list)
    standing: defaultdict[str, list[Hosts]] = defaultdict(list)
    for found in play(scene, LeakWatch(threshold)):
        hosts = frozenset(found.hosts)
        told[found.feed].append(hosts)
        standing[found.feed] = [each for each in standing[found.feed] if not hosts < each] + [hosts]
    outcomes = []
    for feed, leaks in scene.leaks.items():
        named = frozenset(host for hosts in standing[feed] if len(hosts) == 1 for host in hosts)
        among = frozenset(host for hosts in standing[feed] if hosts & leaks for host in hosts) - named
        strange = sum(not hosts & leaks for hosts in told[feed])
        outcomes.append(Outcome(leaks, scene.hosts, named, among, strange))
    return outcomes


def play(scene: Scene, watch: LeakWatch, begin_ns: int = 0) -> Iterator[Found]:
    """10 ms of each tap at a time; the watch has all the time it needs."""
    feeds = {feed: pcm(sound) for feed, sound in scene.feeds.items()}
    cues = [(f"cue-{number}", at, words.hosts, pcm(words.sound)) for number, (at, words) in enumerate(scene.cues)]
    for at in range(0, min(len(samples) for samples in feeds.values()), FRAME):
        for feed, samples in feeds.items():
            watch.programme("main", feed, samples[at : at + FRAME])
        for cue, first, hosts, samples in cues:
            part = samples[max(0, at - first) : max(0, at + FRAME - first)]
            if len(part):
                watch.cue("main", cue, hosts, part)
            elif at > first:
                watch.close_cue("main", cue)
        while (found := watch.step(begin_ns + at * NS_PER_S // RATE_HZ)) is not None:
            yield from (each for _, each in found)


def pcm(sound: Signal) -> NDArray[np.int16]:
    """As it is sent."""
    return np.asarray(np.clip(sound, -1, 1) * 32767, np.int16)


def by_itself(scene: Scene) -> dict[str, Mapping[str, float]]:
    """Feed -> host -> the greatest score when each cue is held against the feed as if there were no other, and
    whatever is found marks everybody who heard it: what a guard that knows one cue at a time goes by."""
    scores: dict[str, Mapping[str, float]] = {}
    for feed, sound in scene.feeds.items():
        sums: dict[tuple[str, ...], tuple[Signal, int]] = {}
        best: dict[str, float] = dict.fromkeys(scene.hosts, 0.0)
        padded = np.concatenate([np.zeros(BEFORE, np.float32), sound])
        for at, words in scene.cues:
            for begin in range(0, len(words.sound) - BLOCK + 1, BLOCK):
                programme = padded[at + begin : at + begin + BEFORE + BLOCK + LAGS]
                if len(programme) < BEFORE + BLOCK + LAGS:
                    continue
                trace = Window(programme).trace(words.sound[begin : begin + BLOCK])
                if trace is None:
                    continue
                total, blocks = sums.get(words.hosts, (np.zeros(BEFORE + LAGS, np.float32), 0))
                total = np.float32(ALONE_FORGET) * total + trace.correlation / np.float32(trace.variance)
                sums[words.hosts] = total, blocks + 1
                if blocks + 1 >= LEAST_BLOCKS:
                    chance = Trace(total, trace.expected, 0.0, 0.0).variance ** 0.5
                    score = float(np.abs(total[_EARLY:]).max()) / chance
                    for host in words.hosts:
                        best[host] = max(best[host], score)
        scores[feed] = best
    return scores
