"""``hushcue flash`` on a board: what no virtual machine and no pseudo-terminal can show."""

import json
import time
from pathlib import Path

import pytest

from hushcue_tools import cli
from hushcue_tools.device import SerialDevice, open_device
from hushcue_tools.flash.chip import connect
from hushcue_words import EXIT_OK

FIVE_MINUTES_S = 300


def flash(port: str, *words: str) -> int:
    return cli.main(["--language", "en", "flash", "--port", port, "--json", *words])


def test_a_bare_board_is_a_bodypack_within_five_minutes(
    port: str, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Resets by the bridge's lines, erasing, 460 800 baud, MicroPython's first start."""
    began = time.monotonic()
    assert flash(port, "--image", str(image), "--erase", "--yes") == EXIT_OK
    seconds = time.monotonic() - began
    outcome = json.loads(capsys.readouterr().out)
    print(f"flash: {seconds:.0f} s, of them the firmware {outcome['firmware']['seconds']} s")
    assert seconds < FIVE_MINUTES_S


def test_the_chip_names_itself_through_its_boot_loader(port: str, image: Path) -> None:
    loader = connect(port)
    chip = loader.look()
    loader.start()
    assert chip.flash_mb is not None and chip.flash_mb >= 4


def test_a_second_time_nothing_is_sent(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert flash(port) == EXIT_OK
    capsys.readouterr()
    assert flash(port) == EXIT_OK
    assert json.loads(capsys.readouterr().out)["firmware"]["sent"] == 0


def test_machine_code_of_the_firmware_loads_on_this_chip(port: str) -> None:
    assert flash(port) == EXIT_OK
    device = open_device(port, wait_s=20.0)
    try:
        for name in ("dsp_native", "crypto_native", "session", "pump"):
            device.exec(f"import hushcue_bodypack.{name}")
    finally:
        device.close()


def test_littlefs_replaces_a_file_by_renaming(device: SerialDevice) -> None:
    try:
        device.put("/hardware-test/file", b"old")
        device.put("/hardware-test/file", b"new" * 1000)
        assert device.get("/hardware-test/file") == b"new" * 1000
    finally:
        device.remove("/hardware-test")


def test_the_prompt_comes_back_after_a_reset_and_the_app_can_be_stopped(device: SerialDevice) -> None:
    device.reset()
    time.sleep(8)  # the firmware is running by now, if it has a config.json
    device.wake(30)
    assert device.exec("print(6 * 7)").strip() == "42"


def test_how_fast_files_go_over_the_cable(device: SerialDevice) -> None:
    data = bytes(range(256)) * 128
    began = time.monotonic()
    try:
        device.put("/hardware-test/file", data)
        seconds = time.monotonic() - began
        assert device.get("/hardware-test/file") == data
    finally:
        device.remove("/hardware-test")
    print(f"{len(data) / seconds / 1000:.1f} kB/s")
    assert seconds < 30
