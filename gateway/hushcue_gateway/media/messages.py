"""What the supervisor says to the media process beside core/commands.py, and what it answers beside core/events.py."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenRing:
    """Read the frames of ``source`` from the shared-memory ring ``ring``. The same ring twice is no error."""

    source: str
    ring: str


@dataclass(frozen=True)
class CloseRing:
    """Let go of the ring of ``source``. One that is not there is no error."""

    source: str


@dataclass(frozen=True)
class IntakeReport:
    """The ring of one source; counters run since this process opened it.

    delay_ms: from the end of the newest sample's block to its frame's tick; target_ms: what it is steered to.
    starved_frames: frames that should have been there. caught_up_samples: dropped, quiet ones first, because the
    delay had grown. overflow_samples: what the producer could not put in.
    """

    source: str
    delay_ms: float
    target_ms: float
    starved_frames: int
    caught_up_samples: int
    overflow_samples: int


@dataclass(frozen=True)
class TickReport:
    """Once a second, beside MediaReport: what only the process knows.

    skipped_ticks: ticks given up because the process was too far behind; events_dropped: events that found the queue
    to the control plane full; commands_failed: rings that could not be opened; feedback: datagrams that came in;
    floods: ticks in which there were more of them than are read per tick. All since the process began.
    refused_packets: datagrams that came back as "port unreachable", by stream id.
    """

    at_ns: int
    skipped_ticks: int
    events_dropped: int
    commands_failed: int
    feedback: int = 0
    floods: int = 0
    refused_packets: tuple[tuple[str, int], ...] = ()
    intakes: tuple[IntakeReport, ...] = ()
