"""Stand-in for ``hushcue_bodypack.crypto_native``, the machine code of a build: the same in JavaScript."""

import _digest
import uctypes

_address = uctypes.addressof
_compress = _digest.sha1_compress
_fill_counters = _digest.fill_counters


def compress(state, buf, at, count, start):
    _compress(_address(state), _address(buf) + at, count, start)


def fill_counters(blocks, iv, count, first):
    _fill_counters(_address(blocks), _address(iv), count, first)
