"""Ports that nobody has."""

from __future__ import annotations

import socket


def free_pair() -> int:
    """An even port whose odd neighbour, for RTCP, is free too (RFC 3550 section 11)."""
    for _ in range(100):
        with socket.socket(type=socket.SOCK_DGRAM) as first, socket.socket(type=socket.SOCK_DGRAM) as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            if port % 2 == 0:
                try:
                    second.bind(("127.0.0.1", port + 1))
                except OSError:
                    continue
                return port
    raise AssertionError("no two free ports beside each other")
