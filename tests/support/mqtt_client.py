"""An MQTT client for tests: paho where it is enough, bytes where a client has to misbehave."""

from __future__ import annotations

import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from .gateway_process import LIMIT_S, wait_for


@dataclass(frozen=True)
class Account:
    """Where and as whom."""

    host: str
    port: int
    name: str
    password: str


@dataclass
class MqttClient:
    """``with MqttClient(account) as client``: connected (or refused) when entered.

    got: (topic, payload, retained). dawdle_s: how long it takes over each message.
    """

    account: Account
    client_id: str = ""
    will: tuple[str, bytes] | None = None
    keepalive_s: int = 30
    subscribe_to: tuple[str, ...] = ()
    dawdle_s: float = 0.0
    got: list[tuple[str, bytes, bool]] = field(default_factory=list)

    def __enter__(self) -> MqttClient:
        self._subscribed = threading.Event()
        self.disconnected = threading.Event()
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=self.client_id, reconnect_on_failure=False)
        client.username_pw_set(self.account.name, self.account.password)
        if self.will is not None:
            client.will_set(self.will[0], self.will[1], 1, True)
        client.on_message = self._on_message
        client.on_connect = self._on_connect
        client.on_subscribe = lambda *_: self._subscribed.set()
        client.on_disconnect = lambda *_: self.disconnected.set()
        client.connect_timeout = LIMIT_S
        client.connect(self.account.host, self.account.port, self.keepalive_s)
        client.loop_start()
        self.client = client
        try:
            answered = (self._subscribed, self.disconnected)
            wait_for("the broker answers", lambda: any(each.is_set() for each in answered), LIMIT_S, 0.005)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def publish(self, topic: str, payload: bytes, qos: int = 1, retain: bool = False) -> None:
        """Publish; with QoS 1 wait until the broker has it."""
        sent = self.client.publish(topic, payload, qos, retain)
        if qos:
            sent.wait_for_publish(LIMIT_S)

    def try_to_publish(self, topic: str, payload: bytes) -> None:
        """Publish, retained and with QoS 1, what may be refused: until the broker took it or closed the connection."""
        sent = self.client.publish(topic, payload, 1, True)
        wait_for("an answer", lambda: sent.rc or sent.is_published() or self.disconnected.is_set(), LIMIT_S, 0.005)

    def wait_for(self, topic: str, payload: bytes, timeout_s: float = LIMIT_S) -> bool:
        """Until that came; whether it was retained."""

        def found() -> tuple[bool] | None:
            return next(((got[2],) for got in list(self.got) if got[:2] == (topic, payload)), None)

        (retained,) = wait_for(f"{payload!r} on {topic}", found, timeout_s)
        return bool(retained)

    def fence(self, topic: str, payload: bytes = b"fence") -> None:
        """Publish on a topic it is subscribed to and wait: what was to come before has come."""
        self.publish(topic, payload)
        self.wait_for(topic, payload)

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            return
        if self.subscribe_to:
            client.subscribe([(topic, 1) for topic in self.subscribe_to])
        else:
            self._subscribed.set()

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        if self.dawdle_s:
            time.sleep(self.dawdle_s)
        self.got.append((message.topic, bytes(message.payload), message.retain))


def raw_connection(account: Account, client_id: str, keepalive_s: int, will: tuple[str, bytes]) -> socket.socket:
    """A TCP connection that has signed in and then says nothing more (MQTT 3.1.1 section 3.1)."""

    def text(value: str | bytes) -> bytes:
        data = value.encode() if isinstance(value, str) else value
        return struct.pack("!H", len(data)) + data

    flags = 0x80 | 0x40 | 0x20 | 0x08 | 0x04 | 0x02  # user name, password, will retained, will QoS 1, will, clean
    body = text("MQTT") + bytes((4, flags)) + struct.pack("!H", keepalive_s) + text(client_id)
    body += text(will[0]) + text(will[1]) + text(account.name) + text(account.password)
    assert len(body) < 128
    sock = socket.create_connection((account.host, account.port), LIMIT_S)
    try:
        sock.sendall(bytes((0x10, len(body))) + body)
        answer = b""
        while len(answer) < 4 and (more := sock.recv(4 - len(answer))):
            answer += more
        assert answer == b"\x20\x02\x00\x00"
    except BaseException:
        sock.close()
        raise
    return sock
