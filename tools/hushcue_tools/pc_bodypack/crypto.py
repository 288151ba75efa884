"""A PC bodypack's cryptographic primitives: what ``hushcue_bodypack.crypto`` is on the chip, out of compiled libraries.

The module is the object: new_aes, new_hmac_sha1, hmac_sha256, fill_counters, xor, equal.
"""

import hashlib
import hmac
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Readable = bytes | bytearray | memoryview
Writable = bytearray | memoryview


class Aes(Protocol):
    """AES-128 by whole blocks."""

    def encrypt(self, src: Readable, dst: Writable) -> object:
        """ECB; both may be one buffer."""


class new_aes:
    """AES-128 in ECB mode under one key of 16 octets."""

    def __init__(self, key: Readable):
        self._context = Cipher(algorithms.AES(bytes(key)), modes.ECB()).encryptor()

    def encrypt(self, src: Readable, dst: Writable) -> None:
        """Whole blocks; ``dst`` may be ``src``."""
        dst[: len(src)] = self._context.update(bytes(src))


class new_hmac_sha1:
    """HMAC-SHA1 under one key."""

    def __init__(self, key: Readable):
        self._begun = hmac.new(bytes(key), digestmod="sha1")

    def digest(self, buf: Readable, size: int, tail: Readable, out: Writable) -> None:
        """The 20 octets of buf[:size] + tail into ``out``."""
        out[:20] = self._run(buf, size, tail)

    def fits(self, buf: Readable, size: int, tail: Readable, at: int, count: int) -> bool:
        """Whether the digest of buf[:size] + tail begins with buf[at : at + count]."""
        return hmac.compare_digest(self._run(buf, size, tail)[:count], bytes(buf[at : at + count]))

    def _run(self, buf: Readable, size: int, tail: Readable) -> bytes:
        running = self._begun.copy()
        running.update(memoryview(buf)[:size])
        running.update(tail)
        return running.digest()


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA256, 32 octets."""
    return hmac.digest(key, data, hashlib.sha256)


def fill_counters(blocks: Writable, iv: Readable, count: int, first: int) -> None:
    """``count`` times the 14 octets of ``iv`` and a 16-bit counter from ``first`` on (RFC 3711 section 4.1.1)."""
    start = bytes(iv)
    blocks[: 16 * count] = b"".join([start + number.to_bytes(2, "big") for number in range(first, first + count)])


def xor(buf: Writable, at: int, mask: Readable, count: int) -> None:
    """buf[at : at + count] ^= mask[:count]."""
    value = int.from_bytes(buf[at : at + count], "big") ^ int.from_bytes(mask[:count], "big")
    buf[at : at + count] = value.to_bytes(count, "big")


def equal(a: Readable, at: int, b: Readable, count: int) -> int:
    """1 where a[at : at + count] is b[:count], else 0; in the same time wherever they differ."""
    return int(hmac.compare_digest(bytes(a[at : at + count]), bytes(b[:count])))
