"""The bundles that this gateway has: made from the package that is installed, kept so that an update can be undone.

Compiling is done by ``hushcue update bundle``, a program of its own: it takes seconds, and the gateway knows nothing
of compilers.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from hushcue_words import Trouble

from .bundle import LOADERS, Bundle, read_bundle
from .compiler import ask_tools
from .words import WORDS

FOLDER = "bundles"
KEPT = 6
"""For each board; the newest ones stay."""

Make = Callable[[str, str, Path], Awaitable[None]]
"""(board, machine, folder to fill); raises Trouble."""


class Shelf:
    """``open`` first. version: of the package that is installed."""

    def __init__(self, state_dir: Path, version: str, make: Make | None = None):
        self._folder = state_dir / FOLDER
        self._version = version
        self._make = make or make_bundle
        self._bundles: dict[str, Bundle] = {}
        self._made: dict[
            tuple[str, str, int], str
        ] = {}  # of this run: what an earlier one made may be of other sources
        self._making = asyncio.Lock()

    def open(self) -> None:
        """See what is there. What is damaged is no bundle, and goes."""
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            try:
                bundle = read_bundle(folder)
            except Trouble:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            self._bundles[bundle.build] = bundle

    def of_build(self, build: str) -> Bundle | None:
        """The bundle of that name."""
        return self._bundles.get(build)

    def current(self, board: str, machine: str, mpy: int) -> Bundle | None:
        """The newest of the installed version for such a bodypack, where there is one already."""
        made = self._made.get((board, machine, mpy))
        if made is not None:
            return self._bundles.get(made)
        fitting = [bundle for bundle in self._bundles.values() if bundle.fits(board, machine, mpy)]
        fitting.sort(key=_age)
        return next((bundle for bundle in fitting if bundle.version == self._version), None)

    async def wanted(self, board: str, machine: str, mpy: int) -> Bundle:
        """The one of what is installed now, made where this run has not made it yet. Raises Trouble."""
        kind = (board, machine, mpy)
        async with self._making:
            found = self._bundles.get(self._made.get(kind, ""))
            if found is not None:
                return found
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(prefix="new-", dir=self._folder) as folder:
                await self._make(board, machine, Path(folder))
                made = await asyncio.to_thread(read_bundle, Path(folder))
                place = self._folder / made.build
                if not place.exists():
                    await asyncio.to_thread(shutil.copytree, folder, place)
                for name in LOADERS:  # they stand in no manifest
                    if (Path(folder) / name).is_file():
                        shutil.copyfile(Path(folder) / name, place / name)
            made = read_bundle(place)
            if not made.fits(board, machine, mpy):
                reason = f"{made.board}, {made.machine}, mpy {made.mpy}; {board}, {machine}, mpy {mpy}"
                raise WORDS.trouble("update_no_bundle", board=board, machine=machine, reason=reason)
            self._bundles[made.build] = made
            self._made[kind] = made.build
            os.utime(place)
            self._prune(board)
            return made

    def _prune(self, board: str) -> None:
        """The oldest of a board go."""
        of_board = [bundle for bundle in self._bundles.values() if bundle.board == board]
        of_board.sort(key=_age)
        for bundle in of_board[KEPT:]:
            del self._bundles[bundle.build]
            shutil.rmtree(bundle.folder, ignore_errors=True)


def _age(bundle: Bundle) -> float:
    """The newest first."""
    return -bundle.folder.stat().st_mtime


async def make_bundle(board: str, machine: str, folder: Path) -> None:
    """By ``hushcue update bundle``. Raises Trouble."""
    await ask_tools(board, machine, "update", "bundle", "--board", board, "--chip", machine, "--out", str(folder))
