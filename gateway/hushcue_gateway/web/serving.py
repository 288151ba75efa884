"""The application in uvicorn, in our own loop. Slow to import: ``server.py`` does it while other parts start."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from .app import make_app
from .caller import marks
from .guard import MAX_HEAD_BYTES, SHOPIFY_PLACE, Guard

if TYPE_CHECKING:
    from ..control import Control

MAX_CONNECTIONS = 512
IDLE_S = 15
FAREWELL_S = 2
MAX_MESSAGE_BYTES = 64 * 1024
PING_S = 10.0


class _Uvicorn(uvicorn.Server):
    """Signals are ours: ``main`` decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_guard(control: Control, names: Iterable[str], *, strict: bool = False) -> Guard:
    """The application with its guard. names: host names beside "localhost" that this machine goes by."""
    app = make_app(control)
    people = control.parts.people
    shop = control.config.shopify
    doors = {shop.host: SHOPIFY_PLACE} if shop.hears and shop.host else {}
    return Guard(app, people, control.token, names, marks(app), strict=strict, doors=doors)


def make_server(guard: Guard, context: ssl.SSLContext | None = None) -> uvicorn.Server:
    """A server to ``serve`` a socket with; with a context it speaks TLS."""
    config = uvicorn.Config(
        guard,
        http="h11",
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=FAREWELL_S,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # small messages, often: packing costs more delay than it saves
        ssl_context_factory=(lambda _config, _make: context) if context is not None else None,
    )
    config.load()
    return _Uvicorn(config)
