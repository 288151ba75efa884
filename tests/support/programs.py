"""Programs of other people that tests run."""

import os
import shutil

import pytest

from .tree import ROOT


def needs(*programs: str) -> None:
    """Skips aloud where one is missing; in continuous integration, which installs them all, that is a failure."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    missing = [program for program in programs if shutil.which(program, path=path) is None]
    if not missing:
        return
    message = f"NOT TESTED: {', '.join(missing)} is not installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def environment() -> dict[str, str]:
    """Of a program that finds the packages of this checkout."""
    roots = os.pathsep.join(str(ROOT / root) for root in ("gateway", "firmware/lib"))
    return {**os.environ, "PYTHONPATH": roots, "HUSHCUE_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
