"""What the tests of rings, media and capture share: real rings, a real receiver, a real sound server."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import RingRack

Event = TypeVar("Event")


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create(8000)
    yield made
    made.close()
    made.unlink()


@pytest.fixture
def rack() -> Iterator[RingRack]:
    made = RingRack()
    yield made
    made.close()


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    """A UDP socket on loopback; a receive waits ten seconds at most."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10.0)
        yield sock


class Events:
    """Collects the events of a facade and waits for one."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def __call__(self, event: object) -> None:
        self.all.append(event)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.all if isinstance(event, kind)]

    def wait(self, kind: type[Event], fits: Callable[[Event], bool] = lambda _: True, seconds: float = 30.0) -> Event:
        """The first of a kind that fits, seen already or still to come."""
        deadline = time.monotonic() + seconds
        while True:
            for event in self.of(kind):
                if fits(event):
                    return event
            assert time.monotonic() < deadline, f"no {kind.__name__} that fits; seen: {self.all[-20:]}"
            time.sleep(0.01)


@pytest.fixture
def events() -> Events:
    return Events()


class Pulse:
    """A PulseAudio daemon of our own, with a null sink ``mic1`` whose monitor is the microphone ``mic1`` of ALSA."""

    def __init__(self, folder: Path):
        self.runtime = folder / "run"
        self.home = folder / "home"
        self.socket = self.runtime / "pulse" / "native"
        self.home.mkdir()
        self.socket.parent.mkdir(parents=True, mode=0o700)
        self.runtime.chmod(0o700)
        (self.home / ".asoundrc").write_text(
            'pcm.mic1 { type pulse; device "mic1.monitor"; hint { show on; description "virtual mic 1" } }\n'
        )
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "PULSE_RUNTIME_PATH": str(self.socket.parent),
            "PULSE_SERVER": f"unix:{self.socket}",
        }

    def start(self) -> None:
        self._daemon = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--realtime=no", "--high-priority=no",
                "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
                "-L", "module-null-sink sink_name=mic1 rate=48000 channels=1 channel_map=mono norewinds=1",
            ],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 20
        while self._control("info") != 0:
            assert time.monotonic() < deadline and self._daemon.poll() is None, "pulseaudio does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """As a cable that is pulled: no farewell."""
        if self._daemon is not None:
            self._daemon.send_signal(signal.SIGKILL)
            self._daemon.wait(10)
            self._daemon = None
            self.socket.unlink(missing_ok=True)
            (self.socket.parent / "pid").unlink(missing_ok=True)

    def play(self, path: Path) -> None:
        """Play a sound file into the microphone, to its end."""
        subprocess.run(
            ["paplay", "--device=mic1", "--latency-msec=20", str(path)],
            env=os.environ | self.environment,
            check=True,
            timeout=60,
        )

    def _control(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=20,
        ).returncode


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """Running, and in the environment that child processes get."""
    missing = [name for name in ("pulseaudio", "paplay", "pactl") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"NOT TESTED: capture from a real sound server; {', '.join(missing)} is not installed")
    server = Pulse(tmp_path)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    server.start()
    yield server
    server.kill()
