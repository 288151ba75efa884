"""The counter blocks of SRTP (RFC 3711 section 4.1.1) as machine code: fill_counters(blocks, iv, count, first).

Three words and a half that are the same in every block, then a 16-bit number in network order.
"""

from .calling import BUFFER, INTEGER, rv32, rv32_enter, rv32_leave, xtensa, xtensa_enter, xtensa_leave


def for_rv32() -> str:
    """Of RV32IMC."""
    saved = ("ra", "s0", "s1")
    takes = (("a0", BUFFER), ("a1", BUFFER), ("a2", INTEGER), ("a3", INTEGER))
    lines = [*rv32_enter(saved, takes), "lw(t0, 0(a1))", "lw(t1, 4(a1))", "lw(t2, 8(a1))", "lhu(a4, 12(a1))"]
    lines += ["slli(a2, a2, 4)", "add(a2, a0, a2)", "label(next)", "bne(a0, a2, block)", *rv32_leave(saved, takes)]
    lines += ["label(block)", "sw(t0, 0(a0))", "sw(t1, 4(a0))", "sw(t2, 8(a0))", "sh(a4, 12(a0))"]
    lines += ["srli(a5, a3, 8)", "sb(a5, 14(a0))", "sb(a3, 15(a0))", "addi(a3, a3, 1)", "addi(a0, a0, 16)"]
    return rv32("fill_counters", [*lines, "jal(zero, next)"])


def for_xtensa() -> str:
    """Of Xtensa with register windows."""
    takes = (("a2", BUFFER), ("a3", BUFFER), ("a4", INTEGER), ("a6", INTEGER))
    lines = [*xtensa_enter(takes), "l32i(a8, a3, 0)", "l32i(a9, a3, 4)", "l32i(a10, a3, 8)", "l16ui(a11, a3, 12)"]
    lines += ["beqz(a4, end)", "label(block)", "s32i(a8, a2, 0)", "s32i(a9, a2, 4)", "s32i(a10, a2, 8)"]
    lines += ["s16i(a11, a2, 12)", "srli(a12, a6, 8)", "s8i(a12, a2, 14)", "s8i(a6, a2, 15)"]
    lines += ["addi(a6, a6, 1)", "addi(a2, a2, 16)", "addi(a4, a4, -1)", "bnez(a4, block)", "label(end)"]
    return xtensa("fill_counters", [*lines, *xtensa_leave()])
