"""The stand-in for the chip's cryptolib keeps to what the chip's does (extmod/modcryptolib.c)."""

from __future__ import annotations

import cryptolib
import pytest

KEY = bytes(range(16))
PLAIN = bytes.fromhex("00112233445566778899aabbccddeeff")
CIPHERED = bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a")
"""FIPS 197 appendix C.1."""


def test_it_gives_the_blocks_of_the_standard() -> None:
    assert cryptolib.aes(KEY, 1).encrypt(PLAIN) == CIPHERED
    assert cryptolib.aes(KEY, 1).decrypt(CIPHERED) == PLAIN
    long = bytes(range(32)), bytes.fromhex("8ea2b7ca516745bfeafc49904b496089")
    assert cryptolib.aes(long[0], 1).encrypt(PLAIN) == long[1]


def test_one_buffer_may_be_both_and_a_longer_one_keeps_its_end() -> None:
    buf = bytearray(PLAIN * 2 + b"end")
    aes = cryptolib.aes(KEY, 1)
    view = memoryview(buf)[:32]
    aes.encrypt(view, view)
    assert buf == CIPHERED * 2 + b"end"
    aes.decrypt(view, buf)
    assert buf == PLAIN * 2 + b"end"


def test_what_the_chip_refuses_is_refused() -> None:
    for key, mode in ((KEY, 2), (KEY, 6), (KEY[:15], 1)):
        with pytest.raises(ValueError):
            cryptolib.aes(key, mode)
    aes = cryptolib.aes(KEY, 1)
    with pytest.raises(ValueError):
        aes.encrypt(PLAIN[:15])
    with pytest.raises(ValueError):
        aes.encrypt(PLAIN, bytearray(15))
