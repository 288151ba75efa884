"""16 kHz mono to 48 kHz stereo as machine code: upsample3(to, count, dst, src, history, ceiling).

What it computes, and why so, stands in hushcue_bodypack.dsp_viper. Samples have their sign here: no offset has to be
taken off. The last nine inputs are in registers and move by one for each; the coefficients are, too, where there are
enough registers (RISC-V), else they are made where they are used.
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

_SUMS = ((116, 9), (-258, 8), (590, 7), (-1322, 6), (5016, 5))
"""(coefficient, input) of each sum: the input so many before the new one, and the one as far from the other end."""
_DIFFERENCES = ((1634, 5), (-105, 6))
_ROUNDING = 4096
_SHIFT = 13
_OUTPUT_BYTES = 12
_TAPS = 9


def for_rv32() -> str:
    """Of RV32IMC: 47 instructions for each input."""
    saved = ("ra", *(f"s{number}" for number in range(12)))
    dst, src, history, end, ceiling, floor, even, odd = (f"a{number}" for number in range(8))
    new, *past = "s11", *(f"s{number}" for number in range(2, 11))
    inputs, work = (new, *past), "s1"
    coefficients = {abs(value): f"t{n}" for n, (value, _) in enumerate((*_SUMS, *_DIFFERENCES))}
    takes = ((dst, INTEGER), (end, INTEGER), (even, BUFFER), (src, BUFFER), (history, BUFFER), (ceiling, INTEGER))
    lines = [*rv32_enter(saved, takes), f"slli({dst}, {dst}, 1)", f"add({dst}, {dst}, {even})"]
    lines += [f"slli({work}, {end}, 3)", f"slli({end}, {end}, 2)", f"add({end}, {end}, {work})"]
    lines += [f"add({end}, {end}, {dst})", f"sub({floor}, zero, {ceiling})", f"li(ra, {_ROUNDING})"]
    lines += [f"li({register}, {value})" for value, register in coefficients.items()]
    lines += [f"lh({past[_TAPS - 1 - place]}, {2 * place}({history}))" for place in range(_TAPS)]
    lines += ["label(next)", f"bne({dst}, {end}, sample)"]
    lines += [f"sh({past[_TAPS - 1 - place]}, {2 * place}({history}))" for place in range(_TAPS)]
    lines += [*rv32_leave(saved, takes), "label(sample)", f"lh({new}, 0({src}))", f"addi({src}, {src}, 2)"]
    for value, place in reversed(_SUMS):  # the new input comes last: it is still on its way from memory
        first = place == _SUMS[-1][1]
        product = even if first else work
        lines += [f"add({work}, {inputs[_TAPS - place]}, {inputs[place]})"]
        lines += [f"mul({product}, {work}, {coefficients[abs(value)]})"]
        lines.append(f"{'add' if value > 0 else 'sub'}({even}, {even}, {'ra' if first else work})")
    for into, (value, place) in zip((odd, work), _DIFFERENCES, strict=True):
        lines += [f"sub({into}, {inputs[place]}, {inputs[_TAPS - place]})"]
        lines += [f"mul({into}, {into}, {coefficients[abs(value)]})"]
    lines += [f"sub({odd}, {odd}, {work})", f"add({work}, {even}, {odd})", f"sub({even}, {even}, {odd})"]
    lines += [f"srai({work}, {work}, {_SHIFT})", f"srai({even}, {even}, {_SHIFT})"]
    beyond = []
    for name, output in (("a", work), ("b", even)):
        lines += [f"blt({ceiling}, {output}, high_{name})", f"blt({output}, {floor}, low_{name})"]
        lines.append(f"label(done_{name})")
        for limit, label in ((ceiling, "high"), (floor, "low")):
            beyond += [f"label({label}_{name})", f"mv({output}, {limit})", f"jal(zero, done_{name})"]
    for place, output in enumerate((past[4], work, even)):
        lines += [f"sh({output}, {4 * place}({dst}))", f"sh({output}, {4 * place + 2}({dst}))"]
    lines.append(f"addi({dst}, {dst}, {_OUTPUT_BYTES})")
    lines += [f"mv({inputs[place]}, {inputs[place - 1]})" for place in range(_TAPS, 0, -1)]
    return rv32("upsample3", [*lines, f"bne({dst}, {end}, sample)", "jal(zero, next)", *beyond])


def for_xtensa() -> str:
    """Of Xtensa with register windows: 59 instructions for each input. The frame has room for three words."""
    dst, src, work, other = "a2", "a3", "a6", "a7"
    new, *past = "a5", "a4", *(f"a{number}" for number in range(8, 16))
    inputs = (new, *past)
    even = past[_TAPS - 1]  # the oldest input is needed once, at the beginning
    ceiling, end, history = 4, 8, 12
    takes = (("a8", INTEGER), ("a9", INTEGER), (dst, BUFFER), (src, BUFFER), ("a4", BUFFER), ("a10", INTEGER))
    lines = [*xtensa_enter(takes), f"s32i(a10, a1, {ceiling})", f"s32i(a4, a1, {history})"]
    lines += [f"addx2({dst}, a8, {dst})", "slli(a8, a9, 2)", "addx8(a8, a9, a8)", f"add(a8, a8, {dst})"]
    lines += [f"s32i(a8, a1, {end})", f"mov({work}, a4)", f"mov({other}, a9)"]
    lines += [f"l16si({past[_TAPS - 1 - place]}, {work}, {2 * place})" for place in range(_TAPS)]
    lines += [f"beqz({other}, leave)", "label(sample)", f"l16si({new}, {src}, 0)", f"addi({src}, {src}, 2)"]
    (value, place), *rest = _SUMS
    lines += [xtensa_constant(work, value), f"add({even}, {new}, {inputs[place]})", f"mull({even}, {even}, {work})"]
    for value, place in rest:
        factor, step = (abs(value) // 8, "addx8") if abs(value) > 2047 else (abs(value), "add")
        lines += [xtensa_constant(work, factor), f"add({other}, {inputs[_TAPS - place]}, {inputs[place]})"]
        lines.append(f"mull({other}, {other}, {work})")
        lines.append(f"{step}({even}, {other}, {even})" if value > 0 else f"sub({even}, {even}, {other})")
    (value, place), (_, second) = _DIFFERENCES
    lines += [xtensa_constant(work, value), f"sub({other}, {inputs[place]}, {inputs[_TAPS - place]})"]
    lines += [f"mull({other}, {other}, {work})", f"sub({work}, {inputs[second]}, {inputs[_TAPS - second]})"]
    # no register is left for 105: it is 7 times 15
    lines += [f"subx8({work}, {work}, {work})", f"add({other}, {other}, {work})", f"slli({work}, {work}, 4)"]
    lines += [f"sub({other}, {other}, {work})", f"addmi({even}, {even}, {_ROUNDING})"]
    lines += [f"add({work}, {even}, {other})", f"sub({other}, {even}, {other})", f"l32i({even}, a1, {ceiling})"]
    lines += [f"srai({work}, {work}, {_SHIFT})", f"srai({other}, {other}, {_SHIFT})"]
    for limit in ("min", "max"):
        lines += [xtensa_unnamed(limit, output, output, even) for output in (work, other)]
        lines += [f"neg({even}, {even})"] if limit == "min" else []
    for place, output in enumerate((past[4], work, other)):
        lines += [f"s16i({output}, {dst}, {4 * place})", f"s16i({output}, {dst}, {4 * place + 2})"]
    lines += [f"addi({dst}, {dst}, {_OUTPUT_BYTES})", f"l32i({work}, a1, {end})"]
    lines += [f"mov_n({inputs[place]}, {inputs[place - 1]})" for place in range(_TAPS, 0, -1)]
    lines += [f"bne({dst}, {work}, sample)", "label(leave)", f"l32i({work}, a1, {history})"]
    lines += [f"s16i({past[_TAPS - 1 - place]}, {work}, {2 * place})" for place in range(_TAPS)]
    return xtensa("upsample3", [*lines, *xtensa_leave()])
