"""The media engine: commands and frames in, datagrams and events out; one ``tick`` per frame of sound.

A tick walks: keys that lost their heartbeat -> intake -> routing plan -> ducking -> mix, limit -> encode -> datagrams.
Time is ``now_ns`` of one monotonic clock. Foreign mistakes (an id nobody knows, a value out of range, NaN from a
source) are refused or counted; ``handle`` and ``tick`` raise only for mistakes of our own.

The delay it adds to sound: ``EngineSettings.lookahead_ms``, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hushcue_wire import audio

from . import checks
from . import commands as c
from .checks import Refusal
from .ducking import Ducker, DuckingPolicy, Priority
from .events import EndReason, EngineReport, Event, TalkEnded, TalkStarted
from .intake import Intake
from .limiter import Frames, Limiter, db_to_gain
from .mix import Mixer
from .routing import Routing
from .sender import EncodedMixes, Outgoing, Sender

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Fixed for the life of an engine. Wrong values raise when the engine is made."""

    frame_ms: int = 10
    """one tick, one of 5, 10, 20"""
    policy: DuckingPolicy = field(default_factory=DuckingPolicy)
    threshold_db: float = -1.0
    """dBFS no sample of any mix exceeds"""
    lookahead_ms: float = 2.0
    """0.5..10: how early the limiter sees a peak; this is the engine's whole latency"""
    limiter_release_ms: float = 300.0
    """time of a whole way up"""
    max_sources: int = 64
    max_streams: int = 2048
    max_talks: int = 512


class Engine:
    """See the module. Not thread-safe: one thread handles and ticks."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.settings = settings or EngineSettings()
        self.frame_samples = audio.frame_samples(self.settings.frame_ms)
        limiter = Limiter(self.settings.threshold_db, self.settings.lookahead_ms, self.settings.limiter_release_ms)
        self._limiter = limiter
        self._mixer = Mixer(self.frame_samples, limiter)
        self._intake = Intake(self.frame_samples)
        self._ducker = Ducker(self.settings.policy, self.settings.frame_ms)
        self._routing = Routing()
        self._senders: dict[str, Sender] = {}
        self._row_of_stream: dict[str, int] = {}
        self._kept_ns: dict[str, int] = {}  # cue -> when its key was last known to be down
        self._untold: list[tuple[str, EndReason | None]] = []  # talks begun (None) and ended since the last tick
        self._leaving: list[str] = []  # sources that fade out in the next tick and are gone after it
        self._events: list[Event] = []
        self._ticks = 0
        self._dirty = True
        self._plan = self._routing.plan(())
        self._talking: list[bool] = []  # per bodypack row: a talk was held in the frame before
        self._handlers: dict[type, Callable[[Any, int], None]] = {
            c.AddSource: self._add_source,
            c.SetSourceGain: self._set_source_gain,
            c.RemoveSource: self._remove_source,
            c.AddStream: self._add_stream,
            c.MoveStream: self._move_stream,
            c.RemoveStream: self._remove_stream,
            c.StartTalk: self._start_talk,
            c.KeepTalk: self._keep_talk,
            c.StopTalk: self._stop_talk,
            c.SetProgramme: self._set_programme,
            c.SetPolicy: self._set_policy,
        }

    @property
    def latency_ms(self) -> float:
        """What the engine adds between a frame handed in and the same sound in a datagram."""
        return 1000.0 * self._limiter.delay_samples / audio.RATE_HZ

    def handle(self, command: c.Command, now_ns: int) -> list[Event]:
        """Do what ``command`` says, heard from the next tick on; [CommandRefused] when it makes no sense.

        TypeError for something that is no command.
        """
        handler = self._handlers.get(type(command))
        if handler is None:
            raise TypeError(f"{type(command).__name__} is not a command")
        try:
            handler(command, now_ns)
        except Refusal as refusal:
            return [refusal.event]
        self._dirty = self._dirty or not isinstance(command, c.KeepTalk)
        return []

    def tick(self, frames: Mapping[str, Frames], now_ns: int) -> list[Outgoing]:
        """One frame of sound. ``frames``: source id -> (frame_samples,) float32, full scale 1.0; one that is missing is
        silence. The datagrams are valid until the next tick; send them in order."""
        self._ticks += 1
        self._release_stuck_keys(now_ns)
        heard = self._intake.gather(frames)
        if self._dirty:
            self._plan = self._routing.plan(self._intake.ids)
            self._dirty = False
        plan = self._plan
        active = plan.held
        if self._ducker.policy.by == "activity":
            levels = self._intake.rms * [self._source_gain(source) for source in self._intake.ids]
            active = plan.active(levels > db_to_gain(self._ducker.policy.threshold_db))
        self._ducker.advance(active)
        dims = np.take_along_axis(self._ducker.factors, plan.rungs, axis=1)
        mixes = self._mixer.mix(heard, (plan.gains * dims).astype(np.float32))
        outgoing = self._send(mixes, list(plan.talking))
        self._tell_talks(now_ns)
        for source in self._leaving:
            self._drop_column(source)
        self._leaving.clear()
        return outgoing

    def take_events(self) -> list[Event]:
        """What happened in ticks since the last call."""
        events, self._events = self._events, []
        return events

    def take_report(self) -> EngineReport:
        """Counters; levels are since the last call."""
        return EngineReport(
            ticks=self._ticks,
            buses=self._mixer.buses,
            limited_frames=self._limiter.limited_frames,
            unknown_frames=self._intake.unknown_frames,
            talks=tuple(self._routing.talks),
            sources=tuple(report for report in self._intake.take_reports() if report.id in self._routing.sources),
            streams=tuple(sender.report() for sender in self._senders.values()),
        )

    # -- the walk of a tick

    def _release_stuck_keys(self, now_ns: int) -> None:
        for cue, kept_ns in list(self._kept_ns.items()):
            heartbeat_ms = self._routing.talks[cue].heartbeat_ms
            if heartbeat_ms is not None and now_ns - kept_ns > heartbeat_ms * NS_PER_MS:
                self._end_talk(cue, "heartbeat")

    def _source_gain(self, source: str) -> float:
        facts = self._routing.sources.get(source)
        return 0.0 if facts is None else db_to_gain(facts.gain_db)

    def _send(self, mixes: Frames, talking: list[bool]) -> list[Outgoing]:
        encoded = EncodedMixes(mixes)
        bus_of, before = self._mixer.bus_of, self._talking
        outgoing = []
        for stream_id, sender in self._senders.items():
            row = self._row_of_stream[stream_id]
            payload = encoded.payload(bus_of[row], sender.encoding)
            datagram = sender.push(payload, talking[row] and not before[row])
            if datagram is not None:
                outgoing.append(datagram)
        self._talking = talking
        return outgoing

    def _tell_talks(self, now_ns: int) -> None:
        for cue, reason in self._untold:
            if reason is None:
                self._events.append(TalkStarted(cue, now_ns, self._ticks))
            else:
                self._events.append(TalkEnded(cue, now_ns, self._ticks, reason))
        self._untold.clear()

    # -- sources

    def _source(self, source: object) -> c.AddSource:
        facts = self._routing.sources.get(source) if isinstance(source, str) else None
        if facts is None:
            raise Refusal("source_unknown", id=str(source)[: c.MAX_ID_CHARS])
        return facts

    def _add_source(self, command: c.AddSource, now_ns: int) -> None:
        checks.check_source(command)
        if command.id in self._routing.sources:
            raise Refusal("source_exists", id=command.id)
        if len(self._routing.sources) >= self.settings.max_sources:
            raise Refusal("too_many", what="sources", limit=self.settings.max_sources)
        self._routing.sources[command.id] = command
        if command.id in self._leaving:
            self._leaving.remove(command.id)
            self._intake.restart(self._intake.ids.index(command.id))
        else:
            self._intake.add(command.id)
            self._mixer.add_column()

    def _set_source_gain(self, command: c.SetSourceGain, now_ns: int) -> None:
        facts = self._source(command.id)
        checks.check_gain(command.id, command.gain_db)
        self._routing.sources[command.id] = replace(facts, gain_db=command.gain_db)

    def _remove_source(self, command: c.RemoveSource, now_ns: int) -> None:
        self._source(command.id)
        for cue in [cue for cue, talk in self._routing.talks.items() if talk.source == command.id]:
            self._end_talk(cue, "source_removed")
        self._routing.remove_source(command.id)
        self._leaving.append(command.id)

    def _drop_column(self, source: str) -> None:
        column = self._intake.ids.index(source)
        self._intake.remove(column)
        self._mixer.remove_column(column)
        self._dirty = True

    # -- streams

    def _sender(self, stream: object) -> Sender:
        sender = self._senders.get(stream) if isinstance(stream, str) else None
        if sender is None:
            raise Refusal("stream_unknown", id=str(stream)[: c.MAX_ID_CHARS])
        return sender

    def _add_stream(self, command: c.AddStream, now_ns: int) -> None:
        checks.check_stream(command, self.settings.frame_ms)
        if command.id in self._senders:
            raise Refusal("stream_exists", id=command.id)
        if len(self._senders) >= self.settings.max_streams:
            raise Refusal("too_many", what="streams", limit=self.settings.max_streams)
        if command.mix_of not in self._routing.bodypacks:
            self._routing.bodypacks.append(command.mix_of)
            self._mixer.add_row()
            self._ducker.add_row()
            self._talking.append(False)
        self._senders[command.id] = Sender(command, command.frame_ms // self.settings.frame_ms)
        self._row_of_stream[command.id] = self._routing.bodypacks.index(command.mix_of)

    def _move_stream(self, command: c.MoveStream, now_ns: int) -> None:
        sender = self._sender(command.id)
        checks.check_address(command.id, command.address)
        sender.move(command.address)

    def _remove_stream(self, command: c.RemoveStream, now_ns: int) -> None:
        mix_of = self._sender(command.id).stream.mix_of
        del self._senders[command.id]
        row = self._row_of_stream.pop(command.id)
        if row in self._row_of_stream.values():
            return
        self._routing.bodypacks.remove(mix_of)
        self._mixer.remove_row(row)
        self._ducker.remove_row(row)
        del self._talking[row]
        for stream, other in self._row_of_stream.items():
            self._row_of_stream[stream] = other - (other > row)

    # -- talks and the programme

    def _talk(self, cue: object) -> c.StartTalk:
        talk = self._routing.talks.get(cue) if isinstance(cue, str) else None
        if talk is None:
            raise Refusal("talk_unknown", cue=str(cue)[: c.MAX_ID_CHARS])
        return talk

    def _start_talk(self, command: c.StartTalk, now_ns: int) -> None:
        checks.check_talk(command)
        if command.cue in self._routing.talks:
            raise Refusal("talk_exists", cue=command.cue)
        if self._source(command.source).kind == "assistant" and command.priority > Priority.ASSISTANT:
            raise Refusal("talk_priority_invalid", cue=command.cue, priority=int(command.priority))
        if len(self._routing.talks) >= self.settings.max_talks:
            raise Refusal("too_many", what="talks", limit=self.settings.max_talks)
        self._routing.talks[command.cue] = command
        self._kept_ns[command.cue] = now_ns
        self._untold.append((command.cue, None))

    def _keep_talk(self, command: c.KeepTalk, now_ns: int) -> None:
        self._kept_ns[self._talk(command.cue).cue] = now_ns

    def _stop_talk(self, command: c.StopTalk, now_ns: int) -> None:
        self._end_talk(self._talk(command.cue).cue, "released")

    def _end_talk(self, cue: str, reason: EndReason) -> None:
        del self._kept_ns[cue]
        del self._routing.talks[cue]
        self._untold.append((cue, reason))
        self._dirty = True

    def _set_programme(self, command: c.SetProgramme, now_ns: int) -> None:
        facts = self._source(command.source)
        checks.check_targets(command, command.to)
        if facts.kind != "programme":
            raise Refusal("source_kind_invalid", id=command.source, kind=facts.kind)
        if command.gain_db is not None:
            checks.check_gain(command.source, command.gain_db)
        self._routing.set_programme(command)

    def _set_policy(self, command: c.SetPolicy, now_ns: int) -> None:
        self._ducker.set_policy(command.policy)
