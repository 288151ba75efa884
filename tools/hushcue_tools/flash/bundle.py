"""A bundle: the firmware for one board, compiled, as it lies in a slot of the chip, with its manifest; and the two
loaders beside the slots. ``hushcue flash`` sends it over the cable, ``hushcue update bundle`` puts it into a folder for
the gateway.

The same sources and the same compiler give the same bytes, so the same bundle has the same manifest everywhere.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hushcue_wire import __version__, manifest

from .. import firmware_build
from ..device import Stamp
from .words import WORDS

MPY = 6
"""The version of compiled files that mpy-cross writes; the tests hold it to what is in their heads."""
MPY_MAGIC = 0x4D
ENDINGS = (".mpy", ".py")


@dataclass(frozen=True)
class Bundle:
    """``files``: path below the slot -> what it holds. ``loaders``: name in the root of the flash -> what it holds."""

    version: str
    board: str
    machine: str
    mpy: int
    files: Mapping[str, bytes]
    loaders: Mapping[str, bytes]

    @property
    def manifest(self) -> bytes:
        """As it stands in the slot."""
        stamps = {path: (len(data), stamp_of(data).sha256) for path, data in self.files.items()}
        return manifest.make(self.version, self.board, self.machine, self.mpy, stamps)

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest: what is signed for an update over the air."""
        return stamp_of(self.manifest).sha256

    @property
    def bytes(self) -> int:
        """What a slot takes, its manifest aside."""
        return sum(map(len, self.files.values()))

    def write(self, out: Path) -> None:
        """Into a folder, in the place of a bundle that was there; the manifest comes last. Other files stay."""
        (out / manifest.NAME).unlink(missing_ok=True)
        shutil.rmtree(out / firmware_build.LIB, ignore_errors=True)
        for path, data in self.files.items():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(data)
        for name, data in self.loaders.items():
            (out / name).write_bytes(data)
        (out / manifest.NAME).write_bytes(self.manifest)


def stamp_of(data: bytes) -> Stamp:
    """What ``data`` is known by."""
    return Stamp(len(data), hashlib.sha256(data).hexdigest())


def build(board: str, machine: str | None = None) -> Bundle:
    """The firmware of this installation, compiled for ``board``. Raises Trouble."""
    machine = machine or firmware_build.MACHINES.get(board)
    if machine is None:
        raise WORDS.trouble("which_machine", board=board)
    with tempfile.TemporaryDirectory(prefix="hushcue-bundle-") as name:
        folder = Path(name)
        firmware_build.build(board, machine, folder)
        return read(folder, board, machine)


def read(folder: Path, board: str, machine: str, version: str = __version__) -> Bundle:
    """The bundle of a folder that ``hushcue firmware`` has filled. What Python left there by itself stays behind."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / firmware_build.LIB).rglob("*"))
        if path.suffix in ENDINGS and path.is_file()
    }
    loaders = {path.name: path.read_bytes() for path in map(folder.joinpath, firmware_build.STARTERS) if path.is_file()}
    return Bundle(version, board, machine, mpy_of(files), files, loaders)


def mpy_of(files: Mapping[str, bytes]) -> int:
    """The version that stands in the heads of compiled files; MPY where there are sources alone."""
    heads = (data for path, data in files.items() if path.endswith(".mpy"))
    return next((data[1] for data in heads if len(data) > 1 and data[0] == MPY_MAGIC), MPY)
