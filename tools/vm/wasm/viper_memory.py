"""The memory of the VM as viper sees it: what the rewritten viper functions read and write through.

Each array lies over the whole linear memory, from address 0 on, so that an address is an index and no object is made
per access. Bytes and halfwords are unsigned, words signed; a store keeps the low bits, as the chip's does.
"""

import uctypes

_ELEMENTS = 0x3FFFFFF
_m8 = uctypes.struct(0, (uctypes.ARRAY | 0, uctypes.UINT8 | 0x7FFFFFF))
_m16 = uctypes.struct(0, (uctypes.ARRAY | 0, uctypes.UINT16 | _ELEMENTS))
_m32 = uctypes.struct(0, (uctypes.ARRAY | 0, uctypes.INT32 | _ELEMENTS))


def _address(thing):
    return thing if isinstance(thing, int) else uctypes.addressof(thing)


def as_ptr8(thing):
    return _address(thing)


def as_ptr16(thing):
    address = _address(thing)
    if address & 1:
        raise ValueError("a ptr16 at an odd address: the chip would trap")
    return address >> 1


def as_ptr32(thing):
    address = _address(thing)
    if address & 3:
        raise ValueError("a ptr32 at an address that is no multiple of 4: the chip would trap")
    return address >> 2


def as_int(value):
    if not isinstance(value, int) and not isinstance(value, bool):
        raise TypeError("can't convert to int")
    if -0x40000000 <= value <= 0x3FFFFFFF:
        return value
    value &= 0xFFFFFFFF
    return value - 0x100000000 if value & 0x80000000 else value


def as_uint(value):
    return as_int(value) & 0xFFFFFFFF
