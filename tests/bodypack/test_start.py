"""boot.py and main.py as the chip runs them, on MicroPython's VM: safe mode, failed starts, a wrong configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.micropython import runtime

BOOT = "exec(open('/boot.py').read())\n"
MAIN = "exec(open('/main.py').read())\n"
CRASH = "import machine\nmachine.reset()\n"
HOLD_BUTTON = "import outside\noutside.levels[27] = 0\n"
FOUND = "print('starts', safe.Store().read(), repr(safe.why))\n"
CONFIG = {
    "id": "host-1",
    "key": "5a" * 32,
    "board": "esp32_generic",
    "wifi": {"ssid": "studio", "password": "password"},
    "broker": {"host": "127.0.0.1", "password": "x"},
}


class Chip:
    """A flash that outlives resets, and whatever program it starts with."""

    def __init__(self, folder: Path) -> None:
        self.flash = folder / "flash"
        self.flash.mkdir()
        self.config = folder / "config.json"
        self.write(CONFIG)

    def write(self, config: object) -> None:
        self.config.write_text(json.dumps(config), encoding="utf-8")

    def start(self, code: str, firmware: Path = runtime.FIRMWARE) -> tuple[int, str]:
        mounts = [(self.config, "/config.json")]
        return runtime.Run(code=code, flash=self.flash, mounts=mounts, firmware=firmware).finish()

    def switch_off(self) -> None:
        (self.flash / ".reset_cause").unlink(missing_ok=True)


@pytest.fixture
def chip(tmp_path: Path) -> Chip:
    return Chip(tmp_path)


def test_a_first_start_is_an_ordinary_one_and_writes_no_flash(chip: Chip) -> None:
    code, output = chip.start(BOOT + FOUND)
    assert (code, output.strip()) == (0, "starts 0 ''")
    assert not (chip.flash / ".nvs.json").exists()


def test_three_failed_starts_end_in_safe_mode_and_the_next_one_is_tried_again(chip: Chip) -> None:
    for _ in range(3):
        code, output = chip.start(BOOT + FOUND + CRASH)
        assert code == runtime.RESET_EXIT, output
    code, output = chip.start(BOOT + MAIN)
    assert code == 0
    assert "SAFE MODE" in output and "three starts failed" in output
    assert "安全模式" in output and "连续三次启动失败" in output
    assert "starts 1 ''" in chip.start(BOOT + FOUND + CRASH)[1]


def test_switching_off_and_on_forgets_failed_starts(chip: Chip) -> None:
    for _ in range(3):
        chip.start(BOOT + CRASH)
    chip.switch_off()
    assert "starts 0 ''" in chip.start(BOOT + FOUND)[1]


def test_a_restart_on_purpose_is_no_failed_start(chip: Chip) -> None:
    for _ in range(5):
        code, output = chip.start(BOOT + FOUND + "safe.restart()\n")
        assert code == runtime.RESET_EXIT
        assert "starts 0 ''" in output


def test_a_start_that_has_proved_healthy_clears_the_count(chip: Chip) -> None:
    chip.start(BOOT + CRASH)
    assert "starts 1 ''" in chip.start(BOOT + FOUND + "safe.healthy()\n" + CRASH)[1]
    assert "starts 1 ''" in chip.start(BOOT + FOUND + CRASH)[1]


def test_the_button_held_at_the_start_brings_safe_mode(chip: Chip) -> None:
    code, output = chip.start(HOLD_BUTTON + BOOT + MAIN)
    assert code == 0
    assert "the button was held" in output and "启动时按住了按键" in output


def test_a_wrong_configuration_is_named_and_leaves_the_prompt(chip: Chip) -> None:
    wifi = {"ssid": "studio", "password": "short"}
    for change, key in (({"wifi": wifi}, "wifi.password"), ({"board": "esp33"}, "board"), ({"colour": 1}, "colour")):
        chip.write({**CONFIG, **change})
        code, output = chip.start(BOOT + MAIN)
        assert code == 0
        assert output.count(key + ": ") == 2 and " / " in output, output
        assert "Traceback" not in output


def test_a_wrong_configuration_is_named_where_only_the_file_of_another_board_is_on_the_chip(
    chip: Chip, tmp_path: Path
) -> None:
    chip.write({**CONFIG, "board": "esp33"})
    code, output = chip.start(BOOT + MAIN, runtime.lean_firmware("esp32_s3", tmp_path / "lean"))
    assert code == 0
    assert output.count("board: ") == 2 and "Traceback" not in output, output


def test_the_reader_of_the_configuration_is_let_go_after_it_and_can_be_called_back(chip: Chip) -> None:
    look = "import sys\nprint('hushcue_bodypack.config' in sys.modules, safe.settings['id'])\n"
    again = "from hushcue_bodypack import config\nprint(config.load()['id'])\n"
    assert chip.start(BOOT + look + again) == (0, "False host-1\nhost-1\n")


def test_without_a_configuration_it_says_what_to_copy(chip: Chip) -> None:
    code, output = runtime.Run(code=BOOT + MAIN, flash=chip.flash).finish()
    assert code == 0
    assert "config.example.json" in output and "缺少" in output
