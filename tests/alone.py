"""Runs pytest, and asks what failed there once more, alone: ``python tests/alone.py ARGUMENTS OF PYTEST``.

A program that was held up by its neighbours is no bug of ours; a bug fails alone too. So that nothing is hidden, a test
that passes only the second time is named at the end, with both outcomes, and is to be mended: it judges something by
the clock. More than a few failures are no accident, and are not asked again."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ACCIDENTS = 3
"""So many failures of one run may be the machine's."""


def failed(cache: Path) -> list[str]:
    """The node ids pytest's cache plugin keeps of what failed (``cache/lastfailed`` of its documentation)."""
    kept = cache / "v/cache/lastfailed"
    return sorted(json.loads(kept.read_text())) if kept.exists() else []


def run(arguments: Sequence[str], cache: Path) -> int:
    """pytest's exit code. In a process of its own, as it was the first time."""
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments]
    return subprocess.run(command, check=False).returncode


def main(arguments: Sequence[str]) -> int:
    """0 where all passed, the first time or alone; else pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        code = run(arguments, Path(folder, "first"))
        names = failed(Path(folder, "first"))
        if code != pytest.ExitCode.TESTS_FAILED or not 0 < len(names) <= ACCIDENTS:
            return code
        print(f"\nOnce more, alone: {', '.join(names)}", flush=True)
        code = run(names, Path(folder, "second"))
    if code == pytest.ExitCode.OK:
        print("RACED (failed beside others, passed alone; waits for a time where a fact would do):", *names, sep="\n  ")
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
