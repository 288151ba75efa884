"""Stand-in for ``select``: polls the stand-ins for sockets and I2S, and waits as the chip waits (see soft.py)."""

import time

import soft

POLLIN = 1
POLLPRI = 2
POLLOUT = 4
POLLERR = 8
POLLHUP = 16


class poll:
    def __init__(self):
        self._things = {}

    def register(self, thing, flags=POLLIN | POLLOUT):
        self._things[id(thing)] = [thing, flags]

    def modify(self, thing, flags):
        if id(thing) not in self._things:
            raise OSError(2)
        self._things[id(thing)][1] = flags

    def unregister(self, thing):
        self._things.pop(id(thing), None)

    def poll(self, timeout_ms=-1):
        started = time.ticks_ms()
        while True:
            ready = []
            for thing, flags in self._things.values():
                got = thing.ioctl(3, flags)
                if got:
                    ready.append((thing, got))
            left = 0x3FFFFF if timeout_ms < 0 else timeout_ms - time.ticks_diff(time.ticks_ms(), started)
            if ready or left <= 0:
                soft.wait_us(0)
                return ready
            soft.wait_tick()

    def ipoll(self, timeout_ms=-1, flags=0):
        return iter(self.poll(timeout_ms))
