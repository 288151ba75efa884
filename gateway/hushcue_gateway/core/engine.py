"""The media engine: commands and frames in, datagrams and events out; one ``tick`` per frame of sound.

A tick walks: keys that lost their heartbeat -> intake -> routing plan -> ducking -> mix, limit -> encode -> datagrams.
Time is ``now_ns`` of one monotonic clock. Foreign mistakes (an id nobody knows, a value out of range, NaN from a
source) are refused or counted; ``handle``, ``tick`` and ``feedback`` raise only for mistakes of our own. Between ticks,
``feedback`` takes what receivers send and tells what is to be sent again at once.

The delay it adds to sound: ``EngineSettings.lookahead_ms``, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import audio

from . import checks
from . import commands as c
from .checks import Refusal
from .ducking import Ducker, DuckingPolicy, Priority
from .events import EndReason, EngineReport, Event
from .history import ResendPolicy
from .intake import Intake
from .limiter import Frames, Limiter, db_to_gain
from .mix import Mixer
from .open_talks import OpenTalks
from .private_tone import PrivateTones
from .protection import ProtectFactory
from .recording import Recordings
from .redundancy import RedundancyPolicy
from .replay import Replay, Replays
from .routing import Routing
from .sender import EncodedMixes, Outgoing
from .streams import Streams
from .talk_edges import TalkEdges

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
    max_sources: int = 160
    max_streams: int = 2048
    max_talks: int = 512
    redundancy: RedundancyPolicy = field(default_factory=RedundancyPolicy)
    resends: ResendPolicy = field(default_factory=ResendPolicy)


class Engine:
    """See the module. Not thread-safe: one thread handles, ticks and takes feedback.

    ``protect_factory``: what makes a stream's SRTP (``media.protect.protect``); without it streams with keys raise.
    """

    def __init__(self, settings: EngineSettings | None = None, protect_factory: ProtectFactory | None = None) -> None:
        self.settings = settings or EngineSettings()
        self.frame_samples = audio.frame_samples(self.settings.frame_ms)
        limiter = Limiter(self.settings.threshold_db, self.settings.lookahead_ms, self.settings.limiter_release_ms)
        self._limiter = limiter
        self._mixer = Mixer(self.frame_samples, limiter)
        self._intake = Intake(self.frame_samples)
        self._ducker = Ducker(self.settings.policy, self.settings.frame_ms)
        self._routing = Routing()
        self._open_talks = OpenTalks(self._routing, self.settings.frame_ms)
        settings = self.settings
        self._streams = Streams(
            settings.frame_ms, settings.max_streams, settings.redundancy, settings.resends, protect_factory
        )
        self._edges = TalkEdges(self._streams, self.frame_samples, limiter.delay_samples)
        self._recordings = Recordings(settings.frame_ms)
        self._replays = Replays()
        self._tones = PrivateTones(self.frame_samples, self._mixer)
        self._kept_ns: dict[str, int] = {}  # cue -> when its key was last known to be down
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
            c.SayAgain: self._say_again,
            c.SetProgramme: self._set_programme,
            c.SetMixGain: self._set_mix_gain,
            c.AddMonitor: self._add_monitor,
            c.RemoveMonitor: self._remove_monitor,
            c.SetDim: self._set_dim,
            c.SetPolicy: self._set_policy,
        }

    @property
    def latency_ms(self) -> float:
        """What the engine adds between a frame handed in and the same sound in a datagram."""
        return 1000.0 * self._limiter.delay_samples / audio.RATE_HZ

    @property
    def stream_count(self) -> int:
        """How many streams there are."""
        return len(self._streams)

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
        silence. Send the datagrams in order."""
        self._ticks += 1
        self._release_stuck_keys(now_ns)
        frames, over = self._replays.fill(frames, self._routing.talks)
        for source in over:
            self._remove_source(c.RemoveSource(source), now_ns)
        heard = self._intake.gather(frames)
        self._recordings.take(self._routing.talks, self._intake.ids, heard)
        if told := self._open_talks.listen(self._intake.ids, self._loud, now_ns):
            self._events += told
            self._dirty = True
        if self._dirty:
            self._plan = self._routing.plan(self._intake.ids)
            self._ducker.set_dims(self._plan.dims)
            self._dirty = False
        plan = self._plan
        active = plan.held
        if self._ducker.policy.by == "activity":
            active = plan.active(self._loud())
        self._ducker.advance(active, plan.held)
        dims = np.take_along_axis(self._ducker.factors, plan.rungs, axis=1)
        gains = (plan.gains * dims).astype(np.float32)
        mixes = self._mixer.mix(*self._tones.before(heard, gains, self._routing, self._ducker.factors), plan.brisk)
        self._events += self._edges.take(self._ticks, now_ns)
        begun = [talks and not before for talks, before in zip(plan.talking, self._talking, strict=True)]
        self._talking = list(plan.talking)
        outgoing = self._streams.send(EncodedMixes(mixes), self._mixer.bus_of, begun, self._ticks, now_ns)
        for source in self._leaving:
            self._drop_column(source)
        self._leaving.clear()
        return outgoing

    def feedback(self, datagram: bytes, address: tuple[str, int], now_ns: int) -> list[Outgoing]:
        """A datagram that came to the socket the streams leave from; what is to be sent at once, in order.

        Whose it is says the SSRC in it, and only its tag proves it: ``address``, which anybody can write, is not looked
        at. What is no receiver's report is counted (``unknown_feedback``, or the stream's own counters).
        """
        return self._streams.feedback(datagram, now_ns)

    def take_events(self) -> list[Event]:
        """What happened in ticks since the last call."""
        events, self._events = self._events, []
        return events

    def take_peaks(self) -> tuple[tuple[str, float], ...]:
        """(source, dBFS) since the last call: for meters."""
        return self._intake.take_peaks()

    def take_report(self, now_ns: int = 0) -> EngineReport:
        """Counters; levels are since the last call."""
        return EngineReport(
            ticks=self._ticks,
            buses=self._mixer.buses,
            limited_frames=self._limiter.limited_frames,
            unknown_frames=self._intake.unknown_frames,
            talks=tuple(self._routing.talks),
            sources=tuple(report for report in self._intake.take_reports() if report.id in self._routing.sources),
            streams=self._streams.reports(now_ns),
            unknown_feedback=self._streams.unknown_feedback,
        )

    # -- the walk of a tick

    def _release_stuck_keys(self, now_ns: int) -> None:
        for cue, kept_ns in list(self._kept_ns.items()):
            heartbeat_ms = self._routing.talks[cue].heartbeat_ms
            if heartbeat_ms is not None and now_ns - kept_ns > heartbeat_ms * NS_PER_MS:
                self._end_talk(cue, "heartbeat")

    def _loud(self) -> NDArray[np.bool_]:
        sources = (self._routing.sources.get(source) for source in self._intake.ids)
        gains = [0.0 if facts is None else db_to_gain(facts.gain_db) for facts in sources]
        return self._intake.rms * gains > db_to_gain(self._ducker.policy.threshold_db)

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
        self._mixer.remove_column(len(self._tones) + column)
        self._dirty = True

    # -- streams

    def _add_stream(self, command: c.AddStream, now_ns: int) -> None:
        self._streams.check(command)
        row = self._streams.row_of(command.mix_of)
        if row is None:
            row = len(self._routing.bodypacks)
            self._routing.bodypacks.append(command.mix_of)
            self._mixer.add_row()
            self._ducker.add_row()
            self._talking.append(False)
        self._streams.add(command, row)

    def _move_stream(self, command: c.MoveStream, now_ns: int) -> None:
        self._streams.move(command)

    def _remove_stream(self, command: c.RemoveStream, now_ns: int) -> None:
        mix_of, row, last = self._streams.remove(command.id)
        if last:
            self._routing.bodypacks.remove(mix_of)
            self._mixer.remove_row(row)
            self._ducker.remove_row(row)
            del self._talking[row]
            self._streams.row_removed(row)

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
        if command.cue not in self._replays:
            self._recordings.begin(command.cue, self._routing.sources[command.source])
        hearers = self._hearers(command)
        self._tones.begin(command, hearers.intersection(command.tone_to))
        self._edges.began(command, hearers)

    def _say_again(self, command: c.SayAgain, now_ns: int) -> None:
        checks.check_say_again(command)
        recording = None if command.of in self._routing.talks else self._recordings.get(command.of)
        replay = None if recording is None else Replay(recording, command.ranges, self.settings.frame_ms)
        if recording is None or replay is None or replay.empty:
            raise Refusal("recording_unknown", cue=command.cue, of=command.of)
        self._add_source(replace(recording.source, id=command.source), now_ns)
        self._routing.copy_mix_gains(recording.source.id, command.source)
        self._dirty = True
        self._replays.begin(command.cue, command.source, replay)  # without a talk it is over with the next tick
        talk = c.StartTalk(command.cue, command.source, command.to, command.priority, private=command.private)
        self._start_talk(talk, now_ns)

    def _keep_talk(self, command: c.KeepTalk, now_ns: int) -> None:
        self._kept_ns[self._talk(command.cue).cue] = now_ns

    def _stop_talk(self, command: c.StopTalk, now_ns: int) -> None:
        self._end_talk(self._talk(command.cue).cue, "released")

    def _hearers(self, talk: c.StartTalk) -> frozenset[str]:
        return frozenset(talk.to) - {self._routing.sources[talk.source].owner}

    def _end_talk(self, cue: str, reason: EndReason) -> None:
        del self._kept_ns[cue]
        talk = self._routing.talks.pop(cue)
        self._edges.ended(talk, self._hearers(talk), reason)
        self._dirty = True

    def _set_programme(self, command: c.SetProgramme, now_ns: int) -> None:
        facts = self._source(command.source)
        checks.check_targets(command, command.to)
        if facts.kind != "programme":
            raise Refusal("source_kind_invalid", id=command.source, kind=facts.kind)
        if command.gain_db is not None:
            checks.check_gain(command.source, command.gain_db)
        self._routing.set_programme(command)

    def _set_mix_gain(self, command: c.SetMixGain, now_ns: int) -> None:
        self._source(command.source)
        checks.check_targets(command, command.to)
        checks.check_gain(command.source, command.gain_db)
        self._routing.set_mix_gain(command)

    def _add_monitor(self, command: c.AddMonitor, now_ns: int) -> None:
        checks.check_monitor(command)
        monitors = self._routing.monitors
        if command.id in monitors:
            raise Refusal("monitor_exists", id=command.id)
        if command.of in monitors or any(each.of == command.id for each in monitors.values()):
            raise Refusal("monitor_of_monitor", id=command.id, of=command.of)
        if len(monitors) >= self.settings.max_streams:
            raise Refusal("too_many", what="monitors", limit=self.settings.max_streams)
        monitors[command.id] = command

    def _remove_monitor(self, command: c.RemoveMonitor, now_ns: int) -> None:
        checks.check_id(command, "id", command.id)
        if self._routing.monitors.pop(command.id, None) is None:
            raise Refusal("monitor_unknown", id=command.id)

    def _set_dim(self, command: c.SetDim, now_ns: int) -> None:
        checks.check_dim(command)
        self._routing.set_dim(command)

    def _set_policy(self, command: c.SetPolicy, now_ns: int) -> None:
        self._ducker.set_policy(command.policy)
