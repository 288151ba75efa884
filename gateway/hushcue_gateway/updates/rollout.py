"""A roll-out: one bodypack first, then group after group, a few at a time, and none after one that failed. Pure.

Each bodypack goes through phases:

    phase        what happens                                             becomes
    waiting      its stage's turn, it is there, nobody talks to it        asked (announced, its stream stopped)
    asked        "fetch"                                                  fetching
                 nothing for ANSWER_NS                                    asked again, or failed "no_answer"
    fetching     "wait" / "fetch"                                         on_air / fetching
    on_air       somebody begins to talk to it                            waiting (its stream begins again at once)
                 it is gone, or another boot of the old firmware          waiting: what it has fetched, it keeps
                 "failed on_air", "failed link"                           waiting, the latter TRIES times
                 nothing for STALL_NS                                     failed "stalled"
    restarting   a boot of the new firmware, on trial                     trying
                 another boot of the old firmware                         failed "rolled_back"
                 nothing for RETURN_NS                                    failed "no_return"
    trying       "confirmed", or a boot that is not on trial              done
                 another boot of the old firmware                         failed "rolled_back"
                 nothing for PROVE_NS                                     failed "not_proved"
    any          "refused CODE"                                           failed CODE

A stage begins when all of the one before are done; ones that are not there do not hold it up, but for the first stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

NS_PER_S = 1_000_000_000
ANSWER_NS = 20 * NS_PER_S
STALL_NS = 180 * NS_PER_S
RETURN_NS = 300 * NS_PER_S
PROVE_NS = 1200 * NS_PER_S
HUSH_NS = 15 * NS_PER_S
"""After somebody talked to it, or its link broke."""
TRIES = 4
MAX_ABOUT_CHARS = 64

Phase = Literal["waiting", "asked", "fetching", "on_air", "restarting", "trying", "done", "failed"]
State = Literal["running", "paused", "stopped", "done"]
FETCHES = ("asked", "fetching", "on_air")
UNDER_WAY = (*FETCHES, "restarting", "trying")


@dataclass(frozen=True, slots=True)
class Sight:
    """What the roster knows of a bodypack. talking: somebody talks to it, or is about to."""

    here: bool
    talking: bool
    boot: int
    build: str
    trial: bool


@dataclass(slots=True)
class Row:
    """One bodypack. build: what it is to run, "" until that is known; before: what it ran when it was asked."""

    phase: Phase = "waiting"
    build: str = ""
    before: str = ""
    percent: int = 0
    code: str = ""
    about: str = ""
    boot: int = 0
    tries: int = 0
    since_ns: int = 0
    hold_ns: int = 0


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell it, and stop its stream."""

    host: str


@dataclass(frozen=True, slots=True)
class Wake:
    """Give it its stream again."""

    host: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line for people: code of words.py."""

    code: str
    host: str


Step = Announce | Wake | Told


@dataclass
class Rollout:
    """``tick`` twice a second, ``said`` for what bodypacks tell; both give what is to be done, in order."""

    id: str
    version: str
    stages: tuple[tuple[str, ...], ...]
    at_once: int = 1
    older: bool = False
    by: str = ""
    began_at_ms: int = 0
    state: State = "running"
    rows: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for stage in self.stages:
            for host in stage:
                self.rows.setdefault(host, Row())

    # -- what people want

    def pause(self) -> None:
        """Nobody new is asked; who is under way goes on."""
        if self.state == "running":
            self.state = "paused"

    def resume(self) -> None:
        """Go on; those that failed are tried again."""
        if self.state in ("paused", "stopped"):
            self.state = "running"
            for row in self.rows.values():
                if row.phase == "failed":
                    row.phase, row.tries, row.hold_ns, row.code, row.about = "waiting", 0, 0, "", ""

    def forget(self, host: str) -> bool:
        """It is no bodypack any more. Whether it was in this roll-out."""
        self.stages = tuple(tuple(each for each in stage if each != host) for stage in self.stages)
        return self.rows.pop(host, None) is not None

    @property
    def is_over(self) -> bool:
        """Nothing more comes of it by itself."""
        return self.state in ("stopped", "done") and not self.under_way

    @property
    def under_way(self) -> list[str]:
        """Who is being updated now."""
        return [host for host, row in self.rows.items() if row.phase in UNDER_WAY]

    # -- what happens

    def said(self, host: str, detail: str, now_ns: int) -> list[Step]:
        """A bodypack told how far it is."""
        row = self.rows.get(host)
        if row is None or row.phase not in UNDER_WAY:
            return []
        word, _, rest = detail.partition(" ")
        if word == "fetch" and row.phase in FETCHES:
            self._to(row, "fetching", now_ns)
            row.percent = min(100, int(rest)) if rest.isdecimal() else row.percent
            row.tries = 0
        elif word == "wait" and row.phase in FETCHES:
            self._to(row, "on_air", now_ns)
        elif word == "restart":
            row.percent = 100
            self._to(row, "restarting", now_ns)
        elif word == "confirmed" and rest == row.build:
            return self._done(host, row, now_ns)
        elif word == "refused":
            code, _, about = rest.partition(" ")
            return self._failed(host, row, code or "refused", about, now_ns)
        elif word == "failed" and rest == "on_air":
            return self._later(host, row, now_ns)
        elif word == "failed" and rest == "link":
            row.tries += 1
            if row.tries >= TRIES:
                return self._failed(host, row, "link", "", now_ns)
            return self._later(host, row, now_ns)
        elif word == "failed":
            code, _, about = rest.partition(" ")
            return self._failed(host, row, code, about, now_ns)
        return []

    def tick(self, sights: Mapping[str, Sight], now_ns: int) -> list[Step]:
        """Time passed, and this is what is known of every bodypack."""
        steps: list[Step] = []
        for host, row in self.rows.items():
            sight = sights.get(host)
            if sight is None:
                continue
            if row.phase in FETCHES:
                steps += self._fetches(host, row, sight, now_ns)
            elif row.phase in ("restarting", "trying"):
                steps += self._proves(host, row, sight, now_ns)
            elif row.phase == "waiting" and row.build and sight.here and sight.build == row.build and not sight.trial:
                steps += self._done(host, row, now_ns)
        if self.state == "running":
            steps += self._next(sights, now_ns)
        if self.state == "running" and all(row.phase == "done" for row in self.rows.values()):
            self.state = "done"
            steps.append(Told("rollout_done", ""))
        return steps

    def _fetches(self, host: str, row: Row, sight: Sight, now_ns: int) -> list[Step]:
        if sight.build == row.build and sight.here:  # it restarted, and what it said of that was lost
            self._to(row, "restarting", now_ns)
            return []
        if sight.talking:
            return self._later(host, row, now_ns)
        if not sight.here or sight.boot != row.boot:
            return self._later(host, row, now_ns)
        quiet_ns = now_ns - row.since_ns
        if row.phase == "asked" and quiet_ns > ANSWER_NS:
            row.tries += 1
            if row.tries >= TRIES:
                return self._failed(host, row, "no_answer", "", now_ns)
            row.since_ns = now_ns
            return [Announce(host)]
        if quiet_ns > STALL_NS:
            return self._failed(host, row, "stalled", "", now_ns)
        return []

    def _proves(self, host: str, row: Row, sight: Sight, now_ns: int) -> list[Step]:
        if sight.here and sight.build == row.build:
            if not sight.trial:
                return self._done(host, row, now_ns)
            if row.phase == "restarting":
                row.boot = sight.boot
                self._to(row, "trying", now_ns)
                return [Told("trying", host)]
        elif sight.here and sight.boot != row.boot:
            return self._failed(host, row, "rolled_back", "", now_ns)
        limit_ns, code = (RETURN_NS, "no_return") if row.phase == "restarting" else (PROVE_NS, "not_proved")
        return self._failed(host, row, code, "", now_ns) if now_ns - row.since_ns > limit_ns else []

    def _next(self, sights: Mapping[str, Sight], now_ns: int) -> list[Step]:
        """Who is asked now."""
        steps: list[Step] = []
        for number, stage in enumerate(self.stages):
            for host in stage:
                row, sight = self.rows[host], sights.get(host)
                if len(self.under_way) >= self.at_once:
                    return steps
                if row.phase != "waiting" or sight is None or not row.build or now_ns < row.hold_ns:
                    continue
                if sight.here and not sight.talking:
                    row.before, row.boot, row.percent = sight.build, sight.boot, 0
                    self._to(row, "asked", now_ns)
                    steps.append(Announce(host))
            if not self._is_through(stage, sights, first=number == 0):
                return steps
        return steps

    def _is_through(self, stage: Sequence[str], sights: Mapping[str, Sight], first: bool) -> bool:
        for host in stage:
            sight = sights.get(host)
            away = not first and self.rows[host].phase == "waiting" and (sight is None or not sight.here)
            if self.rows[host].phase != "done" and not away:
                return False
        return True

    def _to(self, row: Row, phase: Phase, now_ns: int) -> None:
        row.phase, row.since_ns = phase, now_ns

    def _later(self, host: str, row: Row, now_ns: int) -> list[Step]:
        self._to(row, "waiting", now_ns)
        row.hold_ns = now_ns + HUSH_NS
        return [Wake(host)]

    def _done(self, host: str, row: Row, now_ns: int) -> list[Step]:
        self._to(row, "done", now_ns)
        row.percent, row.code, row.about = 100, "", ""
        return [Told("done", host)]

    def _failed(self, host: str, row: Row, code: str, about: str, now_ns: int) -> list[Step]:
        self._to(row, "failed", now_ns)
        row.code, row.about = code, about[:MAX_ABOUT_CHARS]
        steps: list[Step] = [Wake(host), Told(code, host)]
        if self.state in ("running", "paused"):
            self.state = "stopped"
            steps.append(Told("rollout_stopped", host))
        return steps

    # -- kept over a restart of the gateway

    def as_json(self) -> dict[str, Any]:
        """All that is to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], now_ns: int) -> Rollout:
        """As it was; what was being fetched is announced again, and goes on where it was."""
        rows = {host: Row(**row) for host, row in kept["rows"].items()}
        for row in rows.values():
            row.since_ns, row.hold_ns = now_ns, 0
            if row.phase in FETCHES:
                row.phase = "waiting"
        stages = tuple(tuple(stage) for stage in kept["stages"])
        return cls(**{**kept, "rows": rows, "stages": stages})


def stages_of(hosts: Iterable[str], canary: str, groups: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The canary alone, then group by group (the first that a bodypack is in counts), then who is in none."""
    left = [host for host in hosts if host != canary]
    stages: list[tuple[str, ...]] = [(canary,)]
    for group in sorted(groups):
        stage = tuple(host for host in left if host in groups[group])
        left = [host for host in left if host not in stage]
        stages += [stage] if stage else []
    return tuple([*stages, tuple(left)] if left else stages)
