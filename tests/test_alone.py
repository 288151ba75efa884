"""What failed beside others is asked once more, alone; a bug stays one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ALONE = Path(__file__).with_name("alone.py")
RACED = """
from pathlib import Path
import pytest

def test_is_ready_in_time():
    been = Path(__file__).with_name("been")
    first = not been.exists()
    been.touch()
    assert not first

def test_passes():
    pass
"""


def asked(folder: Path, source: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(source)
    command = [sys.executable, str(ALONE), "-q", *options, "test_it.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_passes_is_asked_once(tmp_path: Path) -> None:
    done = asked(tmp_path, "def test_passes():\n    pass\n")
    assert done.returncode == 0
    assert "alone" not in done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_what_passes_alone_is_named_as_raced(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = asked(tmp_path, RACED, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n  test_it.py::test_is_ready_in_time\n" in done.stdout.partition("RACED")[2]
    assert "test_passes" not in done.stdout.partition("Once more, alone")[2]


def test_a_bug_fails_alone_too(tmp_path: Path) -> None:
    done = asked(tmp_path, "def test_is_wrong():\n    assert 1 == 2\n")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "RACED" not in done.stdout


def test_many_failures_are_no_accident(tmp_path: Path) -> None:
    wrong = "@pytest.mark.parametrize('n', range(3))\ndef test_is_wrong(n):\n    assert n > 9\n"
    done = asked(tmp_path, RACED + wrong)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "Once more" not in done.stdout


def test_a_file_that_cannot_be_read_is_not_asked_again(tmp_path: Path) -> None:
    done = asked(tmp_path, "import nothing_of_that_name\n")
    assert done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    assert "Once more" not in done.stdout
