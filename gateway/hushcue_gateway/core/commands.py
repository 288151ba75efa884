"""What the engine can be told. Frozen, picklable values: they cross from the control plane into the media process.

Ids are free text of 1..64 characters chosen by the control plane. Groups are resolved to bodypack ids before
(``groups.resolve``). A command that makes no sense is answered by a ``CommandRefused`` event, never by an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """Send the mix of one bodypack to an address, one datagram per frame, from the next tick on.

    With ``key`` every datagram is protected (SRTP, RFC 3711, AES_CM_128_HMAC_SHA1_80). With ``redundancy`` every
    datagram carries copies of earlier frames (RFC 2198), and how many, and what the frame itself is encoded as, follows
    what the receiver reports. With ``report_key`` the receiver is sent reports and its own (SRTCP) are read: loss,
    round trip time, requests for retransmission.
    """

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
    """size of every datagram: RTP header + payload + 0..255 octets of RTP padding + 10 octets of tag where there is a
    ``key``. With ``redundancy`` it is the size at the beginning: that of the shape it begins with
    (``redundancy.ladder_of``; ``hello.choose_format`` gives it), less the tag where there is no key"""
    first_sequence: int
    """0..65535; 0..0x3FFF where there is a key, so that the rollover counter begins at 0 for certain"""
    first_timestamp: int
    """0..2**32-1, in samples of 16 kHz"""
    redundancy: int = 0
    """copies per datagram at the beginning, 1..6; 0 = a plain stream whose format never changes"""
    red_payload_type: int = 98
    """0..127, of the datagrams with copies"""
    most_redundancy: int = 6
    """most copies that the receiver takes: ``redundancy``..6"""
    most_datagram_bytes: int = 1472
    """no datagram of the stream is ever larger: the receiver's buffer"""
    key: bytes = field(default=b"", repr=False)
    """SRTP master key (16) and salt (14) of what is sent, never used before with this SSRC; b"" = unprotected"""
    report_key: bytes = field(default=b"", repr=False)
    """the same for what the receiver sends; b"" = its reports are not read and none are sent"""
    report_ssrc: int = 0
    """0..2**32-1, the receiver's own source in its reports; with a ``report_key`` no other stream has it"""


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
    private: bool = False
    """for those in ``to`` alone: no monitor hears it, or the dim that it causes"""
    tone_to: tuple[str, ...] = ()
    """those in ``to`` who hear two soft pips under its first words: it is for them alone (``private_tone.py``)"""
    open: bool = False
    """nobody's key: a microphone that is always open. It counts as held only while somebody speaks into it
    (``open_talks.py``)"""


@dataclass(frozen=True, slots=True)
class KeepTalk:
    """The key of this talk is still down (heartbeat of a remote operator)."""

    cue: str


@dataclass(frozen=True, slots=True)
class StopTalk:
    """The key goes up; faded out over one frame."""

    cue: str


@dataclass(frozen=True, slots=True)
class SayAgain:
    """Say what was said once more: a source of its own talks to ``to`` until it is over, then it is gone."""

    cue: str
    """id of the new cue"""
    of: str
    """id of the cue that is repeated; it is over, and one of the newest (recording.MOST_CUES)"""
    source: str
    """id of the new source"""
    to: tuple[str, ...]
    priority: Priority
    ranges: tuple[tuple[int, int], ...] = ()
    """(from, to) in ms since the beginning of the recording, ascending; none = all of it"""
    private: bool = False
    """as in StartTalk"""


@dataclass(frozen=True, slots=True)
class SetProgramme:
    """Bodypacks in ``to`` hear a source all the time as programme (lowest rung); others are left as they were."""

    source: str
    to: tuple[str, ...]
    gain_db: float | None
    """MIN_GAIN_DB..MAX_GAIN_DB in those mixes; None = they hear it no longer"""


@dataclass(frozen=True, slots=True)
class SetMixGain:
    """How loud these bodypacks hear a source, beside its own gain, in talks and as programme. Monitors of theirs hear
    the same; what it dims stays dimmed. Emergency is not theirs to weaken: it is never heard softer than without."""

    source: str
    to: tuple[str, ...]
    """bodypack ids; one without a stream is allowed. Forgotten with the source"""
    gain_db: float
    """MIN_GAIN_DB..MAX_GAIN_DB; 0.0 = as everybody"""


@dataclass(frozen=True, slots=True)
class AddMonitor:
    """A mix of its own that hears what a bodypack hears, but for private talks and its listener's own sources. A stream
    is sent it by ``AddStream(mix_of=id)``."""

    id: str
    of: str
    """bodypack id, with a stream or without; not a monitor"""
    without: tuple[str, ...] = ()
    """source ids that are never in it (mix-minus); what they dim stays dimmed, as the bodypack hears it"""


@dataclass(frozen=True, slots=True)
class RemoveMonitor:
    """Its mix is silent from the next tick on; remove its streams too."""

    id: str


@dataclass(frozen=True, slots=True)
class SetDim:
    """How far speech dims the programme for these bodypacks, instead of what the policy says. Emergency is not theirs
    to weaken."""

    to: tuple[str, ...]
    depth_db: float | None
    """MIN_GAIN_DB..0, -inf is silence; None = the policy's again"""


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
    | SayAgain
    | SetProgramme
    | SetMixGain
    | AddMonitor
    | RemoveMonitor
    | SetDim
    | SetPolicy
)
"""Everything ``Engine.handle`` takes."""
