"""``hushcue``: what a person types, what they are told, in both languages, and the exit code."""

import subprocess
import sys

import pytest

from hushcue_tools import cli
from hushcue_tools.demo.children import search_path
from hushcue_words import choose_language

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    choose_language(None)


@pytest.mark.parametrize("command", list(cli.COMMANDS))
@pytest.mark.parametrize(("language", "heading"), [("en", "usage: "), ("zh", "用法：")])
def test_every_command_explains_itself_in_both_languages(
    command: str, language: str, heading: str, capsys: Captured
) -> None:
    assert cli.main(["--language", language, command, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(heading)
    assert command in told


@pytest.mark.parametrize(("language", "word"), [("en", "commands"), ("zh", "命令")])
def test_the_help_names_every_command(language: str, word: str, capsys: Captured) -> None:
    assert cli.main(["--language", language, "--help"]) == 0
    told = capsys.readouterr().out
    assert word in told
    for command in cli.COMMANDS:
        assert f"\n  {command} " in told


def test_the_version_is_one_line(capsys: Captured) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.split()[0] == "hushcue"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "say what to do"),
        (["demmo"], "did you mean demo?"),
        (["gatway", "--config", "x"], "did you mean gateway?"),
        (["xyzzy"], "there is no command xyzzy"),
        (["bodypack", "--no-such-option"], "not understood: --no-such-option"),
        (["demo", "--seconds", "soon"], "--seconds: 'soon' is not a number"),
        (["demo", "--seconds"], "--seconds needs a value"),
        (["--language", "fr", "demo"], "--language: 'fr' is not one of"),
        (["bench", "speed"], "there is no bench speed"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_is_wrong_and_exit_code_2(
    words: list[str], told: str, capsys: Captured
) -> None:
    assert cli.main(words) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("hushcue: ")
    assert output.err.count("\n") == 1
    assert told in output.err


def test_mistakes_are_told_in_chinese_too(capsys: Captured) -> None:
    assert cli.main(["--language=zh", "demo", "--seconds", "soon"]) == 2
    assert "不是数字" in capsys.readouterr().err


def test_an_argparse_sentence_nobody_translated_is_passed_on() -> None:
    assert cli.reworded("something quite new") == "something quite new"


def test_help_loads_no_library() -> None:
    code = (
        "import sys; from hushcue_tools import cli; cli.main(['--help']);"
        "bad = {'numpy', 'rich', 'fastapi', 'sounddevice', 'soundfile'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": search_path()}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    for name in [name for name in sys.modules if name.startswith("hushcue_tools.demo.")]:
        monkeypatch.delitem(sys.modules, name)
    assert cli.main(["demo"]) == 3
    assert "the library rich is missing" in capsys.readouterr().err


def test_a_module_of_ours_that_is_missing_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "demo", "hushcue_tools.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        cli.main(["demo"])


def test_chinese_on_a_terminal_that_knows_only_ascii_is_no_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hushcue_tools", "--language", "zh", "--help"],
        env={"PYTHONPATH": search_path(), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u7528\u6cd5" in done.stdout
