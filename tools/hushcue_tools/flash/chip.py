"""The chip's boot loader, through esptool as a library: who is there, and MicroPython onto its flash.

esptool's own words are kept for an error's reason; what a person reads is ours. Its progress becomes ours.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hushcue_words import EXIT_MISSING, Trouble

from ..device.serial_device import CABLE_ERRORS, no_port
from .chip_log import bar, ears
from .image_check import Image
from .progress import Progress
from .words import WORDS

CONNECT_BAUD = 115200
WRITE_BAUD = 460800
CONNECT_TRIES = 3
UNKNOWN = "Failed to autodetect chip type"
"""What esptool says of a chip that answers, and that it does not know."""
NO_PORT = "Could not open"
MEGABYTE = 1024 * 1024

LOST: tuple[type[Exception], ...] = (ValueError, *CABLE_ERRORS)


@dataclass(frozen=True)
class Chip:
    """What a chip says of itself. ``psram_mb``: None where it cannot be seen from outside; 0 where inside is none."""

    name: str
    description: str
    features: tuple[str, ...]
    flash_mb: int | None
    psram_mb: int | None

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


class BootLoader:
    """Open at the chip's boot loader. Raises Trouble in every method."""

    def __init__(self, port: str, esp: Any):
        self._port = port
        self._esp = esp

    def look(self) -> Chip:
        """Who is there."""
        from esptool.cmds import attach_flash, detect_flash_size

        with self._words("look"):
            attach_flash(self._esp)
            size = detect_flash_size(self._esp)
            features = tuple(self._esp.get_chip_features())
            return Chip(
                name=self._esp.CHIP_NAME,
                description=self._esp.get_chip_description(),
                features=features,
                flash_mb=megabytes(size),
                psram_mb=psram_of(self._esp.CHIP_NAME, features),
            )

    def loader_offset(self) -> int:
        """Where this chip's boot loader lies, and so where a MicroPython file begins."""
        return int(self._esp.BOOTLOADER_FLASH_OFFSET)

    def write(self, image: Image, erase: bool, progress: Progress) -> None:
        """Write, and compare what is on the flash with what was sent. ``erase``: everything that is there first."""
        from esptool.cmds import attach_flash, erase_flash, run_stub, write_flash

        with self._words("write"):
            esp = run_stub(self._esp)
            self._esp = esp
            with contextlib.suppress(NotImplementedError):
                esp.change_baud(WRITE_BAUD)
            attach_flash(esp)
            if erase:
                with progress.stage("stage_erase", 1) as step:
                    erase_flash(esp)
                    step(1)
            with progress.stage("stage_write", 100) as step, bar(percent(step)):
                write_flash(esp, [(image.offset, image.data)], flash_size="detect")

    def start(self) -> None:
        """The chip starts what is on its flash; the port is free."""
        from esptool.cmds import reset_chip

        try:
            with self._words("start"):
                reset_chip(self._esp, "hard-reset")
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the port."""
        with contextlib.suppress(*CABLE_ERRORS):
            self._esp._port.close()

    @contextlib.contextmanager
    def _words(self, doing: str) -> Iterator[None]:
        """esptool's exceptions as ours."""
        from esptool.util import FatalError

        try:
            yield
        except FatalError as error:
            raise refused(doing, self._port, str(error)) from None
        except LOST as error:
            raise refused("lost", self._port, str(error)) from None


def refused(doing: str, port: str, reason: str) -> Trouble:
    """What a person reads."""
    return WORDS.trouble(f"chip_{doing}", exit_code=EXIT_MISSING, port=port, reason=reason_of(reason))


def reason_of(said: str) -> str:
    """The first line of what esptool said."""
    return next((line.strip() for line in said.splitlines() if line.strip()), "?")


def connect(port: str) -> BootLoader:
    """The boot loader of the chip at ``port``. Raises Trouble."""
    try:
        ears()
        from esptool.cmds import detect_chip
        from esptool.util import FatalError
    except ModuleNotFoundError as error:
        raise WORDS.trouble("no_esptool", exit_code=EXIT_MISSING, name=error.name) from None
    try:
        return BootLoader(port, detect_chip(port, CONNECT_BAUD, connect_attempts=CONNECT_TRIES))
    except FatalError as error:
        if NO_PORT in str(error):
            raise no_port(port, reason_of(str(error))) from None
        raise refused("unknown" if UNKNOWN in str(error) else "connect", port, str(error)) from None
    except CABLE_ERRORS as error:
        raise refused("lost", port, str(error)) from None


def megabytes(size: str | None) -> int | None:
    """ "4MB" -> 4. None for what esptool does not know."""
    digits = (size or "").removesuffix("MB")
    return int(digits) if digits.isdigit() else None


def psram_of(chip: str, features: tuple[str, ...]) -> int | None:
    """PSRAM inside the chip's own housing. Beside an ESP32 it lies in the module (WROVER), where nobody can see it."""
    for feature in features:
        words = feature.split()
        if "PSRAM" in words:
            return megabytes(words[-1]) or megabytes(words[-2])
    return None if chip == "ESP32" else 0


def percent(step: Callable[[int], None]) -> Callable[[int, int], None]:
    """A hook for esptool's bar that counts hundredths."""
    seen = 0

    def show(done: int, total: int) -> None:
        nonlocal seen
        now = done * 100 // total if total else 0
        if now > seen:
            step(now - seen)
            seen = now

    return show
