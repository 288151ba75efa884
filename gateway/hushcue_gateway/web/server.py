"""The HTTP listeners' life: plain HTTP for this machine, HTTPS for everybody, one application behind both."""

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
    """``bind``, ``prepare``, ``start``, ``stop``, in this order. ``prepare`` needs the parts of ``control`` made."""

    def __init__(self, control: Control):
        self._control = control
        self._http = control.config.http
        self._https = control.config.https
        self._sockets: dict[str, socket.socket] = {}
        self._servers: list[tuple[uvicorn.Server, socket.socket]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def bind(self) -> None:
        """Listen. Raises Trouble (exit code 3) that says why that does not work."""
        self._sockets["http"] = _listen("http", self._http.host, self._http.port)
        if self._https.enabled:
            self._sockets["https"] = _listen("https", self._https.host, self._https.port)

    @property
    def url(self) -> str:
        """Where plain HTTP answers, with the port in force."""
        return _url("http", self._http.host, self._port("http", self._http.port))

    @property
    def https_url(self) -> str | None:
        """Where HTTPS answers, as others on the network reach it; None where it is off."""
        if not self._https.enabled:
            return None
        from ..tls.addresses import main_address

        host = self._https.host
        host = main_address() if host in ("0.0.0.0", "::") else host
        if self._https.certificate is not None and self._http.names:
            host = self._http.names[0]  # somebody's certificate is for a name
        return _url("https", host, self._port("https", self._https.port))

    def prepare(self) -> None:
        """Import and make the application: long work for a small machine, in a thread beside what else starts. Raises
        Trouble where a certificate cannot be used."""
        from ..tls.https import secure
        from .serving import make_guard, make_server

        control = self._control
        names = [*self._http.names]
        if not is_loopback(self._http.host):
            names.append(socket.gethostname().lower())
        secured = None
        if self._https.enabled:
            secured = secure(self._https, control.folder, control.config.studio, self._http.names, control.log)
            names += secured.names
        places = control.parts.people.places
        places.http, places.https = self.url, self.https_url or ""
        places.ca = secured.ca if secured is not None else b""
        guard = make_guard(control, names, strict=self._https.certificate is not None)
        self._servers.append((make_server(guard), self._sockets["http"]))
        if secured is not None:
            self._servers.append((make_server(guard, secured.context), self._sockets["https"]))

    async def start(self) -> None:
        """Begin to answer."""
        assert self._servers
        for server, sock in self._servers:
            task = asyncio.create_task(server.serve([sock]), name="http")
            self._tasks.append(task)
            while not server.started:
                if task.done():
                    await task
                    raise RuntimeError("the HTTP server ended before it began")
                await asyncio.sleep(POLL_S)

    async def stop(self) -> None:
        """Answer no longer. May be called twice."""
        for server, _ in self._servers:
            server.should_exit = True
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for sock in self._sockets.values():
            sock.close()

    def _port(self, scheme: str, configured: int) -> int:
        sock = self._sockets.get(scheme)
        return int(sock.getsockname()[1]) if sock is not None and sock.fileno() >= 0 else configured


def _listen(scheme: str, host: str, port: int) -> socket.socket:
    try:
        return ports.listen(host, port)
    except ports.CannotListen as error:
        codes = {"taken": "port_taken", "refused": "port_refused", "no_address": "no_address"}
        facts = {"host": host} if error.why == "no_address" else {"host": host, "port": port}
        raise Trouble(WORDS, f"{scheme}_{codes[error.why]}", facts, EXIT_MISSING) from None


def _url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
