"""The MQTT client: one asyncio task that keeps a :class:`Conversation` connected, on the chip and on a PC alike.

It owns the TCP stream and nothing else: it never touches Wi-Fi, and it asks for the broker's address only where no
address is known yet, or while ``may_resolve()`` says that nobody listens (name resolution blocks the chip). Every
failure outside becomes ``conversation.trouble`` and a counted retry; only cancellation leaves :meth:`Client.run`.
"""

import asyncio
import random
import socket

from . import mqtt_conversation
from .backoff import Backoff
from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any  # noqa: TID251 - for the type checker alone

    from .mqtt_conversation import Conversation, Message

OPEN_S = 5
"""How long the TCP (and TLS) connection may take."""
CLOSE_S = 1
"""And its end."""
READ_BYTES = 512
TICK_S = 0.1
POLL_S = 0.02
STEADY_MS = 5000
"""A connection that held so long makes the next retry a quick one. Two clients of one id evict each other: for them
the wait must grow."""
FORGET_ADDRESS_TRIES = 3
"""After so many failures in a row the broker may have moved: its name is asked for again."""


class Client:
    """Keeps ``conversation`` connected to ``host:port``.

    on_message(message) is called for every incoming message, on_change(up) when a connection was accepted or has
    ended; both from the task that runs :meth:`run`, and what they raise is ours and ends it. ``clock_ms`` wraps as
    ticks_ms does. ``tls``: an SSLContext, checked against ``host``; None for plain TCP.
    """

    def __init__(
        self,
        conversation: "Conversation",
        host: str,
        port: int,
        clock_ms: "Callable[[], int]",
        on_message: "Callable[[Message], None]",
        on_change: "Callable[[bool], None]",
        backoff: "Backoff | None" = None,
        tls: "Any" = None,
        may_resolve: "Callable[[], bool] | None" = None,
    ):
        self.conversation = conversation
        self.host = host
        self.port = port
        self.attempts = 0
        self.failures_in_row = 0
        self._clock_ms = clock_ms
        self._on_message = on_message
        self._on_change = on_change
        self._backoff = backoff or Backoff()
        self._tls = tls
        self._may_resolve = may_resolve
        self._address = ""
        self._wake = asyncio.Event()
        self._ended = False  # the broker closed this connection, or it broke
        self._fault = None  # type: BaseException | None
        self._streams = None  # type: Any
        self._unreachable = ""
        self._told_up = False
        self._leaving = False

    def publish(
        self, topic: str, payload: bytes, qos: int = 0, retain: bool = False, newest_only: bool = False
    ) -> bool:
        """See :meth:`Conversation.publish`. From asyncio tasks only."""
        kept = self.conversation.publish(topic, payload, qos, retain, newest_only)
        self._wake.set()
        return kept

    def leave(self) -> None:
        """Say goodbye to the broker; :meth:`run` then returns. What is still queued is lost."""
        self._leaving = True
        self.conversation.leave()

    async def run(self) -> None:
        """Until :meth:`leave` or cancellation."""
        while not self._leaving:
            started_ms = self._clock_ms()
            held = await self._connection()
            if held and elapsed_ms(self._clock_ms(), started_ms) > STEADY_MS:
                self._backoff.reset()
            if not self._leaving:
                await asyncio.sleep(self._backoff.next_ms(random.random()) / 1000)

    # -- one connection ---------------------------------------------------------------------------------------------
    #
    # Nothing here awaits a task of its own, nor asyncio.wait_for(): on CPython either can lose a cancellation that
    # comes together with the end of what is awaited. Tasks are asked whether they are done.

    def _resolve(self) -> None:
        moved = self.failures_in_row >= FORGET_ADDRESS_TRIES and (self._may_resolve is None or self._may_resolve())
        if not self._address or moved:
            found = socket.getaddrinfo(self.host, self.port, socket.AF_INET, socket.SOCK_STREAM)
            self._address = str(found[0][-1][0])
            self.failures_in_row = 0

    async def _open(self) -> None:
        """Leaves the streams, or why there are none, in ``self``."""
        try:
            self._resolve()
            if self._tls is None:
                self._streams = await asyncio.open_connection(self._address, self.port)
            else:
                self._streams = await asyncio.open_connection(
                    self._address, self.port, ssl=self._tls, server_hostname=self.host
                )
        except (OSError, ValueError) as error:
            self._unreachable = str(error)

    async def _connection(self) -> bool:
        """One connection from its first try to its end. True when the broker had accepted it."""
        talk = self.conversation
        accepted_before = talk.connections
        self.attempts += 1
        self._ended = False
        self._fault = None
        self._streams = None
        self._unreachable = ""
        tasks = []  # type: list[Any]
        trouble = "broker closed the connection"
        try:
            if not await _within(OPEN_S, self._open()):
                trouble = "broker does not answer"
            elif self._streams is None:
                trouble = "broker cannot be reached: " + self._unreachable
            else:
                await self._converse(tasks)
        finally:
            for task in tasks:
                task.cancel()
            try:
                while not all([task.done() for task in tasks]):
                    await asyncio.sleep(0)
                if self._streams is not None:
                    await _within(CLOSE_S, self._close(self._streams[1]))
            finally:
                if self._streams is not None:
                    transport = getattr(self._streams[1], "transport", None)
                    if transport is not None:  # CPython's, which a dead peer may keep open for long
                        transport.abort()
                talk.closed(trouble)
                self._tell()
        if self._fault is not None:
            raise self._fault
        accepted = talk.connections > accepted_before
        self.failures_in_row = 0 if accepted else self.failures_in_row + 1
        return accepted

    async def _converse(self, tasks: "list[Any]") -> None:
        """From the open stream to its end; the tasks that read and write are put into ``tasks``."""
        talk = self.conversation
        reader, writer = self._streams
        talk.opened(self._clock_ms())
        self._wake.set()
        tasks.append(asyncio.create_task(self._read(reader)))
        tasks.append(asyncio.create_task(self._write(writer)))
        while not self._ended and talk.state != mqtt_conversation.BROKEN:
            await asyncio.sleep(TICK_S)
            talk.tick(self._clock_ms())
            if talk.speaking:
                self._wake.set()

    def _tell(self) -> None:
        up = self.conversation.up
        if up != self._told_up:
            self._told_up = up
            self._on_change(up)

    async def _read(self, reader: "Any") -> None:
        """Bytes in, until the stream ends."""
        talk = self.conversation
        try:
            while not self._ended:
                data = await reader.read(READ_BYTES)
                if not data:
                    break
                talk.received(data, self._clock_ms())
                self._tell()
                message = talk.take_message()
                while message is not None:
                    self._on_message(message)
                    message = talk.take_message()
                self._wake.set()
        except (OSError, EOFError):
            pass
        except Exception as error:
            self._fault = error
        self._ended = True

    async def _write(self, writer: "Any") -> None:
        """Bytes out. Only this task writes: on the chip, what is written during a drain() would be lost."""
        try:
            while not self._ended:
                await self._wake.wait()
                self._wake.clear()
                data = self.conversation.to_send()
                if data:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            self._ended = True

    async def _close(self, writer: "Any") -> None:
        """The last words, where the stream still takes them, and its end."""
        try:
            last = self.conversation.to_send()
            if last and not self._ended:
                writer.write(last)
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError:
            pass


async def _within(limit_s: float, work: "Coroutine[Any, Any, None]") -> bool:
    """Do ``work``, which raises nothing, for so long at most. False when it was not done by then."""
    task = asyncio.create_task(work)
    turns = int(limit_s / POLL_S)
    try:
        while turns and not task.done():
            turns -= 1
            await asyncio.sleep(POLL_S)
        return task.done()
    finally:
        if not task.done():
            task.cancel()
