"""``socket`` as the chip has it: the machine's own sockets, and addresses that can be read.

The unix port's getaddrinfo() gives an address as the bytes of a sockaddr_in, the chip's a pair of host and port.
"""

import socket as _machine
from socket import *  # noqa: F403


class _Address(bytearray):
    """What bind() and connect() take, and a pair to whom looks into it."""

    def __getitem__(self, index):
        return _machine.inet_ntop(_machine.AF_INET, bytes(self)[4:8]) if index == 0 else self.port


def getaddrinfo(host, port, af=0, type=0, proto=0, flags=0):
    found = []
    for family, kind, protocol, name, where in _machine.getaddrinfo(host, port, af or _machine.AF_INET, type):
        address = _Address(where)
        address.port = port
        found.append((family, kind, protocol, name or "", address))
    return found
