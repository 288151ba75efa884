"""Where the Mosquitto program is on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from hushcue_words import EXIT_MISSING

from .words import WORDS

PLACES = (
    "/usr/sbin/mosquitto",
    "/usr/local/sbin/mosquitto",
    "/opt/homebrew/sbin/mosquitto",
    "/opt/homebrew/opt/mosquitto/sbin/mosquitto",
    "/usr/local/opt/mosquitto/sbin/mosquitto",
    "/opt/local/sbin/mosquitto",
)
"""Where packages put it, and where the PATH of an ordinary account often does not look."""


def find(program: str = "") -> Path:
    """The program to run: ``program`` when given, else the PATH and the usual places. Raises Trouble where none is."""
    if program:
        found = shutil.which(str(Path(program).expanduser()))
        if found is None:
            raise WORDS.trouble("broker_no_program", exit_code=EXIT_MISSING, path=program)
        return Path(found)
    for place in (shutil.which("mosquitto"), *PLACES, *_windows_places()):
        if place is not None and os.access(place, os.X_OK) and Path(place).is_file():
            return Path(place)
    raise WORDS.trouble("broker_absent", exit_code=EXIT_MISSING, how=WORDS.trouble(_how()))


def _windows_places() -> list[str]:
    folders = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")]
    return [os.path.join(folder, "mosquitto", "mosquitto.exe") for folder in folders if folder]


def _how() -> str:
    if sys.platform == "win32":
        return "install_windows"
    return "install_macos" if sys.platform == "darwin" else "install_debian"
