"""``time`` as the chip has it: ticks that wrap at 2**30, and soft callbacks in every sleep.

The ticks of a 64-bit unix port wrap at 2**62. The port's own event loop goes on counting with those.
"""

import time as _machine

import soft

_MASK = (1 << 30) - 1
_HALF = 1 << 29
time = _machine.time
time_ns = _machine.time_ns
gmtime = _machine.gmtime
localtime = _machine.localtime
mktime = _machine.mktime
sleep_us = soft.sleep_us
ticks_us = soft.now_us


def ticks_ms():
    return _machine.ticks_ms() & _MASK


def ticks_cpu():
    return _machine.ticks_cpu() & _MASK


def ticks_add(ticks, delta):
    return (ticks + delta) & _MASK


def ticks_diff(end, start):
    return ((end - start + _HALF) & _MASK) - _HALF


def sleep_ms(ms):
    soft.sleep_us(int(ms) * 1000)


def sleep(seconds):
    soft.sleep_us(int(seconds * 1000000))
