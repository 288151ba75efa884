"""Listening on a TCP port, and saying plainly why that does not work."""

from __future__ import annotations

import errno
import socket
import sys
from typing import Literal

Refusal = Literal["taken", "refused", "no_address"]
_WINDOWS_ACCESS = 10013
_TAKEN = (errno.EADDRINUSE, 10048)
_REFUSED = (errno.EACCES, errno.EPERM, _WINDOWS_ACCESS)


class CannotListen(Exception):
    """``why`` is "taken", "refused" (no permission) or "no_address" (no interface has it)."""

    def __init__(self, why: Refusal):
        super().__init__(why)
        self.why = why


def listen(host: str, port: int, backlog: int = 128) -> socket.socket:
    """A listening socket; port 0 is the kernel's choice. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
    except OSError:
        raise CannotListen("no_address") from None
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would share a port with whoever has it already.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Here it only means: not for the TIME_WAIT of a former run.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(backlog)
    except OSError as error:
        sock.close()
        if error.errno in _TAKEN:
            raise CannotListen("taken") from None
        raise CannotListen("refused" if error.errno in _REFUSED else "no_address") from None
    return sock


def free_port(host: str, port: int) -> int:
    """``port`` when it can be listened on now (0: any that can). Another program may take it the moment after."""
    with listen(host, port) as sock:
        return int(sock.getsockname()[1])
