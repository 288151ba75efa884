"""Runs first: puts the waiting of the chip under time.sleep, and the blocking loop under asyncio."""

import builtins
import os
import sys
import time

import _digest
import crypto_loops
import event_loop
import soft
import uctypes
import viper_memory


def _sleep_ms(ms):
    soft.sleep_us(int(ms) * 1000)


def _sleep(seconds):
    soft.sleep_us(int(seconds * 1000000))


def _urandom(count):
    out = bytearray(count)
    _digest.random(uctypes.addressof(out), count)
    return bytes(out)


os.urandom = _urandom
time.sleep_ms = _sleep_ms
time.sleep_us = soft.sleep_us
time.sleep = _sleep
time.ticks_us = soft.now_us
sys.modules["hushcue_bodypack.crypto_native"] = crypto_loops
builtins.uint = viper_memory.as_uint
event_loop.install()
