"""The bundles that a gateway has: made once in a run, kept for going back, and nothing damaged among them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from hushcue_gateway.updates.shelf import FOLDER, KEPT, Shelf
from hushcue_tools.flash.bundle import read
from hushcue_words import Trouble

KIND = ("esp32_s3", "xtensawin", 6)


class Maker:
    """Writes a bundle as the compiler would; counts how often."""

    def __init__(self, text: bytes = b"one", version: str = "0.5.0", board: str = "esp32_s3") -> None:
        self.text, self.version, self.board = text, version, board
        self.calls = 0

    async def __call__(self, _board: str, machine: str, folder: Path) -> None:
        self.calls += 1
        (folder / "lib").mkdir()
        (folder / "lib" / "a.mpy").write_bytes(b"M\x06\x00\x1f" + self.text)
        (folder / "manifest.json").write_bytes(read(folder, self.board, machine, self.version).manifest)


def test_it_is_made_once_in_a_run_and_found_again_in_the_next(tmp_path: Path) -> None:
    maker = Maker()
    shelf = Shelf(tmp_path, "0.5.0", maker)
    shelf.open()
    assert shelf.current(*KIND) is None
    first = asyncio.run(shelf.wanted(*KIND))
    assert asyncio.run(shelf.wanted(*KIND)) == first == shelf.current(*KIND) == shelf.of_build(first.build)
    assert maker.calls == 1
    later = Shelf(tmp_path, "0.5.0", Maker(b"two"))
    later.open()
    assert later.of_build(first.build) == first == later.current(*KIND)
    second = asyncio.run(later.wanted(*KIND))  # of the same version and other sources
    assert second != first and later.current(*KIND) == second
    assert later.of_build(first.build) == first


def test_what_is_damaged_goes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "0.5.0", Maker())
    made = asyncio.run(shelf.wanted(*KIND))
    (made.folder / "lib" / "a.mpy").write_bytes(b"?")
    (tmp_path / FOLDER / "new-left-behind").mkdir()
    again = Shelf(tmp_path, "0.5.0", Maker())
    again.open()
    assert again.of_build(made.build) is None
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_the_oldest_of_a_board_go(tmp_path: Path) -> None:
    builds = []
    for number in range(KEPT + 2):
        shelf = Shelf(tmp_path, f"0.{number}.0", Maker(b"%d" % number, f"0.{number}.0"))
        shelf.open()
        made = asyncio.run(shelf.wanted(*KIND))
        os.utime(made.folder, (number, number))
        builds.append(made.build)
    assert {folder.name for folder in (tmp_path / FOLDER).iterdir()} >= set(builds[3:])
    assert builds[0] not in {folder.name for folder in (tmp_path / FOLDER).iterdir()}


def test_a_compiler_that_gives_something_else_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as refused:
        asyncio.run(Shelf(tmp_path, "0.5.0", Maker(board="esp32_c3")).wanted(*KIND))
    assert refused.value.code == "update_no_bundle"
