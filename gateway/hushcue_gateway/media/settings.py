"""What the media process is told once."""

from dataclasses import dataclass, field

from ..core.engine import EngineSettings


@dataclass(frozen=True)
class MediaSettings:
    """engine: what the engine's constructor takes, the tick's length among it.

    dscp: 0..63, 46 is EF (RFC 3246), 0 leaves the packets unmarked. bind_ip, bind_port: the one UDP socket that all
    streams leave from; port 0 lets the kernel choose, and the choice outlives restarts. margin_ms: how late a
    source's block may come before its frame is missed. keep_awake: one SCHED_IDLE spinner per CPU, Linux only
    (virtual machines wake an idle CPU tens of milliseconds late). hang_s: a process silent for so long is killed.
    spare: keep a second process ready, so that a restart does not wait for Python to start.
    """

    engine: EngineSettings = field(default_factory=EngineSettings)
    dscp: int = 46
    bind_ip: str = "0.0.0.0"
    bind_port: int = 0
    margin_ms: float = 4.0
    keep_awake: bool = False
    hang_s: float = 1.0
    spare: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.dscp <= 63:
            raise ValueError("dscp is 0..63")
