"""SHA-1's compression for Xtensa with register windows (ESP32, ESP32-S3), written as MicroPython's inline assembler.

All 80 rounds in a row. Of the sixteen registers a0 and a1 are the calling convention's; the state, what is in between
and four words of the message stay in registers, the other twelve in the work space behind the state. A loaded word is
used some instructions later, since the processor would wait for it.
"""

from collections.abc import Iterator

from .calling import BUFFER, INTEGER, xtensa, xtensa_enter, xtensa_leave
from .sha1_rounds import CHOOSE, DIGEST, MAJORITY, PHASES, ROUNDS, STATE, WORDS, roles, sources

_TO = "a2"
_STATE = ("a3", "a4", "a5", "a6", "a7")
_T, _U, _V = "a8", "a9", "a10"
_CONSTANT = "a11"  # and the place in the message, while that is loaded
_KEPT = {0: "a12", 4: "a13", 8: "a14", 12: "a15"}
"""Words of the message that stay in registers; their places in memory are free for two more values."""


def _place(word: int) -> int:
    return 4 * (STATE + word)


_AT, _COUNT = _place(0), _place(4)


def source() -> str:
    """The function ``compress``: see sha1_rounds."""
    lines = xtensa_enter(((_TO, BUFFER), ("a3", BUFFER), ("a4", INTEGER), (_U, INTEGER), (_V, INTEGER)))
    lines += ["add(a3, a3, a4)", f"s32i(a3, {_TO}, {_AT})", f"s32i({_U}, {_TO}, {_COUNT})", f"addx4({_V}, {_V}, {_TO})"]
    for index, register in enumerate(_STATE):
        lines += [f"l32i({register}, {_V}, {4 * index})", f"s32i({register}, {_TO}, {4 * index})"]
    # the assembler takes a branch to what comes later for one to the first label, where that has been passed already
    lines += [f"beqz({_U}, end)", "label(block)", f"l32i({_CONSTANT}, {_TO}, {_AT})", "ssai(8)"]
    for number in range(WORDS):
        lines += _load_word(number)
    lines += [f"addi({_T}, {_CONSTANT}, {4 * WORDS})", f"s32i({_T}, {_TO}, {_AT})"]
    for number in range(ROUNDS):
        kind, constant = PHASES[number // 20]
        if number % 20 == 0:
            lines.append(f"movi({_CONSTANT}, {constant})")
        lines += _round(number, kind)
    for index, register in enumerate(_STATE):
        lines += [f"l32i_n({_T}, {_TO}, {4 * index})", f"add_n({register}, {register}, {_T})"]
        lines.append(f"s32i_n({register}, {_TO}, {4 * index})")
    lines += [f"l32i({_V}, {_TO}, {_COUNT})", f"addi({_V}, {_V}, -1)", f"s32i({_V}, {_TO}, {_COUNT})"]
    lines += [f"bnez({_V}, block)", "label(end)", "ssai(8)"]
    for index in range(STATE):
        lines += [*_turned(_T, _TO, 4 * index), f"s32i({_T}, {_TO}, {4 * (DIGEST + index)})"]
    return xtensa("compress", [*lines, *xtensa_leave()])


def _turned(word: str, base: str, place: int) -> list[str]:
    """A word of memory, its octets the other way round (the shift amount is 8)."""
    lines = [f"l32i({word}, {base}, {place})", f"l16ui({_U}, {base}, {place + 2})"]
    return [*lines, f"src({_U}, {_U}, {word})", f"src({_U}, {_U}, {_U})", f"src({word}, {word}, {_U})"]


def _load_word(number: int) -> list[str]:
    word = _KEPT.get(number, _T)
    lines = _turned(word, _CONSTANT, 4 * number)
    return lines if number in _KEPT else [*lines, f"s32i({word}, {_TO}, {_place(number)})"]


def _round(number: int, kind: int) -> list[str]:
    """One round, and from the 16th on the word that it takes."""
    a, b, c, d, e = roles(number, _STATE)
    meanwhile = iter(
        (
            _function(kind, b, c, d, e),
            [f"add_n({e}, {e}, {_T})", f"add_n({e}, {e}, {_CONSTANT})"],
            ["ssai(27)", f"src({_T}, {a}, {a})", f"add_n({e}, {e}, {_T})"],
        )
    )
    word = number % WORDS
    held = _KEPT.get(word, _U)
    lines = [] if word in _KEPT else [f"l32i({held}, {_TO}, {_place(word)})"]
    if number >= WORDS:
        lines += _schedule(number, held, meanwhile)
    for part in meanwhile:
        lines += part
    if number >= WORDS:
        lines += ["ssai(31)", f"src({held}, {held}, {held})"]
        lines += [] if word in _KEPT else [f"s32i({held}, {_TO}, {_place(word)})"]
    return [*lines, f"add_n({e}, {e}, {held})", "ssai(2)", f"src({b}, {b}, {b})"]


def _function(kind: int, b: str, c: str, d: str, e: str) -> list[str]:
    if kind == CHOOSE:
        return [f"xor({_T}, {c}, {d})", f"and_({_T}, {_T}, {b})", f"xor({_T}, {_T}, {d})"]
    if kind == MAJORITY:  # two parts that have no bit in common, so that they may be added
        first = [f"and_({_T}, {b}, {c})", f"add_n({e}, {e}, {_T})"]
        return [*first, f"xor({_T}, {b}, {c})", f"and_({_T}, {_T}, {d})"]
    return [f"xor({_T}, {b}, {c})", f"xor({_T}, {_T}, {d})"]


def _schedule(number: int, held: str, meanwhile: Iterator[list[str]]) -> list[str]:
    """The exclusive or of four words, with parts of the round where it would wait for memory."""
    lines = []
    for other in sources(number)[1:]:
        if other in _KEPT:
            lines.append(f"xor({held}, {held}, {_KEPT[other]})")
        else:
            lines += [f"l32i({_V}, {_TO}, {_place(other)})", *next(meanwhile, []), f"xor({held}, {held}, {_V})"]
    return lines
