"""16-bit serial number arithmetic (RFC 1982 as RFC 3550 uses it). The only home of the wrap."""

MODULUS = 0x10000


def add(sequence: int, step: int) -> int:
    """The sequence number ``step`` (any sign) further on the circle."""
    return (sequence + step) & 0xFFFF


def distance(newer: int, older: int) -> int:
    """How far ``newer`` lies ahead of ``older``: -32768..32767, negative when it lies behind."""
    return ((newer - older + 0x8000) & 0xFFFF) - 0x8000


def is_newer(sequence: int, reference: int) -> bool:
    """True when ``sequence`` lies 1..32767 ahead of ``reference``."""
    return 0 < ((sequence - reference) & 0xFFFF) < 0x8000


def extend(sequence: int, reference: int) -> int:
    """The unbounded count nearest to ``reference`` (an extended number) whose low 16 bits are ``sequence``.

    RFC 3550 appendix A.1 "extended highest sequence number". Never below zero.
    """
    extended = reference + distance(sequence, reference & 0xFFFF)
    return extended if extended >= 0 else extended + MODULUS
