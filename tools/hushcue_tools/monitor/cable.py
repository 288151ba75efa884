"""The serial line of a board, read for as long as it takes: a pulled cable is waited for, and the same board found."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from hushcue_words import EXIT_MISSING

from ..device import Port, find_ports
from .lines import Line, Reader, looks_garbled
from .words import WORDS

BAUD = 115200
READ_S = 0.2
RETRY_S = 0.5
SETTLE_S = 0.3
GARBLED_LINES = 20


class Cable(Protocol):
    """What of pyserial's port is needed."""

    def read(self, size: int) -> bytes: ...

    def close(self) -> None: ...

    @property
    def in_waiting(self) -> int: ...


def open_port(name: str) -> Any:
    """The port, without the pulse on DTR and RTS that would start the chip anew. OSError."""
    import serial

    port = serial.serial_for_url(name, baudrate=BAUD, timeout=READ_S, do_not_open=True)
    port.dtr = False
    port.rts = False
    port.open()
    return port


def restart(cable: Any) -> None:
    """The chip's EN is low while RTS is set; boards with USB of their own do as if."""
    cable.rts = True
    time.sleep(0.1)
    cable.rts = False


class Tail:
    """``lines()`` gives what the board says, and what becomes of the cable, until ``ended``. Raises Trouble where the
    port cannot be opened at the beginning."""

    def __init__(
        self,
        port: Port,
        ended: Callable[[], bool],
        open_port: Callable[[str], Any] = open_port,
        ports: Callable[[], list[Port]] = find_ports,
    ):
        self.port = port
        self._ended = ended
        self._open = open_port
        self._ports = ports
        self._named = port.serial_number

    def lines(self, start_anew: bool = False) -> Iterator[Line]:
        """Line by line."""
        try:
            cable = self._open(self.port.device)
        except (OSError, ValueError) as error:
            facts = {"port": self.port.device, "reason": error}
            raise WORDS.trouble("port_taken", exit_code=EXIT_MISSING, **facts) from None
        if start_anew:
            restart(cable)
        while cable is not None:
            yield from self._listen(cable)
            if self._ended():
                return
            yield Line(WORDS.say("cable_gone"), "warn")
            cable = self._wait()
            if cable is not None:
                yield Line(WORDS.say("cable_back", port=self.port.device), "ours")

    def _listen(self, cable: Any) -> Iterator[Line]:
        """Until the cable is gone, or the end."""
        reader = Reader()
        first: list[Line] = []
        told = quiet = False
        try:
            while not self._ended():
                data = cable.read(max(1, cable.in_waiting))
                found = reader.feed(data) if data else reader.rest() if quiet else []
                quiet = not data
                yield from found
                if not told and found:
                    first = (first + found)[-GARBLED_LINES:]
                    if looks_garbled(first):
                        told = True
                        yield Line(WORDS.say("garbled"), "warn")
        except (OSError, TypeError):  # pyserial's SerialException is an OSError; a port closed under it a TypeError
            yield from reader.rest()
        finally:
            with contextlib.suppress(OSError, TypeError):
                cable.close()

    def _wait(self) -> Any | None:
        """The board again, perhaps at a port of another name; None at the end."""
        while not self._ended():
            for name in self._candidates():
                try:
                    cable = self._open(name)
                except (OSError, ValueError):
                    continue
                self.port = Port(name, self.port.kind, self.port.description, self._named)
                return cable
            time.sleep(RETRY_S)
        return None

    def _candidates(self) -> list[str]:
        """Where the same board may be now."""
        names = [self.port.device]
        if self._named:
            same = [port.device for port in self._ports() if port.serial_number == self._named]
            names = [*same, *names]
        return list(dict.fromkeys(names)) if sys.platform != "win32" else names
