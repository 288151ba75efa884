"""The whole firmware on the VM, as a test sees a bodypack: a broker beside it, datagrams into it, sound out of it."""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from hushcue_tools.ear import Recording
from hushcue_tools.pc_bodypack.crypto import hmac_sha256
from hushcue_wire import audio, documents, keys, signed, topics

from . import runtime

STUDIO = "studio"
ID = "host-1"
KEY = bytes(range(32))
SSRC = 0xF1223344
BUTTON_PIN = 4  # as firmware/lib/hushcue_bodypack/boards/esp32_s3.py has it
BATTERY_PIN = 1
LIMIT_S = 60
SPEED = 1.0 if runtime.unix_port() else 0.5
"""Of the chip's clock, and of who sends to it: lateness of a busy machine counts half. A unix port knows one speed."""
BOOT = "for name in ('/boot.py', '/main.py'):\n    exec(open(name).read(), {'__name__': '__main__'})\n"


def free_udp_port() -> int:
    """A UDP port that nobody used a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chip_ns(machine_ns: int) -> int:
    """A moment of this machine's monotonic clock on the chip's slower one."""
    return round(machine_ns * SPEED)


def wait_until(condition: Callable[[], bool], what: str, limit_s: float = LIMIT_S) -> None:
    """Return as soon as ``condition`` holds."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {limit_s} s: {what}"
        time.sleep(0.01)


def stream_key(session: dict[str, Any], back: bool = False) -> bytes:
    """SRTP master key and salt of what is sent in a session; ``back``: of what its bodypack answers."""
    nonce = bytes.fromhex(session["nonce"])
    return keys.session_keys(hmac_sha256, KEY, nonce, ID, session["session"])[back]


class Gateway:
    """The gateway's side of the broker: everything bodypacks say, and a session for them."""

    def __init__(self, broker_port: int) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []
        self._counter = 0
        self._new: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.client = paho.Client(CallbackAPIVersion.VERSION2)
        self.client.on_message = self._on_message
        self.client.on_connect = lambda client, *_: client.subscribe(f"{topics.ROOT}/{STUDIO}/bodypack/#", 1)
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", broker_port)
        self.client.loop_start()

    def _on_message(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        _studio, _bodypack, kind = topics.split(message.topic)
        if kind in topics.FROM_BODYPACK:
            self._new.put((kind, bytes(message.payload)))

    def look(self) -> None:
        """Take in what has come; every document has to keep the contract."""
        with contextlib.suppress(queue.Empty):
            while True:
                kind, payload = self._new.get_nowait()
                self.said.append((kind, documents.read(kind, payload)))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Every document of a kind so far, oldest first."""
        self.look()
        return [document for name, document in self.said if name == kind]

    def await_one(self, kind: str, which: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The newest document of ``kind`` for which ``which`` holds, as soon as there is one."""
        found: list[dict[str, Any]] = []

        def there() -> bool:
            found[:] = [document for document in self.all(kind) if which(document)]
            return bool(found)

        wait_until(there, f"a {kind} document; said so far: {self.said[-5:]}")
        return found[-1]

    def tell(self, kind: str, fields: dict[str, Any], retain: bool = False) -> None:
        """Publish a document to the bodypack, signed."""
        topic = topics.bodypack(STUDIO, ID, kind)
        self._counter += 1
        body = documents.make(kind, {"epoch": 1, "counter": self._counter, **fields})
        key = keys.command_key(hmac_sha256, KEY)
        payload = signed.sign(topic, body, lambda data: hmac_sha256(key, data))
        self.client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(LIMIT_S)

    def begin_session(self, boot: int, encoding: str = "L16", frame_ms: int = 10, **changes: Any) -> dict[str, Any]:
        """Answer a hello, and wait until the bodypack has taken the session."""
        fields: dict[str, Any] = {
            "session": 77,
            "revision": 1,
            "boot": boot,
            "ssrc": SSRC,
            "encoding": encoding,
            "payload_type": audio.PAYLOAD_TYPES[encoding],
            "frame_ms": frame_ms,
            "datagram_bytes": audio.datagram_bytes(encoding, frame_ms, 0),
            # a busy machine sends late: this much is forgiven before a word has to be concealed
            "min_delay_ms": 60,
            "volume_db": 0,
            "muted": False,
            "nonce": "5a" * 16,
            "report_ssrc": SSRC + 1,
            "red_payload_type": audio.RED_PAYLOAD_TYPE,
        } | changes
        self.tell("session", fields, retain=True)
        self.await_one("status", lambda status: status["session"] == fields["session"] and status["boot"] == boot)
        return fields

    def close(self) -> None:
        """Leave the broker."""
        self.client.disconnect()
        self.client.loop_stop()


class Bodypack:
    """One start of the firmware; ``folder`` holds its flash, which a later start finds again."""

    def __init__(self, folder: Path, broker_port: int, firmware: Path = runtime.FIRMWARE, **settings: Any) -> None:
        self.firmware = firmware
        self.flash = folder / "flash"
        self.flash.mkdir(exist_ok=True)
        self.capture = folder / "i2s.raw"
        self.port = free_udp_port()
        config = {
            "id": ID,
            "key": KEY.hex(),
            "studio": STUDIO,
            "board": "esp32_s3",
            "wifi": {"ssid": "studio-wifi", "password": "not-a-secret"},
            "broker": {"host": "127.0.0.1", "port": broker_port, "password": "nor-this"},
            "audio": {"port": self.port},
        } | settings
        (self.flash / "config.json").write_text(json.dumps(config))
        self.lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self, *news: dict[str, Any]) -> None:
        """Power on; ``news`` is what is so around the chip from the start."""
        program = runtime.Run(
            BOOT,
            flash=self.flash,
            capture=self.capture,
            news=list(news),
            outside=True,
            speed=SPEED,
            firmware=self.firmware,
        )
        self._process = program.start()
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.lines += [line.rstrip("\n") for line in process.stdout]

    def outside(self, **news: Any) -> None:
        """Change something around the chip: see chip/outside.py."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(news) + "\n")
        self._process.stdin.flush()

    def ended(self, limit_s: float = LIMIT_S) -> int:
        """Wait for the end by itself: the exit code, runtime.RESET_EXIT where the chip reset itself."""
        assert self._process is not None
        code = self._process.wait(limit_s)
        self._tidy()
        return code

    def stop(self) -> None:
        """Power off."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._tidy()

    def _tidy(self) -> None:
        assert self._process is not None and self._reader is not None
        self._reader.join(LIMIT_S)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None

    def send_raw(self, *datagrams: bytes) -> None:
        """Send what a stranger might."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for data in datagrams:
                sock.sendto(data, ("127.0.0.1", self.port))

    def await_silence(self) -> None:
        """Until the sound that is on its way has left the pins, and half a second of nothing after it."""
        tail = 48000 // 2 * 4
        least = self.capture.stat().st_size + tail

        def silent() -> bool:
            size = self.capture.stat().st_size
            if size < least:
                return False
            with self.capture.open("rb") as file:
                file.seek((size - tail) // 4 * 4)
                return not any(file.read(tail // 2))

        wait_until(silent, "silence at the I2S pins")

    def recording(self) -> Recording:
        """What has left the I2S pins, 48 kHz, left channel, full scale 1.0, on the chip's clock; right is the same."""
        both = np.fromfile(self.capture, "<i2")
        both = both[: len(both) // 2 * 2].reshape(-1, 2)
        assert np.array_equal(both[:, 0], both[:, 1])
        about = json.loads(self.capture.with_name(self.capture.name + ".json").read_text())
        assert about["rate_hz"] == audio.DAC_RATE_HZ
        if runtime.unix_port():  # which knows the time of day and no monotonic clock that Python shares
            about["start_ns"] -= time.time_ns() - time.monotonic_ns()
        return Recording((both[:, 0] / 32768).astype(np.float32), chip_ns(about["start_ns"]))


@contextlib.contextmanager
def running(
    folder: Path, broker_port: int, firmware: Path = runtime.FIRMWARE, **settings: Any
) -> Iterator[tuple[Bodypack, Gateway]]:
    """A bodypack that has said hello, and the gateway that heard it."""
    gateway = Gateway(broker_port)
    bodypack = Bodypack(folder, broker_port, firmware, **settings)
    bodypack.start()
    try:
        gateway.await_one("hello")
        yield bodypack, gateway
    finally:
        bodypack.stop()
        gateway.close()
        print("\n".join(bodypack.lines))
