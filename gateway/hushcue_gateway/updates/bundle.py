"""A bundle: the firmware for one board in a folder, as it will lie in a slot, with its manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hushcue_wire import manifest
from hushcue_wire.errors import WireError

from .words import WORDS

BUILD_CHARS = 16
LOADERS = ("boot.py", "main.py")
"""What lies in the root of a chip's flash, beside the slots. It comes over a cable alone."""


@dataclass(frozen=True)
class Bundle:
    """Whole: every file was there, as the manifest has it, when it was read."""

    folder: Path
    sealed: bytes
    """the manifest"""
    digest: str
    """its SHA-256 in hex: what is signed, and names the bundle"""
    version: str
    board: str
    machine: str
    mpy: int
    files: Mapping[str, int]
    """path -> bytes"""

    @property
    def build(self) -> str:
        """The short name, as a bodypack says it in its hello."""
        return self.digest[:BUILD_CHARS]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(self.files.values())

    def fits(self, board: str, machine: str, mpy: int) -> bool:
        """Whether it is for such a bodypack."""
        return (self.board, self.machine, self.mpy) == (board, machine, mpy)

    def order(self, place: str, older: bool) -> dict[str, object]:
        """What a bodypack is told. place: "192.168.1.10:8590"."""
        return {
            "version": self.version,
            "manifest": self.digest,
            "size": self.size,
            "place": f"{place}/{self.build}",
            "older": older or None,
        }


def read_bundle(folder: Path) -> Bundle:
    """Every file is looked at. Raises Trouble where one is missing, or not as the manifest has it."""
    try:
        sealed = (folder / manifest.NAME).read_bytes()
        head, files = manifest.read(sealed)
        for path, (size, digest) in files.items():
            data = (folder / path).read_bytes()
            if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
                raise WireError(path, "is not as the manifest has it")
    except (OSError, WireError) as error:
        raise WORDS.trouble("bundle_damaged", path=folder, reason=error) from None
    return Bundle(
        folder=folder,
        sealed=sealed,
        digest=hashlib.sha256(sealed).hexdigest(),
        version=str(head["version"]),
        board=str(head["board"]),
        machine=str(head["machine"]),
        mpy=int(str(head["mpy"])),
        files={path: size for path, (size, _) in files.items()},
    )
