"""The contract between gateway and bodypack: packets, topics, documents.

Pure: no socket, no clock, no thread. The same files run on CPython and on MicroPython, so
they speak the narrower dialect: no typing, dataclasses or enum. Whatever a peer sent wrong
raises :class:`~hushcue_wire.errors.WireError`; our own mistakes raise anything else.
"""

__version__ = "0.1.0"

PROTOCOL = 1
"""Version of topics and documents. A peer that announces another one is refused."""
