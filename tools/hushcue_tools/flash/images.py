"""MicroPython's own files: which one a chip needs, what it is called, where it is to be had, where we look for it.

MicroPython's site publishes no checksums. Those below were each published by several people who had downloaded the
file, and agree. A file under one of these names that differs is refused; what we do not know is judged by what is in it
(image_check.py).
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = (1, 28, 0)
"""What the firmware is written for."""
BEST = (1, 29, 0)
BEST_DATE = "20260824"
SITE = "https://micropython.org"
SUFFIX = ".bin"


@dataclass(frozen=True)
class Build:
    """One of MicroPython's builds. ``board`` is its name there, with its variant; ``sha256``: "" where not known."""

    board: str
    chip: str
    offset: int
    needs: str = ""
    sha256: str = ""

    @property
    def file(self) -> str:
        """Its name there."""
        return f"{self.board}-{BEST_DATE}-v{dotted(BEST)}{SUFFIX}"

    @property
    def page(self) -> str:
        """Where it is described."""
        return f"{SITE}/download/{self.board.partition('-')[0]}/"

    @property
    def address(self) -> str:
        """Where it is to be had."""
        return f"{SITE}/resources/firmware/{self.file}"


BUILDS = (
    Build(
        "ESP32_GENERIC",
        "ESP32",
        0x1000,
        sha256="e67ad6015a0a504c1fec9aa9bbf589d0432ed28e62546f4f8dd8a147f8bd95f6",
    ),
    Build("ESP32_GENERIC-SPIRAM", "ESP32", 0x1000, needs="psram"),
    Build(
        "ESP32_GENERIC_S3",
        "ESP32-S3",
        0,
        sha256="1dd9dcd27ba2d6a1cb7f7b49a063f46d3d807d68b0151161233920228285e300",
    ),
    Build(
        "ESP32_GENERIC_S3-SPIRAM_OCT",
        "ESP32-S3",
        0,
        needs="octal",
        sha256="ab24eadfe3ef0e6ee38834d730e648def7cd82f3fa51ee0bbc59c29a6e1bd176",
    ),
    Build(
        "ESP32_GENERIC_C3",
        "ESP32-C3",
        0,
        sha256="bf72ed9eb88ad3a8f49d02c3d371f9ea34c90a8a303aeb9e324d8efd4a2a655a",
    ),
)
OCTAL_MB = (8, 16)
"""PSRAM of these sizes inside an ESP32-S3 is octal, of 2 MB it is quad."""
BOARDS = {"ESP32": "esp32_generic", "ESP32-S3": "esp32_s3", "ESP32-C3": "esp32_c3"}
"""Chip -> the board file that is taken where nobody says another."""


def dotted(version: Sequence[int]) -> str:
    """1.29.0"""
    return ".".join(map(str, version))


def builds_for(chip: str, psram_mb: int | None) -> list[Build]:
    """MicroPython's builds that fit a chip, the best first. ``psram_mb``: None where it cannot be seen from outside."""
    fitting = [build for build in BUILDS if build.chip == chip]
    if chip == "ESP32-S3":
        octal = psram_mb in OCTAL_MB
        return sorted(fitting, key=lambda build: (build.needs == "octal") != octal)
    if chip == "ESP32" and psram_mb:
        return sorted(fitting, key=lambda build: build.needs != "psram")
    return fitting


def known(sha256: str) -> Build | None:
    """The build that a file is, by its hash."""
    return next((build for build in BUILDS if build.sha256 == sha256), None)


def meant(name: str) -> Build | None:
    """The build that a file says to be, by its name."""
    return next((build for build in BUILDS if build.file == name), None)


def sha256_of(path: Path) -> str:
    """Of a whole file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache() -> Path:
    """Where files are looked for that nobody names: beside what other programs keep for a person."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "hushcue" / "micropython"


def places() -> list[Path]:
    """The folders in which a file is looked for: our own, this one, and where browsers put things."""
    return [cache(), Path.cwd(), Path.home() / "Downloads", Path.home() / "下载"]


def find(builds: Sequence[Build], folders: Sequence[Path]) -> Path | None:
    """The first of the builds' files that lies in one of the folders."""
    for build in builds:
        for folder in folders:
            path = folder / build.file
            if path.is_file():
                return path
    return None
