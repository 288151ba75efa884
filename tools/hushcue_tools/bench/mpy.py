"""Reads .mpy files (version 6): the machine code of a module's functions, as ``mpy-cross`` wrote it.

The format is MicroPython's ``py/persistentcode.c``. Only what is needed to run viper functions off the chip is kept.
"""

from dataclasses import dataclass

MPY_VERSION = 6
ARCH_RV32IMC = 11

KIND_BYTECODE = 0
KIND_NATIVE = 1
KIND_VIPER = 2
KIND_ASM = 3

_OBJ_FUN_TABLE = 0
_OBJ_SIMPLE = (1, 2, 3, 4)
_OBJ_STR = 5
_OBJ_BYTES = 6
_OBJ_TUPLE = 10

_FLAG_RELOC = 0x10
_FLAG_RODATA = 0x20
_FLAG_BSS = 0x40
_FEATURE_ARCH_FLAGS = 0x40


class MpyError(ValueError):
    """The file is not one that this reader knows."""


@dataclass(frozen=True)
class Function:
    """One function's code and the functions that are defined in it."""

    kind: int
    code: bytes
    children: tuple["Function", ...]


@dataclass(frozen=True)
class Module:
    """``constants``: "fun_table" where the runtime's function table belongs, else None (a viper loop uses nothing
    else)."""

    arch: int
    constants: tuple[str | None, ...]
    top: Function


class _Reader:
    def __init__(self, data: bytes):
        self._data = data
        self._at = 0

    def byte(self) -> int:
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise MpyError("the file ends in the middle")
        self._at += count
        return self._data[self._at - count : self._at]

    def uint(self) -> int:
        value = 0
        while True:
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                return value

    def skip_qstr(self) -> None:
        length = self.uint()
        if not length & 1:
            self.take((length >> 1) + 1)

    def constant(self) -> str | None:
        kind = self.byte()
        if kind == _OBJ_FUN_TABLE:
            return "fun_table"
        if kind in _OBJ_SIMPLE:
            return None
        length = self.uint()
        if kind == _OBJ_TUPLE:
            for _ in range(length):
                self.constant()
        else:
            self.take(length + (kind in (_OBJ_STR, _OBJ_BYTES)))
        return None

    def function(self) -> Function:
        head = self.uint()
        kind, has_children, length = head & 3, bool(head & 4), head >> 3
        code = self.take(length)
        if kind == KIND_NATIVE:
            self.uint()
        elif kind in (KIND_VIPER, KIND_ASM):
            flags = self.uint()
            if flags & (_FLAG_RELOC | _FLAG_RODATA | _FLAG_BSS):
                raise MpyError("relocated native code")
            if kind == KIND_ASM:
                self.uint()
                self.uint()
        children = tuple(self.function() for _ in range(self.uint())) if has_children else ()
        return Function(kind, code, children)


def read(data: bytes) -> Module:
    """The module in ``data``. Raises MpyError on another version or on anything cut short."""
    reader = _Reader(data)
    mark, version, feature, _small_int_bits = reader.take(4)
    if mark != ord("M") or version != MPY_VERSION:
        raise MpyError(f"not an .mpy file of version {MPY_VERSION}")
    if feature & _FEATURE_ARCH_FLAGS:
        reader.uint()
    qstrs, constants = reader.uint(), reader.uint()
    for _ in range(qstrs):
        reader.skip_qstr()
    table = tuple(reader.constant() for _ in range(constants))
    return Module((feature >> 2) & 0x0F, table, reader.function())
