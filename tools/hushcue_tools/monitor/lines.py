"""A chip's serial line, as people read it: bytes in, lines and their colours out. Pure."""

import re
from typing import NamedTuple

LONGEST = 1000
PLAIN = ""
STYLES = {"ours": "bold cyan", "warn": "yellow", "wrong": "bold red", "boot": "dim", PLAIN: ""}

KINDS = (
    (
        "wrong",
        re.compile(r"Traceback|^\s+File \"|Error\b|Guru Meditation|abort\(\)|panic|Backtrace:|Brownout|watchdog"),
    ),
    ("warn", re.compile(r"SAFE MODE|安全模式|config\.json: |new firmware does not start|rst:0x[789a-f]|WARN|fault")),
    ("ours", re.compile(r"^hushcue\b|^MicroPython v|^MPY: soft reboot")),
    ("boot", re.compile(r"^(ets |rst:|configsip|clk_drv|mode:|load:|entry |SPIWP|boot:|I \(\d+\)|Build:|Saved PC)")),
)
"""The first that fits. Chips of Espressif say at a start why they start: "boot"."""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Line(NamedTuple):
    """``kind``: of STYLES."""

    text: str
    kind: str


class Reader:
    """Feed it what comes; a line that is not yet ended is held back, and given by ``rest`` when nothing more comes."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Line]:
        """The lines that are complete now."""
        *lines, self._held = (self._held + data).split(b"\n")
        found = [line_of(each) for each in lines]
        if len(self._held) > LONGEST:  # noise at the wrong speed knows no line ends
            found.append(line_of(self._held))
            self._held = b""
        return found

    def rest(self) -> list[Line]:
        """What is held back: a prompt, or half a line before the cable went."""
        held, self._held = self._held, b""
        return [line_of(held)] if held.strip() else []


def line_of(data: bytes) -> Line:
    """One line, without what would play tricks on a terminal."""
    text = UNSEEN.sub("", ESCAPES.sub("", data.decode("utf-8", "replace"))).rstrip()[:LONGEST]
    kind = next((name for name, pattern in KINDS if pattern.search(text)), PLAIN)
    return Line(text, kind)


def looks_garbled(lines: list[Line]) -> bool:
    """Whether most of it is no text: another speed, or another device."""
    text = "".join(line.text for line in lines)
    return len(text) >= 40 and sum(char == "\ufffd" for char in text) > len(text) / 4
