"""A receiver that keeps the contract and nothing else: says hello, takes its session, keeps every datagram.

It is no bodypack: no jitter buffer, no playout. It stands in where the gateway is under test.
"""

from __future__ import annotations

import binascii
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import paho.mqtt.client as paho
import pylibsrtp
from numpy.typing import NDArray
from paho.mqtt.enums import CallbackAPIVersion

from hushcue_gateway.keys import hmac_sha256
from hushcue_wire import audio, documents, fates, keys, red, rtp, signed, topics
from hushcue_wire.errors import WireError

from .gateway_process import PASSWORD, device_key, wait_for

COUNTS = (
    *("lost", "late", "duplicate", "rejected", "concealed", "underruns", "uptime_s"),
    *("redundant", "resent", "nacks", "forged", "replayed"),
)
PLAYED = fates.ORIGINAL | fates.delay_code(20)
PRIMARY = {number: name for name, number in audio.PAYLOAD_TYPES.items()}


def _frame(packet: bytes) -> Frame:
    parsed = rtp.parse(packet)
    payload, payload_type = bytes(parsed.payload), parsed.payload_type
    if payload_type == audio.RED_PAYLOAD_TYPE:
        block = red.parse(payload)[-1]
        payload, payload_type = payload[block.start : block.start + block.size], block.payload_type
    return Frame(parsed.sequence, parsed.timestamp, parsed.ssrc, payload_type, payload)


def _samples(frame: Frame) -> NDArray[np.float64]:
    if PRIMARY[frame.payload_type] == "L16":
        return np.frombuffer(frame.payload, ">i2") / 32768.0
    octets = ~np.frombuffer(frame.payload, np.uint8)
    magnitude = ((((octets & 0x0F).astype(np.int32) << 3) + 0x84) << ((octets >> 4) & 7)) - 0x84
    return np.where(octets & 0x80, -magnitude, magnitude) / 32768.0


@dataclass
class Arrived:
    """A datagram and when it came (monotonic)."""

    at_ns: int
    data: bytes


@dataclass
class Frame:
    """One frame as its own packet carried it."""

    sequence: int
    timestamp: int
    ssrc: int
    payload_type: int
    payload: bytes


@dataclass
class FakeBodypack:
    """``with FakeBodypack("host-1", port) as bodypack``. key: its device key; None is the one of its name.

    said: (topic, payload) of all that came from the broker, as it came. tells: with every heartbeat it tells what it
    "played": every frame whose own packet came; what is missing before the newest is lost.
    """

    name: str
    broker_port: int
    studio: str = "test"
    boot: int = 1
    encodings: tuple[str, ...] = ("L16", "PCMU")
    heartbeat_s: float = 0.5
    key: bytes | None = None
    password: str = PASSWORD
    depth: int = 6
    tells: bool = False
    firmware: dict[str, Any] = field(default_factory=dict)
    """more of its hello: board, machine, mpy, build, trial"""
    said: list[tuple[str, bytes]] = field(default_factory=list)
    refused: int = 0
    """session and command documents that were not signed with our key"""
    sessions: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    presences: list[dict[str, Any]] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)

    def __enter__(self) -> FakeBodypack:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.key = self.key or device_key(self.name)
        self._frames: dict[int, list[Frame]] = {}
        self._read: dict[int, int] = {}
        self._reading, self._telling = threading.Lock(), threading.Lock()
        self._opened: dict[int, pylibsrtp.Session] = {}
        self._played_to: dict[int, int] = {}
        self._played_number = 0
        self._over = threading.Event()
        self._said = -1
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=self.name)
        client.username_pw_set(self.name, self.password)
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

    def packets(self, of: dict[str, Any] | None = None) -> list[Frame]:
        """The frames of the newest session, or of another, as they came, each from its own packet, decrypted by
        libsrtp."""
        session = of or self.session
        assert session is not None
        ssrc = session["ssrc"]
        with self._reading:
            frames, arrived = self._frames.setdefault(ssrc, []), list(self.arrived)
            if ssrc not in self._opened:
                self._opened[ssrc] = self._libsrtp(session)
            for each in arrived[self._read.get(ssrc, 0) :]:
                if not 192 <= each.data[1] <= 223 and int.from_bytes(each.data[8:12], "big") == ssrc:
                    try:
                        frames.append(_frame(self._opened[ssrc].unprotect(each.data)))
                    except pylibsrtp.Error as error:
                        assert "replay" in str(error)  # one that was sent twice
            self._read[ssrc] = len(arrived)
            return list(frames)

    def _libsrtp(self, session: dict[str, Any]) -> pylibsrtp.Session:
        nonce = bytes.fromhex(session["nonce"])
        assert self.key is not None
        key, _ = keys.session_keys(hmac_sha256, self.key, nonce, self.name, session["session"])
        policy = pylibsrtp.Policy(key, pylibsrtp.Policy.SSRC_SPECIFIC, session["ssrc"])
        policy.window_size = 1024
        return pylibsrtp.Session(policy)

    def samples(self) -> NDArray[np.float64]:
        """The sound of the newest session in order of its timestamps, full scale 1.0; what is missing is silence."""
        packets = self.packets()
        first = packets[0].timestamp
        size = audio.frame_samples(int(self.session["frame_ms"])) if self.session else 0
        places = [((packet.timestamp - first + (1 << 31)) & 0xFFFFFFFF) - (1 << 31) for packet in packets]
        sound = np.zeros(max(places) + size)
        for place, packet in zip(places, packets, strict=True):
            if place >= 0:
                sound[place : place + size] = _samples(packet)
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
            "key": keys.key_id(hmac_sha256, self.key or b""),
            "depth": self.depth,
            **self.firmware,
        }
        self.client.publish(self._topic("hello"), documents.make("hello", fields), 1)

    def publish(self, kind: str, payload: bytes, retain: bool = False) -> None:
        """Any bytes on one of its own topics."""
        self.client.publish(self._topic(kind), payload, 1, retain)

    def played(
        self, first: int, fates: bytes, number: int, session: int | None = None, boot: int | None = None
    ) -> None:
        """A played document, of the present session and boot where nothing else is said."""
        of = session if session is not None else int(self.sessions[-1]["session"])
        text = binascii.b2a_base64(fates, newline=False).decode()
        fields = {"boot": self.boot if boot is None else boot, "session": of, "number": number}
        self.publish("played", documents.make("played", {**fields, "from": first & 0xFFFF, "fates": text}))

    def tell(self, of: dict[str, Any] | None = None) -> None:
        """Tell what was played of the newest session, or of another, since the last time."""
        with self._telling:
            self._tell(of or self.session)

    def _tell(self, session: dict[str, Any] | None) -> None:
        frames = self.packets(session) if session else []
        if session is None or not frames:
            return
        came = {frame.sequence for frame in frames}
        first = self._played_to.setdefault(session["session"], frames[0].sequence)
        count = min(480, (frames[-1].sequence - first + 1) & 0xFFFF)
        if count:
            octets = bytes(PLAYED if (first + place) & 0xFFFF in came else fates.LOST for place in range(count))
            self._played_number += 1
            self.played(first, octets, self._played_number, session["session"])
            self._played_to[session["session"]] = (first + count) & 0xFFFF

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
        self.said.append((message.topic, bytes(message.payload)))
        _, bodypack, kind = topics.split(message.topic)
        if not bodypack:
            presence = documents.read("gateway", message.payload)
            self.presences.append(presence)
            if presence["state"] == "online" and presence["boot"] != self._said:
                self._said = int(str(presence["boot"]))
                self.hello()
            return
        assert self.key is not None
        command_key = keys.command_key(hmac_sha256, self.key)
        try:
            body = signed.open(message.topic, message.payload, lambda data: hmac_sha256(command_key, data))
        except WireError:
            self.refused += 1
            return
        document = documents.read(kind, body)
        if kind == "command":
            self.commands.append(document)
        elif document["boot"] == self.boot:  # one for another boot is stale
            self.sessions.append(document)

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
            counts = dict.fromkeys(COUNTS, 0)
            fields = {"boot": self.boot, "session": session["session"], "received": len(self.arrived), **counts}
            fields.update(jitter_ms=0.5, buffer_ms=20, target_ms=10, level_db=-20, rssi_dbm=-50, battery_percent=80)
            self.client.publish(self._topic("telemetry"), documents.make("telemetry", fields), 0)
            if self.tells:
                self.tell()
