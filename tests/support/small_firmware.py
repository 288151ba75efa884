"""Firmwares of a few lines, which the loaders start like the real one: they say their version and do nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hushcue_tools.flash.bundle import Bundle

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware"
SAFE = """
why = wrong = ""
slot = None
on_trial = False
def at_start():
    from hushcue_wire import version
    print("started", version.VERSION, slot)
"""
BEGIN = """
def load():
    from hushcue_wire import version
    return version.VERSION
def run(pool):
    print("running", pool)
"""


def small(version: str, filling: str = "same", board: str = "esp32_s3") -> Bundle:
    """A firmware that says ``version``; ``filling`` makes one more of its files another one."""
    noise = hashlib.sha512(filling.encode()).digest() * 40
    files = {
        "lib/hushcue_bodypack/__init__.py": b"",
        "lib/hushcue_bodypack/safe.py": SAFE.encode(),
        "lib/hushcue_bodypack/begin.py": BEGIN.encode(),
        "lib/hushcue_wire/__init__.py": b"",
        "lib/hushcue_wire/version.py": f"VERSION = {version!r}\n".encode(),
        "lib/hushcue_wire/filling.mpy": noise,
    }
    loaders = {name: (FIRMWARE / name).read_bytes() for name in ("boot.py", "main.py")}
    return Bundle(version, board, "xtensawin", 6, files, loaders)
