"""Where the two threads of a PC bodypack meet: orders one way, what is so the other way.

On the chip one thread does everything, and the audio callback interrupts it. Here sound has a thread of its own, so
:class:`RemoteSession` stands in the control thread for the session that lives in the other: it takes the same calls
that ``hushcue_bodypack.control`` makes, passes the changes on in order, and answers from the newest snapshot.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..firmware import use

use()

from hushcue_bodypack import fates  # noqa: E402 - importable only now


class LiveSession(Protocol):
    """What of ``hushcue_bodypack.session.Session`` is used here."""

    state: int
    received: int
    lost: int
    late: int
    duplicate: int
    rejected: int
    concealed: int
    underruns: int
    redundant: int
    resent: int
    nacks: int
    forged: int
    replayed: int
    rtt_ms: float | None
    played_frames: int

    @property
    def jitter_ms(self) -> float: ...
    @property
    def buffer_ms(self) -> float: ...
    @property
    def target_ms(self) -> float: ...
    def take_level(self) -> int: ...
    def take_played(self, most: int) -> tuple[int, int, bytes] | None: ...
    def played_taken(self) -> None: ...


@dataclass(frozen=True)
class Snapshot:
    """The session's counters and measures at one moment; ``level_peak`` is the loudest since the snapshot before."""

    state: int = 0
    received: int = 0
    lost: int = 0
    late: int = 0
    duplicate: int = 0
    rejected: int = 0
    concealed: int = 0
    underruns: int = 0
    redundant: int = 0
    resent: int = 0
    nacks: int = 0
    forged: int = 0
    replayed: int = 0
    rtt_ms: float | None = None
    jitter_ms: float = 0.0
    buffer_ms: float = 0.0
    target_ms: float = 0.0
    level_peak: int = 0


def snapshot(session: LiveSession) -> Snapshot:
    """What ``session`` says now. Takes its level, which starts anew."""
    return Snapshot(
        session.state,
        session.received,
        session.lost,
        session.late,
        session.duplicate,
        session.rejected,
        session.concealed,
        session.underruns,
        session.redundant,
        session.resent,
        session.nacks,
        session.forged,
        session.replayed,
        session.rtt_ms,
        session.jitter_ms,
        session.buffer_ms,
        session.target_ms,
        session.take_level(),
    )


def pass_on_played(session: LiveSession, mailbox: "Mailbox") -> None:
    """What was played since the last time goes to the other thread, which keeps it until the gateway has it."""
    while session.played_frames:
        chunk = session.take_played(MOST_FRAMES)
        if chunk is None:
            return
        mailbox.played.append(chunk)
        session.played_taken()


MOST_ORDERS = 256
MOST_SNAPSHOTS = 64
MOST_CHUNKS = 1024
MOST_FRAMES = 480


class Mailbox:
    """Two bounded queues. One thread puts into each and one takes."""

    def __init__(self) -> None:
        self.orders: deque[tuple[str, tuple[Any, ...]]] = deque(maxlen=MOST_ORDERS)
        """(name of the session's method, its arguments), oldest first"""
        self.snapshots: deque[Snapshot] = deque(maxlen=MOST_SNAPSHOTS)
        self.played: deque[tuple[int, int, bytes]] = deque(maxlen=MOST_CHUNKS)
        """(session, sequence number of the first frame, fates), oldest first"""


class RemoteSession:
    """The session as the control thread knows it."""

    def __init__(self, mailbox: Mailbox):
        self._mailbox = mailbox
        self._now = Snapshot()
        self._peak = 0
        self._fates: Any = fates.Fates()
        self._next: tuple[int, int] | None = None
        self._trace: Any = None

    def __getattr__(self, name: str) -> Any:
        """``state``, a counter or a measure, as of the newest snapshot."""
        self._read()
        return getattr(self._now, name)

    def take_level(self) -> int:
        """The loudest sample since the last call."""
        self._read()
        peak, self._peak = self._peak, 0
        return peak

    @property
    def played_frames(self) -> int:
        """Frames whose fate the gateway has not been told."""
        self._read()
        return int(self._fates.waiting())

    def take_played(self, most: int) -> tuple[int, int, bytes] | None:
        """As the session's own."""
        self._read()
        chunk: tuple[int, int, bytes] | None = self._fates.take(most)
        return chunk

    def played_taken(self) -> None:
        """As the session's own."""
        self._fates.taken()

    def begin(self, document: Mapping[str, object], keys: tuple[bytes, bytes] | None, now_ms: int) -> None:
        """Begin or revise the session of a checked document. A new one has no trace, as the session's own."""
        if keys is not None:
            self._trace = None
        self._mailbox.orders.append(("begin", (document, keys, now_ms)))

    def end(self, now_ms: int) -> None:
        """End it."""
        self._mailbox.orders.append(("end", (now_ms,)))

    def identify(self, now_ms: int) -> None:
        """Beep."""
        self._mailbox.orders.append(("identify", (now_ms,)))

    def lower_ceiling(self, ceiling_db: float) -> None:
        """A lower peak limit, dBFS."""
        self._mailbox.orders.append(("lower_ceiling", (ceiling_db,)))

    @property
    def trace(self) -> Any:
        """What the session tells of its packets, or None."""
        return self._trace

    @trace.setter
    def trace(self, trace: Any) -> None:
        self._trace = trace
        self._mailbox.orders.append(("__setattr__", ("trace", trace)))

    def set_volume_db(self, volume_db: float) -> None:
        """The volume -60..+12 dB."""
        self._mailbox.orders.append(("set_volume_db", (volume_db,)))

    def set_muted(self, muted: bool) -> None:
        """Mute or unmute."""
        self._mailbox.orders.append(("set_muted", (muted,)))

    def _read(self) -> None:
        snapshots = self._mailbox.snapshots
        while snapshots:
            self._now = snapshots.popleft()
            self._peak = max(self._peak, self._now.level_peak)
        while self._mailbox.played:
            session, first, told = self._mailbox.played.popleft()
            if self._next != (session, first):
                self._fates.begin(session, first)
            self._next = session, (first + len(told)) & 0xFFFF
            for fate in told:
                self._fates.write(fate)
