"""The console's USB page does in TypeScript what ``hushcue flash`` does: where both have to say the same, they do."""

import json
import re
from pathlib import Path

import pytest
from support.tree import ROOT, read_text

from hushcue_bodypack import slots
from hushcue_tools import cli
from hushcue_tools.device import ports, scripts
from hushcue_tools.device.device import ARCHITECTURES
from hushcue_tools.flash import images, main, plan
from hushcue_tools.flash.bundle import MPY
from hushcue_words import EXIT_OK

PAGE = ROOT / "gateway" / "console" / "src" / "usb"


def source(name: str) -> str:
    return read_text(PAGE / name)


def test_the_chip_is_told_the_same_helpers() -> None:
    assert source("helpers.txt") == scripts.PRELUDE.lstrip("\n")
    assert source("facts.txt") == scripts.FACTS.lstrip("\n")


def test_the_same_processors_and_bridges_are_known() -> None:
    listed = re.search(r"const ARCHITECTURES = (\[.*?\]);", source("chip.ts"))
    assert listed is not None
    assert tuple(json.loads(listed.group(1))) == ARCHITECTURES
    makers = {int(number, 16) for number in re.findall(r"0x[0-9a-f]{4}", source("boards.ts"))}
    assert makers == set(ports.MAKERS)


def test_the_flash_is_laid_out_the_same() -> None:
    text = source("slots.ts")
    for name in ("SLOT", "TRIAL", "NEWS"):
        assert f'export const {name} = "{getattr(slots, name)}";' in text
    assert f"const BLOCK_BYTES = {plan.BLOCK_BYTES};" in source("plan.ts")
    assert all(folder in source("install.ts") for folder in plan.OURS)
    assert f"SMALL_HEAP_BYTES = {main.SMALL_HEAP_BYTES:_};" in source("states.ts")
    assert f"LEAST_FLASH_MB = {main.LEAST_FLASH_MB};" in source("states.ts")


@pytest.mark.parametrize("chip", sorted(images.BOARDS))
def test_the_gateway_hears_which_file_a_chip_needs(chip: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["flash", "--offer"]) == EXIT_OK
    offer = json.loads(capsys.readouterr().out)
    assert (offer["mpy"], offer["oldest"]) == (MPY, images.dotted(images.OLDEST))
    board = next(each for each in offer["boards"] if each["chip"] == chip)
    builds = images.builds_for(chip, None)
    assert board["board"] == images.BOARDS[chip]
    assert [each["name"] for each in board["images"]] == [build.file for build in builds]
    assert all(Path(each["url"]).name == each["name"] for each in board["images"])
    assert [each["sha256"] for each in board["images"]] == [build.sha256 or None for build in builds]
