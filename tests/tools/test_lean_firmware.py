"""The lean form of the firmware itself: the machine code is the same, no foreign name is taken, lines stay."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from support.tree import ROOT

from hushcue_tools import firmware, firmware_build
from hushcue_tools.bench import mpy
from hushcue_tools.lean import constants, names
from hushcue_tools.lean.source import read

LIB = firmware.locate() / firmware_build.LIB
STUBS = ROOT / ".venv" / "stubs"
BOARD = "esp32_c3"


@cache
def modules() -> list[Path]:
    return firmware_build.wanted(LIB, BOARD)


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lean")
    firmware_build.write_lean(firmware.locate(), modules(), folder)
    return folder


def statements(text: str) -> set[tuple[str, int, int]]:
    found = {
        (type(node).__name__, node.lineno, node.col_offset)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt)
    }
    return {entry for entry in found if entry[0] != "Pass"}


def test_every_statement_is_on_its_line(lean: Path) -> None:
    for module in modules():
        source, made = ((folder / module).read_text(encoding="utf-8") for folder in (LIB, lean))
        assert source.count("\n") == made.count("\n"), module
        assert statements(made) <= statements(source), module


def test_no_name_that_micropython_knows_is_given_another() -> None:
    known = set()
    for path in STUBS.rglob("*.pyi"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                known.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                known.add(node.id)
    known = {name for name in known if not name.startswith("_")}
    assert {"isconnected", "readinto", "sleep_ms", "decrypt", "write"} <= known
    starters = [(firmware.locate() / name).read_text(encoding="utf-8") for name in firmware_build.STARTERS]
    sources = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): (LIB / path).read_text(encoding="utf-8")
        for path in modules()
    }
    chosen = names.choose(read(constants.inline(sources, starters, [])), starters, [])
    assert len(chosen) > 300
    assert not sorted(chosen.keys() & known), "add them to CHIP in tools/hushcue_tools/lean/foreign.py"


def test_names_are_few(lean: Path) -> None:
    def identifiers(folder: Path) -> int:
        trees = [ast.parse((folder / module).read_text(encoding="utf-8")) for module in modules()]
        nodes = [node for tree in trees for node in ast.walk(tree)]
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        defined = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
        return len(attributes | defined | {node.arg for node in nodes if isinstance(node, ast.arg)})

    assert identifiers(lean) < 0.5 * identifiers(LIB)


@pytest.mark.parametrize("machine", sorted(set(firmware_build.MACHINES.values())))
def test_the_machine_code_is_the_same_but_for_its_names(machine: str, lean: Path, tmp_path: Path) -> None:
    compiler = firmware_build.find_compiler()
    seen = 0
    for module in modules():
        if "@micropython.viper" not in (LIB / module).read_text(encoding="utf-8"):
            continue
        codes = []
        for folder, name in ((LIB, "source"), (lean, "lean")):
            firmware_build.compile_one(compiler, machine, folder, module, tmp_path / name)
            top = mpy.read((tmp_path / name / module).with_suffix(".mpy").read_bytes()).top
            codes.append([child.code for child in top.children if child.kind == mpy.KIND_VIPER])
        assert codes[0] == codes[1], module
        seen += len(codes[0])
    assert seen >= 12
