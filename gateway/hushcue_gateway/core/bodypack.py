"""One bodypack as the roster knows it: configured, announced, measured."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .actions import Notice
from .commands import AddStream, Encoding
from .events import Fact
from .hello import Hello
from .liveness import Liveness, LivenessState

MIN_VOLUME_DB = -60.0
MAX_VOLUME_DB = 12.0
MAX_MARKS = 64
MAX_PENDING = 64
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class BodypackConfig:
    """A bodypack that may sign in. ValueError when a volume is outside -60..12 dB or above its maximum, or its key has
    not KEY_BYTES."""

    id: str
    key: bytes = field(repr=False)
    """the device key as the gateway starts; ``Roster.set_key`` replaces it"""
    groups: tuple[str, ...] = ()
    label: str = ""
    volume_db: float = 0.0
    """-60..12, at most max_volume_db"""
    max_volume_db: float = MAX_VOLUME_DB
    """-60..12: nobody can turn it up further"""
    encoding: Encoding | None = None
    """preferred; None = the studio's"""

    def __post_init__(self) -> None:
        if not MIN_VOLUME_DB <= self.volume_db <= self.max_volume_db <= MAX_VOLUME_DB:
            raise ValueError(f"{self.id}: volume_db must be from -60 to max_volume_db, that at most 12")
        if len(self.key) != KEY_BYTES:
            raise ValueError(f"{self.id}: a device key has {KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class Session:
    """A session as published; ``stream`` is what the media engine was told."""

    session: int
    """1..2**32-1"""
    boot: int
    stream: AddStream
    nonce: bytes
    """public: with the device key it gives the keys of the stream"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A press of the host's button."""

    what: Literal["acknowledge", "call"]
    at_ns: int
    number: int


@dataclass(slots=True)
class Counts:
    """What was wrong with this bodypack's documents."""

    malformed: int = 0
    """did not keep the contract"""
    stale: int = 0
    """of another boot or session, or retained where that makes no sense"""
    repeated: int = 0
    """events that had been delivered before"""


@dataclass(frozen=True, slots=True)
class BodypackView:
    """A snapshot for people and dashboards."""

    id: str
    label: str
    groups: tuple[str, ...]
    state: LivenessState
    heard_ns: int | None
    volume_db: float
    max_volume_db: float
    muted: bool
    hello: Hello | None
    session: int | None
    revision: int
    stream: AddStream | None
    status: Mapping[str, object] | None
    """newest status document of this boot"""
    telemetry: Mapping[str, object] | None
    """newest telemetry document of this session"""
    telemetry_ns: int | None
    marks: tuple[Mark, ...]
    """newest last, at most MAX_MARKS"""
    malformed: int
    stale: int
    repeated: int


@dataclass(slots=True)
class Bodypack:
    """The roster's own mutable record."""

    config: BodypackConfig
    volume_db: float
    key: bytes = field(repr=False)
    """the device key in force"""
    muted: bool = False
    hello: Hello | None = None
    session: Session | None = None
    revision: int = 0
    unfit_hello: Hello | None = None
    """the hello that no format fits, once people were told"""
    wrong_key: str = ""
    """the key that its hello named and that is not ours, once people were told"""
    counter: int = 0
    """of the newest signed document"""
    owed_session: bool = False
    """a new session is due as soon as it can be published"""
    resting: bool = False
    """its stream was taken away while it is updated; a new session gives it one again"""
    published_ns: int | None = None
    command_number: int = 0
    pending: dict[int, str] = field(default_factory=dict)
    """commands not answered yet: number -> what; oldest forgotten beyond MAX_PENDING"""
    event_number: int = -1
    status: Mapping[str, object] | None = None
    telemetry: Mapping[str, object] | None = None
    telemetry_ns: int | None = None
    liveness: Liveness = field(default_factory=Liveness)
    marks: deque[Mark] = field(default_factory=lambda: deque(maxlen=MAX_MARKS))
    counts: Counts = field(default_factory=Counts)

    def notice(self, code: str, now_ns: int, **facts: Fact) -> Notice:
        """A notice about this bodypack."""
        return Notice(code, self.config.id, now_ns, facts)

    def new_boot(self, hello: Hello) -> None:
        """Everything that belonged to the boot before is void."""
        self.hello = hello
        self.pending.clear()
        self.event_number = -1
        self.telemetry = self.telemetry_ns = None
        if self.status is not None and self.status["boot"] != hello.boot:
            self.status = None

    def view(self) -> BodypackView:
        """Now."""
        return BodypackView(
            id=self.config.id,
            label=self.config.label or (self.hello.label if self.hello and self.hello.label else self.config.id),
            groups=self.config.groups,
            state=self.liveness.state,
            heard_ns=self.liveness.heard_ns,
            volume_db=self.volume_db,
            max_volume_db=self.config.max_volume_db,
            muted=self.muted,
            hello=self.hello,
            session=self.session.session if self.session else None,
            revision=self.revision,
            stream=self.session.stream if self.session and not self.resting else None,
            status=self.status,
            telemetry=self.telemetry,
            telemetry_ns=self.telemetry_ns,
            marks=tuple(self.marks),
            malformed=self.counts.malformed,
            stale=self.counts.stale,
            repeated=self.counts.repeated,
        )
