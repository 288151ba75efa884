"""What the supervisor itself reports about its children."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MediaStarted:
    """The media process is ready. port: the UDP port that every stream is sent from."""

    at_ns: int
    pid: int
    port: int


@dataclass(frozen=True)
class MediaRestarted:
    """The media process was replaced and told everything again. reason: "died" or "hung". silent_ms: how long the
    engine was away. exit_code: of the dead process, negative for a signal, None when it was hung. streams_ended: ids of
    the protected streams that ended with it: they need new keys."""

    at_ns: int
    reason: str
    exit_code: int | None
    silent_ms: float
    restarts: int
    streams_ended: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaptureStarted:
    """The capture process is ready."""

    at_ns: int
    pid: int


@dataclass(frozen=True)
class CaptureRestarted:
    """As MediaRestarted, for the capture process. Its microphones open again by themselves; a file that was playing
    goes on from where it broke off, with no second PlayStarted."""

    at_ns: int
    reason: str
    exit_code: int | None
    silent_ms: float
    restarts: int
