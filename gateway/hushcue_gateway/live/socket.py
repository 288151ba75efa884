"""One console's WebSocket, as the rooms see it: texts go into a bounded queue, one task sends them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

MAX_WAITING = 256
MAX_WAITING_CHARS = 1 << 20
TRY_AGAIN_LATER = 1013
"""RFC 6455 registry: the console comes back by itself."""
LEAVE = 1008


def as_text(message: dict[str, Any]) -> str:
    """As it is sent. Half of a pair of surrogates is no character of any encoding: one such in the name of a scene
    would end the WebSocket of everybody who looks."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(message, separators=(",", ":"))
    return text


class Socket:
    """``send`` never waits. One that does not take what it is told is cut off: ``lagging`` is told, once."""

    def __init__(self, websocket: WebSocket, lagging: Callable[[], None]):
        self._websocket = websocket
        self._lagging = lagging
        self._waiting: deque[str] = deque()
        self._chars = 0
        self._wake = asyncio.Event()
        self._closing: int | None = None
        self._sender = asyncio.create_task(self._send(), name="live sender")

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self.send(as_text(message))

    def send(self, text: str) -> None:
        """Send one text: the same may go to many."""
        if self._closing is not None:
            return
        if len(self._waiting) >= MAX_WAITING or self._chars > MAX_WAITING_CHARS:
            self._lagging()
            self._waiting.clear()
            self.close(TRY_AGAIN_LATER)
            self._sender.cancel()
            return
        self._waiting.append(text)
        self._chars += len(text)
        self._wake.set()

    def close(self, code: int) -> None:
        """End it, after what still waits."""
        if self._closing is None:
            self._closing = code
        self._wake.set()

    async def ended(self) -> None:
        """Returns when nothing more will be sent."""
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait([self._sender])

    async def stop(self) -> None:
        """No more sending."""
        self._sender.cancel()
        await asyncio.gather(self._sender, return_exceptions=True)

    async def _send(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                while self._waiting:
                    text = self._waiting.popleft()
                    self._chars -= len(text)
                    await self._websocket.send_text(text)
                if self._closing is not None:
                    await self._websocket.close(self._closing)
                    return
                self._wake.clear()
                await self._wake.wait()
