"""L16 (RFC 3551 section 4.5.11) and PCMU (ITU-T G.711) to native samples as machine code: decode_l16(at, count, src,
dst, to) and decode_pcmu(at, count, src, dst, to, table), as in hushcue_bodypack.dsp_viper.

Of L16 the largest and the smallest value are kept apart; which magnitude is larger is seen to once, at the end.
"""

from .calling import (
    BUFFER,
    INTEGER,
    rv32,
    rv32_enter,
    rv32_leave,
    xtensa,
    xtensa_constant,
    xtensa_enter,
    xtensa_leave,
    xtensa_unnamed,
)


def l16_for_rv32() -> str:
    """Of RV32IMC: 10 instructions for each sample."""
    saved = ("ra", "s0", "s1")
    src, dst, end, at, to, value, low, largest = (f"a{number}" for number in range(8))
    smallest = "t0"
    takes = ((at, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER), (to, INTEGER))
    lines = [*rv32_enter(saved, takes), f"slli({at}, {at}, 1)", f"add({src}, {src}, {at})"]
    lines += [f"slli({to}, {to}, 1)", f"add({dst}, {dst}, {to})", f"slli({end}, {end}, 1)", f"add({end}, {end}, {src})"]
    lines += [f"li({largest}, 0)", f"li({smallest}, 0)", "label(next)", f"bne({src}, {end}, sample)"]
    lines += [f"sub({smallest}, zero, {smallest})", f"bge({largest}, {smallest}, leave)", f"mv({largest}, {smallest})"]
    lines += ["label(leave)", *rv32_leave(saved, takes, largest), "label(sample)"]
    lines += [f"lb({value}, 0({src}))", f"lbu({low}, 1({src}))", f"addi({src}, {src}, 2)"]
    lines += [f"slli({value}, {value}, 8)", f"add({value}, {value}, {low})", f"sh({value}, 0({dst}))"]
    lines += [f"addi({dst}, {dst}, 2)", f"blt({largest}, {value}, larger)", f"blt({value}, {smallest}, smaller)"]
    lines += [f"bne({src}, {end}, sample)", "jal(zero, next)"]
    lines += ["label(larger)", f"mv({largest}, {value})", "jal(zero, next)"]
    return rv32("decode_l16", [*lines, "label(smaller)", f"mv({smallest}, {value})", "jal(zero, next)"])


def l16_for_xtensa() -> str:
    """Of Xtensa with register windows: 11 instructions for each sample."""
    src, dst, value, low, largest, smallest = "a2", "a3", "a4", "a6", "a7", "a8"
    at, end, to = "a9", "a10", "a11"
    takes = ((at, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER), (to, INTEGER))
    lines = [*xtensa_enter(takes), f"addx2({src}, {at}, {src})", f"addx2({dst}, {to}, {dst})"]
    lines += [f"addx2({end}, {end}, {src})", f"movi_n({largest}, 0)", f"movi_n({smallest}, 0)"]
    lines += [f"beq({src}, {end}, leave)", "label(sample)", f"l8ui({value}, {src}, 0)", f"l8ui({low}, {src}, 1)"]
    lines += [f"addi({src}, {src}, 2)", f"slli({value}, {value}, 24)", f"srai({value}, {value}, 16)"]
    lines += [f"add({value}, {value}, {low})", f"s16i({value}, {dst}, 0)", f"addi({dst}, {dst}, 2)"]
    lines += [xtensa_unnamed("max", largest, largest, value), xtensa_unnamed("min", smallest, smallest, value)]
    lines += [f"bne({src}, {end}, sample)", "label(leave)", f"neg({smallest}, {smallest})"]
    lines.append(xtensa_unnamed("max", largest, largest, smallest))
    return xtensa("decode_l16", [*lines, *xtensa_leave(largest)])


def pcmu_for_rv32() -> str:
    """Of RV32IMC: 10 instructions for each sample."""
    saved = ("ra", "s0", "s1")
    src, dst, table, end, at, to, value, code = (f"a{number}" for number in range(8))
    smallest = "t0"
    takes = ((at, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER), (to, INTEGER), (table, BUFFER))
    lines = [*rv32_enter(saved, takes), f"add({src}, {src}, {at})", f"add({end}, {end}, {src})"]
    lines += [f"slli({to}, {to}, 1)", f"add({dst}, {dst}, {to})", f"li({smallest}, 127)"]
    lines += ["label(next)", f"bne({src}, {end}, sample)", f"slli({smallest}, {smallest}, 1)"]
    lines += [f"add({table}, {table}, {smallest})", f"lhu({value}, 256({table}))", *rv32_leave(saved, takes, value)]
    lines += ["label(sample)", f"lbu({code}, 0({src}))", f"addi({src}, {src}, 1)", f"slli({value}, {code}, 1)"]
    lines += [f"add({value}, {value}, {table})", f"lhu({value}, 0({value}))", f"andi({code}, {code}, 127)"]
    lines += [f"sh({value}, 0({dst}))", f"addi({dst}, {dst}, 2)", f"blt({code}, {smallest}, smaller)"]
    lines += [f"bne({src}, {end}, sample)", "jal(zero, next)"]
    return rv32("decode_pcmu", [*lines, "label(smaller)", f"mv({smallest}, {code})", "jal(zero, next)"])


def pcmu_for_xtensa() -> str:
    """Of Xtensa with register windows: 9 instructions for each sample."""
    src, dst, table, code, value, smallest, mask = "a2", "a3", "a4", "a6", "a7", "a8", "a9"
    at, end, to = "a10", "a11", "a12"
    takes = ((at, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER), (to, INTEGER), (table, BUFFER))
    lines = [*xtensa_enter(takes), f"add({src}, {src}, {at})", f"add({end}, {end}, {src})"]
    lines += [f"addx2({dst}, {to}, {dst})", xtensa_constant(smallest, 127), f"mov({mask}, {smallest})"]
    lines += [f"beq({src}, {end}, leave)", "label(sample)", f"l8ui({code}, {src}, 0)", f"addi({src}, {src}, 1)"]
    lines += [f"addx2({value}, {code}, {table})", f"l16ui({value}, {value}, 0)", f"and_({code}, {code}, {mask})"]
    lines += [xtensa_unnamed("min", smallest, smallest, code), f"s16i({value}, {dst}, 0)", f"addi({dst}, {dst}, 2)"]
    lines += [f"bne({src}, {end}, sample)", "label(leave)", f"addx2({table}, {smallest}, {table})"]
    lines.append(xtensa_constant(smallest, 256))
    lines += [f"add({table}, {table}, {smallest})", f"l16ui({value}, {table}, 0)"]
    return xtensa("decode_pcmu", [*lines, *xtensa_leave(value)])
