"""Gateways that need not import first: forked from a program that has (nursery.py), one such program per test process.

``start`` gives what subprocess.Popen would give for ``python -W error -m hushcue_gateway ARGUMENTS``, as far as tests
ask for it. How the program starts from nothing is tested where ``fresh=True`` stands (support/gateway_process.py), and
by everything that runs ``hushcue``.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .programs import environment

CAN = sys.platform == "linux"
"""Elsewhere forking a process that has used the system's libraries is asking for trouble."""
NURSERY = Path(__file__).resolve().parent / "nursery.py"


class WarmProcess:
    """One that was forked there. The streams are text, as with ``text=True``. constants: see patient.py; None is one
    without its patience."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        surroundings: Mapping[str, str],
        constants: Mapping[str, object] | None = None,
    ):
        pipes = [os.pipe() for _ in range(3)]
        request = {
            "arguments": list(arguments),
            "cwd": str(folder),
            "env": dict(surroundings),
            "constants": None if constants is None else dict(constants),
        }
        theirs = array.array("i", [writing for _, writing in pipes])
        door = _nursery(NURSERY, Path(sys.executable))
        door.sendmsg([json.dumps(request).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, theirs)])
        for _, writing in pipes:
            os.close(writing)
        (out, _), (error, _), (self._news, _) = pipes
        self.stdout, self.stderr = os.fdopen(out, encoding="utf-8"), os.fdopen(error, encoding="utf-8")
        self.pid = self._number()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, None while it lives."""
        if self.returncode is None and select.select([self._news], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended; the exit code, below zero for a signal."""
        if self.returncode is None:
            if not select.select([self._news], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["hushcue_gateway"], timeout or 0.0)
            self.returncode = self._number()
            os.close(self._news)
        return self.returncode

    def send_signal(self, which: signal.Signals) -> None:
        """Unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it has, and the news is still on its way
                os.kill(self.pid, which)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _number(self) -> int:
        """The next line of news, and no more: what comes later has to be seen by select."""
        line = b""
        while not line.endswith(b"\n"):
            character = os.read(self._news, 1)
            assert character, "the program that forks gateways has ended"
            line += character
        return int(line)


@functools.cache
def _nursery(program: Path, python: Path) -> socket.socket:
    """The door of the one program, which lives until that is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    number = theirs.fileno()
    process = subprocess.Popen(
        [python, "-W", "error", program, str(number)],
        env={**environment(), "OPENBLAS_NUM_THREADS": "1"},  # what forks has to have one thread
        stdin=subprocess.DEVNULL,
        pass_fds=[number],
        start_new_session=True,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(60)

    atexit.register(end)
    return ours
