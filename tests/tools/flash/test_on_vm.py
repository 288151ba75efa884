"""The real mpremote at the raw prompt of the official VM, on a pseudo-terminal: install, verify, update, repair, and
the cable pulled again and again."""

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import installed_chip
from support.micropython.board import SerialBoard
from support.micropython.runtime import FIRMWARE
from support.patient_cable import patient_cable
from support.small_firmware import small

from hushcue_bodypack import slots
from hushcue_tools.device import Device, DeviceError, DeviceGone, DeviceRefused, SerialDevice, open_device
from hushcue_tools.flash import bundle, plan
from hushcue_tools.flash.install import install
from hushcue_tools.flash.progress import Silent
from hushcue_wire import manifest
from hushcue_words import EXIT_MISSING, Trouble

__all__ = ["patient_cable"]

SOME_CUTS, MANY_CUTS = 5, 12
TRIES = 3
PATIENCE_S = 60


@contextlib.contextmanager
def prompt(board: SerialBoard) -> Iterator[SerialDevice]:
    device = open_device(board.port)
    try:
        yield device
    finally:
        device.close()


@pytest.fixture
def board(tmp_path: Path) -> Iterator[SerialBoard]:
    with SerialBoard(tmp_path / "flash", main=False) as made:
        yield made


def put(device: Device, wanted: bundle.Bundle) -> plan.Plan:
    return install(device, wanted, Silent())


def lies_there(flash: Path, wanted: bundle.Bundle) -> bool:
    """Whether the slot that is started holds ``wanted``, byte for byte."""
    slot = slots.kept(slots.Flash(os, open, str(flash)))
    folder = flash / "hushcue" / slot
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return bool(slot) and found == {**wanted.files, manifest.NAME: wanted.manifest}


def test_files_go_to_the_chip_and_come_back(board: SerialBoard) -> None:
    data = bytes(range(256)) * 9
    with prompt(board) as device:
        seen: list[int] = []
        device.put("/some/folder/file.bin", data, seen.append)
        assert (sum(seen), len(seen)) == (len(data), 3)
        assert device.get("/some/folder/file.bin") == data
        device.copy("/some/folder/file.bin", "/other/copy")
        stamps = device.hash(["/other/copy", "/not/there"])
        assert stamps == {"/other/copy": (len(data), hashlib.sha256(data).hexdigest())}
        device.rename("/other/copy", "/some/folder/file.bin")
        assert [entry.name for entry in device.listdir("/some/folder")] == ["file.bin"]
        assert device.listdir("/not/there") == []
        assert device.get("/not/there") is None
        device.remove("/some")
        device.remove("/not/there")
        assert "some" not in [entry.name for entry in device.listdir("/")]


def test_the_chip_says_who_it_is(board: SerialBoard) -> None:
    with prompt(board) as device:
        facts = device.facts()
    assert facts.version >= (1, 28, 0)
    assert (facts.mpy, facts.architecture) == (bundle.MPY, "")
    assert facts.free_bytes <= facts.total_bytes


def test_what_the_chip_raises_is_told_apart_from_a_cable(board: SerialBoard) -> None:
    with prompt(board) as device:
        with pytest.raises(DeviceRefused) as caught:
            device.exec("1 // 0")
        assert caught.value.last_line.startswith("ZeroDivisionError")
        assert device.exec("print(6 * 7)").strip() == "42"


def test_after_a_reset_the_prompt_is_found_again(board: SerialBoard) -> None:
    with prompt(board) as device:
        device.put("/kept", b"1")
        device.reset()
        device.wake()
        assert device.get("/kept") == b"1"
    assert board.starts == 2


def test_a_running_program_is_stopped(tmp_path: Path) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    (flash / "main.py").write_text("import time\nwhile True:\n    time.sleep_ms(20)\n")
    with SerialBoard(flash) as running, prompt(running) as device:
        assert device.exec("print(1)").strip() == "1"


def test_without_micropython_the_way_out_is_said(tmp_path: Path) -> None:
    with SerialBoard(tmp_path / "flash", erased=True) as bare, pytest.raises(Trouble, match="hushcue flash") as caught:
        open_device(bare.port)
    assert (caught.value.code, caught.value.exit_code) == ("no_prompt", EXIT_MISSING)


def test_the_whole_firmware_is_installed_verified_updated_and_repaired(tmp_path: Path) -> None:
    """As it is built for a board: what lies on the flash in the end is what was built, byte for byte."""
    first = bundle.build("esp32_s3")
    path = "lib/hushcue_bodypack/session.mpy"
    second = replace(first, version="9.9.9", files={**first.files, path: first.files[path] + b"\0"})
    flash = tmp_path / "flash"
    with SerialBoard(flash, main=False) as board:
        with prompt(board) as device:
            done = put(device, first)
            assert (len(done.puts), done.slot) == (len(first.files), "a")
            received = board.received
            assert put(device, first).nothing
            assert board.received - received < received / 4
            done = put(device, second)
            assert (list(done.puts), done.slot) == ([plan.place("b", path)], "b")
        board.pull()
        assert lies_there(flash, second)
        for name in ("pump", "session"):
            broken = flash / f"hushcue/b/lib/hushcue_bodypack/{name}.mpy"
            broken.write_bytes(b"broken" + broken.read_bytes()[6:])
        board.plug()
        with prompt(board) as device:
            done = put(device, second)
            assert (list(done.puts), done.in_place) == ([plan.place("b", path)], True)
            assert list(done.copies) == [plan.place("b", "lib/hushcue_bodypack/pump.mpy")], "it lies in slot a too"
    assert lies_there(flash, second)
    assert not list(flash.rglob("__pycache__")) and not list(flash.rglob("*.new"))


def says(board: SerialBoard, flash: Path) -> str:
    """What the chip's own loaders start when the power comes: the version, "" where there is no firmware yet. The cable
    stays in."""
    heard = bytearray()

    def listen(data: bytes) -> bytes:
        heard.extend(data)
        return data

    board.back = listen
    board.main = True
    board.plug()
    deadline = time.monotonic() + PATIENCE_S
    while b">>> " not in heard and time.monotonic() < deadline:
        time.sleep(0.02)
    text = heard.decode()
    assert ">>> " in text, text
    if "started" not in text:
        assert "Traceback" not in text or not (flash / "hushcue/slot").exists(), text
        return ""
    version = text.split("started ")[1].split()[0]
    if "running" in text:
        assert text.split("running ")[1].split()[0] == version
    return version


def test_the_chips_own_loaders_start_what_was_installed(board: SerialBoard) -> None:
    with prompt(board) as device:
        put(device, small("1"))
        put(device, small("2", filling="other"))
    board.pull()
    assert says(board, board.flash) == "2"


@pytest.mark.parametrize("prepared", ["", "1"], ids=["bare", "update"])
def test_a_cable_pulled_anywhere_leaves_a_chip_that_starts(prepared: str, thorough: bool, tmp_path: Path) -> None:
    """After the n-th byte over the cable it is pulled, and the power goes; then the chip starts by itself, and the same
    command, run again, finishes."""
    start, wanted = tmp_path / "start", small("2", filling="other")
    with SerialBoard(start, main=False) as board, prompt(board) as device:
        if prepared:
            put(device, small(prepared))
        trial = tmp_path / "whole"
    shutil.copytree(start, trial)
    with SerialBoard(trial, main=False) as board, prompt(board) as device:
        before = board.received
        put(device, wanted)
        count = board.received - before
    assert count > 4000
    seen = set()
    cuts = MANY_CUTS if thorough else SOME_CUTS
    for turn in range(cuts):
        cut = turn * (count - 1) // (cuts - 1)
        flash = tmp_path / f"cut-{cut}"
        shutil.copytree(start, flash)
        board = SerialBoard(flash, main=False)
        board.plug()
        with prompt(board) as device:
            board.pull_after = board.received + cut
            with pytest.raises(DeviceGone):
                put(device, wanted)
        board.pull()
        board.pull_after = None
        seen.add(says(board, flash))
        for _ in range(TRIES):  # a machine with much else to do answers too late now and then
            with contextlib.suppress(DeviceError), prompt(board) as device:
                put(device, wanted)
                break
        board.pull()
        assert lies_there(flash, wanted), cut
    assert seen == {prepared, "2"}


def test_the_bodypack_itself_starts_after_it_was_flashed(tmp_path: Path) -> None:
    """The real modules, as sources that this build of the VM can run: from an empty flash to the bodypack's word."""
    place = installed_chip.install(tmp_path / "made")
    shutil.copyfile(FIRMWARE / "boot.py", place / "boot.py")
    shutil.copyfile(FIRMWARE / "main.py", place / "main.py")
    wanted = bundle.read(place, "esp32_s3", "xtensawin")
    flash, heard = tmp_path / "flash", bytearray()
    board = SerialBoard(flash, main=True)
    board.plug()
    with prompt(board) as device:
        put(device, wanted)
        device.put("/config.json", json.dumps(installed_chip.config()).encode())
        board.back = lambda data: heard.extend(data) or data  # type: ignore[func-returns-value]
        device.reset()
        deadline = time.monotonic() + PATIENCE_S
        while b"hushcue bodypack host-1" not in heard and time.monotonic() < deadline:
            time.sleep(0.02)
    board.pull()
    assert b"hushcue bodypack host-1" in heard, heard.decode()
    assert lies_there(flash, wanted)
