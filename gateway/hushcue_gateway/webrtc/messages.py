"""What the control process and the WebRTC process say to each other. Frozen and picklable.

Every ``session`` is a name that the control process chose. An order about one is answered once, by Answered or
Refused, within DEADLINE_S; what becomes of the session is told by SessionState and, once a second, SessionReport.
"""

from dataclasses import dataclass, field
from typing import Literal

State = Literal["connecting", "connected", "lost", "closed"]
"""lost: nothing comes any more, it may come back; closed: for good."""
Direction = Literal["in", "out"]
DEADLINE_S = 10.0


@dataclass(frozen=True)
class Tap:
    """A plain stream of the media process on loopback: L16 at 16 kHz, SRTP. key: 30 octets."""

    port: int
    ssrc: int
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Publish:
    """Take a session's sound into a ring. offer: SDP as it came."""

    session: str
    ring: str
    offer: str


@dataclass(frozen=True)
class Listen:
    """Send a session the sound of a tap, whose port is told by Answered. The tap's stream is added afterwards."""

    session: str
    offer: str


@dataclass(frozen=True)
class TakeRtp:
    """Take plain RTP with Opus, SRTP by ``key`` (30 octets), into a ring. Answered tells the port."""

    session: str
    ring: str
    ip: str
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Tune:
    """The tap of a listening session is this one now (at the beginning, and after the media process was replaced)."""

    session: str
    ssrc: int
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Close:
    """End a session."""

    session: str


@dataclass(frozen=True)
class Answered:
    """sdp: the answer ("" of a TakeRtp). rtp_port: where its tap or its sender is to send, 0 where it has none."""

    session: str
    sdp: str
    rtp_port: int = 0


@dataclass(frozen=True)
class Refused:
    """code: of webrtc/words.py."""

    session: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionState:
    """How a session stands."""

    session: str
    state: State


@dataclass(frozen=True)
class SessionReport:
    """Once a second of every connected session. Counts are of that second; None: not known.

    jitter_ms, target_ms, delay_ms: of the de-jitter buffer (in). lost, concealed: packets, frames of 10 ms. mended:
    packets that came back from copies (in-band FEC and RED). red_used: of them from RED. with_copies: packets
    that were RED. level_db: dBFS of what came
    in or went out, peak.
    """

    session: str
    direction: Direction
    jitter_ms: float
    target_ms: float
    delay_ms: float
    packets: int
    lost: int
    concealed: int
    mended: int
    red_used: int
    with_copies: int
    level_db: float
    rtt_ms: float | None


@dataclass(frozen=True)
class Load:
    """Once a second: sessions there are, and how late the thread that fills the rings was at most."""

    sessions: int
    pump_late_ms: float
    taps_lost: int
