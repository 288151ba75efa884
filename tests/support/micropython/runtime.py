"""Runs the firmware's files on MicroPython: on the official WebAssembly build of its VM, or on a unix-port binary.

The VM comes from the npm package that package-lock.json pins; ``tools/bootstrap.py`` puts it into ``.venv`` once, and
nothing is fetched after that. Where the environment variable MICROPYTHON names a unix-port binary, the same files run
on that instead: with its native emitter for viper, its own sockets and its own event loop.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import weakref
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from hushcue_tools import firmware_build

ROOT = Path(__file__).resolve().parents[3]
VM = ROOT / "tools" / "vm"
"""The programs for Node, and the stand-ins for the chip's own parts."""
TESTS = ROOT / "tests"
FIRMWARE = ROOT / "firmware"
TEST_FOLDERS = ("wire", "receiver", "bodypack", "vectors")
MARK = "@@tests "
RESET_EXIT = 64
WATCHDOG_EXIT = 65


@cache
def bootstrap() -> ModuleType:
    """The checkout's set-up program, which knows where Node and the VM lie."""
    spec = importlib.util.spec_from_file_location("hushcue_bootstrap", ROOT / "tools" / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def node() -> str:
    """The Node program; with it, the VM is there too."""
    modules = ROOT / ".venv" / "micropython" / "node_modules"
    if bootstrap().find_node() is None or not modules.is_dir():
        bootstrap().install_micropython()
    found = bootstrap().find_node()
    assert found is not None
    return str(found[0])


def unix_port() -> str:
    """The unix-port binary to use instead of the WebAssembly build; "" for none."""
    return os.environ.get("MICROPYTHON", "")


@cache
def word_bits() -> int:
    """32 as on the chip, or 64 where MICROPYTHON names a 64-bit binary: integers above 2**30 are no objects there."""
    code, output = Run("import sys\nprint(len(bin(sys.maxsize)) - 1)").finish()
    assert code == 0, output
    return int(output)


ONE_THREAD = "--single-threaded"
"""V8 compiles in the thread that runs: at its end Node can wait for ever for one that compiles beside it
(https://github.com/nodejs/node/issues/54918)."""


@dataclass
class Run:
    """One program for MicroPython.

    ``firmware`` is the folder of what lies on the flash; ``code`` is what runs; ``path`` what sys.path holds besides
    the firmware; ``mounts`` (folder or file, name on the flash) what the flash holds besides the firmware; ``flash``
    keeps written files over a reset; ``capture`` gets the bytes that leave the I2S pins; ``news`` is what is so around
    the chip from the start, and ``outside`` lets more of it come on standard input (chip/outside.py). ``after`` is more
    code, run piece by piece after ``code``: the WebAssembly build collects garbage only between them.
    """

    code: str
    path: list[str] = field(default_factory=list)
    mounts: list[tuple[Path, str]] = field(default_factory=list)
    clock: str = "real"
    speed: float = 1.0
    flash: Path | None = None
    capture: Path | None = None
    news: list[dict[str, Any]] = field(default_factory=list)
    outside: bool = False
    after: list[str] = field(default_factory=list)
    firmware: Path = FIRMWARE

    def start(self, **settings: Any) -> subprocess.Popen[str]:
        """The running program; its standard output holds what it prints."""
        stage = self._stage() if unix_port() else None
        process = subprocess.Popen(
            self._command(stage),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            **({"stdin": subprocess.PIPE} | settings),
        )
        if stage is not None and self.flash is None:
            weakref.finalize(process, shutil.rmtree, stage, ignore_errors=True)
        return process

    def finish(self, timeout_s: float = 600) -> tuple[int, str]:
        """Run to the end: the exit code, and what was printed. What hangs, the limit of the whole test finds."""
        with self.start(stdin=subprocess.DEVNULL) as process:
            try:
                output, _ = process.communicate(timeout=timeout_s)
            finally:
                process.kill()  # where it did not come to its end
        return process.returncode, output

    def _command(self, stage: Path | None) -> list[str]:
        if stage is None:
            return [node(), ONE_THREAD, str(VM / "harness.mjs"), json.dumps(self._options())]
        options = stage / ".options.json"  # too long for an argument of the unix port
        options.write_text(json.dumps(self._options() | {"stage": str(stage)}), encoding="utf-8")
        return [unix_port(), "-X", "heapsize=8m", str(VM / "unix" / "start.py"), str(options)]

    def _stage(self) -> Path:
        """A folder that looks like the flash: the unix port sees the machine's own files."""
        stage = self.flash or Path(tempfile.mkdtemp(prefix="hushcue-flash-"))
        for here, there in [(self.firmware, "/"), *self.mounts]:
            target = stage / there.lstrip("/")
            if here.is_dir():
                shutil.copytree(here, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(here, target)
        return stage

    def _options(self) -> dict[str, Any]:
        """What harness.mjs and unix/start.py are told."""
        return {
            "modules": str(ROOT / ".venv" / "micropython"),
            "mounts": [[str(self.firmware), "/"], *([str(here), there] for here, there in self.mounts)],
            "path": self.path,
            "run": self.code,
            "after": self.after,
            "clock": self.clock,
            "speed": self.speed,
            "flash": str(self.flash) if self.flash else None,
            "capture": str(self.capture) if self.capture else None,
            "news": self.news,
            "outside": self.outside,
        }


@dataclass(frozen=True)
class Tested:
    """What came of one test file."""

    run: int
    failed: int
    skipped: int
    exit_code: int
    output: str


def lean_firmware(board: str, folder: Path) -> Path:
    """``folder``, filled with the firmware as ``hushcue firmware`` makes it for ``board``, but not compiled."""
    modules = firmware_build.wanted(FIRMWARE / firmware_build.LIB, board)
    folder.mkdir(exist_ok=True)
    firmware_build.write_lean(FIRMWARE, modules, folder / firmware_build.LIB)
    for name in firmware_build.STARTERS:
        shutil.copyfile(FIRMWARE / name, folder / name)
    return folder


def can_run_on_vm(file: Path) -> bool:
    """unittest-style files keep to what both interpreters have; one that needs more says so by importing pytest."""
    text = file.read_text(encoding="utf-8")
    return "\nimport unittest\n" in text and "import pytest" not in text and "from pytest" not in text


def run_test_file(file: Path, clock: str = "real") -> Tested:
    """Run one unittest-style file of TEST_FOLDERS."""
    program = Run(
        code=f"import run_tests\nrun_tests.run([{file.stem!r}])\n",
        path=[f"/tests/{file.parent.name}", "/tests"],
        mounts=[(TESTS / name, f"/tests/{name}") for name in TEST_FOLDERS],
        clock=clock,
    )
    code, output = program.finish()
    last = [line for line in output.splitlines() if line.startswith(MARK)]
    totals = json.loads(last[-1][len(MARK) :]) if last else {"run": 0, "failed": 0, "skipped": 0}
    return Tested(totals["run"], totals["failed"], totals["skipped"], code, output)
