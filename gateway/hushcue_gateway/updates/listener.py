"""Where bodypacks fetch firmware: a read-only listener of its own, open only while a roll-out goes on.

HTTP/1.0, GET, ``/BUILD/manifest.json`` and ``/BUILD/lib/...``, with ``Range: bytes=N-``. It knows the files of the
bundles on offer and nothing else; nobody but the bodypacks of the roll-out is answered; connections, the time of each
and the bytes in a second are bounded. What it gives is no secret, and what arrives is judged by its digest.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping

from hushcue_wire import manifest
from hushcue_words import EXIT_MISSING

from .bundle import Bundle
from .words import WORDS

MOST_CONNECTIONS = 16
REQUEST_BYTES = 2048
REQUEST_S = 10.0
WHOLE_S = 300.0
CHUNK_BYTES = 4096
RANGE = re.compile(rb"^range:\s*bytes=(\d{1,9})-\s*$", re.IGNORECASE)
SAYS: Mapping[int, str] = {
    200: "OK",
    206: "Partial Content",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    416: "Range Not Satisfiable",
    503: "Service Unavailable",
}


class Budget:
    """Bytes in a second, for all together. Pure: the time is an argument."""

    def __init__(self, bytes_per_s: int):
        self._rate = bytes_per_s
        self._free_at_s = 0.0

    def take(self, count: int, now_s: float) -> float:
        """How long to wait before ``count`` bytes are sent."""
        begin_s = max(now_s, self._free_at_s)
        self._free_at_s = begin_s + count / self._rate
        return begin_s - now_s


class Listener:
    """admits: address -> whether it is answered. ``offer`` what there is to fetch; ``open`` and ``close`` any number of
    times."""

    def __init__(self, host: str, port: int, bytes_per_s: int, admits: Callable[[str], bool]):
        self.port = 0
        """that it listens at; 0 while it is closed"""
        self.refused = 0
        """requests that got nothing"""
        self._host = host
        self._port = port
        self._budget = Budget(bytes_per_s)
        self._admits = admits
        self._files: dict[str, tuple[Bundle, str]] = {}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, bundles: Mapping[str, Bundle]) -> None:
        """These and no others."""
        self._files = {
            f"/{build}/{path}": (bundle, path)
            for build, bundle in bundles.items()
            for path in (manifest.NAME, *bundle.files)
        }

    async def open(self) -> None:
        """Listen. Raises Trouble where that cannot be done."""
        if self._server is not None:
            return
        try:
            self._server = await asyncio.start_server(self._serve, self._host, self._port, limit=REQUEST_BYTES)
        except OSError as error:
            reason = error.strerror or error
            raise WORDS.trouble(
                "update_listen", exit_code=EXIT_MISSING, host=self._host, port=self._port, reason=reason
            ) from None
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """No more of it."""
        server, self._server = self._server, None
        self.port = 0
        if server is not None:
            server.close()
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            async with asyncio.timeout(WHOLE_S):
                await self._answer(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # theirs, or we close
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) > MOST_CONNECTIONS:
            return await self._refuse(writer, 503)
        async with asyncio.timeout(REQUEST_S):
            request = await reader.readuntil(b"\r\n\r\n")
        peer = writer.get_extra_info("peername")
        if peer is None or not self._admits(str(peer[0])):
            return await self._refuse(writer, 403)
        first, *headers = request.split(b"\r\n")
        words = first.split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return await self._refuse(writer, 400)
        if words[0] != b"GET":
            return await self._refuse(writer, 405)
        found = self._files.get(words[1].decode("latin-1"))
        if found is None:
            return await self._refuse(writer, 404)
        bundle, path = found
        try:
            data = (
                bundle.sealed if path == manifest.NAME else await asyncio.to_thread((bundle.folder / path).read_bytes)
            )
        except OSError:
            return await self._refuse(writer, 404)
        ranges = [match for match in map(RANGE.match, headers) if match]
        at = int(ranges[0][1]) if ranges else 0
        if at > len(data):
            return await self._refuse(writer, 416)
        return await self._give(writer, data, at, bool(ranges))

    async def _give(self, writer: asyncio.StreamWriter, data: bytes, at: int, partial: bool) -> None:
        more = f"Content-Range: bytes {at}-{len(data) - 1}/{len(data)}\r\n" if partial and at < len(data) else ""
        writer.write(_head(206 if partial else 200, len(data) - at, more))
        loop = asyncio.get_running_loop()
        for begin in range(at, len(data), CHUNK_BYTES):
            chunk = data[begin : begin + CHUNK_BYTES]
            await asyncio.sleep(self._budget.take(len(chunk), loop.time()))
            writer.write(chunk)
            await writer.drain()

    async def _refuse(self, writer: asyncio.StreamWriter, status: int) -> None:
        self.refused += 1
        writer.write(_head(status, 0))
        await writer.drain()


def _head(status: int, size: int, more: str = "") -> bytes:
    return (
        f"HTTP/1.0 {status} {SAYS[status]}\r\nContent-Length: {size}\r\n{more}"
        "Content-Type: application/octet-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    ).encode("ascii")
