"""Which serial ports there are, what is behind them, and which one is meant.

The table names the bridges and chips by what their makers put into the USB descriptors; the Linux kernel's drivers
(cp210x, ch341, cdc-acm, ftdi_sio) and esptool go by the same numbers.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from .words import WORDS

ESPRESSIF = 0x303A
MICROPYTHON_PID = 0x4001
JTAG_SERIAL_PID = 0x1001

MAKERS = {0x10C4: "CP210x", 0x1A86: "CH34x", 0x0403: "FTDI", ESPRESSIF: "Espressif"}
"""Vendor -> what people call its bridges."""
NAMES = {
    (0x10C4, 0xEA60): "CP210x",
    (0x10C4, 0xEA70): "CP2105",
    (0x10C4, 0xEA71): "CP2108",
    (0x1A86, 0x7522): "CH340",
    (0x1A86, 0x7523): "CH340",
    (0x1A86, 0x5523): "CH341",
    (0x1A86, 0x55D3): "CH343",
    (0x1A86, 0x55D4): "CH9102",
    (0x0403, 0x6001): "FTDI FT232R",
    (0x0403, 0x6010): "FTDI FT2232",
    (0x0403, 0x6014): "FTDI FT232H",
    (0x0403, 0x6015): "FTDI FT231X",
    (ESPRESSIF, 0x0002): "ESP32-S2 USB",
    (ESPRESSIF, 0x0009): "ESP32-S3 USB",
    (ESPRESSIF, JTAG_SERIAL_PID): "ESP32 USB-Serial/JTAG",
    (ESPRESSIF, MICROPYTHON_PID): "MicroPython USB",
}
SYSTEMS = {"linux": "check_linux", "darwin": "check_macos", "win32": "check_windows"}


@dataclass(frozen=True)
class Port:
    """A serial port. ``kind`` is what is behind it, "" where we do not know that it could be a board."""

    device: str
    kind: str
    description: str
    serial_number: str = ""

    def __str__(self) -> str:
        return f"{self.device}  {self.kind or self.description}".strip()

    def as_json(self) -> dict[str, str]:
        """For --json."""
        return asdict(self)


def kind_of(vid: int | None, pid: int | None) -> str:
    """What is behind a USB port, "" for nothing that we know."""
    if vid is None:
        return ""
    return NAMES.get((vid, pid or 0)) or MAKERS.get(vid, "")


def find_ports() -> list[Port]:
    """Every serial port of this machine, those that may be boards first."""
    from serial.tools import list_ports

    found = [
        Port(each.device, kind_of(each.vid, each.pid), each.description or "", each.serial_number or "")
        for each in sorted(list_ports.comports())
    ]
    return sorted(found, key=lambda port: not port.kind)


def choose_port(
    wanted: str | None,
    ports: Sequence[Port] | None = None,
    ask: Callable[[str], str] | None = None,
    say: Callable[[str], None] = print,
) -> Port:
    """The port that is meant: ``wanted`` (any that pyserial opens, a URL too), else the only board, else the one that a
    person picks. ``ask`` puts a question and gives the answer; None where nobody is there. Raises Trouble."""
    if wanted:
        return Port(wanted, "", "")
    found = find_ports() if ports is None else ports
    boards = [port for port in found if port.kind]
    if len(boards) == 1:
        return boards[0]
    if not boards:
        others = ", ".join(port.device for port in found) or WORDS.say("none")
        raise WORDS.trouble("no_board", exit_code=EXIT_MISSING, others=others, checks=checks())
    if ask is None:
        raise WORDS.trouble("which_board", exit_code=EXIT_USAGE, ports=", ".join(port.device for port in boards))
    for number, port in enumerate(boards, 1):
        say(f"  {number}  {port}")
    while True:
        answer = ask(WORDS.say("ask_board", last=len(boards))).strip()
        if answer.isdigit() and 1 <= int(answer) <= len(boards):
            return boards[int(answer) - 1]
        if not answer:
            raise WORDS.trouble("which_board", exit_code=EXIT_USAGE, ports=", ".join(port.device for port in boards))


def checks(platform: str = sys.platform) -> str:
    """What to look at on this system when no board is found."""
    return WORDS.say(SYSTEMS.get(platform, "check_linux"))
