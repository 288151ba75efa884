"""What is said to the capture process and what it answers: frozen, picklable, small.

A device is named by ``None`` (the system's default input), a number (PortAudio's index) or a piece of its name, upper
or lower case. Times are monotonic nanoseconds, one clock for all processes of the machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, str | int | float]

MICROPHONE_STATES = ("opening", "open", "lost", "stopped")
"""States of a microphone: a lost one is tried again until it is stopped."""

LOST_CODES = (
    "no_microphone",
    "no_device",
    "device_ambiguous",
    "device_busy",
    "device_failed",
    "device_gone",
    "device_silent",
    "portaudio_missing",
    "too_many",
)
"""Why a microphone is not heard: ``SourceLost.code``; the sentences are in ``capture/words.py``."""

PLAY_REFUSED_CODES = ("file_missing", "file_unreadable", "file_too_large", "file_too_long", "file_empty", "too_many")
"""Why a file is not played: ``PlayRefused.code``."""


# --- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenMicrophone:
    """Open ``device`` and keep it open (reopening when it vanishes) as the producer of ring ``ring``.

    channel: which input channel to take, from 0; None takes the mean of all.
    """

    source: str
    ring: str
    device: str | int | None = None
    channel: int | None = None


@dataclass(frozen=True)
class PlayFile:
    """Play the sound file ``path`` once into ring ``ring``, in real time, as a microphone would."""

    source: str
    ring: str
    path: str
    cue: str
    offset_ms: float = 0.0
    """where in the file to begin: set by the supervisor to go on with a file after a restart"""


@dataclass(frozen=True)
class StopSource:
    """Close the microphone or end the file of ``source``. A source that is not there is no error."""

    source: str


@dataclass(frozen=True)
class ListDevices:
    """Answer with DeviceList. PortAudio's list is refreshed only while no microphone is open."""


# --- events ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceOpened:
    """The microphone is open and its sound goes to the ring. latency_ms: what PortAudio says about its input."""

    source: str
    device: str
    rate_hz: float
    channels: int
    latency_ms: float
    at_ns: int


@dataclass(frozen=True)
class SourceLost:
    """The microphone could not be opened or is gone. It is tried again in retry_s seconds, and so on."""

    source: str
    code: str
    facts: Facts
    retry_s: float
    at_ns: int


@dataclass(frozen=True)
class PlayStarted:
    """mouth_ns: when the file's first sample was "at the mouth". The block [t, t+10 ms) is written at t+10 ms."""

    source: str
    cue: str
    mouth_ns: int
    duration_ms: float


@dataclass(frozen=True)
class PlayEnded:
    """reason: "finished" (its last block is in the ring), or "stopped". at_ns: end of the last block written."""

    source: str
    cue: str
    at_ns: int
    reason: str


@dataclass(frozen=True)
class PlayRefused:
    """The file cannot be played; code is one of PLAY_REFUSED_CODES."""

    source: str
    cue: str
    code: str
    facts: Facts


@dataclass(frozen=True)
class Device:
    """One input as PortAudio lists it."""

    index: int
    name: str
    host_api: str
    channels: int
    rate_hz: float
    default: bool


@dataclass(frozen=True)
class DeviceList:
    """The inputs of this machine; code and facts (of LOST_CODES) when PortAudio cannot say."""

    devices: tuple[Device, ...]
    code: str = ""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class MicrophoneReport:
    """One microphone's second. Counters run since it was first opened.

    state one of MICROPHONE_STATES. lost_ms: sound that the clock says should have come and did not (PortAudio does
    not report it). overflow_samples: dropped because the shared ring was full. delay_ms: from the end of a block at
    the sound card's callback to its place at the reader, steered to target_ms. drift_ppm: what the controller corrects.
    """

    source: str
    state: str
    blocks: int
    lost_ms: float
    overflow_samples: int
    delay_ms: float
    target_ms: float
    drift_ppm: float
    callback_late_us: int


@dataclass(frozen=True)
class CaptureReport:
    """Once a second; also the heartbeat."""

    at_ns: int
    microphones: tuple[MicrophoneReport, ...] = field(default=())
    players: int = 0
