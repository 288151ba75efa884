"""The chip's cryptographic primitives, as ``hushcue_wire.srtp`` and ``hushcue_wire.keys`` want them injected.

The module is the object: new_aes, new_hmac_sha1, hmac_sha256, fill_counters, xor, equal. AES and SHA-256 are the
chip's own; its SHA-1 allocates for every digest and cannot go on from a kept state, so SHA-1 is the firmware's:
machine code for the processor where the build put it (``crypto_native``), else viper. Buffers that are hashed begin on
a word boundary, as every bytearray does and a view into the middle of one may not.
"""

import hashlib

import cryptolib
import micropython
from micropython import const

try:
    from .crypto_native import compress, fill_counters  # type: ignore[import-not-found,import-untyped]
except ImportError:
    from .crypto_viper import compress, fill_counters  # noqa: F401 - one of the primitives

_ECB = const(1)

# words of an HMAC's state: 0..4 running, 5..20 work, 21..25 after the key's inner block, 26..30 after its outer one,
# 31..46 the last outer block, whose first five are the digest in network order, 47..78 the last inner blocks
_INNER = const(21)
_OUTER = const(26)
_DIGEST = const(31)
_LAST = const(47)
_START = b"\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10\xf0\xe1\xd2\xc3"


def new_aes(key):
    """AES-128 by whole blocks: encrypt(src, dst) in ECB mode, where both may be one buffer; nothing is allocated."""
    return cryptolib.aes(key, _ECB)


def hmac_sha256(key, data):
    """HMAC-SHA256, 32 octets. Allocates: for keys and documents."""
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    padded = bytes(key) + bytes(64 - len(key))
    inner = hashlib.sha256(bytes([byte ^ 0x36 for byte in padded]))
    inner.update(data)
    outer = hashlib.sha256(bytes([byte ^ 0x5C for byte in padded]))
    outer.update(inner.digest())
    return outer.digest()


class new_hmac_sha1:
    """HMAC-SHA1 (RFC 2104) of one key of at most 64 octets. Allocates nothing once it is made.

    The message is buf[:size] + tail: ``size`` at most 8000, ``tail`` at most 4 octets. What is asked for the digest
    later (copy, fits) is about the last message.
    """

    def __init__(self, key):
        if len(key) > 64:
            raise ValueError("the key is longer than a block")
        state = self._state = bytearray(4 * 79)
        last = 4 * _LAST
        for change, place in ((0x36, _INNER), (0x5C, _OUTER)):
            for index in range(64):
                state[last + index] = change ^ (key[index] if index < len(key) else 0)
            state[0:20] = _START
            compress(state, state, last, 1, 0)
            state[4 * place : 4 * place + 20] = state[0:20]
        # the digest stands as the last block behind the key's: 84 octets in all
        state[4 * _DIGEST + 20] = 0x80
        state[4 * _DIGEST + 62] = 0x02
        state[4 * _DIGEST + 63] = 0xA0

    def _run(self, buf, size, tail):
        state = self._state
        compress(state, buf, 0, size >> 6, _INNER)
        compress(state, state, 4 * _LAST, _last_blocks(size & -64, 2 * _LAST, buf, size, tail, len(tail), state), 0)
        compress(state, state, 4 * _DIGEST, 1, _OUTER)

    def digest(self, buf, size, tail, out):
        """The 20 octets into ``out``."""
        self._run(buf, size, tail)
        _copy(0, 4 * _DIGEST, self._state, out, 20)

    def fits(self, buf, size, tail, at, count):
        """Whether the digest begins with buf[at : at + count]; looks at all of it, wherever the first difference is."""
        self._run(buf, size, tail)
        return _same(at, 4 * _DIGEST, buf, self._state, count)


def xor(buf, at, mask, count):
    """buf[at : at + count] ^= mask[:count]."""
    _xor(at, 0, buf, mask, count)


def equal(a, at, b, count):
    """Whether a[at : at + count] is b[:count]; looks at all of it."""
    return _same(at, 0, a, b, count)


@micropython.viper
def _last_blocks(at: int, to: int, buf: ptr8, size: int, tail: ptr8, extra: int, state: ptr8) -> int:
    # buf[at:size], the tail, and the padding of what has one block (the key's) before buf: how many blocks that is
    start = to << 1
    words = ptr16(buf)
    out = ptr16(state)
    end = size >> 1
    at >>= 1
    while at < end:
        out[to] = words[at]
        to += 1
        at += 1
    to <<= 1
    if size & 1:
        state[to] = buf[size - 1]
        to += 1
    at = 0
    while at < extra:
        state[to] = tail[at]
        to += 1
        at += 1
    state[to] = 0x80
    to += 1
    if to & 1:
        state[to] = 0
        to += 1
    end = start + (64 if to <= start + 56 else 128)
    at = (64 + size + extra) << 3
    state[end - 4] = 0
    state[end - 3] = at >> 16
    state[end - 2] = (at >> 8) & 0xFF
    state[end - 1] = at & 0xFF
    at = (end >> 1) - 2
    to >>= 1
    while to < at:
        out[to] = 0
        to += 1
    return (end - start) >> 6


@micropython.viper
def _copy(to: int, at: int, src: ptr8, dst: ptr8, end: int):
    while to < end:
        dst[to] = src[at]
        to += 1
        at += 1


@micropython.viper
def _xor(at: int, i: int, buf: ptr8, mask: ptr8, count: int):
    while i < count:
        value = int(mask[i])
        buf[at] ^= value
        at += 1
        i += 1


@micropython.viper
def _same(at: int, place: int, a: ptr8, b: ptr8, count: int) -> int:
    different = 0
    end = at + count
    while at < end:
        value = int(a[at])
        different |= int(b[place]) ^ value
        at += 1
        place += 1
    return 0 if different else 1
