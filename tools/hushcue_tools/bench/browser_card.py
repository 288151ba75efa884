"""The sound card of the studio PC, for machines that have none: PulseAudio with a null sink, whose monitor is the
microphone that the gateway opens by sounddevice. A second reader of the same monitor says when each sample was there.
"""

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from hushcue_words import EXIT_MISSING

from .browser_clicks import onsets
from .browser_words import WORDS

RATE_HZ = 48_000
PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
START_S = 20.0
ASOUNDRC = 'pcm.!default { type pulse; device "mic.monitor" }\nctl.!default { type pulse }\n'


def missing() -> str | None:
    """The programs that are not on this machine, None where all are."""
    return ", ".join(name for name in PROGRAMS if shutil.which(name) is None) or None


class Card:
    """``with Card(folder) as card``: a sound server of our own. ``environment``: of programs that are to use it."""

    def __init__(self, folder: Path):
        runtime = folder / "pulse"
        runtime.mkdir(mode=0o700)
        socket = runtime / "native"
        (folder / ".asoundrc").write_text(ASOUNDRC)
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_SERVER": f"unix:{socket}",
        }
        self._command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--realtime=no"]
        self._command += ["--high-priority=no", "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        self._command += ["-L", "module-null-sink sink_name=mic rate=48000 channels=1 channel_map=mono norewinds=1"]
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Card":
        self._server = self._start(self._command)
        deadline = time.monotonic() + START_S
        while self._start(["pactl", "info"]).wait() != 0:
            if time.monotonic() > deadline or self._server.poll() is not None:
                self.__exit__(None, None, None)
                raise WORDS.trouble("no_pulse", exit_code=EXIT_MISSING)
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(5)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()

    def say(self, sound: Path) -> list[int]:
        """Play a file into the microphone. When each of its clicks was there, on the monotonic clock."""
        reader = Reader(self._start(self._reading(), subprocess.PIPE))
        reader.start()
        time.sleep(0.5)
        self._start(["paplay", "--device=mic", "--latency-msec=20", str(sound)]).wait()
        time.sleep(0.5)
        return reader.stop()

    @staticmethod
    def _reading() -> list[str]:
        shape = ["--rate=48000", "--channels=1", "--format=s16le", "--raw"]
        return ["parec", "--device=mic.monitor", "--latency-msec=5", *shape]

    def _start(self, command: list[str], stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, env=os.environ | self.environment, stdout=stdout, stderr=subprocess.DEVNULL, bufsize=0
        )


class Reader(threading.Thread):
    """Reads the monitor, and when each piece of it came. The earliest piece tells the clock of all: a sample was there
    no later than the sound server gave it."""

    def __init__(self, process: "subprocess.Popen[bytes]"):
        super().__init__(daemon=True)
        self._process = process
        self._pieces: list[bytes] = []
        self._starts_ns: list[float] = []

    def run(self) -> None:
        count = 0
        assert self._process.stdout is not None
        while piece := os.read(self._process.stdout.fileno(), 65536):
            now_ns = time.monotonic_ns()
            count += len(piece)
            self._pieces.append(piece)
            self._starts_ns.append(now_ns - count / 2 * 1e9 / RATE_HZ)

    def stop(self) -> list[int]:
        self._process.terminate()
        self._process.wait()
        self.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        samples: NDArray[np.int16] = np.frombuffer(b"".join(self._pieces)[: sum(map(len, self._pieces)) & ~1], np.int16)
        start_ns = min(self._starts_ns, default=0.0)
        return [int(start_ns + place * 1e9 / RATE_HZ) for place in onsets(samples, RATE_HZ)]
