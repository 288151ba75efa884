"""What can be asked of a chip that runs MicroPython, whatever the cable is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

Progress = Callable[[int], None]
"""Called with the bytes that have passed since the last call."""

ARCHITECTURES = (
    "",
    "x86",
    "x64",
    "armv6",
    "armv6m",
    "armv7m",
    "armv7em",
    "armv7emsp",
    "armv7emdp",
    "xtensa",
    "xtensawin",
    "rv32imc",
    "rv64imc",
)
"""What ``sys.implementation._mpy >> 10`` counts: the machine code that .mpy files may hold."""


class DeviceError(Exception):
    """Something went wrong at or on the way to the chip. ``str()`` is what was said, for a log."""


class DeviceGone(DeviceError):
    """The cable was pulled, the chip is off, or it no longer answers."""


class NoPrompt(DeviceError):
    """Something is at the port, but no MicroPython prompt."""


class DeviceRefused(DeviceError):
    """The chip's Python raised: ``str()`` is its traceback, ``last_line`` the exception."""

    @property
    def last_line(self) -> str:
        """Such as "OSError: [Errno 28] ENOSPC"."""
        lines = str(self).strip().splitlines()
        return lines[-1] if lines else ""

    @property
    def no_space(self) -> bool:
        """Whether the chip's flash is full."""
        return "ENOSPC" in self.last_line or self.last_line == "OSError: 28"


class Entry(NamedTuple):
    """One name in a folder of the chip."""

    name: str
    is_folder: bool
    bytes: int


class Stamp(NamedTuple):
    """What a file is known by."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Facts:
    """Who answers at the prompt. ``architecture`` is "" where no machine code can be loaded."""

    version: tuple[int, ...]
    machine: str
    platform: str
    mpy: int
    architecture: str
    free_bytes: int
    total_bytes: int
    heap_bytes: int


class Device(Protocol):
    """A chip at its prompt. Paths are absolute. Every method may raise DeviceGone, and DeviceRefused where the chip's
    Python raises."""

    @property
    def name(self) -> str:
        """The port, for people."""

    def exec(self, code: str, timeout_s: float = 10.0, heard: Callable[[bytes], None] | None = None) -> str:
        """Run MicroPython code, and give what it printed. ``timeout_s`` is how long it may be silent; ``heard`` gets
        what it prints as it comes."""

    def facts(self) -> Facts:
        """Who answers."""

    def listdir(self, folder: str) -> list[Entry]:
        """What a folder holds, sorted; nothing where there is none."""

    def hash(self, paths: Iterable[str], progress: Progress | None = None) -> dict[str, Stamp]:
        """Size and SHA-256, made on the chip, of those of ``paths`` that are files there."""

    def get(self, path: str) -> bytes | None:
        """What a file holds; None where there is none."""

    def put(self, path: str, data: bytes, progress: Progress | None = None) -> None:
        """The file holds ``data``, or what it held before, whenever the cable is pulled: written as ``path`` + ".new",
        flushed, and then renamed. Folders are made."""

    def copy(self, source: str, target: str) -> None:
        """The same as put(), from a file that is on the chip already."""

    def rename(self, old: str, new: str) -> None:
        """Takes the place of what is there."""

    def remove(self, path: str) -> None:
        """A file, or a folder with all that is in it; nothing where there is none."""

    def make_folder(self, path: str) -> None:
        """There is such a folder, and all above it."""

    def soft_reset(self) -> None:
        """Python begins anew: boot.py runs, main.py does not, then the prompt is back."""

    def reset(self) -> None:
        """The chip starts as with power on: boot.py and main.py run. The prompt is gone until wake()."""

    def wake(self, wait_s: float = 15.0) -> None:
        """Find the prompt again: after reset(), or when the cable is back."""

    def close(self) -> None:
        """Let go of the port."""
