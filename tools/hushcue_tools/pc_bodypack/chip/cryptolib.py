"""MicroPython's ``cryptolib`` for CPython: AES in the one mode that the firmware uses, ECB by whole blocks."""

from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_ECB = 1


class aes:
    """``key`` 16 or 32 octets, ``mode`` 1 (ECB). The chip's build has no CTR."""

    def __init__(self, key: Any, mode: int, IV: None = None):
        if mode != _ECB:
            raise ValueError("mode")
        if len(key) not in (16, 32):
            raise ValueError("key")
        cipher = Cipher(algorithms.AES(bytes(key)), modes.ECB())
        self._encryptor = cipher.encryptor()
        self._decryptor = cipher.decryptor()

    def encrypt(self, in_buf: Any, out_buf: Any = None) -> Any:
        """The blocks, or into ``out_buf``, which may be ``in_buf``."""
        return _run(self._encryptor, in_buf, out_buf)

    def decrypt(self, in_buf: Any, out_buf: Any = None) -> Any:
        """The other way."""
        return _run(self._decryptor, in_buf, out_buf)


def _run(context: Any, in_buf: Any, out_buf: Any) -> Any:
    data = bytes(in_buf)
    if len(data) & 15:
        raise ValueError("blksize % 16")
    made = context.update(data)
    if out_buf is None:
        return made
    if len(out_buf) < len(data):
        raise ValueError("output too small")
    out_buf[: len(data)] = made
    return out_buf
