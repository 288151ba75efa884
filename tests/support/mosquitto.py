"""A real Mosquitto on loopback for one test: on a port of its own, killed and restarted at will."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from .ports import free_port

LIMIT_S = 60


class Mosquitto:
    """The broker program, run in ``folder``. ``lines``: more of its configuration, also for its one listener."""

    def __init__(self, folder: Path, lines: tuple[str, ...] = ("allow_anonymous true",)):
        program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        self.port = free_port()
        self._config = folder / "mosquitto.conf"
        self._config.write_text("\n".join((f"listener {self.port} 127.0.0.1", "user root", *lines)) + "\n")
        self._command = [program, "-c", str(self._config)]
        self._log = folder / "mosquitto.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the port answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.02)
        self.kill()
        raise RuntimeError("mosquitto does not listen: " + self._log.read_text())

    def freeze(self, on: bool) -> None:
        """It keeps its sockets and says nothing, as a broker behind a dead link."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def kill(self) -> None:
        """Without a word to its clients."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Mosquitto:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
