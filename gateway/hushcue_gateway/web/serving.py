"""The application in uvicorn, in our own loop. Slow to import: ``server.py`` does it while other parts start."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from .app import make_app
from .guard import MAX_HEAD_BYTES, Guard

if TYPE_CHECKING:
    from ..control import Control

MAX_CONNECTIONS = 256
IDLE_S = 15
FAREWELL_S = 2


class _Uvicorn(uvicorn.Server):
    """Signals are ours: ``main`` decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_server(control: Control, names: Iterable[str]) -> uvicorn.Server:
    """A server to ``serve`` a socket with. names: host names beside "localhost" that this machine goes by."""
    app = make_app(control)
    app.openapi()  # made once, and not by whoever asks first
    config = uvicorn.Config(
        Guard(app, control.token, names),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=FAREWELL_S,
    )
    config.load()
    return _Uvicorn(config)
