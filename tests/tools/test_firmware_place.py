"""Where CPython finds the firmware: in a checkout, in a wheel, and what is said where it is not."""

import sys
from pathlib import Path

import pytest

from hushcue_tools import firmware
from hushcue_words import Trouble


def test_the_checkout_has_it() -> None:
    folder = firmware.locate()
    assert (folder / "main.py").is_file()
    assert (folder / "lib" / "hushcue_wire" / "__init__.py").is_file()


def test_use_makes_the_firmware_and_its_stand_in_importable_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    firmware.use()
    firmware.use()
    assert sys.path == [str(firmware.locate() / "lib"), str(firmware.CHIP)]
    assert (firmware.CHIP / "micropython.py").is_file()


def test_a_wheel_carries_it_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = tmp_path / "site-packages" / "hushcue_tools" / "_firmware"
    (carried / "lib" / "hushcue_bodypack").mkdir(parents=True)
    monkeypatch.setattr(firmware, "HERE", carried.parent)
    assert firmware.locate() == carried


def test_where_it_is_not_a_person_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firmware, "HERE", tmp_path / "a" / "b")
    with pytest.raises(Trouble, match="install hushcue again") as trouble:
        firmware.locate()
    assert trouble.value.exit_code == 3
