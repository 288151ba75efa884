"""Many bodypacks in one process: each with an account of its own at the broker, an address of its own and a stream.

Each says hello, takes its signed session, tells telemetry and what it played once a second; all listen on one socket
(127.1.x.y, one port), so that a small machine can afford a hundred of them beside the gateway. What they do not do is
decrypt and play: which frames came is read from the RTP header, which SRTP leaves clear. They send no RTCP.

``python -m hushcue_tools.bench.crowd_hosts`` reads one JSON object from standard input (studio, broker, hosts: id ->
[password, key]), prints ``{"ready": n}`` when every stream flows, and its figures for each further line; it ends with
standard input.
"""

import asyncio
import json
import secrets
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from hushcue_wire import audio, documents, fates, topics
from hushcue_wire.errors import WireError

from ..firmware import use
from ..pc_bodypack import crypto
from ..pc_bodypack.audio import clock_ms

use()

from hushcue_bodypack import telemetry  # noqa: E402 - importable only now
from hushcue_bodypack.mqtt import Client  # noqa: E402
from hushcue_bodypack.mqtt_conversation import Conversation, Message  # noqa: E402
from hushcue_bodypack.mqtt_packets import Will  # noqa: E402
from hushcue_bodypack.trust import Trust  # noqa: E402

TELL_S = 1.0
HELLO_AGAIN_S = 2.0
PLAYED = fates.ORIGINAL | fates.delay_code(20)
MOST_FATES = 480
RECEIVE_BYTES = 1 << 23
GAP_MS = 100
"""Silence on the wire longer than this is counted: a playout would have run dry."""
COUNTS = (
    *("lost", "late", "duplicate", "rejected", "concealed", "underruns"),
    *("redundant", "resent", "nacks", "forged", "replayed"),
)


@dataclass
class Stream:
    """What came of one session. highest: extended sequence number."""

    session: int
    first: int = -1
    highest: int = -1
    received: int = 0
    doubles: int = 0
    longest_gap_ns: int = 0
    gaps: int = 0
    last_ns: int = 0
    told: int = -1

    def take(self, sequence: int, now_ns: int) -> None:
        """A datagram with this sequence number came."""
        if self.first < 0:
            self.first = self.highest = self.told = sequence
        else:
            step = (sequence - self.highest + 0x8000 & 0xFFFF) - 0x8000
            gap_ns = now_ns - self.last_ns
            self.longest_gap_ns = max(self.longest_gap_ns, gap_ns)
            self.gaps += gap_ns > GAP_MS * 1_000_000
            if step <= 0:
                self.doubles += 1
                return
            self.highest += step
        self.received += 1
        self.last_ns = now_ns

    @property
    def expected(self) -> int:
        """Frames from the first to the newest."""
        return self.highest - self.first + 1 if self.first >= 0 else 0


@dataclass
class Host:
    """One bodypack of the crowd."""

    id: str
    ip: str
    trust: Trust
    identity: telemetry.Identity
    client: Client
    stream: Stream | None = None
    hello_at: float = 0.0
    played: int = 0
    sessions: int = 0
    topic: dict[str, str] = field(default_factory=dict)


class Crowd:
    """All of them, and the thread that reads their socket."""

    def __init__(self, studio: str, broker: tuple[str, int], hosts: dict[str, list[str]]):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        self._socket.bind(("0.0.0.0", 0))
        self._socket.settimeout(0.2)
        port = int(self._socket.getsockname()[1])
        self._by_ssrc: dict[int, Stream] = {}
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._receive, daemon=True)
        self._studio = studio
        self.hosts = [
            self._host(number, name, password, bytes.fromhex(key), broker, port)
            for number, (name, (password, key)) in enumerate(hosts.items())
        ]

    async def run(self) -> None:
        """Until cancelled."""
        self._reader.start()
        clients = [asyncio.create_task(host.client.run()) for host in self.hosts]
        try:
            while True:
                await asyncio.sleep(TELL_S)
                for host in self.hosts:
                    self._tell(host)
        finally:
            for task in clients:
                task.cancel()
            self._over.set()
            await asyncio.gather(*clients, return_exceptions=True)
            self._reader.join()
            self._socket.close()

    def flowing(self) -> int:
        """How many have a stream."""
        return sum(host.stream is not None and host.stream.received > 0 for host in self.hosts)

    def figures(self) -> dict[str, Any]:
        """Since the streams began."""
        streams = [host.stream for host in self.hosts if host.stream is not None]
        expected = sum(stream.expected for stream in streams)
        received = sum(stream.received for stream in streams)
        return {
            "hosts": len(self.hosts),
            "flowing": self.flowing(),
            "packets": received,
            "lost": expected - received,
            "gaps": sum(stream.gaps for stream in streams),
            "longest_gap_ms": round(max((stream.longest_gap_ns for stream in streams), default=0) / 1e6, 1),
            "sessions": sum(host.sessions for host in self.hosts),
        }

    def begin(self) -> None:
        """Forget what was counted: from here on counts."""
        for host in self.hosts:
            if host.stream is not None:
                host.stream.longest_gap_ns = host.stream.gaps = 0

    def _host(self, number: int, name: str, password: str, key: bytes, broker: tuple[str, int], port: int) -> Host:
        boot = secrets.randbits(32)
        identity = telemetry.Identity(self._studio, name, boot, "bench", port, -6.0)
        topic = {kind: topics.bodypack(self._studio, name, kind) for kind in topics.KINDS}
        will = Will(topic["status"], telemetry.offline(boot), 1, True)
        talk = Conversation(name, name, password, will=will)
        for each in (topic["session"], topic["command"], topics.gateway_status(self._studio)):
            talk.subscribe(each, 1)

        def on_message(message: Message) -> None:
            self._message(host, message)

        def on_change(up: bool) -> None:
            if up:
                status = telemetry.status(boot, None, "idle", None, None)
                host.client.publish(host.topic["status"], status, 1, True)
                self._hello(host)

        client = Client(talk, *broker, clock_ms, on_message, on_change)
        ip = f"127.1.{number // 250}.{number % 250 + 1}"
        host = Host(name, ip, Trust(name, key, crypto.hmac_sha256), identity, client, topic=topic)
        return host

    def _hello(self, host: Host) -> None:
        host.hello_at = time.monotonic()
        host.client.publish(host.topic["hello"], telemetry.hello(host.identity, host.ip, host.trust.key_id), 1)

    def _message(self, host: Host, message: Message) -> None:
        if message.topic != host.topic["session"] or not message.payload:
            return
        try:
            document: dict[str, Any] = documents.read("session", host.trust.open(message.topic, message.payload))
        except WireError:
            return
        known = host.stream is not None and host.stream.session == document["session"]
        if document["boot"] == host.identity.boot and not known:
            host.stream = Stream(document["session"])
            host.sessions += 1
            self._by_ssrc[document["ssrc"]] = host.stream

    def _tell(self, host: Host) -> None:
        stream = host.stream
        if not host.client.conversation.up:
            return
        if stream is None:
            if time.monotonic() - host.hello_at > HELLO_AGAIN_S:
                self._hello(host)
            return
        boot = host.identity.boot
        fields: dict[str, object] = {"boot": boot, "session": stream.session, **dict.fromkeys(COUNTS, 0)}
        fields.update(received=stream.received, uptime_s=1, jitter_ms=0.5, buffer_ms=20, target_ms=10)
        fields.update(level_db=-20, rssi_dbm=-50, battery_percent=80)
        host.client.publish(host.topic["telemetry"], documents.make("telemetry", fields), 0)
        count = min(MOST_FATES, stream.highest - stream.told)
        if count > 0:
            host.played += 1
            octets = bytes([PLAYED]) * count
            first = stream.told & 0xFFFF
            stream.told += count
            document = telemetry.played(boot, stream.session, host.played, first, octets)
            host.client.publish(host.topic["played"], document, 1)

    def _receive(self) -> None:
        """The thread: as little as can be for each datagram."""
        buffer = bytearray(audio.MAX_DATAGRAM_BYTES)
        by_ssrc = self._by_ssrc
        while not self._over.is_set():
            try:
                size = self._socket.recv_into(buffer)
            except TimeoutError:
                continue
            if size < 12 or 192 <= buffer[1] <= 223:  # RFC 5761 section 4
                continue
            stream = by_ssrc.get(int.from_bytes(buffer[8:12], "big"))
            if stream is not None:
                stream.take(buffer[2] << 8 | buffer[3], time.monotonic_ns())


async def main() -> None:
    """See above."""
    loop = asyncio.get_running_loop()
    wanted = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    crowd = Crowd(wanted["studio"], ("127.0.0.1", int(wanted["broker"])), wanted["hosts"])
    running = asyncio.create_task(crowd.run())
    try:
        while crowd.flowing() < len(crowd.hosts):
            if running.done():
                running.result()
            await asyncio.sleep(0.1)
        print(json.dumps({"ready": crowd.flowing()}), flush=True)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if line.strip() == "begin":
                crowd.begin()
            print(json.dumps(crowd.figures()), flush=True)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
