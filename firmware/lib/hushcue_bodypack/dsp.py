"""The loops over samples, compiled to machine code by viper.

Samples are int16 in native (little-endian) order inside halfword buffers, gains are Q12 (4096 is unity). Rules of the
house for these loops: pointers are whole buffers with integer offsets; loads of halfwords are unsigned and get their
sign by ``(x ^ 0x8000) - 0x8000``; stores are masked; every intermediate fits in 31 bits with its sign; no expression
loads from two places (an old xtensa code generator went wrong there). Offsets, counts and positions are the caller's
duty: machine code checks no bounds. The first two parameters of a viper function live in registers: the hot loops put
their position and their count there, and once the count has become an end, its register holds the sample in hand.
"""

import array

import micropython


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
def decode_l16(at: int, count: int, src: ptr16, dst: ptr16, to: int) -> int:
    """``count`` big-endian samples (RFC 3551 section 4.5.11) from halfword ``at`` into sample ``to``; the largest
    magnitude."""
    largest = 0
    end = at + count
    to -= at
    while at < end:
        count = int(src[at])
        count = (count << 8 | count >> 8) & 0xFFFF
        dst[at + to] = count
        if count & 0x8000:
            count = 0x10000 - count
        if count > largest:
            largest = count
        at += 1
    return largest


@micropython.viper
def decode_pcmu(at: int, count: int, src: ptr8, dst: ptr16, to: int, table: ptr16) -> int:
    """``count`` PCMU codes (ITU-T G.711) from byte ``at`` into sample ``to``; the largest magnitude."""
    smallest = 0x7F
    end = at + count
    to -= at
    while at < end:
        count = int(src[at])
        dst[at + to] = table[count]
        count &= 0x7F
        if count < smallest:
            smallest = count
        at += 1
    return int(table[smallest | 0x80])


@micropython.viper
def level(at: int, count: int, src: ptr16, dst: ptr16, before: int, after: int, ramp: int, ceiling: int):
    """dst[0:count] = src[at : at + count] times a gain that runs from ``before`` to ``after`` (Q12) over ``ramp``
    samples.

    After the ramp (0..count samples) the gain stays. Nothing leaves above ``ceiling`` (1..32767) or below its negative:
    that clamp is the last guard, the limiter's gain comes before it. ``before`` and ``after`` are 0..16384.
    """
    floor = 0 - ceiling
    start = at
    end = at + count
    if ramp > 0:
        step = ((after - before) << 14) // ramp
        turn = at + ramp
        gain = before << 14
        while at < turn:
            gain += step
            count = (int(src[at]) ^ 0x8000) - 0x8000
            count = (count * (gain >> 14)) >> 12
            if count > ceiling:
                count = ceiling
            if count < floor:
                count = floor
            dst[at - start] = count & 0xFFFF
            at += 1
    while at < end:
        count = (int(src[at]) ^ 0x8000) - 0x8000
        count = (count * after) >> 12
        if count > ceiling:
            count = ceiling
        if count < floor:
            count = floor
        dst[at - start] = count & 0xFFFF
        at += 1


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


UPSAMPLE_TAPS = 10
"""Inputs that each output of :func:`upsample3` looks at; the delay is half of them, 5 samples at 16 kHz (0.31 ms)."""


@micropython.viper
def upsample3(to: int, count: int, dst: ptr16, src: ptr16, history: ptr16, ceiling: int):
    """16 kHz mono to 48 kHz stereo, left = right: dst gets 6 * count halfwords from halfword ``to`` on.

    A third-band filter (every third coefficient zero, so one output of three is the input itself), linear phase, Q13,
    as three polyphase branches. The other two branches mirror each other: with the sums and differences of the inputs
    that lie at equal distance both come from one set of products. The differences' outer coefficients are chosen zero.
    Images of 0..6 kHz lie 47.9 dB down. ``history`` keeps the last 9 inputs, oldest first, between calls. ``ceiling``
    holds between the samples too.

    Inside, samples are 0x8000 above their value, 0..0xFFFF: that saves the signs. The coefficients of a sum add up to
    4142 for each of its two inputs, so what the offset makes of it is a constant, taken off with the rounding.
    """
    low = 0x8000 - ceiling
    high = 0x8000 + ceiling
    x9 = int(history[0]) ^ 0x8000
    x8 = int(history[1]) ^ 0x8000
    x7 = int(history[2]) ^ 0x8000
    x6 = int(history[3]) ^ 0x8000
    x5 = int(history[4]) ^ 0x8000
    x4 = int(history[5]) ^ 0x8000
    x3 = int(history[6]) ^ 0x8000
    x2 = int(history[7]) ^ 0x8000
    x1 = int(history[8]) ^ 0x8000
    end = to + 6 * count
    i = 0
    while to < end:
        count = int(src[i]) ^ 0x8000
        # -3010560 is 4096 for rounding, 0x8000 << 13 for the offset of the result, less 4142 << 16
        even = (count + x9) * 116 - (x1 + x8) * 258 + (x2 + x7) * 590 - (x3 + x6) * 1322 + (x4 + x5) * 5016 - 3010560
        odd = (x5 - x4) * 1634 - (x6 - x3) * 105
        x9 = x8
        x8 = x7
        x7 = x6
        x6 = x5
        x5 = x4
        x4 = x3
        x3 = x2
        x2 = x1
        x1 = count
        count = x6 ^ 0x8000
        dst[to] = count
        dst[to + 1] = count
        count = (even + odd) >> 13
        if count > high:
            count = high
        if count < low:
            count = low
        count ^= 0x8000
        dst[to + 2] = count
        dst[to + 3] = count
        count = (even - odd) >> 13
        if count > high:
            count = high
        if count < low:
            count = low
        count ^= 0x8000
        dst[to + 4] = count
        dst[to + 5] = count
        to += 6
        i += 1
    history[0] = x9 ^ 0x8000
    history[1] = x8 ^ 0x8000
    history[2] = x7 ^ 0x8000
    history[3] = x6 ^ 0x8000
    history[4] = x5 ^ 0x8000
    history[5] = x4 ^ 0x8000
    history[6] = x3 ^ 0x8000
    history[7] = x2 ^ 0x8000
    history[8] = x1 ^ 0x8000
