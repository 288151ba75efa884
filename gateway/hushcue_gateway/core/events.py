"""What the engine and the media process tell. Frozen, picklable values on their way to the control plane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fact = str | int | float

EndReason = Literal["released", "heartbeat", "source_removed"]

Places = tuple[tuple[str, int], ...]
"""(stream id, sequence number of one of its packets), for every stream with the mix of one of a talk's targets; a
target who owns the source hears nothing of it and is left out"""


@dataclass(frozen=True, slots=True)
class TalkStarted:
    """The talk's first sample is in the frame of this tick."""

    cue: str
    at_ns: int
    """``now_ns`` of the tick"""
    tick: int
    """number of the tick since the engine began"""
    first: Places = ()
    """the packet whose frame holds the talk's first sample, the limiter's look-ahead included; empty when the talk was
    over before it was ever heard. A stream that is added later is not in it: its first packet is its own first one"""


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The talk is faded out within the frame of this tick."""

    cue: str
    at_ns: int
    tick: int
    reason: EndReason
    """heartbeat: the key was stuck or its operator is gone"""
    last: Places = ()
    """the packet whose frame holds the talk's last sample, which leaves by the limiter's look-ahead later than this
    tick; it may not have been sent yet. Streams as they are now; empty when the talk was never heard"""


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """Somebody began, or ceased, to speak into a microphone that is always open."""

    cue: str
    at_ns: int
    speaking: bool


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """A command made no sense and changed nothing. ``code`` is one of REFUSAL_CODES, ``facts`` fill its sentence."""

    code: str
    facts: Mapping[str, Fact]


REFUSAL_CODES: Mapping[str, tuple[str, ...]] = {
    # code: the names of its facts
    "id_invalid": ("command", "field"),
    "source_exists": ("id",),
    "source_unknown": ("id",),
    "source_kind_invalid": ("id", "kind"),
    "gain_out_of_range": ("id", "gain_db", "low", "high"),
    "stream_exists": ("id",),
    "stream_unknown": ("id",),
    "stream_invalid": ("id", "field", "value"),
    "talk_exists": ("cue",),
    "talk_unknown": ("cue",),
    "talk_no_target": ("cue",),
    "talk_priority_invalid": ("cue", "priority"),
    "talk_heartbeat_invalid": ("cue", "heartbeat_ms"),
    "recording_unknown": ("cue", "of"),
    "monitor_exists": ("id",),
    "monitor_unknown": ("id",),
    "monitor_of_monitor": ("id", "of"),
    "dim_out_of_range": ("depth_db", "low"),
    "too_many": ("what", "limit"),
}


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source since the report before; counts since the source was added."""

    id: str
    peak_db: float
    """loudest sample, dBFS, -120 for silence; before the source's gain"""
    rms_db: float
    """root mean square, dBFS, -120 for silence; before the source's gain"""
    frames: int
    """frames mixed, starved ones included"""
    starved_frames: int
    """ticks for which the source had no frame: silence was mixed"""
    invalid_frames: int
    """frames that held NaN or infinity: silence was mixed"""
    clipped_frames: int
    """frames with a sample beyond full scale"""
    overflow_samples: int = 0
    """samples the ring before the engine had to drop; filled in by the media process"""


@dataclass(frozen=True, slots=True)
class StreamQuality:
    """How the receiver of a stream does, by its own reports (SRTCP). Counts since the stream was added."""

    depth: int
    """copies of earlier frames in every datagram now"""
    primary: Literal["L16", "PCMU"]
    """what the frame itself is encoded as now"""
    repeats: bool
    """every datagram is sent a second time, one frame later"""
    changes: int
    """how often depth, primary or repeats changed"""
    reports: int
    """receiver reports that were taken"""
    report_age_ms: int | None = None
    """since the newest; None before the first"""
    loss: float | None = None
    """0..1: share of datagrams that the network lost, from the newest report; None before the first"""
    lost: int = 0
    """sequence numbers that did not come by themselves, as the receiver counts: it may have got them in other ways"""
    jitter_ms: float | None = None
    """interarrival jitter (RFC 3550 section 6.4.1)"""
    rtt_ms: float | None = None
    """round trip time, smoothed"""
    buffer_ms: int | None = None
    """nominal delay of its playout (RFC 3611 section 4.7.7)"""
    discarded: float | None = None
    """0..1: share of datagrams that came too late to be played (RFC 3611 section 4.7.1)"""
    nacks: int = 0
    """requests for retransmission"""
    resent: int = 0
    """datagrams sent again because they were asked for"""
    refused_resends: int = 0
    """asked for and not sent again: too old, too often, or over the budget"""
    repeated: int = 0
    """datagrams sent a second time without being asked for"""
    forged: int = 0
    """reports whose tag was wrong"""
    replayed: int = 0
    """reports whose index came before, or is too old to tell"""
    malformed: int = 0
    """reports with a good tag that make no sense"""


@dataclass(frozen=True, slots=True)
class StreamReport:
    """One stream; counts since it was added."""

    id: str
    mix_of: str
    packets: int
    """datagrams made, each counted once however often it was sent"""
    bytes: int
    """UDP payload bytes of them"""
    last_sequence: int
    """0..65535, of the newest datagram (first_sequence - 1 before any)"""
    last_timestamp: int
    """0..2**32-1, of the newest datagram"""
    send_errors: int = 0
    """datagrams the network refused; filled in by the media process"""
    quality: StreamQuality | None = None
    """None for a stream whose receiver does not report (no ``report_key``)"""


@dataclass(frozen=True, slots=True)
class EngineReport:
    """What ``Engine.take_report`` says; the media process adds its own timing to make a MediaReport."""

    ticks: int
    """since the engine began"""
    buses: int
    """distinct mixes computed in the newest tick"""
    limited_frames: int
    """frames of a bus in which the limiter was at work, since the engine began"""
    unknown_frames: int
    """frames handed in for a source the engine does not know, since it began"""
    talks: tuple[str, ...] = ()
    """cues held now"""
    sources: tuple[SourceReport, ...] = ()
    streams: tuple[StreamReport, ...] = ()
    unknown_feedback: int = 0
    """datagrams that came in and belong to no stream: a wrong SSRC, or no RTCP at all"""


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late ticks were against their deadline, microseconds."""

    p50_us: float = 0.0
    p99_us: float = 0.0
    max_us: float = 0.0


@dataclass(frozen=True, slots=True)
class Levels:
    """Five times a second from the media process, for meters; not while everything stays silent."""

    at_ns: int
    """monotonic clock"""
    peaks: tuple[tuple[str, float], ...]
    """(source, dBFS of its loudest sample since the Levels before, -120 for silence; before the source's gain)"""


@dataclass(frozen=True, slots=True)
class MediaReport:
    """Once a second from the media process."""

    at_ns: int
    """monotonic clock: when the newest tick was due. One that is made up for is done later, and the streams have got no
    further than it."""
    engine: EngineReport
    overruns: int
    """ticks that ended after the next one's deadline, since the process began"""
    lateness: Lateness = field(default_factory=Lateness)
    """of the last second"""
    work: Lateness = field(default_factory=Lateness)
    """time spent in a tick (mix, encode, send), of the last second"""


Event = TalkStarted | TalkEnded | OpenTalk | CommandRefused | MediaReport
