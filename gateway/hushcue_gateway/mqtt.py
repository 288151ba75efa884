"""The gateway's MQTT connection: paho-mqtt's thread on one side, asyncio on the other, a bounded queue between.

What arrives is not read here: ``core/roster.py`` checks it. Presence is retained under a last will; whoever connects
again is told ``Connected`` and publishes what has to stand, because a broker may come back empty.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from hushcue_wire import documents, topics
from hushcue_words import EXIT_USAGE, Trouble

from .logs import Log
from .words import WORDS

KEEPALIVE_S = 5
CONNECT_TIMEOUT_S = 5.0
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 2.0
MAX_WAITING = 4096
"""Documents between the two threads; more are dropped and counted."""
BREATH_S = 0.005
"""Reading documents never keeps the rest of the process waiting longer than this and one document."""
MAX_KEPT_BYTES = documents.MAX_DOCUMENT_BYTES + 1
"""Of an oversized payload only as much is kept as shows that it is oversized."""
FAREWELL_S = 1.0


@dataclass(frozen=True)
class BrokerAddress:
    """Where and as whom to connect. tls_ca None with tls: the system's own authorities."""

    host: str
    port: int
    username: str = ""
    password: str | None = None
    tls: bool = False
    tls_ca: Path | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Connected:
    """The subscriptions stand and presence is published. Everything retained has to be published again."""


@dataclass(frozen=True)
class Lost:
    """The connection is gone; another is tried by itself."""

    reason: str


@dataclass(frozen=True)
class Document:
    """Bytes from the network, at most MAX_KEPT_BYTES of them."""

    topic: str
    payload: bytes
    retained: bool
    at_ns: int


Arrival = Connected | Lost | Document


class Link:
    """One connection that keeps coming back. Made and used in one asyncio loop."""

    def __init__(self, address: BrokerAddress, studio: str, boot: int, log: Log, also: Iterable[str] = ()):
        """also: topic filters beside those of the bodypacks."""
        self.connected = False
        self.away_since = time.monotonic()
        """When the connection was lost (or first tried); of no meaning while there is one."""
        self.dropped = 0
        self.reconnects = -1
        self._address = address
        self._studio = studio
        self._boot = boot
        self._log = log
        self._topics = [*(topics.all_bodypacks(studio, kind) for kind in topics.FROM_BODYPACK), *also]
        self._waiting: queue.Queue[Arrival] = queue.Queue(MAX_WAITING)
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._client = self._make_client()

    def start(self) -> None:
        """Begin to connect; never waits for the broker. Raises Trouble when the TLS authority cannot be used."""
        if self._address.tls:
            try:
                self._client.tls_set_context(ssl.create_default_context(cafile=self._address.tls_ca))
            except (OSError, ssl.SSLError) as error:
                facts = {"key": "broker.tls_ca", "path": self._address.tls_ca, "reason": error}
                raise Trouble(WORDS, "config_bad_ca", facts, EXIT_USAGE) from None
        self._client.connect_async(self._address.host, self._address.port, keepalive=KEEPALIVE_S)
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)
        self._thread.start()

    async def arrivals(self) -> AsyncIterator[Arrival]:
        """What comes, in order, for ever. However much waits, others have their turn in between: a hundred bodypacks
        tell of the end of an all-call at once, and somebody presses a key meanwhile."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            breath_at = time.monotonic() + BREATH_S
            while True:
                try:
                    arrival = self._waiting.get_nowait()
                except queue.Empty:
                    break
                yield arrival
                if time.monotonic() >= breath_at:
                    await asyncio.sleep(0)
                    breath_at = time.monotonic() + BREATH_S

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> bool:
        """Send a document. False when there is no connection: nothing is kept for later."""
        if not self.connected:
            return False
        return self._client.publish(topic, payload, qos, retain).rc == paho.MQTT_ERR_SUCCESS

    async def stop(self) -> None:
        """Say "offline" and go. May be called twice."""
        self._stopping = True
        if self._thread is not None:
            await asyncio.to_thread(self._farewell)
            self._thread = None

    def _farewell(self) -> None:
        if self.connected:
            with contextlib.suppress(ValueError, RuntimeError):
                sent = self._client.publish(self._presence_topic, self._presence("offline"), 1, True)
                sent.wait_for_publish(FAREWELL_S)
        self._client.disconnect()
        if self._thread is not None:
            self._thread.join(CONNECT_TIMEOUT_S + 1)

    @property
    def _presence_topic(self) -> str:
        return topics.gateway_status(self._studio)

    def _presence(self, state: str) -> bytes:
        return documents.make("gateway", {"state": state, "boot": self._boot})

    def _make_client(self) -> paho.Client:
        # A fixed id: a gateway that comes back takes over from what the broker still believes to be there.
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"hushcue-gateway-{self._studio}")
        if self._address.username:
            client.username_pw_set(self._address.username, self._address.password)
        client.will_set(self._presence_topic, self._presence("offline"), 1, True)
        client.connect_timeout = CONNECT_TIMEOUT_S
        client.reconnect_delay_set(FIRST_WAIT_S, LONGEST_WAIT_S)  # type: ignore[arg-type]
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        return client

    # --- paho's thread from here on ---------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._client.loop_forever(retry_first_connection=True)
            except Exception as error:
                self._log.error("our_mistake", where="mqtt", reason=repr(error))
                time.sleep(LONGEST_WAIT_S)

    def _deliver(self, arrival: Arrival) -> None:
        try:
            self._waiting.put_nowait(arrival)
        except queue.Full:
            self.dropped += 1
            self._log.warning("mqtt_flood", count=self.dropped)
        with contextlib.suppress(RuntimeError):  # the loop is closed: we are stopping
            self._loop.call_soon_threadsafe(self._wake.set)

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self._log.error("mqtt_not_admitted", broker=self._address, reason=reason)
            return
        client.subscribe([(topic, 1) for topic in self._topics])
        # The broker takes packets in order: whoever says hello because of this finds us subscribed.
        client.publish(self._presence_topic, self._presence("online"), 1, True)
        self.connected = True
        self.reconnects += 1
        self._log.info("mqtt_connected", broker=self._address)
        self._deliver(Connected())

    def _on_connect_fail(self, _client: paho.Client, _data: Any) -> None:
        self._log.warning("mqtt_unreachable", broker=self._address, reason=sys.exception() or "?")

    def _on_disconnect(self, _client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        was_connected, self.connected = self.connected, False
        if not was_connected:
            return
        self.away_since = time.monotonic()
        if not self._stopping:
            self._log.warning("mqtt_lost", broker=self._address, reason=reason)
        self._deliver(Lost(str(reason)))

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = "?"
        self._deliver(Document(topic, bytes(message.payload[:MAX_KEPT_BYTES]), message.retain, time.monotonic_ns()))
