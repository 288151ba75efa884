"""The loops that every packet goes through, for a processor that the build has no machine code of its own for
(``dsp_native``). The rules for viper loops are in dsp.

Each has its docstring here; the machine code (``tools/hushcue_tools/native/``) does the same bit by bit.
"""

import micropython


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
def copy_masked(at: int, to: int, buf: ptr8, mask: ptr8, shift: int, pool: ptr8, count: int):
    """pool[to : to + count] = buf[at : at + count] ^ mask[at - shift :]; ``count`` is a multiple of 8."""
    to -= at
    shift = 0 - shift
    count += at
    while at < count:
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
        value = int(buf[at])
        pool[at + to] = value ^ int(mask[at + shift])
        at += 1
