"""What SHA-1 (FIPS 180-4 section 6.1.2) is made of, for the writers of its machine code.

compress(state, buf, at, count, start) takes ``count`` blocks of 64 octets from buf[at] on. ``state`` is words: the
running state 0..4, which is first set from the five words at ``start``; work 5..20; and from DIGEST on the result once
more, in network order.
"""

CHOOSE, PARITY, MAJORITY = range(3)
ROUNDS = 80
WORDS = 16
STATE = 5
DIGEST = 31
PHASES = ((CHOOSE, 0x5A827999), (PARITY, 0x6ED9EBA1), (MAJORITY, 0x8F1BBCDC), (PARITY, 0xCA62C1D6))
"""Function and constant of each twenty rounds."""


def roles(number: int, registers: tuple[str, ...]) -> tuple[str, ...]:
    """Which of five registers holds a, b, c, d, e at the start of a round: instead of moving the values, their names
    move. After 80 rounds everyone is back."""
    return tuple(registers[(letter - number) % STATE] for letter in range(STATE))


def sources(number: int) -> tuple[int, ...]:
    """The words of the ring of 16 that the schedule of a round (from 16 on) joins; the first one is replaced."""
    return tuple((number + step) % WORDS for step in (0, 2, 8, 13))
