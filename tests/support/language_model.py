"""A server that speaks like OpenAI's ``/v1/chat/completions``, on a real socket: it answers as a test tells it to."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

Behaviour = Callable[[asyncio.StreamWriter], Any]
TURNS = 5
"""Of the loop, from letting somebody in to their handler's first step: it is three in CPython."""


def completion(content: str) -> bytes:
    """A whole answer with ``content`` as the model's words."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return http(json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode())


def http(body: bytes, status: str = "200 OK") -> bytes:
    """An answer with its head."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class LanguageModel:
    """answers: what the next requests get, in turn; the last one stays. asked: the requests, as (head, document)."""

    def __init__(self) -> None:
        self.answers: list[bytes | Behaviour] = [http(b"{}")]
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.url = ""
        self._writers: dict[asyncio.StreamWriter, asyncio.Event] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        ended = self._writers[writer] = asyncio.Event()
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next(
                    int(line[15:]) for line in head.splitlines() if line.lower().startswith("content-length:")
                )
                self.asked.append((head, json.loads(await reader.readexactly(length))))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
            ended.set()

    async def hang_up(self) -> None:
        """On everybody, those included who were let in a moment ago and have no handler yet; cancelled handlers of
        asyncio's streams complain aloud."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        for writer in self._writers:
            writer.transport.abort()  # what somebody does not read any more is waited for by nobody
        for ended in self._writers.values():
            await ended.wait()


@asynccontextmanager
async def language_model() -> AsyncIterator[LanguageModel]:
    """Running, at ``url``."""
    model = LanguageModel()
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield model
    finally:
        server.close()
        await model.hang_up()


async def hang(writer: asyncio.StreamWriter) -> None:
    """Takes the question and says nothing."""
    while not writer.is_closing():
        await asyncio.sleep(0.01)


async def drip(writer: asyncio.StreamWriter) -> None:
    """One octet at a time, for ever: no single read is late."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def flood(writer: asyncio.StreamWriter) -> None:
    """More and more, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
        await writer.drain()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Goes away in the middle."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
    await writer.drain()
    writer.close()
