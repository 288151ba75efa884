"""What the engine and the media process tell. Frozen, picklable values on their way to the control plane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fact = str | int | float

EndReason = Literal["released", "heartbeat", "source_removed"]


@dataclass(frozen=True, slots=True)
class TalkStarted:
    """The talk's first sample is in the frame of this tick."""

    cue: str
    at_ns: int
    """``now_ns`` of the tick"""
    tick: int
    """number of the tick since the engine began"""


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The talk is faded out within the frame of this tick."""

    cue: str
    at_ns: int
    tick: int
    reason: EndReason
    """heartbeat: the key was stuck or its operator is gone"""


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
class StreamReport:
    """One stream; counts since it was added."""

    id: str
    mix_of: str
    packets: int
    """datagrams made"""
    bytes: int
    """UDP payload bytes of them"""
    last_sequence: int
    """0..65535, of the newest datagram (first_sequence - 1 before any)"""
    last_timestamp: int
    """0..2**32-1, of the newest datagram"""
    send_errors: int = 0
    """datagrams the network refused; filled in by the media process"""


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


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late ticks were against their deadline, microseconds."""

    p50_us: float = 0.0
    p99_us: float = 0.0
    max_us: float = 0.0


@dataclass(frozen=True, slots=True)
class MediaReport:
    """Once a second from the media process."""

    at_ns: int
    """monotonic clock"""
    engine: EngineReport
    overruns: int
    """ticks that ended after the next one's deadline, since the process began"""
    lateness: Lateness = field(default_factory=Lateness)
    """of the last second"""
    work: Lateness = field(default_factory=Lateness)
    """time spent in a tick (mix, encode, send), of the last second"""


Event = TalkStarted | TalkEnded | CommandRefused | MediaReport
