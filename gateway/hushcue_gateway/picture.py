"""What the gateway sees of its own parts: the newest report of each."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from hushcue_words import Trouble

from .capture.messages import CaptureReport, MicrophoneReport, SourceLost, SourceOpened
from .capture.words import WORDS as CAPTURE_WORDS
from .core.actions import Notice
from .core.events import Levels, MediaReport, SourceReport, StreamReport
from .logs import Log
from .media.messages import IntakeReport, TickReport
from .notices import NOTICES
from .part import BasePart, Observers
from .supervisor import CaptureRestarted, CaptureStarted, MediaRestarted, MediaStarted

MAX_NOTICES = 200
ALARMING_NOTICES = ("bodypack_unknown", "bodypack_wrong_key", "document_malformed", "bodypack_no_format", "fault")
"""Somebody has to look at these."""


@dataclass
class SourceSight:
    """A configured source as it was last reported."""

    state: str = "opening"
    device: str | None = None
    trouble: Trouble | None = None


@dataclass
class Picture(BasePart):
    """Counters of a process begin anew when it was replaced. What people should know of it goes to ``log``."""

    log: Log
    media_port: int = 0
    media_restarts: int = 0
    media: MediaReport | None = None
    ticks: TickReport | None = None
    capture_restarts: int = 0
    capture: CaptureReport | None = None
    sources: dict[str, SourceSight] = field(default_factory=dict)
    peaks_db: dict[str, float] = field(default_factory=dict)
    """source -> loudest sample of the last moment, dBFS"""
    notices: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=MAX_NOTICES))

    def source_report(self, source: str) -> SourceReport | None:
        """The engine's newest word on a source."""
        reports = self.media.engine.sources if self.media else ()
        return next((report for report in reports if report.id == source), None)

    def stream_report(self, stream: str) -> StreamReport | None:
        """The engine's newest word on a stream."""
        reports = self.media.engine.streams if self.media else ()
        return next((report for report in reports if report.id == stream), None)

    def intake_report(self, source: str) -> IntakeReport | None:
        """The media process's newest word on the ring of a source."""
        reports = self.ticks.intakes if self.ticks else ()
        return next((report for report in reports if report.source == source), None)

    def refused_packets(self, stream: str) -> int:
        """Datagrams of a stream that came back as "port unreachable"."""
        return dict(self.ticks.refused_packets).get(stream, 0) if self.ticks else 0

    def microphone_report(self, source: str) -> MicrophoneReport | None:
        """The capture process's newest word on a microphone."""
        reports = self.capture.microphones if self.capture else ()
        return next((report for report in reports if report.source == source), None)

    def actions(self) -> Observers:
        return {Notice: self.note}

    def observers(self) -> Observers:
        return {
            MediaRestarted: self.media_restarted,
            MediaReport: self._media_report,
            Levels: self._levels_told,
            TickReport: self._tick_report,
            CaptureReport: self._capture_report,
            MediaStarted: self._media_started,
            CaptureStarted: self._capture_started,
            CaptureRestarted: self._capture_restarted,
            SourceOpened: self._source_opened,
            SourceLost: self._source_lost,
        }

    def note(self, notice: Notice) -> None:
        """The roster has something to tell."""
        facts = {"id": notice.bodypack, **notice.facts}
        entry: dict[str, object] = {"code": notice.code, "bodypack": notice.bodypack, "at_ns": notice.at_ns}
        entry.update(facts=dict(notice.facts), **NOTICES.both(notice.code, **facts))
        self.notices.append(entry)
        level = "warning" if notice.code in ALARMING_NOTICES else "info"
        self.log.tell(level, notice.code, facts, about=notice.bodypack)

    def _media_report(self, report: MediaReport) -> None:
        self.media = report

    def _levels_told(self, event: Levels) -> None:
        self.peaks_db = dict(event.peaks)

    def _tick_report(self, report: TickReport) -> None:
        self.ticks = report

    def _capture_report(self, report: CaptureReport) -> None:
        self.capture = report

    def _media_started(self, event: MediaStarted) -> None:
        self.media_port = event.port

    def media_restarted(self, event: MediaRestarted) -> None:
        """Sources and talks were told again by the supervisor; streams have new keys, and are the control plane's."""
        self.media_restarts = event.restarts
        self.log.error("media_restarted", reason=event.reason, silent_ms=event.silent_ms, restarts=event.restarts)

    def _capture_started(self, event: CaptureStarted) -> None:
        self.log.debug("child_started", child="capture", pid=event.pid)

    def _capture_restarted(self, event: CaptureRestarted) -> None:
        self.capture_restarts = event.restarts
        self.log.error("capture_restarted", reason=event.reason, silent_ms=event.silent_ms, restarts=event.restarts)

    def _source_opened(self, event: SourceOpened) -> None:
        self.sources[event.source] = SourceSight("open", event.device)
        self.log.info("source_opened", source=event.source, device=event.device, rate_hz=event.rate_hz)

    def _source_lost(self, event: SourceLost) -> None:
        before = self.sources.get(event.source, SourceSight()).trouble
        why = Trouble(CAPTURE_WORDS, event.code, event.facts, 0)
        self.sources[event.source] = SourceSight("lost", None, why)
        # it is tried again every few seconds: the same answer is no news
        level = "debug" if before is not None and before.code == why.code else "warning"
        self.log.tell(level, "source_lost", {"source": event.source, "why": why}, about=event.source)
