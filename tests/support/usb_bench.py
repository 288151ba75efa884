"""A board on the bench, at a bridge with reset lines: its ROM's boot loader, its flash, and MicroPython where that was
written. ``UsbBench(folder).into(page)`` puts it behind the page's ``navigator.serial``.

What a browser does with a serial port is done by usb_bench.js as the Web Serial specification has it; the bytes go to
the scripted boot loader or to the official VM, whichever the reset lines chose. Everything runs in Playwright's loop.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from .micropython.board import SerialBoard
from .rom_loader import RomLoader

SCRIPT = Path(__file__).with_suffix(".js")
IMAGE_MAGIC = 0xE9
NO_IMAGE = b"invalid header: 0xffffffff\r\n"
"""What the ROM prints where there is nothing to start."""
BACK_S = 0.5


class UsbBench:
    """``kind``, ``flash_mb``: of the chip. ``micropython``: is on it already. ``cut_after``: the cable is pulled in the
    place of the write of this number, counted from 0; ``back``: and plugged in again a moment later."""

    def __init__(self, folder: Path, kind: str = "ESP32-S3", flash_mb: int = 8, micropython: bool = False):
        self.rom = RomLoader(kind, flash_mb)
        self.board = SerialBoard(folder)
        if micropython:
            self.rom.flash[0] = IMAGE_MAGIC
        self.writes = 0
        self.cut_after: int | None = None
        self.back = True
        self.cuts = 0
        self.in_rom = False
        self.plugged = True
        self.on_cut: Callable[[], None] = lambda: None
        self._dtr = self._rts = False
        self._waiting = bytearray()
        self._out = bytearray()
        self._reading = 0
        self._open = False
        self._vm = -1
        self._came: asyncio.Event | None = None
        self._events: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> UsbBench:
        return self

    def __exit__(self, *_: object) -> None:
        self._power_off()

    def into(self, page: Page) -> None:
        """From the page's next load on."""
        for name in ("open", "close", "read", "cancel", "write", "signals", "event"):
            page.expose_function(f"__usb_{name}", getattr(self, f"_do_{name}"))
        page.add_init_script(SCRIPT.read_text(encoding="utf-8"))

    # -- the board

    @property
    def flash(self) -> Path:
        """The files of MicroPython on it."""
        return self.board.flash

    def pull(self) -> None:
        """The cable is out, and the power with it."""
        self.plugged = self._open = False
        self._power_off()
        self._events.append("disconnect")
        self._wake()

    def plug(self) -> None:
        """The cable is in again; the chip starts."""
        self.plugged = True
        self._events.append("connect")
        self._wake()

    def _power_off(self) -> None:
        if self._vm >= 0:
            assert self._loop is not None
            if not self._loop.is_closed():
                self._loop.remove_reader(self._vm)
            os.close(self._vm)
            self._vm = -1
        self.board.pull()
        self.in_rom = False
        self._out.clear()

    def _start(self, in_rom: bool) -> None:
        self._power_off()
        self.in_rom = in_rom
        self._waiting.clear()
        self.rom.stub = False
        if in_rom:
            return
        if IMAGE_MAGIC not in (self.rom.flash[0], self.rom.flash[0x1000]):
            self._say(NO_IMAGE)
            return
        self._vm = os.open(self.board.plug(), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        assert self._loop is not None
        self._loop.add_reader(self._vm, self._heard)

    def _heard(self) -> None:
        with contextlib.suppress(OSError):
            self._say(os.read(self._vm, 4096))

    def _say(self, data: bytes) -> None:
        self._out += data
        self._wake()

    def _wake(self) -> None:
        if self._came is not None:
            self._came.set()

    async def _something(self) -> None:
        assert self._came is not None
        self._came.clear()
        await self._came.wait()

    # -- what the page's serial port asks for

    async def _do_open(self) -> bool:
        self._loop = asyncio.get_running_loop()
        self._came = self._came or asyncio.Event()
        if not self.plugged or self._open:
            return False
        self._open = True
        if not self.in_rom and self._vm < 0:
            self._start(False)  # it has had power since the cable was in
        return True

    async def _do_close(self) -> None:
        self._open = False
        self._wake()

    async def _do_cancel(self, number: int) -> None:
        self._reading = max(self._reading, number + 1)
        self._wake()

    async def _do_read(self, number: int) -> str | None:
        while self._open and number >= self._reading:
            if self._out:
                data, self._out = bytes(self._out), bytearray()
                return base64.b64encode(data).decode()
            await self._something()
        return "" if self.plugged else None

    async def _do_write(self, text: str) -> bool:
        if self.cut_after is not None and self.writes >= self.cut_after:
            self.cut_after = None
            self.cuts += 1
            self.pull()
            self.on_cut()
            if self.back:
                asyncio.get_running_loop().call_later(BACK_S, self.plug)
        if not self._open:
            return False
        self.writes += 1
        data = base64.b64decode(text)
        if self.in_rom:
            self._waiting += data
            for answer in self.rom.receive(self._waiting):
                self._say(answer)
        elif self._vm >= 0:
            while data:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._vm, data) :]
                await asyncio.sleep(0)
        return True

    async def _do_signals(self, dtr: bool, rts: bool) -> bool:
        """RTS alone holds the chip in reset, DTR alone the pin that chooses the boot loader: two transistors."""
        was_held = self._rts and not self._dtr
        self._dtr, self._rts = dtr, rts
        if self.plugged and was_held and not (rts and not dtr):
            self._start(in_rom=dtr and not rts)
        return self.plugged

    async def _do_event(self) -> Any:
        self._came = self._came or asyncio.Event()
        while not self._events:
            await self._something()
        return self._events.pop(0)
