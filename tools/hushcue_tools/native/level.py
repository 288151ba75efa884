"""The volume as machine code: level(at, count, src, dst, before, after, ramp, ceiling), as in
hushcue_bodypack.dsp_viper."""

from .calling import (
    BUFFER,
    INTEGER,
    Takes,
    rv32,
    rv32_enter,
    rv32_leave,
    xtensa,
    xtensa_enter,
    xtensa_leave,
    xtensa_unnamed,
)


def for_rv32() -> str:
    """Of RV32IMC: 10 instructions for each sample, 12 on the ramp."""
    saved = ("ra", "s0", "s1")
    src, dst, end, before, after, turn, ceiling, floor = (f"a{number}" for number in range(8))
    value, gain, step, work = "t0", "t1", "t2", "t3"
    takes: Takes = ((value, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER))
    takes = (*takes, (before, INTEGER), (after, INTEGER), (turn, INTEGER), (ceiling, INTEGER))
    lines = [*rv32_enter(saved, takes), f"slli({value}, {value}, 1)", f"add({src}, {src}, {value})"]
    lines += [f"slli({end}, {end}, 1)", f"add({end}, {end}, {src})", f"sub({floor}, zero, {ceiling})"]
    lines += [f"bge(zero, {turn}, steady)", f"sub({step}, {after}, {before})", f"slli({step}, {step}, 14)"]
    # the quotient is the floor
    lines += [f"rem({work}, {step}, {turn})", f"div({step}, {step}, {turn})", f"srai({work}, {work}, 31)"]
    lines += [f"add({step}, {step}, {work})", f"slli({gain}, {before}, 14)"]
    lines += [f"slli({turn}, {turn}, 1)", f"add({turn}, {turn}, {src})", "label(ramp)"]
    beyond = []

    def sample(name: str, gained: list[str], until: str) -> list[str]:
        for label, limit in (("high", ceiling), ("low", floor)):
            beyond.extend([f"label({label}_{name})", f"mv({value}, {limit})", f"jal(zero, done_{name})"])
        part = [f"lh({value}, 0({src}))", f"addi({src}, {src}, 2)", *gained, f"srai({value}, {value}, 12)"]
        part += [f"blt({ceiling}, {value}, high_{name})", f"blt({value}, {floor}, low_{name})", f"label(done_{name})"]
        return [*part, f"sh({value}, 0({dst}))", f"addi({dst}, {dst}, 2)", f"bne({src}, {until}, {name})"]

    rising = [f"add({gain}, {gain}, {step})", f"srai({work}, {gain}, 14)", f"mul({value}, {value}, {work})"]
    lines += [*sample("ramp", rising, turn), "label(steady)", f"beq({src}, {end}, leave)", "label(even)"]
    lines += [*sample("even", [f"mul({value}, {value}, {after})"], end), "label(leave)"]
    return rv32("level", [*lines, *rv32_leave(saved, takes), *beyond])


def for_xtensa() -> str:
    """Of Xtensa with register windows: 9 instructions for each sample, 11 on the ramp."""
    src, dst, ceiling, floor, value, gain, step, work = "a2", "a3", "a4", "a6", "a7", "a8", "a9", "a10"
    at, end, before, after, turn = "a11", "a12", "a13", "a14", "a15"
    takes: Takes = ((at, INTEGER), (end, INTEGER), (src, BUFFER), (dst, BUFFER))
    takes = (*takes, (before, INTEGER), (after, INTEGER), (turn, INTEGER), (ceiling, INTEGER))
    lines = [*xtensa_enter(takes), f"addx2({src}, {at}, {src})", f"addx2({end}, {end}, {src})"]
    lines += [f"neg({floor}, {ceiling})", f"beqz({turn}, steady)", f"sub({step}, {after}, {before})"]
    # the quotient is the floor
    lines += [f"slli({step}, {step}, 14)", xtensa_unnamed("rems", work, step, turn)]
    lines += [xtensa_unnamed("quos", step, step, turn), f"srai({work}, {work}, 31)", f"add({step}, {step}, {work})"]
    lines += [f"slli({gain}, {before}, 14)", f"addx2({turn}, {turn}, {src})", "j(ramp)"]
    put = [f"srai({value}, {value}, 12)", xtensa_unnamed("min", value, value, ceiling)]
    put += [xtensa_unnamed("max", value, value, floor), f"s16i({value}, {dst}, 0)", f"addi({dst}, {dst}, 2)"]
    take = [f"l16si({value}, {src}, 0)", f"addi({src}, {src}, 2)"]
    # behind the first label the assembler makes no branches to later ones, but jumps
    lines += ["label(even)", *take, f"mull({value}, {value}, {after})", *put, f"bne({src}, {end}, even)", "j(leave)"]
    lines += ["label(ramp)", *take, f"add({gain}, {gain}, {step})", f"srai({work}, {gain}, 14)"]
    lines += [f"mull({value}, {value}, {work})", *put, f"bne({src}, {turn}, ramp)"]
    lines += ["label(steady)", f"bne({src}, {end}, even)", "label(leave)"]
    return xtensa("level", [*lines, *xtensa_leave()])
