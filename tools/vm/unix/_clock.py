"""The clock of the machine, for ../chip/soft.py."""

import time


def now_us():
    return time.ticks_us() & 0x3FFFFFFF


def sleep_us(us):
    time.sleep_us(int(us))
