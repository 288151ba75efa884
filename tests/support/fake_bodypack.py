"""A receiver that keeps the contract and nothing else: says hello, takes its session, keeps every datagram.

It is no bodypack: no jitter buffer, no playout. It stands in where the gateway is under test.
"""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import paho.mqtt.client as paho
from numpy.typing import NDArray
from paho.mqtt.enums import CallbackAPIVersion

from hushcue_wire import audio, documents, rtp, topics

from .gateway_process import PASSWORD, wait_for


@dataclass
class Arrived:
    """A datagram and when it came (monotonic)."""

    at_ns: int
    data: bytes


@dataclass
class FakeBodypack:
    """``with FakeBodypack("host-1", port) as bodypack``."""

    name: str
    broker_port: int
    studio: str = "test"
    boot: int = 1
    encodings: tuple[str, ...] = ("L16", "PCMU")
    heartbeat_s: float = 0.5
    sessions: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    presences: list[dict[str, Any]] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)

    def __enter__(self) -> FakeBodypack:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._over = threading.Event()
        self._said = -1
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=self.name)
        client.username_pw_set(self.name, PASSWORD)
        client.will_set(self._topic("status"), self._status("offline"), 1, True)
        client.reconnect_delay_set(1, 1)
        client.on_connect = self._on_connect
        client.on_message = self._on_message
        self.client = client
        client.connect_async("127.0.0.1", self.broker_port, keepalive=5)
        client.loop_start()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._receive, self._beat)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self.client.disconnect()
        self.client.loop_stop()
        self._socket.close()

    @property
    def port(self) -> int:
        """Where its datagrams go."""
        return int(self._socket.getsockname()[1])

    @property
    def session(self) -> dict[str, Any] | None:
        """The newest session document."""
        return self.sessions[-1] if self.sessions else None

    def wait_for_sound(self, packets: int = 20, timeout_s: float = 30.0) -> None:
        """Until so many more datagrams of the newest session have come."""
        before = len(self.packets()) if self.session else 0
        wait_for(
            f"{packets} packets at {self.name}",
            lambda: self.session and len(self.packets()) >= before + packets,
            timeout_s,
        )

    def packets(self) -> list[rtp.Packet]:
        """The datagrams of the newest session, parsed, as they came."""
        session = self.session
        assert session is not None
        parsed = [rtp.parse(each.data) for each in list(self.arrived)]
        return [packet for packet in parsed if packet.ssrc == session["ssrc"]]

    def samples(self) -> NDArray[np.float64]:
        """The sound of the newest session in order of its timestamps, full scale 1.0; what is missing is silence."""
        packets = self.packets()
        first = packets[0].timestamp
        size = audio.frame_samples(int(self.session["frame_ms"])) if self.session else 0
        places = [((packet.timestamp - first + (1 << 31)) & 0xFFFFFFFF) - (1 << 31) for packet in packets]
        sound = np.zeros(max(places) + size)
        for place, packet in zip(places, packets, strict=True):
            if place >= 0:
                sound[place : place + size] = np.frombuffer(bytes(packet.payload), ">i2") / 32768.0
        return sound

    def hello(self) -> None:
        """Say hello."""
        fields: dict[str, object] = {
            "id": self.name,
            "boot": self.boot,
            "firmware": "fake",
            "board": "fake",
            "ip": "127.0.0.1",
            "port": self.port,
            "encodings": list(self.encodings),
            "frame_ms": [5, 10, 20],
            "max_datagram_bytes": 1472,
            "ceiling_db": -6,
        }
        self.client.publish(self._topic("hello"), documents.make("hello", fields), 1)

    def publish(self, kind: str, payload: bytes, retain: bool = False) -> None:
        """Any bytes on one of its own topics."""
        self.client.publish(self._topic(kind), payload, 1, retain)

    def event(self, number: int, what: str, **fields: object) -> None:
        """An event document."""
        self.publish("event", documents.make("event", {"boot": self.boot, "number": number, "what": what, **fields}))

    def _topic(self, kind: str) -> str:
        return topics.bodypack(self.studio, self.name, kind)

    def _status(self, state: str) -> bytes:
        return documents.make("status", {"state": state, "boot": self.boot, "playout": "playing"})

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            return
        gateway = topics.gateway_status(self.studio)
        client.subscribe([(self._topic("session"), 1), (self._topic("command"), 1), (gateway, 1)])
        client.publish(self._topic("status"), self._status("online"), 1, True)
        self.hello()

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        _, bodypack, kind = topics.split(message.topic)
        if not bodypack:
            presence = documents.read("gateway", message.payload)
            self.presences.append(presence)
            if presence["state"] == "online" and presence["boot"] != self._said:
                self._said = int(str(presence["boot"]))
                self.hello()
        elif kind == "session":
            session = documents.read("session", message.payload)
            if session["boot"] == self.boot:  # one for another boot is stale
                self.sessions.append(session)
        else:
            self.commands.append(documents.read("command", message.payload))

    def _receive(self) -> None:
        while not self._over.is_set():
            try:
                data = self._socket.recv(2048)
            except TimeoutError:
                continue
            self.arrived.append(Arrived(time.monotonic_ns(), data))

    def _beat(self) -> None:
        while not self._over.wait(self.heartbeat_s):
            session = self.session
            if session is None or not self.client.is_connected():
                continue
            counts = dict.fromkeys(("lost", "late", "duplicate", "rejected", "concealed", "underruns", "uptime_s"), 0)
            fields = {"boot": self.boot, "session": session["session"], "received": len(self.arrived), **counts}
            fields.update(jitter_ms=0.5, buffer_ms=20, target_ms=10, level_db=-20, rssi_dbm=-50, battery_percent=80)
            self.client.publish(self._topic("telemetry"), documents.make("telemetry", fields), 0)
