"""Turns what the inline assembler made into a module that MicroPython on a stock ESP32 can run.

Those builds have no support for functions of the inline assembler (py/emitglue.c leaves the kind out), only for
machine code in MicroPython's own calling convention, which is what viper makes: (function object, count of arguments,
count of keywords, address of the arguments). A function written for that convention needs nothing but the other kind's
number in the .mpy file, and the table of the runtime's entries among the module's constants, where viper has it too.
The format is py/persistentcode.c, version 6.
"""

MPY_VERSION = 6
_KIND_BYTECODE, _KIND_VIPER, _KIND_ASM = 0, 2, 3
_FEATURE_ARCH_FLAGS = 0x40
_FUN_TABLE = b"\0"


class MpyError(ValueError):
    """Not a module of assembler functions that the compiler could have made."""


class _Reader:
    def __init__(self, data: bytes):
        self._data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self._data):
            raise MpyError("the file ends in the middle")
        self.at += count
        return self._data[self.at - count : self.at]

    def since(self, start: int) -> bytes:
        return self._data[start : self.at]

    def uint(self) -> int:
        value = 0
        while True:
            byte = self.take(1)[0]
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                return value


def as_viper(data: bytes) -> bytes:
    """The .mpy file with every assembler function as one of MicroPython's calling convention, and the table of the
    runtime's entries as constant 0. Raises MpyError: another version, constants of its own, cut short."""
    reader = _Reader(data)
    mark, version, feature, _ = reader.take(4)
    if mark != ord("M") or version != MPY_VERSION:
        raise MpyError(f"not an .mpy file of version {MPY_VERSION}")
    if feature & _FEATURE_ARCH_FLAGS:
        reader.uint()
    head = data[: reader.at]
    names = reader.uint()
    if reader.uint():
        raise MpyError("the module has constants of its own")
    start = reader.at
    for _ in range(names):
        length = reader.uint()
        if not length & 1:
            reader.take((length >> 1) + 1)
    texts = data[start : reader.at]
    made = head + _uint(names) + _uint(1) + texts + _FUN_TABLE + _function(reader)
    if reader.at != len(data):
        raise MpyError("something follows the module")
    return made


def _uint(value: int) -> bytes:
    out = bytes([value & 0x7F])
    while value := value >> 7:
        out = bytes([value & 0x7F | 0x80]) + out
    return out


def _function(reader: _Reader) -> bytes:
    start = reader.at
    head = reader.uint()
    kind, has_children, length = head & 3, head & 4, head >> 3
    code = reader.take(length)
    if kind == _KIND_ASM:
        flags, _parameters, _returns = reader.uint(), reader.uint(), reader.uint()
        if flags or has_children:
            raise MpyError("not plain machine code")
        return _uint(length << 3 | _KIND_VIPER) + code + _uint(flags)
    if kind != _KIND_BYTECODE:
        raise MpyError("machine code of another kind")
    made = reader.since(start)
    if has_children:
        count = reader.uint()
        made += _uint(count) + b"".join([_function(reader) for _ in range(count)])
    return made
