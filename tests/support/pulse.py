"""A sound server without a sound card: PulseAudio with null sinks, of the test's own."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.programs import needs


class Pulse:
    """A PulseAudio daemon of our own: a null sink ``mic1`` whose monitor is the microphone ``mic1`` of ALSA, and a null
    sink ``speaker`` that is ALSA's ``loudspeaker``."""

    def __init__(self, folder: Path):
        self.runtime = folder / "run"
        self.home = folder / "home"
        self.socket = self.runtime / "pulse" / "native"
        self.home.mkdir()
        self.socket.parent.mkdir(parents=True, mode=0o700)
        self.runtime.chmod(0o700)
        (self.home / ".asoundrc").write_text(
            'pcm.mic1 { type pulse; device "mic1.monitor"; hint { show on; description "virtual mic 1" } }\n'
            'pcm.loudspeaker { type pulse; device "speaker"; hint { show on; description "virtual speaker" } }\n'
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
                "-L", "module-null-sink sink_name=speaker rate=48000 channels=2",
            ],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 60
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
            timeout=150,
        )

    def overhear(self, path: Path) -> "subprocess.Popen[bytes]":
        """Record what the loudspeaker plays: raw 16 bit mono at 48 kHz. To be terminated by the caller."""
        return subprocess.Popen(
            ["parec", "--device=speaker.monitor", "--rate=48000", "--channels=1", "--format=s16le", "--raw", str(path)],
            env=os.environ | self.environment,
        )

    def _control(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        ).returncode


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """Running, and in the environment that child processes get."""
    needs("pulseaudio", "paplay", "parec", "pactl")
    server = Pulse(tmp_path)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    server.start()
    yield server
    server.kill()
