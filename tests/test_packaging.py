"""What a person gets from ``pip install hushcue``: the wheel is built from this checkout and looked into."""

import ast
import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from support.tree import ROOT, project_files, read_text

OURS = {"hushcue_gateway", "hushcue_link", "hushcue_tools", "hushcue_wire", "hushcue_words"}
ON_THE_CHIP = "hushcue_tools/_firmware/"
SENT_TO_THE_CHIP = ROOT / "tools/hushcue_tools/diagnose/on_chip"
"""Carried as files and run by the chip's Python, never by this one."""
STUBS = ROOT / ".venv/stubs"
FOR_TYPE_CHECKERS = frozenset({"__future__", "abc", "enum", "types", "typing", "typing_extensions"})
"""Among the stubs, and not on a chip."""
CONSOLE = "hushcue_gateway/web/static/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the locked back end: no isolation, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    return build("wheel", ROOT, folder)


def build(kind: str, source: Path, folder: Path, **environment: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    surroundings = {**os.environ, **environment}
    done = subprocess.run(command, cwd=source, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("hushcue-*")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def metadata(wheel: Path, names: list[str]) -> email.message.Message:
    (name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    with zipfile.ZipFile(wheel) as archive:
        return email.message_from_bytes(archive.read(name))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and the dependencies of this one beside it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    (site,) = folder.glob("**/site-packages")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(programs / "python"), "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    # A .pth within a folder that a .pth names is not read: the editable install there stays out of sight.
    (site / "borrowed.pth").write_text(str(next(path for path in sys.path if path.endswith("site-packages"))))
    return programs


def test_the_wheel_puts_exactly_our_packages_at_the_top(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == OURS


def test_the_wheel_carries_every_file_of_the_chip(names: list[str]) -> None:
    chip = [path for path in project_files() if path.is_relative_to(ROOT / "firmware") and path.suffix == ".py"]
    expected = {ON_THE_CHIP + path.relative_to(ROOT / "firmware").as_posix() for path in chip}
    assert expected | {ON_THE_CHIP + "config.example.json"} <= set(names)
    assert {ON_THE_CHIP + "boot.py", ON_THE_CHIP + "main.py"} <= expected


def test_the_wheel_carries_nothing_to_the_chip_that_stays_on_the_pc(names: list[str]) -> None:
    extra = [name for name in names if name.startswith(ON_THE_CHIP) and not name.endswith((".py", ".json", "py.typed"))]
    assert not extra


def test_every_package_says_that_it_is_typed(names: list[str]) -> None:
    assert {f"{package}/py.typed" for package in OURS} <= set(names)


def test_the_wheel_holds_neither_caches_nor_tests(names: list[str]) -> None:
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc") or "/tests/" in name]


def test_the_wheel_holds_every_file_of_our_packages(names: list[str]) -> None:
    rooms = ("gateway", "tools", "firmware/lib")
    expected = {
        path.relative_to(ROOT / room).as_posix()
        for path in project_files()
        for room in rooms
        if path.is_relative_to(ROOT / room) and path.relative_to(ROOT / room).parts[0] in OURS
    }
    assert expected <= set(names), sorted(expected - set(names))


def test_the_wheel_carries_the_console_as_it_was_built(names: list[str]) -> None:
    built = ROOT / "gateway" / "hushcue_gateway" / "web" / "static"
    expected = {CONSOLE + path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert expected == {name for name in names if name.startswith(CONSOLE)}
    assert {CONSOLE + name for name in ("index.html", "phone.html", "usb.html")} <= expected
    assert [name for name in expected if name.startswith(CONSOLE + "assets/") and name.endswith(".js")]


def test_the_console_asks_no_other_place_for_anything(wheel: Path, names: list[str]) -> None:
    elsewhere = re.compile(rb"""(?:src|href|action)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import""")
    with zipfile.ZipFile(wheel) as archive:
        pages = [name for name in names if name.startswith(CONSOLE) and name.endswith((".html", ".css"))]
        assert pages
        assert not [name for name in pages if elsewhere.search(archive.read(name))]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source release, unpacked."""
    folder = tmp_path_factory.mktemp("release")
    with tarfile.open(build("sdist", ROOT, folder / "sdist")) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder)
    (unpacked,) = folder.glob("hushcue-*")
    return unpacked


def test_a_source_release_makes_the_same_wheel_without_node(names: list[str], release: Path, tmp_path: Path) -> None:
    assert (release / "Makefile").is_file() and (release / "tests" / "wire").is_dir()
    with zipfile.ZipFile(build("wheel", release, tmp_path, PATH="")) as archive:
        assert sorted(archive.namelist()) == sorted(names)


def test_a_source_release_carries_the_sources_of_the_console(release: Path) -> None:
    console = release / "gateway" / "console"
    assert {"package.json", "package-lock.json", "index.html", "src"} <= {path.name for path in console.iterdir()}
    assert not (console / "node_modules").exists()


def test_an_editable_install_builds_no_console(release: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(release, checkout)
    shutil.rmtree(checkout / "gateway" / "hushcue_gateway" / "web" / "static")
    code = "import sys; from hatchling import build; print(build.build_editable(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(
        command, cwd=checkout, env={**os.environ, "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (checkout / "gateway" / "hushcue_gateway" / "web" / "static").exists()


def test_the_version_is_that_of_the_wire(metadata: email.message.Message) -> None:
    source = read_text(ROOT / "firmware/lib/hushcue_wire/__init__.py")
    assert metadata["Version"] == re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE).group(1)


def test_the_licence_travels_with_the_wheel(metadata: email.message.Message, names: list[str]) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert [name for name in names if name.endswith("/licenses/LICENSE")]


EXTRAS = {
    "onnxruntime": ["onnxruntime"],
    "piper": ["piper-tts"],
    "pyopenjtalk": ["pyopenjtalk-plus"],
    "tokenizers": ["tokenizers"],
}
"""Module -> what brings it, of extras that the tests do without."""


def test_every_import_of_the_wheel_is_a_declared_dependency() -> None:
    project = tomllib.loads(read_text(ROOT / "pyproject.toml"))["project"]
    optional = [line for lines in project["optional-dependencies"].values() for line in lines]
    declared = {plain(line) for line in [*project["dependencies"], *optional]}
    brought_by = {**packages_distributions(), **EXTRAS}
    known = sys.stdlib_module_names | OURS | {"hushcue_bodypack", "micropython"}
    rooms = (ROOT / "gateway", ROOT / "tools/hushcue_tools")
    sources = [path for path in project_files() if path.suffix == ".py" and any(map(path.is_relative_to, rooms))]
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources
        if not path.is_relative_to(SENT_TO_THE_CHIP)
        for name in top_level_imports(read_text(path)) - known
        if not declared & {plain(owner) for owner in brought_by.get(name, ())}
    ]
    assert not found, "\n".join(found)


def test_what_is_sent_to_a_chip_imports_what_is_there() -> None:
    """MicroPython's own modules, as the stubs of its ESP32 port have them, and the firmware."""
    there = {path.name.partition(".")[0] for place in (STUBS, STUBS / "stdlib") for path in place.iterdir()}
    there = (there | {"hushcue_bodypack", "hushcue_wire"}) - FOR_TYPE_CHECKERS
    sources = [path for path in project_files() if path.is_relative_to(SENT_TO_THE_CHIP) and path.suffix == ".py"]
    assert sources and {"machine", "network", "socket"} <= there
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources
        for name in top_level_imports(read_text(path)) - there
    ]
    assert not found, "\n".join(found)


def test_nothing_on_the_pc_imports_what_is_sent_to_a_chip() -> None:
    importing = re.compile(rf"^\s*(?:from|import)\b.*\b{SENT_TO_THE_CHIP.name}\b", re.MULTILINE)
    rooms = (ROOT / "gateway", ROOT / "tools")
    sources = [path for path in project_files() if path.suffix == ".py" and any(map(path.is_relative_to, rooms))]
    assert not [path for path in sources if importing.search(read_text(path))]


def plain(requirement: str) -> str:
    """The normalised name of a distribution in a requirement."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def top_level_imports(source: str) -> set[str]:
    """The first names of all absolute imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_command_works_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    for arguments in (["--help"], ["--version"], ["gateway", "--help"], ["bodypack", "--help"], ["demo", "--help"]):
        command = [str(installed / "hushcue"), *arguments]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert "hushcue" in done.stdout


def test_the_firmware_is_found_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    code = (
        "from hushcue_tools import firmware; firmware.use()\n"
        "import hushcue_bodypack.session as s, sys; print(s.__file__)"
    )
    command = [str(installed / "python"), "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "_firmware" in done.stdout


def test_nothing_of_the_chip_is_a_top_level_name_for_users(installed: Path, tmp_path: Path) -> None:
    for name in ("hushcue_bodypack", "micropython"):
        command = [str(installed / "python"), "-c", f"import {name}"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode != 0, f"{name} can be imported"
        assert f"No module named '{name}'" in done.stderr


def test_locks_name_hashes_and_no_place() -> None:
    locks = list((ROOT / "requirements").glob("*.lock"))
    assert {lock.name for lock in locks} == {"build.lock", "run.lock", "dev.lock", "node.lock", "stubs.lock"}
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        pins = re.findall(r"^[a-z0-9][^\s=]*==.*$", text, re.MULTILINE)
        assert pins and all(pin.endswith("\\") for pin in pins), f"{lock.name} pins something without a hash"


def test_the_lock_of_the_tests_holds_the_very_versions_that_users_run() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9][^\s\\]*==[^\s\\]+)", read_text(ROOT / "requirements" / lock), re.MULTILINE))

    assert pins("run.lock") <= pins("dev.lock")
    assert pins("build.lock") <= pins("dev.lock")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(read_text(ROOT / "pyproject.toml"))
    locked = {plain(line) for line in read_text(ROOT / "requirements/run.lock").splitlines() if "==" in line}
    asked = {plain(line) for line in project["project"]["dependencies"]}
    assert asked <= locked
    locked |= {plain(line) for line in read_text(ROOT / "requirements/dev.lock").splitlines() if "==" in line}
    groups = project["dependency-groups"]
    asked = {plain(line) for name in ("build", "dev", "docs") for line in groups[name] if isinstance(line, str)}
    assert asked <= locked
