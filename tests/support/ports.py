"""Ports that nobody has."""

from __future__ import annotations

import random
import socket

BELOW_THE_KERNELS = range(20_000, 32_000)
"""No system's kernel chooses from these by itself: what is free here stays so until somebody asks for just that one."""


def free_port() -> int:
    """A TCP port of this machine that nobody has, and that nobody is given meanwhile who does not mind which."""
    for _ in range(100):
        port = random.choice(BELOW_THE_KERNELS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def free_pair() -> int:
    """An even port whose odd neighbour, for RTCP, is free too (RFC 3550 section 11)."""
    for _ in range(100):
        with socket.socket(type=socket.SOCK_DGRAM) as first, socket.socket(type=socket.SOCK_DGRAM) as second:
            port = random.choice(BELOW_THE_KERNELS) & ~1
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports beside each other")
