"""MicroPython's calling convention for machine code, as MicroPython's inline assembler writes it.

A function gets (function object, count of arguments, count of keywords, address of the arguments) and gives an object.
Buffers become addresses by the runtime's own entry, integers lose their tag. What these functions give is an integer,
0 (as an object: 1) where nobody asks; nobody counts their arguments.
"""

from collections.abc import Sequence

BUFFER, INTEGER = "buffer", "integer"
Takes = Sequence[tuple[str, str]]
"""(register, BUFFER or INTEGER) of each argument."""

_CONVERT = 12  # place of the entry in the runtime's table (py/nativeglue.h)
_POINTER = 4  # what it is asked for
_CALLX8_A8 = "data(3, 0x0008E0)"
_BY_NUMBER = {"min": 0x430000, "max": 0x530000, "quos": 0xD20000, "rems": 0xF20000}


def text(decorator: str, parameters: Sequence[str], name: str, lines: Sequence[str]) -> str:
    """The source of a function."""
    head = f"@micropython.{decorator}\ndef {name}({', '.join(parameters)}):\n"
    return head + "".join(f"    {line}\n" for line in lines)


def rv32(name: str, lines: Sequence[str]) -> str:
    """A function for RV32IMC."""
    return text("asm_rv32", ("a0", "a1", "a2", "a3"), name, lines)


def xtensa(name: str, lines: Sequence[str]) -> str:
    """A function for Xtensa; the assembler itself makes the register window and returns at the end."""
    return text("asm_xtensa", ("a2", "a3", "a4", "a5"), name, lines)


def _frame(saved: Sequence[str], takes: Takes) -> int:
    return (4 * (len(saved) + len(takes)) + 15) & ~15


def rv32_enter(saved: Sequence[str], takes: Takes) -> list[str]:
    """Save what is the caller's (``ra``, ``s0`` and ``s1`` among it) and get the arguments into their registers."""
    lines = [f"addi(sp, sp, {-_frame(saved, takes)})"]
    lines += [f"sw({register}, {4 * index}(sp))" for index, register in enumerate(saved)]
    # the function object's module context, its table of constants, the table of the runtime's entries
    lines += ["lw(s0, 4(a0))", "lw(s0, 12(s0))", "lw(s0, 0(s0))", "mv(s1, a3)"]
    places = [4 * (len(saved) + index) for index in range(len(takes))]
    for index, (_, kind) in enumerate(takes):
        lines.append(f"lw(a0, {4 * index}(s1))")
        if kind == BUFFER:
            lines += [f"li(a1, {_POINTER})", f"lw(t0, {_CONVERT}(s0))", "c_jalr(t0)"]
        else:
            lines.append("srai(a0, a0, 1)")
        lines.append(f"sw(a0, {places[index]}(sp))")
    return lines + [f"lw({register}, {place}(sp))" for (register, _), place in zip(takes, places, strict=True)]


def rv32_leave(saved: Sequence[str], takes: Takes, gives: str = "") -> list[str]:
    """Back to the caller, with 0 or the integer in the register ``gives``, none of ``saved``."""
    lines = [f"slli(a0, {gives}, 1)", "addi(a0, a0, 1)"] if gives else ["li(a0, 1)"]
    lines += [f"lw({register}, {4 * index}(sp))" for index, register in enumerate(saved)]
    return [*lines, f"addi(sp, sp, {_frame(saved, takes)})", "c_jr(ra)"]


def xtensa_enter(takes: Takes) -> list[str]:
    """Get the arguments into their registers: buffers into others than a5, a6 and those above a7, which a call changes;
    integers into others than a5."""
    if {register for register, kind in takes if kind == BUFFER} - {"a2", "a3", "a4", "a7"}:
        raise ValueError("a buffer's register would not last")
    # the function object's module context, its table of constants, the table of the runtime's entries
    lines = ["l32i(a6, a2, 4)", "l32i(a6, a6, 12)", "l32i(a6, a6, 0)"]
    for index, (register, kind) in enumerate(takes):
        if kind == BUFFER:
            lines += [f"l32i(a10, a5, {4 * index})", f"movi_n(a11, {_POINTER})", f"l32i(a8, a6, {_CONVERT})"]
            lines += [_CALLX8_A8, f"mov({register}, a10)"]
    for index, (register, kind) in enumerate(takes):
        if kind == INTEGER:
            lines += [f"l32i({register}, a5, {4 * index})", f"srai({register}, {register}, 1)"]
    return lines


def xtensa_leave(gives: str = "") -> list[str]:
    """What is given back, 0 or the integer in the register ``gives``; the assembler returns."""
    return [f"slli(a2, {gives}, 1)", "addi(a2, a2, 1)"] if gives else ["movi_n(a2, 1)"]


def xtensa_unnamed(operation: str, into: str, first: str, second: str) -> str:
    """An operation of three registers by its number, for those that the assembler does not know."""
    registers = (int(register[1:]) << place for register, place in ((into, 12), (first, 8), (second, 4)))
    return f"data(3, {_BY_NUMBER[operation] | sum(registers)})"


def xtensa_constant(register: str, value: int) -> str:
    """-2048..2047 into a register, where the assembler would take it from memory."""
    if not -2048 <= value < 2048:
        raise ValueError(value)
    return f"data(3, {(value & 0xFF) << 16 | 0xA000 | (value & 0xF00) | int(register[1:]) << 4 | 2})"
