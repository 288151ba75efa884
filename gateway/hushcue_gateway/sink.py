"""Where an archive is written to that is passed on at once."""

import io
from typing import Any


class Sink(io.RawIOBase):
    """Takes bytes as a file does; whoever passes them on takes them from it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(self._written[-1])

    def take(self) -> bytes:
        """What was written since the last call."""
        written, self._written = b"".join(self._written), []
        return written
