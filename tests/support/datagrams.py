"""What the kernel does with datagrams that nobody reads."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys

from .gateway_process import wait_for

SO_MEMINFO = 55
DROPS = 8
"""Its ninth number (linux/sock_diag.h)."""


def dropped(sock: socket.socket) -> int:
    """So many came while there was no room for them; 0 where the system does not say."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, struct.error):
            return int(struct.unpack("9I", sock.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, 36))[DROPS])
    return 0


def wait_until_read(sock: socket.socket) -> None:
    """Until whoever reads from this socket, perhaps another process, has taken all that came."""
    wait_for("it is read", lambda: not select.select([sock], [], [], 0)[0], 60.0, 0.001)
