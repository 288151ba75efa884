"""A TCP port at which nobody listens, and nobody else can: for who asks in vain, or listens there later."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def closed_door() -> Iterator[socket.socket]:
    """Bound on this machine, and not listening."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", 0))
        yield door


def port_of(door: socket.socket) -> int:
    """Its number."""
    return int(door.getsockname()[1])
