"""The monitor at a cable: what the board says comes, a pulled cable is waited for, the same board is found again."""

from __future__ import annotations

import os
import pty
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.micropython.board import SerialBoard

from hushcue_tools.device import Port
from hushcue_tools.monitor import cable
from hushcue_tools.monitor.cable import Tail
from hushcue_words import Trouble

LIMIT_S = 60.0


class Pty:
    """A cable: bytes written to it come out at ``name``. Opening a port throws away what came before: what a test
    says, it says behind an open port."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.name = os.ttyname(self.slave)

    def say(self, data: bytes) -> None:
        os.write(self.master, data)

    def opened(self, data: bytes) -> Any:
        """Its port, with ``data`` said once it is open."""
        port = cable.open_port(self.name)
        self.say(data)
        return port

    def pull(self) -> None:
        """Its name is nobody else's while the other end is open."""
        os.close(self.master)

    def __del__(self) -> None:
        os.close(self.slave)


def collect(lines: Iterator[Any], until: str) -> list[str]:
    """What comes up to a line that holds ``until``."""
    found = []
    deadline = time.monotonic() + LIMIT_S
    for line in lines:
        found.append(line.text)
        if until in line.text:
            return found
        assert time.monotonic() < deadline
    raise AssertionError(f"never came: {until}; but {found}")


def test_what_is_said_comes_and_a_board_that_comes_back_elsewhere_is_found() -> None:
    first, second = Pty(), Pty()
    where = [first.name]
    port = Port(first.name, "Espressif", "board", "SERIAL-7")
    deadline = time.monotonic() + LIMIT_S
    wires = {
        first.name: lambda: first.opened(b"hushcue bodypack host-1.\r\nhalf a li"),
        second.name: lambda: second.opened(b"here again\r\n"),
    }
    tail = Tail(
        port,
        lambda: time.monotonic() > deadline,
        open_port=lambda name: wires[name](),
        ports=lambda: [Port(where[0], "", "", "SERIAL-7")],
    )
    lines = tail.lines()
    assert collect(lines, "host-1") == ["hushcue bodypack host-1."]
    where[0] = second.name
    first.pull()
    assert collect(lines, "here again")[-3:] == [
        "the cable is out, or the board is off; waiting for it to come back",
        f"the board is back at {second.name}",
        "here again",
    ]
    lines.close()  # type: ignore[attr-defined]
    second.pull()


def test_a_port_that_does_not_open_at_the_beginning_is_trouble() -> None:
    with pytest.raises(Trouble) as caught:
        next(Tail(Port("/dev/no-such-port", "", ""), lambda: False).lines())
    assert caught.value.exit_code == 3


def test_noise_is_said_to_be_noise_once() -> None:
    wire = Pty()
    deadline = time.monotonic() + LIMIT_S
    noise = b"\xff\xfe\xfa" * 40 + b"\n" + b"\xff\xfd" * 40 + b"\n"
    tail = Tail(Port(wire.name, "", ""), lambda: time.monotonic() > deadline, open_port=lambda _: wire.opened(noise))
    lines = tail.lines()
    assert "does not look like text" in collect(lines, "does not look")[-1]
    wire.say(noise + b"that was all\n")
    assert not any("does not look" in text for text in collect(lines, "that was all"))
    lines.close()  # type: ignore[attr-defined]
    wire.pull()


def test_the_start_of_a_real_prompt_is_seen(tmp_path: Path) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    # what was said before the port is open nobody hears: it says it until it is heard
    says = "import time\nwhile True:\n    print('hushcue bodypack host-1. Ctrl-C stops it.')\n    time.sleep_ms(100)\n"
    (flash / "main.py").write_text(says)
    with SerialBoard(flash) as board:
        deadline = time.monotonic() + LIMIT_S
        lines = Tail(Port(board.port, "", ""), lambda: time.monotonic() > deadline).lines()
        assert "hushcue bodypack host-1. Ctrl-C stops it." in collect(lines, "Ctrl-C stops it.")
        lines.close()  # type: ignore[attr-defined]


def test_the_chip_is_not_started_anew_by_looking_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import serial

    order: list[str] = []

    class Fake:
        def __setattr__(self, name: str, value: object) -> None:
            order.append(f"{name}={value}")

        def open(self) -> None:
            order.append("open")

    monkeypatch.setattr(serial, "serial_for_url", lambda *_, **__: Fake())
    cable.open_port("x")
    assert order == ["dtr=False", "rts=False", "open"]
