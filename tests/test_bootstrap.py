"""The set-up program: what it asks of a machine, and what it says where it gets no further."""

import ast
import importlib.util
import os
import stat
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from support.tree import ROOT, read_text

from hushcue_words import EXIT_MISSING, Trouble, choose_language

SOURCE = ROOT / "tools" / "bootstrap.py"
NOWHERE = "a-program-that-nobody-has"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for package managers")


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SOURCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is all of PATH, but for the shell itself."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "env"):
        (folder / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    yield folder


def put_program(folder: Path, name: str, script: str) -> Path:
    """A shell script on PATH; what it was called with is appended to the file that is returned."""
    log = folder / f"{name}.log"
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" >> {log}\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return log


def a_need(bootstrap: ModuleType, name: str = NOWHERE, brew: str = "thing") -> object:
    return bootstrap.Need(name, bootstrap.has_program, "thing-for-debian", brew)


def test_an_old_python_can_read_the_sentence_that_refuses_it() -> None:
    tree = ast.parse(read_text(SOURCE), feature_version=(3, 7))
    guard = next(place for place, node in enumerate(tree.body) if isinstance(node, ast.If))
    before = [node for node in tree.body[:guard] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [alias.name for node in before for alias in node.names] == ["sys"]


def test_nothing_is_installed_where_nothing_is_missing(bootstrap: ModuleType, programs: Path) -> None:
    log = put_program(programs, "apt-get", "exit 1")
    bootstrap.install_for_system([a_need(bootstrap, "sh")])
    assert not log.exists()


def test_without_a_package_manager_the_missing_things_are_named_in_both_languages(
    bootstrap: ModuleType, programs: Path
) -> None:
    with pytest.raises(Trouble) as caught:
        bootstrap.install_for_system([a_need(bootstrap)])
    assert caught.value.exit_code == EXIT_MISSING
    assert all(NOWHERE in caught.value.in_language(tongue) for tongue in ("en", "zh"))


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get is Linux's")
def test_without_rights_the_command_for_somebody_who_has_them_is_shown(
    bootstrap: ModuleType, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = put_program(programs, "apt-get", "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble) as caught:
        bootstrap.install_for_system([a_need(bootstrap)])
    assert "apt-get install" in str(caught.value) and "thing-for-debian" in str(caught.value)
    assert not log.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get is Linux's")
def test_an_ordinary_account_goes_through_sudo(
    bootstrap: ModuleType, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(programs, "apt-get", f"ln -sf /bin/true {programs}/{NOWHERE}")
    (programs / "ln").symlink_to("/bin/ln")
    log = put_program(programs, "sudo", 'exec "$@"')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    bootstrap.install_for_system([a_need(bootstrap)])
    assert "apt-get install" in log.read_text() and "thing-for-debian" in log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get is Linux's")
def test_a_package_that_does_not_bring_what_it_should_is_told(bootstrap: ModuleType, programs: Path) -> None:
    put_program(programs, "apt-get", "exit 0")
    put_program(programs, "sudo", 'exec "$@"')
    with pytest.raises(Trouble) as caught:
        bootstrap.install_for_system([a_need(bootstrap)])
    assert caught.value.code == "still_missing"


def test_a_command_that_fails_ends_the_set_up_with_its_name(bootstrap: ModuleType) -> None:
    with pytest.raises(Trouble) as caught:
        bootstrap.run(sys.executable, "-c", "raise SystemExit(7)")
    assert caught.value.facts["code"] == 7
    with pytest.raises(Trouble) as caught:
        bootstrap.run(NOWHERE)
    assert NOWHERE in str(caught.value)


def test_a_step_is_done_until_its_inputs_change(bootstrap: ModuleType, tmp_path: Path) -> None:
    bootstrap.STAMPS = tmp_path / "stamps"
    lock = tmp_path / "some.lock"
    lock.write_text("one==1\n")
    assert not bootstrap.is_done("step", bootstrap.digest(lock))
    bootstrap.mark_done("step", bootstrap.digest(lock))
    assert bootstrap.is_done("step", bootstrap.digest(lock))
    lock.write_text("one==2\n")
    assert not bootstrap.is_done("step", bootstrap.digest(lock))


def test_an_environment_that_was_moved_is_made_anew(bootstrap: ModuleType, tmp_path: Path) -> None:
    bootstrap.PYTHON = Path(sys.executable)
    bootstrap.STAMPS = tmp_path / "stamps"
    assert bootstrap.has_usable_venv()
    bootstrap.mark_done("place", "where/it/was/made")
    assert not bootstrap.has_usable_venv()
    bootstrap.mark_done("place", str(bootstrap.VENV))
    assert bootstrap.has_usable_venv()
    bootstrap.PYTHON = tmp_path / "gone"
    assert not bootstrap.has_usable_venv()


def test_a_node_too_old_for_us_is_passed_over(bootstrap: ModuleType, programs: Path, tmp_path: Path) -> None:
    put_program(programs, "node", "echo v12.22.0")
    put_program(programs, "npm", "")
    bootstrap.VENV = tmp_path
    assert bootstrap.find_node() is None
    put_program(programs, "node", "echo v20.18.3")
    assert bootstrap.find_node() is None
    put_program(programs, "node", "echo v20.19.0")
    assert bootstrap.find_node() == (programs / "node", programs / "npm")


def test_only_what_has_no_wheel_is_built_here(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap, "pip", lambda *words: asked.append(tuple(map(str, words))))
    monkeypatch.setattr(bootstrap, "is_done", lambda *_: False)
    monkeypatch.setattr(bootstrap, "mark_done", lambda *_: None)
    bootstrap.install_build_tools()
    bootstrap.install_python_packages(bootstrap.REQUIREMENTS / "run.lock")
    assert all({"--require-hashes", "--no-deps", "--only-binary"} <= set(words) for words in asked)
    assert "--no-binary" not in asked[0] and asked[0][-1].endswith("build.lock")
    built = [word for before, word in pairwise(asked[1]) if before == "--no-binary"]
    assert built == list(bootstrap.SOURCE_ONLY) and "--no-build-isolation" in asked[1]
    assert not [name for name in built if name not in read_text(bootstrap.REQUIREMENTS / "run.lock")]


@pytest.mark.parametrize(("tongue", "word"), [("en", "installing"), ("zh", "安装")])
def test_progress_is_told_in_the_language_of_the_machine(
    bootstrap: ModuleType, tongue: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    choose_language(tongue)
    try:
        bootstrap.say("system", names="mosquitto")
    finally:
        choose_language(None)
    assert word in capsys.readouterr().out
