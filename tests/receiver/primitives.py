"""The cryptographic primitives that the tests inject: the firmware's, but HMAC-SHA1 is the interpreter's own.

So that thousands of packets take seconds on a VM that runs viper as bytecode. The firmware's SHA-1 has its own tests.
"""

import hashlib

from hushcue_bodypack.crypto import equal, fill_counters, hmac_sha256, new_aes, xor

__all__ = ("equal", "fill_counters", "hmac_sha256", "new_aes", "new_hmac_sha1", "xor")


class new_hmac_sha1:
    """HMAC-SHA1 (RFC 2104) under one key of at most 64 octets."""

    def __init__(self, key):
        padded = bytes(key) + bytes(64 - len(key))
        self._inner = bytearray([byte ^ 0x36 for byte in padded]) + bytearray(1500)  # and room for what is hashed
        self._outer = bytes([byte ^ 0x5C for byte in padded])

    def _run(self, buf, size, tail):
        self._inner[64 : 64 + size] = memoryview(buf)[:size]
        self._inner[64 + size : 64 + size + len(tail)] = tail
        inner = hashlib.sha1(memoryview(self._inner)[: 64 + size + len(tail)])
        return hashlib.sha1(self._outer + inner.digest()).digest()

    def digest(self, buf, size, tail, out):
        """The 20 octets of buf[:size] + tail into ``out``."""
        out[:20] = self._run(buf, size, tail)

    def fits(self, buf, size, tail, at, count):
        """Whether the digest begins with buf[at : at + count]."""
        return bytes(memoryview(buf)[at : at + count]) == self._run(buf, size, tail)[:count]
