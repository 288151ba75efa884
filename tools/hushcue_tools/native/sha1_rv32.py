"""SHA-1's compression for RV32IMC (ESP32-C3), written as MicroPython's inline assembler.

All 80 rounds in a row with everything in registers: 5 words of state, 16 of the message, and two more for what is in
between. Those that the compressed forms can name (x8..x15) hold what is worked with most.
"""

from .calling import BUFFER, INTEGER, rv32, rv32_enter, rv32_leave
from .sha1_rounds import CHOOSE, DIGEST, MAJORITY, PHASES, ROUNDS, WORDS, roles, sources

_STATE = ("a0", "a1", "a2", "a3", "a4")
_T, _U = "a5", "s0"
_CONSTANT = "s1"
_WORDS = ("t0", "t1", "t2", "t3", "t4", "t5", "t6", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10")
_TO, _AT, _COUNT = "ra", "s11", "a6"
_START = "a7"
_SAVED = ("ra", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11")
_TAKES = ((_TO, BUFFER), (_AT, BUFFER), (_T, INTEGER), (_COUNT, INTEGER), (_START, INTEGER))
_BYTES = 0x00FF00FF

_WINDOW = ("s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5")
_SHORT = {"xor": 0x8C21, "or": 0x8C41, "and": 0x8C61}


def source() -> str:
    """The function ``compress``: see sha1_rounds."""
    lines = [*rv32_enter(_SAVED, _TAKES), f"add({_AT}, {_AT}, {_T})"]
    lines += [f"slli({_START}, {_START}, 2)", f"add({_START}, {_START}, {_TO})"]
    for index, register in enumerate(_STATE):
        lines += [f"lw({register}, {4 * index}({_START}))", f"sw({register}, {4 * index}({_TO}))"]
    # a branch reaches 4096 octets and the assembler refuses one to a later label from far behind: the end comes first
    lines += ["label(next)", f"bne({_COUNT}, zero, block)", f"li({_CONSTANT}, {_BYTES})"]
    for index, register in enumerate(_STATE):
        lines += [*_turn(register), f"sw({register}, {4 * (DIGEST + index)}({_TO}))"]
    lines += [
        *rv32_leave(_SAVED, _TAKES),
        "label(block)",
        f"addi({_COUNT}, {_COUNT}, -1)",
        f"li({_CONSTANT}, {_BYTES})",
    ]
    for index, word in enumerate(_WORDS):
        lines += [f"lw({word}, {4 * index}({_AT}))", *_turn(word)]
    lines.append(f"addi({_AT}, {_AT}, {4 * WORDS})")
    for number in range(ROUNDS):
        kind, constant = PHASES[number // 20]
        if number % 20 == 0:
            lines.append(f"li({_CONSTANT}, {constant})")
        if number >= WORDS:
            lines += _schedule(number)
        lines += _round(number, kind)
    for index, register in enumerate(_STATE):
        place = f"{4 * index}({_TO})"
        lines += [f"lw({_T}, {place})", f"c_add({register}, {_T})", f"sw({register}, {place})"]
    return rv32("compress", [*lines, "jal(zero, next)"])


def _turn(word: str) -> list[str]:
    """The octets the other way round: first within the halves (_CONSTANT is their mask), then the halves."""
    lines = [f"srli({_T}, {word}, 8)", _short("and", _T, _CONSTANT)]
    lines += [f"and_({word}, {word}, {_CONSTANT})", f"c_slli({word}, 8)", f"c_add({word}, {_T})"]
    return [*lines, f"srli({_T}, {word}, 16)", f"c_slli({word}, 16)", f"c_add({word}, {_T})"]


def _schedule(number: int) -> list[str]:
    word, *others = (_WORDS[index] for index in sources(number))
    lines = [f"xor({word}, {word}, {other})" for other in others]
    return [*lines, f"slli({_T}, {word}, 1)", f"srli({word}, {word}, 31)", f"c_add({word}, {_T})"]


def _round(number: int, kind: int) -> list[str]:
    a, b, c, d, e = roles(number, _STATE)
    if kind == CHOOSE:
        lines = [f"xor({_T}, {c}, {d})", _short("and", _T, b), _short("xor", _T, d)]
    elif kind == MAJORITY:  # two parts that have no bit in common, so that they may be added
        lines = [f"and_({_T}, {b}, {c})", f"c_add({e}, {_T})", f"xor({_T}, {b}, {c})", _short("and", _T, d)]
    else:
        lines = [f"xor({_T}, {b}, {c})", _short("xor", _T, d)]
    lines += [f"c_add({e}, {_T})", f"c_add({e}, {_CONSTANT})", f"c_add({e}, {_WORDS[number % WORDS]})"]
    lines += [f"slli({_T}, {a}, 5)", f"srli({_U}, {a}, 27)", f"c_add({e}, {_T})", f"c_add({e}, {_U})"]
    return [*lines, f"slli({_T}, {b}, 30)", f"c_srli({b}, 2)", _short("or", b, _T)]


def _short(operation: str, into: str, other: str) -> str:
    """The compressed form (CA), by its number: the assembler knows the names but loses a bit of registers above x11."""
    return f"data(2, {_SHORT[operation] | _WINDOW.index(into) << 7 | _WINDOW.index(other) << 2})"
