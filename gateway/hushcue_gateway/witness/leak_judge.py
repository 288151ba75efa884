"""Which ears leak into a feed: the fewest that explain what is heard in it, and who cannot be told apart. Pure.

| who                    | what is held against them                                                               |
|------------------------|-----------------------------------------------------------------------------------------|
| heard the same so far  | the same: they are one *cohort*, and only what one of them hears alone parts them       |
| explains it best       | leaks: the greatest likelihood over the same blocks, at a score from the threshold      |
| explains it as well    | nothing can be said against one alone: a *rival*, told together with the first          |
| explains it worse      | nothing, until something is left when the leak of the first is taken out of the feed    |
| something is left      | leaks as well; both leaks are taken out, and so on                                      |

Likelihoods are comparable because every block of the show's talk counts for all: one in which somebody hears something
that is not in the feed speaks for them. A block is looked at in small steps, so that nothing else waits for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .leak import (
    BEFORE,
    BLOCK,
    FORGET,
    HOP,
    NOTHING,
    RATE_HZ,
    Evidence,
    Finding,
    Signal,
    Trace,
    Window,
    support,
    unit_of,
)
from .leak_path import BEFORE_CUE, LeakPath

QUIET_RMS = 10 ** (-50 / 20)
"""A block below this holds no speech."""
MARGIN = 20.0
"""Of likelihood: who is less likely by more than this, about e^10, is not told together with the likeliest."""
MARGIN_SHARE = 0.15
"""The same as a share of the likelihood: where a leak is loud, what no model of the room explains counts more."""
OWN_SHARE = 0.6
"""Of the likelihood of a host, which must be left beside the leaks of others: no filter takes out a leak wholly, and
who hears partly the same as the one who leaks keeps up to half. Who leaks as well keeps it all."""
SUSPECT_SHARE = 0.5
"""Of the threshold: who scores less is not looked at again when a leak is taken out."""
MOST_LEAKS = 3
MOST_COHORTS = 64
FRESH_BLOCKS, FRESH_SCORE = 6, 4.0
"""The newest blocks of a host's own speak for the leak by at least this, or it is told of no more: evidence is kept for
minutes, an earpiece is put right in a moment."""
FRESH_SAMPLES = 20 * RATE_HZ
"""Older ones are not among the newest."""
KEPT_BLOCKS = 12
"""So many are looked at again when a leak is taken out."""


@dataclass(frozen=True)
class Said:
    """What ``hosts`` were given around a block, from BEFORE_CUE samples before its window to the window's end. cue:
    the loudest of what it is made of."""

    hosts: frozenset[str]
    cue: str
    heard: Signal

    @property
    def block(self) -> Signal:
        """What is said in the block itself."""
        begin = BEFORE_CUE + BEFORE
        return self.heard[begin : begin + BLOCK]


@dataclass(frozen=True)
class Past:
    """A block: the programme around it (as ``Window`` takes it), and what everybody heard; each host in one ``said``
    at most. at: its first sample, of all that came of the programme."""

    programme: Signal
    said: tuple[Said, ...]
    at: int
    unit: float = 1.0

    def of(self, cohort: Cohort) -> Said | None:
        """What a cohort was given."""
        return next((said for said in self.said if cohort.hosts <= said.hosts), None)


@dataclass(frozen=True)
class Accusation:
    """One of ``hosts`` leaks, for all that is known. cue: what they hear in this block, "" where that is nothing or
    the leak is no longer heard."""

    hosts: tuple[str, ...]
    finding: Finding
    cue: str


class Cohort:
    """Hosts who have heard the same so far. whole: what was heard in the feed; fresh: the newest of that; left: what
    was heard beside the leaks of others; path: where it leaks itself."""

    def __init__(self, hosts: frozenset[str]):
        self.hosts = hosts
        self.whole = Evidence()
        self.fresh: deque[tuple[int, Trace, float]] = deque(maxlen=FRESH_BLOCKS)
        self.left: Evidence | None = None
        self.path: LeakPath | None = None

    def part(self, hosts: frozenset[str]) -> Cohort:
        """Some of them go a way of their own."""
        other = Cohort(hosts)
        other.whole = self.whole.copy()
        other.fresh = self.fresh.copy()
        other.left = self.left.copy() if self.left is not None else None
        self.hosts -= hosts
        return other


class LeakJudge:
    """Of one feed: ``look`` at a block until it is done, then ``accused`` is as it stands."""

    def __init__(self, threshold: float):
        self.accused: list[Accusation] = []
        self._threshold = threshold
        self._cohorts: list[Cohort] = []
        self._leaks: list[Cohort] = []
        self._past: deque[Past] = deque(maxlen=KEPT_BLOCKS)

    def look(self, past: Past) -> Iterator[None]:
        """One step at a time."""
        self.accused = []
        window = Window(past.programme)
        told: list[tuple[Said, Trace]] = []
        for said in past.said:
            trace = window.trace(said.block) if _speaks(said) else None
            if trace is not None:
                told.append((said, trace))
            yield
        if not told:
            return
        past = Past(past.programme, past.said, past.at, unit_of([trace for _, trace in told]))
        self._past.append(past)
        for cohort in self._cohorts:
            cohort.whole.forget()
        heard = {cohort: trace for said, trace in told for cohort in self._who(said.hosts)}
        for cohort, trace in heard.items():
            cohort.whole.add(trace, past.unit)
            cohort.fresh.append((past.at, trace, past.unit))
        self._learn(past, window)
        for cohort in self._cohorts if self._leaks else ():
            if cohort.left is None:
                cohort.left = Evidence()
            cohort.left.forget()
            yield from self._leave(cohort, past, window, heard.get(cohort))
        yield from self._judge(past)

    def told(self, accused: Accusation) -> None:
        """People know: they are told again only of what is heard from now on."""
        for cohort in self._cohorts:
            if not cohort.hosts.isdisjoint(accused.hosts):
                cohort.fresh.clear()

    # --- who heard what ---------------------------------------------------------------------------------------------

    def _who(self, hosts: frozenset[str]) -> list[Cohort]:
        """The cohorts that these are, and no others: where need be, a cohort is parted."""
        there: list[Cohort] = []
        for cohort in list(self._cohorts):
            inside = cohort.hosts & hosts
            if inside and inside != cohort.hosts:
                if cohort in self._leaks:
                    self._leaks = []  # which of them it was is open again
                cohort, rest = cohort.part(inside), cohort
                self._cohorts.insert(self._cohorts.index(rest), cohort)
            if inside:
                there.append(cohort)
                self._cohorts.remove(cohort)  # newest last
        new = hosts.difference(*(cohort.hosts for cohort in there))
        if new:
            there.append(Cohort(new))
        self._cohorts += there
        for gone in self._cohorts[: max(0, len(self._cohorts) - MOST_COHORTS)]:
            self._cohorts.remove(gone)
            self._leaks = [leak for leak in self._leaks if leak is not gone]
        return there

    # --- taking out -------------------------------------------------------------------------------------------------

    def _learn(self, past: Past, window: Window) -> None:
        for leak in self._leaks:
            said = past.of(leak)
            if said is not None and leak.path is not None:
                leak.path.forget(FORGET)
                leak.path.learn(said.heard, window)

    def _leave(self, cohort: Cohort, past: Past, window: Window, trace: Trace | None) -> Iterator[None]:
        """Add to what is left for a cohort. trace: of the whole feed, where it is known. Where it heard the same as
        the one who leaks, a block tells nothing."""
        said = past.of(cohort)
        if said is None or cohort.left is None or not _speaks(said):
            return
        others = [(leak.path, past.of(leak)) for leak in self._leaks if leak is not cohort]
        leaks = [(path, heard) for path, heard in others if path is not None and heard is not None]
        if any(heard is said for _, heard in leaks):
            return
        if leaks:
            frames = len(window.spectrum)
            taken = sum((path.leak(heard.heard, frames) for path, heard in leaks), np.zeros_like(window.spectrum))
            trace = window.without(taken).trace(said.block)
        elif trace is None:
            trace = window.trace(said.block)
        if trace is not None:
            cohort.left.add(trace, past.unit)
        yield

    def _take_out(self) -> Iterator[None]:
        """The leaks are others than before: what is left is looked at again."""
        windows: list[Window] = []
        for leak in self._leaks:
            leak.path = LeakPath(leak.path.lag) if leak.path is not None else None
        for past in self._past:
            windows.append(Window(past.programme))
            yield
            self._learn(past, windows[-1])
            yield
        for cohort in self._cohorts:
            cohort.left = Evidence()
        least = SUSPECT_SHARE * self._threshold
        suspects = [each for each in self._cohorts if each.whole.finding().score >= least]
        for past, window in zip(self._past, windows, strict=True):
            for cohort in suspects:
                assert cohort.left is not None
                cohort.left.forget()
                yield from self._leave(cohort, past, window, None)

    # --- judging ----------------------------------------------------------------------------------------------------

    def _stands(self, cohort: Cohort, finding: Finding) -> bool:
        """Whether it leaks, by all that is heard or by what is left."""
        own = finding.likelihood >= OWN_SHARE * cohort.whole.finding().likelihood
        return own and finding.score >= self._threshold

    def _judge(self, past: Past) -> Iterator[None]:
        accused: list[tuple[list[Cohort], Finding]] = []
        taken: set[Cohort] = set()
        for place in range(MOST_LEAKS):
            open_now = [cohort for cohort in self._cohorts if cohort not in taken]
            findings = {each: _finding(each.left if place else each.whole) for each in open_now}
            over = [each for each in open_now if self._stands(each, findings[each])]
            if not over:
                break
            first = max(over, key=lambda each: findings[each].likelihood)
            before = self._leaks[place] if place < len(self._leaks) else first
            if before in over and findings[before].likelihood > _least(findings[first]):
                first = before  # as good as any: nobody is looked at again for nothing
            finding = findings[first]
            if self._is_other(place, first, finding):
                first.path = LeakPath(round(finding.delay_ms * RATE_HZ / 1000))
                self._leaks = [*self._leaks[:place], first]
                yield from self._take_out()
            least = _least(finding)
            rivals = [
                each
                for each in open_now
                if each is not first
                and findings[each].likelihood > least
                and not self._stands(each, _finding(each.left))
            ]
            accused.append(([first, *rivals], finding))
            taken.update(accused[-1][0])
            yield
        del self._leaks[len(accused) :]
        self.accused = [_accusation(cohorts, finding, past) for cohorts, finding in accused]

    def _is_other(self, place: int, cohort: Cohort, finding: Finding) -> bool:
        """Whether this leak has not been taken out as it is now."""
        if place >= len(self._leaks) or self._leaks[place] is not cohort or cohort.path is None:
            return True
        return abs(finding.delay_ms * RATE_HZ / 1000 - cohort.path.lag) > HOP / 2


def _least(finding: Finding) -> float:
    """The likelihood above which nobody is told apart from this one."""
    return finding.likelihood - max(MARGIN, MARGIN_SHARE * finding.likelihood)


def _speaks(said: Said) -> bool:
    return float(np.sqrt(np.mean(said.block**2))) >= QUIET_RMS


def _finding(evidence: Evidence | None) -> Finding:
    return NOTHING if evidence is None else evidence.finding()


def _accusation(cohorts: Sequence[Cohort], finding: Finding, past: Past) -> Accusation:
    hosts = tuple(sorted(host for cohort in cohorts for host in cohort.hosts))
    fresh = [(trace, unit) for at, trace, unit in cohorts[0].fresh if past.at - at <= FRESH_SAMPLES]
    if support(fresh, finding.delay_ms) < FRESH_SCORE:
        return Accusation(hosts, finding, "")
    cues = [said.cue for said in past.said if _speaks(said) and not said.hosts.isdisjoint(hosts)]
    return Accusation(hosts, finding, cues[0] if cues else "")
