"""Where the firmware lies, and how CPython comes to run its pure modules."""

import sys
from pathlib import Path

from .words import WORDS

HERE = Path(__file__).resolve().parent
CHIP = HERE / "pc_bodypack" / "chip"
"""Holds the stand-in for the chip's ``micropython`` module, and nothing else."""


def locate() -> Path:
    """The folder with boot.py, main.py and lib/: in the wheel, or beside tools/ in a checkout. Raises Trouble."""
    for folder in (HERE / "_firmware", HERE.parent.parent / "firmware"):
        if (folder / "lib" / "hushcue_bodypack").is_dir():
            return folder
    raise WORDS.trouble("no_firmware", exit_code=3, folder=HERE / "_firmware")


def use() -> Path:
    """Make ``hushcue_bodypack`` importable in this process. Returns the firmware's folder. Raises Trouble.

    At the end of the path: the installed ``hushcue_wire`` stays the one in use, it is the same file.
    """
    folder = locate()
    for place in (folder / "lib", CHIP):
        if str(place) not in sys.path:
            sys.path.append(str(place))
    return folder
