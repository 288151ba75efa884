"""What the supervisor says to the witness process, and what it answers. Frozen, picklable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OpenTap:
    """Hear the stream ``ssrc``: L16 of 16 kHz, protected with ``key`` (SRTP master key and salt; b"" is plain RTP).

    The same tap with another SSRC goes on where it was: its stream was begun anew. file: where to record, an absolute
    path; "" keeps nothing. tags: of the recording. cue: what is said in it, to ``hosts``; "" is the programme.
    """

    tap: str
    ssrc: int
    show: str
    key: bytes = field(default=b"", repr=False)
    cue: str = ""
    hosts: tuple[str, ...] = ()
    file: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CloseTap:
    """Hear it no longer; its recording is complete. One that is not there is no error."""

    tap: str


@dataclass(frozen=True)
class RecordingEnded:
    """A file is closed. complete: not broken off; else ``code`` says why, one of ``witness/words.py``."""

    cue: str
    file: str
    bytes: int
    duration_ms: int
    complete: bool
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Leak:
    """The earpiece of one of ``hosts`` is heard in the tap ``feed``, a programme feed of ``show``. Where they are
    several they cannot be told apart yet; it may be more than one of them. cue: what was heard.

    db: how loud, against the programme itself while the cue was on; delay_ms: from the tap of the cue to the feed.
    """

    show: str
    feed: str
    cue: str
    hosts: tuple[str, ...]
    db: float
    delay_ms: float
    at_ns: int


@dataclass(frozen=True)
class HostVoice:
    """In the tap ``feed``, a programme feed of ``show``, somebody began to speak, or paused."""

    show: str
    feed: str
    speaking: bool
    at_ns: int


@dataclass(frozen=True)
class WitnessReport:
    """Once a second; counts since the process began.

    lost: frames that never came; strange: datagrams of nobody, forged, replayed or malformed; written: bytes of
    recordings; recordings: files open now.
    """

    at_ns: int
    taps: int
    recordings: int
    datagrams: int
    lost: int
    strange: int
    written: int
    failed: int
