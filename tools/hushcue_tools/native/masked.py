"""Decrypting while copying, as machine code: copy_masked(at, to, buf, mask, shift, pool, count), as in
hushcue_bodypack.dsp_viper. Where a payload begins depends on what is before it, so it goes octet by octet, eight in
a row."""

from .calling import BUFFER, INTEGER, Takes, rv32, rv32_enter, rv32_leave, xtensa, xtensa_enter, xtensa_leave

_ROW = 8


def for_rv32() -> str:
    """Of RV32IMC: 36 instructions for eight octets."""
    saved = ("ra", "s0", "s1")
    buf, mask, pool, end, at, to, shift = (f"a{number}" for number in range(7))
    values, keys = ("a4", "a5"), ("a6", "a7")
    takes: Takes = ((at, INTEGER), (to, INTEGER), (buf, BUFFER), (mask, BUFFER), (shift, INTEGER), (pool, BUFFER))
    takes = (*takes, (end, INTEGER))
    lines = [*rv32_enter(saved, takes), f"add({buf}, {buf}, {at})", f"add({mask}, {mask}, {at})"]
    lines += [f"sub({mask}, {mask}, {shift})", f"add({pool}, {pool}, {to})", f"add({end}, {end}, {pool})"]
    lines += ["label(next)", f"bne({pool}, {end}, row)", *rv32_leave(saved, takes), "label(row)"]
    for first in range(0, _ROW, 2):  # two at a time: a loaded octet takes a moment to come
        pairs = [(first + step, values[step], keys[step]) for step in range(2)]
        for place, value, key in pairs:
            lines += [f"lbu({value}, {place}({buf}))", f"lbu({key}, {place}({mask}))"]
        for place, value, key in pairs:
            lines += [f"xor({value}, {value}, {key})", f"sb({value}, {place}({pool}))"]
    lines += [f"addi({register}, {register}, {_ROW})" for register in (buf, mask, pool)]
    return rv32("copy_masked", [*lines, f"bne({pool}, {end}, row)", "jal(zero, next)"])


def for_xtensa() -> str:
    """Of Xtensa with register windows: 36 instructions for eight octets."""
    buf, mask, pool, end, at, to, shift = "a2", "a3", "a4", "a8", "a9", "a10", "a11"
    values, keys = ("a12", "a13"), ("a14", "a15")
    takes: Takes = ((at, INTEGER), (to, INTEGER), (buf, BUFFER), (mask, BUFFER), (shift, INTEGER), (pool, BUFFER))
    takes = (*takes, (end, INTEGER))
    lines = [*xtensa_enter(takes), f"add({buf}, {buf}, {at})", f"add({mask}, {mask}, {at})"]
    lines += [f"sub({mask}, {mask}, {shift})", f"add({pool}, {pool}, {to})", f"add({end}, {end}, {pool})"]
    lines += [f"beq({pool}, {end}, leave)", "label(row)"]
    for first in range(0, _ROW, 2):
        pairs = [(first + step, values[step], keys[step]) for step in range(2)]
        for place, value, key in pairs:
            lines += [f"l8ui({value}, {buf}, {place})", f"l8ui({key}, {mask}, {place})"]
        for place, value, key in pairs:
            lines += [f"xor({value}, {value}, {key})", f"s8i({value}, {pool}, {place})"]
    lines += [f"addi({register}, {register}, {_ROW})" for register in (buf, mask, pool)]
    return xtensa("copy_masked", [*lines, f"bne({pool}, {end}, row)", "label(leave)", *xtensa_leave()])
