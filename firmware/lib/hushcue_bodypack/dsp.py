"""The loops over samples, compiled to machine code by viper.

Samples are int16 in native (little-endian) order inside halfword buffers, gains are Q12 (4096 is unity). Rules of the
house for these loops: pointers are whole buffers with integer offsets; loads of halfwords are unsigned and get their
sign by ``(x ^ 0x8000) - 0x8000``; stores are masked; every intermediate fits in 31 bits with its sign; no expression
loads from two places (an old xtensa code generator went wrong there). Offsets, counts and positions are the caller's
duty: machine code checks no bounds. The first two parameters of a viper function live in registers: the hot loops put
their position and their count there, and once the count has become an end, its register holds the sample in hand.

Those that every packet goes through have machine code of their own where the build has put it (``dsp_native``).
"""

import array

import micropython

try:
    from .dsp_native import decode_l16 as decode_l16  # type: ignore[import-not-found,import-untyped]
    from .dsp_native import decode_pcmu as decode_pcmu
    from .dsp_native import level as level
    from .dsp_native import upsample3 as upsample3
except ImportError:
    from .dsp_viper import decode_l16 as decode_l16
    from .dsp_viper import decode_pcmu as decode_pcmu
    from .dsp_viper import level as level
    from .dsp_viper import upsample3 as upsample3


def _pcmu_table():
    # G.711 table 2a/2b in the 16-bit scale: segment and interval, all bits inverted on the line
    table = array.array("h", bytes(512))
    for code in range(256):
        inverted = ~code & 0xFF
        magnitude = ((((inverted & 0x0F) << 3) + 0x84) << ((inverted & 0x70) >> 4)) - 0x84
        table[code] = -magnitude if inverted & 0x80 else magnitude
    return table


PCMU_TABLE = _pcmu_table()
"""Linear value of every PCMU code, int16, full scale 32124."""

UPSAMPLE_TAPS = 10
"""Inputs that each output of :func:`upsample3` looks at; the delay is half of them, 5 samples at 16 kHz (0.31 ms)."""


@micropython.viper
def copy_samples(at: int, to: int, src: ptr16, dst: ptr16, count: int):
    """dst[to : to + count] = src[at : at + count]; forward, so ``to`` may lie before ``at`` in one buffer."""
    end = at + count
    while count & 3:
        dst[to] = src[at]
        at += 1
        to += 1
        count -= 1
    while at < end:
        dst[to] = src[at]
        dst[to + 1] = src[at + 1]
        dst[to + 2] = src[at + 2]
        dst[to + 3] = src[at + 3]
        at += 4
        to += 4


@micropython.viper
def clear_samples(to: int, end: int, dst: ptr16):
    """dst[to : end] = 0."""
    while to < end:
        dst[to] = 0
        to += 1


@micropython.viper
def peak(at: int, end: int, src: ptr16) -> int:
    """The largest magnitude of src[at : end], 0..32768."""
    largest = 0
    while at < end:
        value = (int(src[at]) ^ 0x8000) - 0x8000
        if value < 0:
            value = 0 - value
        if value > largest:
            largest = value
        at += 1
    return largest


@micropython.viper
def crossfade(at: int, to: int, src: ptr16, dst: ptr16, count: int):
    """dst[to:] = src[at:] fading out over ``count`` samples (1..4096) while what was in dst fades in; linear."""
    step = 16384 // count
    weight = 16384 - step * count + (step >> 1)
    end = at + count
    while at < end:
        old = (int(src[at]) ^ 0x8000) - 0x8000
        new = (int(dst[to]) ^ 0x8000) - 0x8000
        dst[to] = (old + (((new - old) * weight) >> 14)) & 0xFFFF
        weight += step
        at += 1
        to += 1


@micropython.viper
def drop_one(at: int, count: int, buf: ptr16, shift: int):
    """Take one sample out of buf[at : at + count] (count >= 3) where the signal is flattest; the rest moves ``shift``
    back.

    ``shift`` is the number of samples that earlier calls on the same frame have taken out before ``at``: sample ``at``
    is written to ``at - shift``, and count - 1 samples are written.
    """
    best = 1 << 20
    where = at + 1
    i = at + 1
    end = at + count
    previous = (int(buf[at]) ^ 0x8000) - 0x8000
    while i < end:
        value = (int(buf[i]) ^ 0x8000) - 0x8000
        rise = value - previous
        if rise < 0:
            rise = 0 - rise
        if rise < best:
            best = rise
            where = i
        previous = value
        i += 1
    i = at
    to = at - shift
    while i < end:
        if i != where:
            buf[to] = buf[i]
            to += 1
        i += 1


@micropython.viper
def insert_one(count: int, buf: ptr16):
    """Put one sample into buf[0 : count] (count >= 2) where the signal is flattest: count + 1 samples are left
    there."""
    best = 1 << 20
    where = 1
    i = 1
    previous = (int(buf[0]) ^ 0x8000) - 0x8000
    middle = previous
    while i < count:
        value = (int(buf[i]) ^ 0x8000) - 0x8000
        rise = value - previous
        if rise < 0:
            rise = 0 - rise
        if rise < best:
            best = rise
            where = i
            middle = (value + previous) >> 1
        previous = value
        i += 1
    i = count
    while i > where:
        buf[i] = buf[i - 1]
        i -= 1
    buf[where] = middle & 0xFFFF
