"""Which port is meant: the only board, the named one, the one a person picks; and what is said where there is none."""

import pytest

from hushcue_tools.device import ports
from hushcue_tools.device.ports import Port
from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble

S3 = Port("/dev/ttyACM0", "ESP32 USB-Serial/JTAG", "USB JTAG/serial debug unit")
C3 = Port("/dev/ttyUSB0", "CP210x", "CP2102N USB to UART Bridge Controller")
MODEM = Port("/dev/ttyS0", "", "ttyS0")


@pytest.mark.parametrize(
    ("vid", "pid", "kind"),
    [
        (0x10C4, 0xEA60, "CP210x"),
        (0x1A86, 0x7523, "CH340"),
        (0x1A86, 0x55D4, "CH9102"),
        (0x0403, 0x6001, "FTDI FT232R"),
        (0x303A, 0x1001, "ESP32 USB-Serial/JTAG"),
        (0x303A, 0x4001, "MicroPython USB"),
        (0x1A86, 0xFFFF, "CH34x"),
        (0x046D, 0xC52B, ""),
        (None, None, ""),
    ],
)
def test_what_is_behind_a_port_is_named(vid: int | None, pid: int | None, kind: str) -> None:
    assert ports.kind_of(vid, pid) == kind


def test_the_only_board_is_taken() -> None:
    assert ports.choose_port(None, [C3, MODEM]) == C3


def test_a_named_port_is_taken_whatever_is_found() -> None:
    assert ports.choose_port("socket://127.0.0.1:5", [C3]).device == "socket://127.0.0.1:5"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd"])
def test_without_a_board_the_checks_are_those_of_the_system(platform: str) -> None:
    assert ports.checks(platform)


def test_without_a_board_the_cable_is_the_first_thing_to_look_at() -> None:
    with pytest.raises(Trouble, match="The cable") as caught:
        ports.choose_port(None, [MODEM])
    assert caught.value.exit_code == EXIT_MISSING
    assert "/dev/ttyS0" in str(caught.value)


def test_with_several_boards_a_person_is_asked_until_the_answer_is_one() -> None:
    answers = iter(["9", "x", "2"])
    said: list[str] = []
    assert ports.choose_port(None, [S3, C3], lambda _: next(answers), said.append) == C3
    assert [line.split() for line in said] == [["1", *str(S3).split()], ["2", *str(C3).split()]]


@pytest.mark.parametrize("ask", [None, lambda _: ""])
def test_with_several_boards_and_nobody_to_ask_both_are_named(ask: object) -> None:
    with pytest.raises(Trouble, match="/dev/ttyACM0, /dev/ttyUSB0") as caught:
        ports.choose_port(None, [S3, C3], ask, lambda _: None)  # type: ignore[arg-type]
    assert caught.value.exit_code == EXIT_USAGE
