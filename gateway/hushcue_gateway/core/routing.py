"""Who hears what: talks held and programme subscriptions -> a plan of gains, sources x bodypacks.

One cell of the plan is one source in one bodypack's mix: its gain before ducking and the rung of the ladder it is
heard on (of two talks with the same source and bodypack, the higher). A source owned by a bodypack's person is never
in that bodypack's mix (mix-minus). What is not routed is exactly 0. A bodypack may hear a source louder or softer than
others do; an emergency never softer.

A monitor is a row too: it has the cells of the bodypack it listens to, but for private talks, of which it does not even
show the dim, and for the sources that it is without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .commands import AddMonitor, AddSource, SetDim, SetMixGain, SetProgramme, StartTalk
from .ducking import RUNGS, Priority
from .limiter import db_to_gain


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows are bodypacks, columns are sources."""

    gains: NDArray[np.float64]
    """(bodypacks, sources) linear, before ducking"""
    rungs: NDArray[np.intp]
    """(bodypacks, sources) Priority of each cell; PROGRAMME where nothing is routed"""
    held: NDArray[np.bool_]
    """(bodypacks, RUNGS) a talk of this rung is held towards this bodypack"""
    talking: tuple[bool, ...]
    """per bodypack: any talk is heard by it, held or open"""
    brisk: NDArray[np.bool_]
    """(sources,) the assistant speaks through it, or did so in the plan before: to be faded faster than people are"""
    dims: NDArray[np.float64] | None
    """(bodypacks,) linear: how far speech dims the programme, NaN where the policy says; None: it says so everywhere"""

    def active(self, loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """``held``, but only by sources that are ``loud`` (sources,)."""
        heard = (self.gains > 0.0) & loud
        return np.stack([(heard & (self.rungs == rung)).any(axis=1) for rung in range(RUNGS)], axis=1) & self.held


class Routing:
    """The desired state. ``plan`` compiles it; it changes only when somebody presses, releases, comes or goes."""

    def __init__(self) -> None:
        self.sources: dict[str, AddSource] = {}
        self.bodypacks: list[str] = []
        self.talks: dict[str, StartTalk] = {}
        self.programmes: dict[tuple[str, str], float] = {}
        """(source, bodypack) -> gain_db"""
        self.mix_gains: dict[tuple[str, str], float] = {}
        """(source, bodypack) -> linear; what is not there is 1.0"""
        self.spoken: set[str] = set()
        """cues of open talks into which somebody speaks; the others hold nothing"""
        self.monitors: dict[str, AddMonitor] = {}
        self.dims: dict[str, float] = {}
        """bodypack -> how far speech dims its programme, in dB"""
        self._brisk: set[str] = set()
        """sources through which the assistant spoke in the plan before"""

    def set_dim(self, command: SetDim) -> None:
        """Override the policy or not; bodypacks that are not there yet count."""
        for bodypack in command.to:
            if command.depth_db is None:
                self.dims.pop(bodypack, None)
            else:
                self.dims[bodypack] = command.depth_db

    def set_programme(self, command: SetProgramme) -> None:
        """Subscribe or unsubscribe; bodypacks that are not there yet count."""
        for bodypack in command.to:
            if command.gain_db is None:
                self.programmes.pop((command.source, bodypack), None)
            else:
                self.programmes[(command.source, bodypack)] = command.gain_db

    def set_mix_gain(self, command: SetMixGain) -> None:
        """Remember or forget; bodypacks that are not there yet count."""
        for bodypack in command.to:
            if command.gain_db == 0.0:
                self.mix_gains.pop((command.source, bodypack), None)
            else:
                self.mix_gains[(command.source, bodypack)] = db_to_gain(command.gain_db)

    def copy_mix_gains(self, source: str, other: str) -> None:
        """``other`` is heard as ``source`` is."""
        for (each, bodypack), gain in list(self.mix_gains.items()):
            if each == source:
                self.mix_gains[(other, bodypack)] = gain

    def remove_source(self, source: str) -> list[str]:
        """Forget a source and everything it was routed to; the cues of its talks."""
        del self.sources[source]
        for key in [key for key in self.programmes if key[0] == source]:
            del self.programmes[key]
        for key in [key for key in self.mix_gains if key[0] == source]:
            del self.mix_gains[key]
        cues = [cue for cue, talk in self.talks.items() if talk.source == source]
        for cue in cues:
            del self.talks[cue]
        return cues

    def plan(self, columns: Iterable[str]) -> Plan:
        """Compile for the sources in the order of ``columns``; a column whose source is gone is silent."""
        column_of = {source: column for column, source in enumerate(columns)}
        row_of = {bodypack: row for row, bodypack in enumerate(self.bodypacks)}
        monitors = [(row_of[each.id], each) for each in self.monitors.values() if each.id in row_of]
        rows_of = {bodypack: [row] for bodypack, row in row_of.items() if bodypack not in self.monitors}
        alone = {bodypack: tuple(rows) for bodypack, rows in rows_of.items()}
        for row, monitor in monitors:
            rows_of.setdefault(monitor.of, []).append(row)
        shape = (len(row_of), len(column_of))
        gains = np.zeros(shape)
        rungs = np.zeros(shape, np.intp)
        held = np.zeros((len(row_of), RUNGS), np.bool_)
        talked = np.zeros(len(row_of), np.bool_)
        for (source, bodypack), gain_db in self.programmes.items():
            for row in rows_of.get(bodypack, ()):
                gains[row, column_of[source]] = db_to_gain(gain_db)
        for talk in self.talks.values():
            column, owner = column_of[talk.source], self.sources[talk.source].owner
            hearers = alone if talk.private else rows_of
            holds = not talk.open or talk.cue in self.spoken
            for bodypack in talk.to:
                if bodypack == owner:
                    continue
                for row in hearers.get(bodypack, ()):
                    gains[row, column] = 1.0
                    rungs[row, column] = max(int(rungs[row, column]), talk.priority)
                    held[row, talk.priority] |= holds
                    talked[row] |= talk.priority > Priority.PROGRAMME
        held[:, Priority.PROGRAMME] = False
        for (source, bodypack), gain in self.mix_gains.items():
            column = column_of[source]
            for row in rows_of.get(bodypack, ()):
                gains[row, column] *= max(gain, 1.0) if rungs[row, column] == Priority.EMERGENCY else gain
        for source, facts in self.sources.items():
            column = column_of[source]
            gains[:, column] *= db_to_gain(facts.gain_db)
            for row in rows_of.get(facts.owner, ()):
                gains[row, column] = 0.0
        for row, monitor in monitors:
            for source in monitor.without:
                if source in column_of:
                    gains[row, column_of[source]] = 0.0
        talking = tuple(bool(each) for each in talked)
        return Plan(gains, rungs, held, talking, self._brisk_of(column_of, rungs), self._dims(rows_of, len(row_of)))

    def _brisk_of(self, column_of: Mapping[str, int], rungs: NDArray[np.intp]) -> NDArray[np.bool_]:
        speaks = (rungs == Priority.ASSISTANT).any(axis=0)
        before, self._brisk = self._brisk, {source for source, column in column_of.items() if speaks[column]}
        return np.array([source in self._brisk or source in before for source in column_of], np.bool_)

    def _dims(self, rows_of: Mapping[str, Sequence[int]], count: int) -> NDArray[np.float64] | None:
        dims = np.full(count, np.nan)
        for bodypack, depth_db in self.dims.items():
            for row in rows_of.get(bodypack, ()):
                dims[row] = 10.0 ** (depth_db / 20.0)
        return None if bool(np.isnan(dims).all()) else dims
