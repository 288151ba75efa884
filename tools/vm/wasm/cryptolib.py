"""Stand-in for ``cryptolib``: AES in ECB mode, whole blocks. The ESP32 build has ECB (1) and CBC (2), no CTR."""

import _digest
import uctypes


class aes:
    def __init__(self, key, mode, iv=None):
        if mode != 1:
            raise ValueError("mode")
        if len(key) not in (16, 32):
            raise ValueError("key")
        self._key = bytes(key)

    def _run(self, encrypt, data, into):
        if len(data) & 15:
            raise ValueError("blksize % 16")
        out = bytearray(len(data)) if into is None else into
        if len(out) < len(data):
            raise ValueError("output too small")
        key_at, from_at, to_at = uctypes.addressof(self._key), uctypes.addressof(data), uctypes.addressof(out)
        _digest.aes_ecb(encrypt, key_at, len(self._key), from_at, to_at, len(data))
        return bytes(out) if into is None else into

    def encrypt(self, data, into=None):
        return self._run(True, data, into)

    def decrypt(self, data, into=None):
        return self._run(False, data, into)
