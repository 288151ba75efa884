"""A chip's serial line as people read it."""

import pytest

from hushcue_tools.monitor.lines import LONGEST, Reader, line_of, looks_garbled


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hushcue bodypack host-1. Ctrl-C stops it. / 按 Ctrl-C 停止。", "ours"),
        ("MicroPython v1.28.0 on 2026-04-06; ESP32S3 module with ESP32S3", "ours"),
        ("hushcue: SAFE MODE, the button was held.", "warn"),
        ("config.json: wifi.password: is missing / wifi.password: 缺少", "warn"),
        ("Traceback (most recent call last):", "wrong"),
        ('  File "app", line 120, in a', "wrong"),
        ("OSError: [Errno 5] EIO", "wrong"),
        ("Guru Meditation Error: Core  1 panic'ed (LoadProhibited).", "wrong"),
        ("E (123) task_wdt: Task watchdog got triggered.", "wrong"),
        ("rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)", "boot"),
        ("rst:0x8 (TG1WDT_SYS_RESET),boot:0x13", "warn"),
        ("entry 0x40080574", "boot"),
        ("anything else", ""),
    ],
)
def test_lines_have_their_kinds(text: str, kind: str) -> None:
    assert line_of(text.encode() + b"\r") == (text, kind)


def test_lines_come_when_they_are_whole_and_what_is_left_when_asked() -> None:
    reader = Reader()
    assert [line.text for line in reader.feed("一\r\n二".encode()[:5])] == ["一"]
    assert [line.text for line in reader.feed("一\r\n二".encode()[5:] + b"\n>>> ")] == ["二"]
    assert [line.text for line in reader.rest()] == [">>>"]
    assert reader.rest() == []


def test_nothing_that_a_chip_sends_moves_the_terminal() -> None:
    assert line_of(b"\x1b[2J\x1b[31mred\x07\x00 text\x1b[0m").text == "red text"


def test_noise_without_an_end_is_cut_and_seen_to_be_noise() -> None:
    lines = Reader().feed(b"\xff\xfe" * LONGEST)
    assert len(lines) == 1 and len(lines[0].text) <= LONGEST
    assert looks_garbled(lines)
    assert not looks_garbled([line_of("按 Ctrl-C 停止。".encode() * 5)])
