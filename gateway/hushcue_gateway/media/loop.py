"""The tick: one frame from every ring, through the engine, out to the network, at absolute deadlines.

Between ticks the process waits at the socket: what a receiver asks for is answered at once. The tick comes first: no
datagram is read once it is due, and per tick at most FEEDBACK_PER_TICK and FEEDBACK_PER_STREAM for every stream are
read; the rest waits, and what the system can not keep of it is lost. So whoever floods the port costs bounded work,
and never a tick.
"""

import gc
import time
from dataclasses import replace

from hushcue_wire.audio import RATE_HZ, frame_samples

from ..core.commands import Command, RemoveStream
from ..core.engine import Engine
from ..core.events import Levels, MediaReport
from ..core.intake import SILENCE_DB
from ..link import Heartbeat, Link
from ..rings import Ring, RingError, Samples
from .clock import Schedule
from .lateness import LatenessMeter
from .messages import CloseRing, IntakeReport, OpenRing, TickReport
from .protect import protect
from .ring_reader import RingReader
from .settings import MediaSettings
from .udp import DatagramSocket
from .wake import wait

COMMANDS_PER_TICK = 64
MAX_BEHIND_S = 0.2
HEARTBEAT_NS = 100_000_000
REPORT_NS = 1_000_000_000
LEVELS_NS = 200_000_000
FEEDBACK_PER_TICK = 256
FEEDBACK_PER_STREAM = 2
LEAST_FEEDBACK = 4
"""Datagrams that are read per tick even when the next one is due already."""


class TickLoop:
    """Owns the engine, the ring readers and the socket. ``run`` until the link is closed."""

    def __init__(self, settings: MediaSettings, link: Link, udp: DatagramSocket):
        self._settings = settings
        self._link = link
        self._udp = udp
        self._engine = Engine(settings.engine, protect)
        self._frame_samples = frame_samples(settings.engine.frame_ms)
        self._readers: dict[str, RingReader] = {}
        self._frames: dict[str, Samples] = {}
        self._lateness = LatenessMeter()
        self._work = LatenessMeter()
        self._commands_failed = 0
        self._feedback = 0
        self._floods = 0
        self._sounded = False

    def run(self) -> None:
        """Tick until the link is closed. Collecting garbage waits for the end of a tick once a second."""
        gc.collect()
        gc.freeze()
        gc.disable()
        period_ns = self._settings.engine.frame_ms * 1_000_000
        now = time.monotonic_ns()
        schedule = Schedule(period_ns, now, max(1, round(MAX_BEHIND_S * 1e9 / period_ns)))
        next_heartbeat = now
        next_report = now + REPORT_NS
        next_levels = now + LEVELS_NS
        try:
            while not self._link.closed:
                self._listen(schedule)
                begun = time.monotonic_ns()
                if begun < schedule.deadline_ns:
                    continue
                self._lateness.add(begun - schedule.deadline_ns)
                self._tick(schedule.deadline_ns, begun)
                now = time.monotonic_ns()
                self._work.add(now - begun)
                schedule.done(now)
                if now >= next_heartbeat:
                    next_heartbeat = now + HEARTBEAT_NS
                    self._link.emit(Heartbeat(now))
                if now >= next_levels:
                    next_levels = now + LEVELS_NS
                    self._tell_levels(now)
                if now >= next_report:
                    next_report += REPORT_NS * (1 + (now - next_report) // REPORT_NS)
                    self._report(now, schedule)
                    gc.collect(1)
        finally:
            for reader in self._readers.values():
                reader.ring.close()

    def _listen(self, schedule: Schedule) -> None:
        """Until the tick is due: answer whoever asks."""
        most = FEEDBACK_PER_TICK + FEEDBACK_PER_STREAM * self._engine.stream_count
        for reads in range(most):
            wait_ns = schedule.wait_ns(time.monotonic_ns())
            if (not wait_ns and reads >= LEAST_FEEDBACK) or not wait(self._udp.sock, wait_ns / 1e9):
                return
            received = self._udp.receive()
            if received is None:
                continue
            self._feedback += 1
            for outgoing in self._engine.feedback(*received, time.monotonic_ns()):
                self._udp.send(outgoing.stream_id, outgoing.address, outgoing.data)
        self._floods += 1
        time.sleep(schedule.wait_ns(time.monotonic_ns()) / 1e9)

    def _tick(self, deadline_ns: int, now_ns: int) -> None:
        for _ in range(COMMANDS_PER_TICK):
            command = self._link.take()
            if command is None:
                break
            self._handle(command, now_ns)
        frames = self._frames
        frames.clear()
        for source, reader in self._readers.items():
            frame = reader.frame(deadline_ns)
            if frame is not None:
                frames[source] = frame
        for outgoing in self._engine.tick(frames, now_ns):
            self._udp.send(outgoing.stream_id, outgoing.address, outgoing.data)
        for event in self._engine.take_events():
            self._link.emit(event)

    def _handle(self, command: object, now_ns: int) -> None:
        if isinstance(command, OpenRing):
            self._open_ring(command)
        elif isinstance(command, CloseRing):
            self._close_ring(command.source)
        elif isinstance(command, Command):
            for event in self._engine.handle(command, now_ns):
                self._link.emit(event)
            if isinstance(command, RemoveStream):
                self._udp.forget(command.id)

    def _open_ring(self, command: OpenRing) -> None:
        held = self._readers.get(command.source)
        if held is not None and held.ring.name == command.ring:
            return
        self._close_ring(command.source)
        try:
            ring = Ring.attach(command.ring)
        except RingError:
            self._commands_failed += 1
            return
        self._readers[command.source] = RingReader(ring, self._frame_samples, RATE_HZ, self._settings.margin_ms)

    def _close_ring(self, source: str) -> None:
        reader = self._readers.pop(source, None)
        if reader is not None:
            reader.ring.close()

    def _tell_levels(self, now_ns: int) -> None:
        peaks = self._engine.take_peaks()
        sounds = any(level_db > SILENCE_DB for _, level_db in peaks)
        if sounds or self._sounded:
            self._link.emit(Levels(now_ns, peaks))
        self._sounded = sounds

    def _report(self, now_ns: int, schedule: Schedule) -> None:
        engine = self._engine.take_report(now_ns)
        errors, readers = self._udp.errors, self._readers
        streams = tuple(replace(each, send_errors=errors.get(each.id, 0)) for each in engine.streams)
        sources = tuple(
            replace(each, overflow_samples=readers[each.id].ring.overflow_samples) if each.id in readers else each
            for each in engine.sources
        )
        self._link.emit(
            MediaReport(
                at_ns=schedule.deadline_ns - schedule.period_ns,
                engine=replace(engine, streams=streams, sources=sources),
                overruns=schedule.overruns,
                lateness=self._lateness.take(),
                work=self._work.take(),
            )
        )
        self._link.emit(
            TickReport(
                at_ns=now_ns,
                skipped_ticks=schedule.skipped,
                events_dropped=self._link.events_dropped,
                commands_failed=self._commands_failed,
                feedback=self._feedback,
                floods=self._floods,
                refused_packets=tuple(sorted(self._udp.refused.items())),
                intakes=tuple(self._intake_report(source, reader) for source, reader in readers.items()),
            )
        )

    @staticmethod
    def _intake_report(source: str, reader: RingReader) -> IntakeReport:
        to_ms = 1000 / RATE_HZ
        return IntakeReport(
            source=source,
            delay_ms=reader.delay_samples * to_ms,
            target_ms=reader.target_samples * to_ms,
            starved_frames=reader.starved_frames,
            caught_up_samples=reader.caught_up_samples,
            overflow_samples=reader.ring.overflow_samples,
        )
