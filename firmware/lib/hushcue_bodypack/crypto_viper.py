"""The two loops that need machine code of their own, for a processor that the build has none for (``crypto_native``).

SHA-1's words are ``uint``, for which shifting right brings zeros in, and masked where they may have got more than 32
bits. A constant of more than 30 bits would be an object, so such ones come in halves. Five rounds stand in a row, so
that no value has to move from name to name.
"""

import micropython

_schedule = bytearray(320)  # of the block at hand; no other code runs in the middle of a block


def compress(state, buf, at, count, start):
    """SHA-1 (FIPS 180-4 section 6.1.2): ``count`` blocks of 64 octets from buf[at] on.

    ``state`` is words: the running state 0..4, first set from the five at ``start``; 5..20 are for work; the result
    comes once more, in network order, at 31..35. Both buffers begin on a word boundary.
    """
    _blocks(0, start, _schedule, state, buf, at, count)
    _network_order(0, 20, state)


def fill_counters(blocks, iv, count, first):
    """The counter blocks of RFC 3711 section 4.1.1: ``count`` times the 14 octets of ``iv`` and a 16-bit counter that
    starts at ``first``. Both buffers begin on a word boundary."""
    _fill(0, first, blocks, iv, count << 3)


@micropython.viper
def _network_order(at: int, count: int, state: ptr8):
    while at < count:
        state[124 + at] = state[at ^ 3]
        at += 1


@micropython.viper
def _fill(to: int, number: int, blocks: ptr16, iv: ptr16, end: int):
    a = int(iv[0])
    b = int(iv[1])
    c = int(iv[2])
    d = int(iv[3])
    e = int(iv[4])
    f = int(iv[5])
    g = int(iv[6])
    while to < end:
        blocks[to] = a
        blocks[to + 1] = b
        blocks[to + 2] = c
        blocks[to + 3] = d
        blocks[to + 4] = e
        blocks[to + 5] = f
        blocks[to + 6] = g
        blocks[to + 7] = number >> 8 | (number & 0xFF) << 8
        to += 8
        number += 1


@micropython.viper
def _blocks(x: uint, i: int, words: ptr32, state: ptr32, buf: ptr8, at: int, count: int):
    m = uint(0xFFFF)
    m = m << 16 | 0xFFFF
    a = uint(state[i])
    b = uint(state[i + 1])
    c = uint(state[i + 2])
    d = uint(state[i + 3])
    e = uint(state[i + 4])
    state[0] = a
    state[1] = b
    state[2] = c
    state[3] = d
    state[4] = e
    while count > 0:
        i = 0
        while i < 16:
            x = uint(buf[at])
            x = x << 8 | uint(buf[at + 1])
            x = x << 8 | uint(buf[at + 2])
            x = x << 8 | uint(buf[at + 3])
            words[i] = x
            at += 4
            i += 1
        while i < 80:
            x = uint(words[i - 3])
            x ^= uint(words[i - 8])
            x ^= uint(words[i - 14])
            x ^= uint(words[i - 16])
            words[i] = (x << 1 | x >> 31) & m
            i += 1
        k = uint(0x5A82)
        k = k << 16 | 0x7999
        i = 0
        while i < 20:
            x = uint(words[i])
            e = (e + x + k + ((c ^ d) & b ^ d) + (a << 5 | a >> 27)) & m
            b = (b << 30 | b >> 2) & m
            x = uint(words[i + 1])
            d = (d + x + k + ((b ^ c) & a ^ c) + (e << 5 | e >> 27)) & m
            a = (a << 30 | a >> 2) & m
            x = uint(words[i + 2])
            c = (c + x + k + ((a ^ b) & e ^ b) + (d << 5 | d >> 27)) & m
            e = (e << 30 | e >> 2) & m
            x = uint(words[i + 3])
            b = (b + x + k + ((e ^ a) & d ^ a) + (c << 5 | c >> 27)) & m
            d = (d << 30 | d >> 2) & m
            x = uint(words[i + 4])
            a = (a + x + k + ((d ^ e) & c ^ e) + (b << 5 | b >> 27)) & m
            c = (c << 30 | c >> 2) & m
            i += 5
        k = uint(0x6ED9)
        k = k << 16 | 0xEBA1
        while i < 80:
            if i == 40:
                k = uint(0x8F1B)
                k = k << 16 | 0xBCDC
                while i < 60:
                    x = uint(words[i])
                    e = (e + x + k + (b & c | (b | c) & d) + (a << 5 | a >> 27)) & m
                    b = (b << 30 | b >> 2) & m
                    x = uint(words[i + 1])
                    d = (d + x + k + (a & b | (a | b) & c) + (e << 5 | e >> 27)) & m
                    a = (a << 30 | a >> 2) & m
                    x = uint(words[i + 2])
                    c = (c + x + k + (e & a | (e | a) & b) + (d << 5 | d >> 27)) & m
                    e = (e << 30 | e >> 2) & m
                    x = uint(words[i + 3])
                    b = (b + x + k + (d & e | (d | e) & a) + (c << 5 | c >> 27)) & m
                    d = (d << 30 | d >> 2) & m
                    x = uint(words[i + 4])
                    a = (a + x + k + (c & d | (c | d) & e) + (b << 5 | b >> 27)) & m
                    c = (c << 30 | c >> 2) & m
                    i += 5
                k = uint(0xCA62)
                k = k << 16 | 0xC1D6
            x = uint(words[i])
            e = (e + x + k + (b ^ c ^ d) + (a << 5 | a >> 27)) & m
            b = (b << 30 | b >> 2) & m
            x = uint(words[i + 1])
            d = (d + x + k + (a ^ b ^ c) + (e << 5 | e >> 27)) & m
            a = (a << 30 | a >> 2) & m
            x = uint(words[i + 2])
            c = (c + x + k + (e ^ a ^ b) + (d << 5 | d >> 27)) & m
            e = (e << 30 | e >> 2) & m
            x = uint(words[i + 3])
            b = (b + x + k + (d ^ e ^ a) + (c << 5 | c >> 27)) & m
            d = (d << 30 | d >> 2) & m
            x = uint(words[i + 4])
            a = (a + x + k + (c ^ d ^ e) + (b << 5 | b >> 27)) & m
            c = (c << 30 | c >> 2) & m
            i += 5
        x = uint(state[0])
        a = (a + x) & m
        state[0] = a
        x = uint(state[1])
        b = (b + x) & m
        state[1] = b
        x = uint(state[2])
        c = (c + x) & m
        state[2] = c
        x = uint(state[3])
        d = (d + x) & m
        state[3] = d
        x = uint(state[4])
        e = (e + x) & m
        state[4] = e
        count -= 1
