"""Waiting for what comes first: a datagram, or the time."""

import select
import socket
import sys
import time

WINDOWS_SLICE_S = 0.001


def wait(sock: socket.socket, seconds: float) -> bool:
    """Until ``sock`` has something to read (True) or ``seconds`` are over (False). Errors that wait count as something
    to read."""
    if sys.platform == "win32":
        return wait_in_slices(sock, seconds)
    return bool(select.select((sock,), (), (), seconds)[0])


def wait_in_slices(sock: socket.socket, seconds: float) -> bool:
    """Where select's own time is told in the system's ticks (15.6 ms on Windows) and sleep's is not."""
    deadline = time.monotonic() + seconds
    while not select.select((sock,), (), (), 0)[0]:
        rest = deadline - time.monotonic()
        if rest <= 0:
            return False
        time.sleep(min(rest, WINDOWS_SLICE_S))
    return True
