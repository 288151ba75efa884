"""The HTTP server's life: listen on a socket of our own, answer, stop."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from hushcue_words import EXIT_MISSING, Trouble

from .. import ports
from ..config import is_loopback
from ..words import WORDS

if TYPE_CHECKING:
    import uvicorn

    from ..control import Control

POLL_S = 0.01


class Server:
    """``bind``, ``prepare``, ``start``, ``stop``, in this order."""

    def __init__(self, control: Control):
        self._control = control
        self._settings = control.config.http
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None

    def bind(self) -> None:
        """Listen. Raises Trouble (exit code 3) that says why that does not work."""
        host, port = self._settings.host, self._settings.port
        try:
            self._socket = ports.listen(host, port)
        except ports.CannotListen as error:
            codes = {"taken": "http_port_taken", "refused": "http_port_refused", "no_address": "http_no_address"}
            facts = {"host": host} if error.why == "no_address" else {"host": host, "port": port}
            raise Trouble(WORDS, codes[error.why], facts, EXIT_MISSING) from None

    @property
    def url(self) -> str:
        """Where it answers, with the port in force."""
        port = self._socket.getsockname()[1] if self._socket is not None else self._settings.port
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{port}"

    def prepare(self) -> None:
        """Import and make the application: long work for a small machine, in a thread beside what else starts."""
        from .serving import make_server

        names = [*self._settings.names]
        if not is_loopback(self._settings.host):
            names.append(socket.gethostname().lower())
        self._server = make_server(self._control, names)

    async def start(self) -> None:
        """Begin to answer."""
        assert self._socket is not None and self._server is not None
        self._task = asyncio.create_task(self._server.serve([self._socket]), name="http")
        while not self._server.started:
            if self._task.done():
                await self._task
                raise RuntimeError("the HTTP server ended before it began")
            await asyncio.sleep(POLL_S)

    async def stop(self) -> None:
        """Answer no longer. May be called twice."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None
