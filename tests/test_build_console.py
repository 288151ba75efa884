"""How the console is built, and when it is not: with programs of the shell in the place of Node and npm."""

import importlib.util
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support.tree import ROOT

from hushcue_words import EXIT_MISSING, Trouble

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for Node and npm")

BUILDS = """
echo "$@" >> "$(dirname "$0")/log"
built=../hushcue_gateway/web/static
case "$2 $3" in
  ci*) mkdir -p node_modules ;;
  "run build") mkdir -p $built; echo page > $built/index.html ;;
esac
"""


@pytest.fixture(scope="module")
def console() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_console_under_test", ROOT / "tools" / "build_console.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, console: ModuleType) -> Path:
    sources = tmp_path / "checkout" / console.SOURCES
    (sources / "src").mkdir(parents=True)
    (sources / "package.json").write_text("{}\n")
    (sources / "src" / "main.ts").write_bytes(b"one\ntwo\n")
    return tmp_path / "checkout"


def node_that(folder: Path, console: ModuleType, script: str) -> object:
    program = folder / "node"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return console.Node(program, folder / "npm-cli.js")


def calls(folder: Path) -> list[str]:
    return [" ".join(line.split()[1:3]) for line in (folder / "log").read_text().splitlines()]


def test_it_is_built_once_from_the_same_sources(console: ModuleType, checkout: Path, tmp_path: Path) -> None:
    assert not console.is_built(checkout)
    console.build(node_that(tmp_path, console, BUILDS), checkout)
    assert calls(tmp_path) == ["ci --ignore-scripts", "run build"]
    assert console.is_built(checkout)


@pytest.mark.parametrize("name", ["package.json", "src/main.ts", "src/new.ts"])
def test_any_change_of_the_sources_asks_for_a_new_build(
    console: ModuleType, checkout: Path, tmp_path: Path, name: str
) -> None:
    console.build(node_that(tmp_path, console, BUILDS), checkout)
    (checkout / console.SOURCES / name).write_text("something else\n")
    assert not console.is_built(checkout)


def test_what_lies_beside_the_sources_asks_for_none(console: ModuleType, checkout: Path, tmp_path: Path) -> None:
    console.build(node_that(tmp_path, console, BUILDS), checkout)
    (checkout / console.SOURCES / "node_modules" / "more.js").write_text("fetched\n")
    (checkout / console.SOURCES / "src" / "main.ts").write_bytes(b"one\r\ntwo\r\n")  # as Windows checks it out
    assert console.is_built(checkout)


def test_a_release_without_sources_is_built_already(console: ModuleType, checkout: Path, tmp_path: Path) -> None:
    console.build(node_that(tmp_path, console, BUILDS), checkout)
    (checkout / console.SOURCES / "package.json").unlink()
    assert console.is_built(checkout)


def test_a_build_that_fails_is_told_and_begun_again(
    console: ModuleType, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Trouble) as caught:
        console.build(node_that(tmp_path, console, "echo what npm says; exit 3\n"), checkout)
    assert caught.value.exit_code == EXIT_MISSING and caught.value.facts["code"] == 3
    assert "npm ci" in str(caught.value) and "what npm says" in capsys.readouterr().err
    assert not console.is_built(checkout)


def test_a_build_that_leaves_no_page_is_no_build(console: ModuleType, checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        console.build(node_that(tmp_path, console, "exit 0\n"), checkout)
    assert caught.value.code == "console_incomplete"
    assert not console.is_built(checkout)


def test_without_node_the_wanted_version_is_named_in_both_languages(console: ModuleType, checkout: Path) -> None:
    with pytest.raises(Trouble) as caught:
        console.build(None, checkout)
    assert all("20.19" in caught.value.in_language(tongue) for tongue in ("en", "zh"))


def test_a_check_fetches_packages_only_where_there_are_none(
    console: ModuleType, checkout: Path, tmp_path: Path
) -> None:
    node = node_that(tmp_path, console, BUILDS)
    console.check(node, "types", checkout)
    console.check(node, "test", checkout)
    assert calls(tmp_path) == ["ci --ignore-scripts", "run types", "run test"]
