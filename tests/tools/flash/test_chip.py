"""esptool as a library against a scripted boot loader: who is there, writing, comparing, and every way to fail."""

import pytest
import serial
from support.micropython_image import OFFSETS, micropython
from support.rom_loader import RomLoader

from hushcue_tools.flash.chip import Chip, connect
from hushcue_tools.flash.image_check import Image, check
from hushcue_tools.flash.progress import Silent
from hushcue_words import EXIT_MISSING, Trouble


def image_for(chip: str, filling: int = 8) -> Image:
    return check(micropython(chip, filling=filling), "own.bin", chip, OFFSETS[chip])


def look(rom: RomLoader) -> Chip:
    loader = connect(rom.port)
    try:
        return loader.look()
    finally:
        loader.close()


def test_a_chip_says_its_name_its_revision_and_its_memory() -> None:
    with RomLoader("ESP32-S3", flash_mb=8) as rom:
        chip = look(rom)
    assert (chip.name, chip.flash_mb, chip.psram_mb) == ("ESP32-S3", 8, 8)
    assert "revision v0.2" in chip.description


@pytest.mark.parametrize(("name", "psram_mb"), [("ESP32", None), ("ESP32-C3", 0)])
def test_other_chips_are_told_apart(name: str, psram_mb: int | None) -> None:
    with RomLoader(name, flash_mb=4) as rom:
        chip = look(rom)
    assert (chip.name, chip.flash_mb, chip.psram_mb) == (name, 4, psram_mb)


@pytest.mark.parametrize("name", ["ESP32", "ESP32-C3", "ESP32-S3"])
def test_what_is_written_lies_on_the_flash_where_the_chip_starts_it(name: str) -> None:
    image = image_for(name)
    with RomLoader(name) as rom:
        rom.flash[-1] = 0
        loader = connect(rom.port)
        loader.look()
        loader.write(image, erase=True, progress=Silent())
        loader.start()
    assert rom.flash[image.offset : image.offset + len(image.data)] == image.data
    assert rom.erased == 1
    assert rom.flash[-1] == 0xFF
    assert "spi_flash_md5" in rom.heard, "nobody compared"


def test_files_stay_where_nothing_is_to_be_erased() -> None:
    image = image_for("ESP32-S3")
    with RomLoader() as rom:
        rom.flash[-1] = 0
        loader = connect(rom.port)
        loader.look()
        loader.write(image, erase=False, progress=Silent())
        loader.close()
    assert rom.erased == 0
    assert rom.flash[-1] == 0


def test_a_chip_that_is_not_in_its_boot_loader_is_told_how_to_get_there() -> None:
    with RomLoader() as rom:
        rom.deaf = True
        with pytest.raises(Trouble, match="Hold BOOT") as caught:
            connect(rom.port)
    assert caught.value.exit_code == EXIT_MISSING


def test_a_chip_that_nobody_knows_is_not_told_to_press_buttons() -> None:
    with RomLoader("a new one") as rom, pytest.raises(Trouble, match="ESP32-S3 and ESP32-C3"):
        connect(rom.port)


def test_a_port_that_is_not_there_is_named() -> None:
    with pytest.raises(Trouble, match="/dev/no-such-port cannot be opened"):
        connect("/dev/no-such-port")


def test_a_port_that_another_program_holds_is_no_button_that_was_not_pressed() -> None:
    with (
        RomLoader() as rom,
        serial.Serial(rom.port, exclusive=True),
        pytest.raises(Trouble, match="does no other program hold it") as caught,
    ):
        connect(rom.port)
    assert caught.value.exit_code == EXIT_MISSING
    assert "BOOT" not in str(caught.value)


def written_with(rom: RomLoader) -> Trouble:
    loader = connect(rom.port)
    try:
        loader.look()
        with pytest.raises(Trouble) as caught:
            loader.write(image_for("ESP32-S3", filling=64), erase=True, progress=Silent())
    finally:
        loader.close()
    assert caught.value.exit_code == EXIT_MISSING
    return caught.value


def test_a_bit_that_turned_over_is_found() -> None:
    with RomLoader() as rom:
        rom.flip = True
        assert "MD5" in str(written_with(rom))


def test_a_flash_that_refuses_is_reported() -> None:
    with RomLoader() as rom:
        rom.refuse = "flash_defl_begin"
        assert written_with(rom).code == "chip_write"


def test_a_stub_that_does_not_load_is_reported() -> None:
    with RomLoader() as rom:
        rom.refuse = "mem_begin"
        assert written_with(rom).code == "chip_write"


def test_nothing_of_esptool_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with RomLoader() as rom:
        look(rom)
    assert capfd.readouterr() == ("", "")


def test_a_cable_pulled_while_writing_is_said_as_such_and_the_next_run_succeeds() -> None:
    with RomLoader() as rom:
        rom.vanish_after = 2
        assert written_with(rom).code in ("chip_lost", "chip_write")
    image = image_for("ESP32-S3", filling=64)
    with RomLoader() as again:
        loader = connect(again.port)
        loader.look()
        loader.write(image, erase=True, progress=Silent())
        loader.close()
    assert again.flash[: len(image.data)] == image.data
