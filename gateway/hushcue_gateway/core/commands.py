"""What the engine can be told. Frozen, picklable values: they cross from the control plane into the media process.

Ids are free text of 1..64 characters chosen by the control plane. Groups are resolved to bodypack ids before
(``groups.resolve``). A command that makes no sense is answered by a ``CommandRefused`` event, never by an exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .ducking import DuckingPolicy, Priority

SourceKind = Literal["talk", "programme", "assistant"]
Encoding = Literal["L16", "PCMU"]

MIN_GAIN_DB = -60.0
MAX_GAIN_DB = 24.0
MAX_ID_CHARS = 64


@dataclass(frozen=True, slots=True)
class AddSource:
    """A source of sound becomes known. It is silent in every mix until a talk or a programme routes it."""

    id: str
    kind: SourceKind
    gain_db: float = 0.0
    """MIN_GAIN_DB..MAX_GAIN_DB, applied before everything else"""
    owner: str = ""
    """bodypack id of the person at this microphone: never hears it (mix-minus); "" = nobody"""


@dataclass(frozen=True, slots=True)
class SetSourceGain:
    """The input gain of a source; ramped over one frame."""

    id: str
    gain_db: float
    """MIN_GAIN_DB..MAX_GAIN_DB"""


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """The source is gone; its talks end with reason "source_removed", its programme subscriptions are forgotten."""

    id: str


@dataclass(frozen=True, slots=True)
class AddStream:
    """Send the mix of one bodypack to an address, one datagram per frame, from the next tick on."""

    id: str
    mix_of: str
    """bodypack id whose mix is sent: a listener's stream has another id and the same mix_of"""
    address: tuple[str, int]
    """(IPv4 text, UDP port 1..65535)"""
    ssrc: int
    """0..2**32-1"""
    encoding: Encoding
    payload_type: int
    """0..127"""
    frame_ms: int
    """one of 5, 10, 20 and a whole multiple of the engine's own frame"""
    datagram_bytes: int
    """constant size of every datagram: RTP header + payload + 0..255 octets of RTP padding"""
    first_sequence: int
    """0..65535"""
    first_timestamp: int
    """0..2**32-1, in samples of 16 kHz"""


@dataclass(frozen=True, slots=True)
class MoveStream:
    """The receiver of a stream has another address now; sequence and timestamp go on."""

    id: str
    address: tuple[str, int]


@dataclass(frozen=True, slots=True)
class RemoveStream:
    """Stop sending from the next tick on."""

    id: str


@dataclass(frozen=True, slots=True)
class StartTalk:
    """A talk key goes down: ``source`` is heard by ``to`` from the next tick on (faded in over one frame)."""

    cue: str
    """id of the cue, never used twice at the same time"""
    source: str
    to: tuple[str, ...]
    """bodypack ids; one without a stream is allowed and hears the rest of the talk when its stream comes"""
    priority: Priority
    heartbeat_ms: int | None = None
    """100..60000: the talk releases itself when no KeepTalk came for this long; None = held until StopTalk"""


@dataclass(frozen=True, slots=True)
class KeepTalk:
    """The key of this talk is still down (heartbeat of a remote operator)."""

    cue: str


@dataclass(frozen=True, slots=True)
class StopTalk:
    """The key goes up; faded out over one frame."""

    cue: str


@dataclass(frozen=True, slots=True)
class SetProgramme:
    """Bodypacks in ``to`` hear a source all the time as programme (lowest rung); others are left as they were."""

    source: str
    to: tuple[str, ...]
    gain_db: float | None
    """MIN_GAIN_DB..MAX_GAIN_DB in those mixes; None = they hear it no longer"""


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Replace the ducking policy; what is already dimmed moves to the new depth by the new slopes."""

    policy: DuckingPolicy


Command = (
    AddSource
    | SetSourceGain
    | RemoveSource
    | AddStream
    | MoveStream
    | RemoveStream
    | StartTalk
    | KeepTalk
    | StopTalk
    | SetProgramme
    | SetPolicy
)
"""Everything ``Engine.handle`` takes."""
