"""``hushcue flash`` as it is typed: from a bare board to the firmware, and what is said where something is missing."""

import json
import threading
from pathlib import Path

import pytest
import serial
from support.micropython.board import SerialBoard
from support.micropython_image import micropython
from support.patient_cable import patient_cable
from support.rom_loader import RomLoader
from support.small_firmware import small

from hushcue_tools import cli
from hushcue_tools.device import Port
from hushcue_tools.flash import bundle, images, main
from hushcue_wire import manifest
from hushcue_words import EXIT_MISSING, EXIT_OK, EXIT_USAGE

__all__ = ["patient_cable"]


def flash(*words: str, language: str = "en") -> int:
    return cli.main(["--language", language, "flash", *words])


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A firmware of a few lines, and no files of whoever runs the tests."""
    monkeypatch.setattr(main, "build", lambda board, machine: small(f"1-{board}", board=board))
    monkeypatch.setattr(images, "places", lambda: [tmp_path / "cache"])


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "micropython.bin"
    path.write_bytes(micropython("ESP32-S3", filling=16))
    return path


def test_a_bare_board_becomes_one_that_starts_the_firmware(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a chip with USB of its own does it: what starts after the boot loader is another device."""
    board = SerialBoard(tmp_path / "flash", main=False)
    started = threading.Event()
    with RomLoader("ESP32-S3") as rom:
        rom.on_reset = started.set

        def find_ports() -> list[Port]:
            if not started.is_set():
                return [Port(rom.port, "ESP32-S3 USB", "")]
            if not board.port:
                rom.pull()
                board.plug()
            return [Port(board.port, "MicroPython USB", "")]

        monkeypatch.setattr(main, "find_ports", find_ports)
        try:
            assert flash("--port", rom.port, "--image", str(image), "--yes", "--json", "--board", "esp32_s3") == EXIT_OK
        finally:
            board.pull()
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["port"] == board.port
    assert (outcome["chip"]["name"], outcome["chip"]["flash_mb"], outcome["chip"]["psram_mb"]) == ("ESP32-S3", 8, 8)
    assert (outcome["image"]["version"], outcome["image"]["erased"]) == ("1.29.0", True)
    assert (outcome["firmware"]["version"], outcome["firmware"]["sent"]) == ("1-esp32_s3", 8)
    assert outcome["configured"] is False
    data = image.read_bytes()
    assert rom.flash[: len(data)] == data
    assert (tmp_path / "flash/hushcue/slot").read_text() == "a"


def test_a_board_that_has_micropython_keeps_it_and_its_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "flash"
    place.mkdir()
    (place / "config.json").write_text('{"board": "esp32_c3"}')
    with SerialBoard(place, main=False) as board:
        assert flash("--port", board.port) == EXIT_OK
        said = capsys.readouterr().err
        assert "1-esp32_c3 (esp32_c3) is installed: 8 files sent" in said
        assert "config.json is there" in said
        assert flash("--port", board.port, "--json", language="zh") == EXIT_OK
        assert json.loads(capsys.readouterr().out)["firmware"]["sent"] == 0
    assert (place / "config.json").read_text() == '{"board": "esp32_c3"}'


@pytest.mark.parametrize(("language", "says"), [("en", "does no other program hold it"), ("zh", "关闭占用它的程序")])
def test_a_port_that_another_program_holds_is_said_as_such(
    language: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with RomLoader() as rom, serial.Serial(rom.port, exclusive=True):
        assert flash("--port", rom.port, "--yes", language=language) == EXIT_MISSING
    assert says in capsys.readouterr().err


def test_too_old_a_micropython_may_not_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(images, "OLDEST", (99, 0, 0))
    with SerialBoard(tmp_path / "flash", main=False) as board:
        assert flash("--port", board.port, "--keep-image") == EXIT_USAGE
    assert "99.0.0" in capsys.readouterr().err
    assert not (tmp_path / "flash/hushcue").exists()


def test_a_chip_with_little_memory_is_warned_of_and_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "SMALL_HEAP_BYTES", 1 << 40)
    with SerialBoard(tmp_path / "flash", main=False) as board:
        assert flash("--port", board.port, "--board", "esp32_generic") == EXIT_OK
    assert "PSRAM" in capsys.readouterr().err
    assert (tmp_path / "flash/hushcue/slot").exists()


@pytest.mark.parametrize(("language", "asks"), [("en", "Get this one:"), ("zh", "请下载：")])
def test_without_a_file_the_one_to_get_is_named(
    language: str, asks: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_ports", list)
    with RomLoader("ESP32-S3") as rom:
        assert flash("--port", rom.port, "--erase", "--yes", language=language) == EXIT_MISSING
    said = capsys.readouterr().err
    build = images.builds_for("ESP32-S3", 8)[0]
    assert asks in said
    assert build.file in said and build.address in said and str(images.cache()) in said
    assert rom.erased == 0


def test_a_module_with_memory_beside_the_chip_is_told_of_the_other_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_ports", list)
    with RomLoader("ESP32", flash_mb=4) as rom:
        assert flash("--port", rom.port, "--erase", "--yes") == EXIT_MISSING
    said = capsys.readouterr().err
    assert "ESP32_GENERIC-2" in said and "WROVER" in said and "ESP32_GENERIC-SPIRAM-" in said


def test_nothing_is_erased_while_nobody_has_agreed(
    image: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_ports", list)
    with RomLoader("ESP32-S3") as rom:
        assert flash("--port", rom.port, "--image", str(image)) == EXIT_USAGE
        assert "--yes" in capsys.readouterr().err
        assert rom.erased == rom.blocks == 0


def test_a_file_for_another_chip_is_refused_before_anything_is_erased(
    image: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_ports", list)
    with RomLoader("ESP32-C3") as rom:
        assert flash("--port", rom.port, "--image", str(image), "--yes") == EXIT_USAGE
        assert rom.erased == rom.blocks == 0
    assert "is for ESP32-S3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "flash_mb", "says"), [("ESP32-S2", 4, "this is an ESP32-S2"), ("ESP32-C3", 2, "2 MB of flash")]
)
def test_a_chip_that_cannot_do_is_refused(
    name: str, flash_mb: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_ports", list)
    with RomLoader(name, flash_mb) as rom:
        assert flash("--port", rom.port, "--erase", "--yes") == EXIT_USAGE
    assert says in capsys.readouterr().err


def test_a_word_that_means_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert flash("--board", "esp8266") == EXIT_USAGE
    assert "esp32_s3" in capsys.readouterr().err
    assert flash("--keep-image", "--erase") == EXIT_USAGE


@pytest.mark.parametrize(
    ("machine", "board"),
    [
        ("Generic ESP32S3 module with Octal-SPIRAM with ESP32S3", "esp32_s3"),
        ("ESP32C3 module with ESP32C3", "esp32_c3"),
        ("Generic ESP32 module with ESP32", "esp32_generic"),
    ],
)
def test_the_board_is_guessed_by_what_micropython_calls_the_chip(machine: str, board: str) -> None:
    assert main.guess(machine) == board


def test_over_the_cable_and_over_the_air_the_same_firmware_has_the_same_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = bundle.build("esp32_c3")
    assert cli.main(["update", "bundle", "--board", "esp32_c3", "--out", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (tmp_path / manifest.NAME).read_bytes() == made.manifest
    assert (told["digest"], told["count"], told["size"]) == (made.digest, len(made.files), made.bytes)
    assert {path: (tmp_path / path).read_bytes() for path in made.files} == made.files
    assert set(made.loaders) == {"boot.py", "main.py"}
