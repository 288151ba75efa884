"""Our client and somebody else's at one broker."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Callable

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from hushcue_bodypack import mqtt
from hushcue_bodypack.mqtt_conversation import Conversation, Message

LIMIT_S = 30


class Clock:
    """Milliseconds as the chip counts them, ``speed`` times as fast as the wall's: deadlines need not be waited for."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed

    def __call__(self) -> int:
        return int(time.monotonic() * 1000 * self.speed) & 0x3FFFFFFF


class Bench:
    """One client with all it said and heard; ends with the ``async with``."""

    def __init__(
        self,
        port: int,
        conversation: Conversation,
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        **settings: object,
    ) -> None:
        self.talk = conversation
        self.heard: list[tuple[str, bytes | None]] = []
        self.changes: list[bool] = []
        self.client = mqtt.Client(
            conversation,
            host,
            port,
            clock or Clock(),
            self.take,
            self.changes.append,
            **settings,  # type: ignore[arg-type]
        )

    def take(self, message: Message) -> None:
        self.heard.append((message.topic, message.payload))

    async def __aenter__(self) -> Bench:
        self.task = asyncio.create_task(self.client.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        done, _pending = await asyncio.wait({self.task}, timeout=LIMIT_S)
        assert done, "the cancelled client goes on"

    async def until(self, condition: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        """Wait for it; a client that has died is reported at once."""
        deadline = time.monotonic() + limit_s
        while not condition():
            if self.task.done():
                self.task.result()
            assert time.monotonic() < deadline, (self.heard, self.changes, self.talk.trouble)
            await asyncio.sleep(0.02)

    async def up(self) -> None:
        await self.until(lambda: self.talk.up)


class Witness:
    """paho-mqtt, an MQTT client nobody here wrote."""

    def __init__(self, port: int, topic_filter: str = "#", username: str = "", password: str = "") -> None:
        self.messages: queue.Queue[tuple[str, bytes, bool]] = queue.Queue()
        self._subscribed: queue.Queue[int] = queue.Queue()
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id="witness")
        if username:
            self.client.username_pw_set(username, password)
        self.client.on_message = lambda _c, _u, m: self.messages.put((m.topic, bytes(m.payload), bool(m.retain)))
        self.client.on_subscribe = lambda _c, _u, mid, _r, _p: self._subscribed.put(mid)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        self.client.subscribe(topic_filter, 1)
        self._subscribed.get(timeout=LIMIT_S)

    def next(self, limit_s: float = LIMIT_S) -> tuple[str, bytes, bool]:
        return self.messages.get(timeout=limit_s)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
