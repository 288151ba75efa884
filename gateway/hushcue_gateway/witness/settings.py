"""What the witness process is told once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WitnessSettings:
    """bitrate: bit/s of a recording (mono). most_s: a longer recording ends there. page_ms: how often sound is handed
    to the file, and so the most that a crash costs. hang_s: a process silent for so long is killed: longer than a slow
    disk may take, since the socket keeps what comes meanwhile. spare: what dies is back in half a second, and the
    socket is the parent's and keeps what came meanwhile; a second process kept ready would buy nothing.
    """

    bitrate: int = 24_000
    most_s: int = 4 * 3600
    page_ms: int = 500
    hang_s: float = 4.0
    spare: bool = False
