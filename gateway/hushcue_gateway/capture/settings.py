"""What the capture process is told once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaptureSettings:
    """block_ms: the sound card's block (5 or 10). max_file_bytes and max_file_s bound what play_file accepts.

    max_sources bounds microphones and files together. hang_s: a process silent for so long is killed.
    spare: keep a second process ready, so that a restart does not wait for Python to start.
    """

    block_ms: int = 10
    max_file_bytes: int = 64 * 1024 * 1024
    max_file_s: float = 600.0
    max_sources: int = 64
    hang_s: float = 1.0
    spare: bool = True

    def __post_init__(self) -> None:
        if self.block_ms not in (5, 10):
            raise ValueError("block_ms is 5 or 10")
