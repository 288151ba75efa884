"""The I2S peripheral with its DMA ring, as ../dac.mjs has it and explains it."""

import json
import time

import uctypes

_FRAMES = 256
capture = None  # a file for what leaves the pins of the first one
about = None
_all = []


class _Ring:
    def __init__(self, rate_hz, frame_bytes, ring_bytes, file):
        self.size = _FRAMES * frame_bytes
        self.rate_hz = rate_hz
        self.descriptor_us = _FRAMES * 1000000 // rate_hz
        self.left_over = 0  # of the microseconds, in fractions of 1 / rate_hz
        count = max(2, ring_bytes // self.size)
        self.ring = [bytearray(self.size) for _ in range(count)]
        self.filled = [0] * count
        self.free = []
        self.writing = -1
        self.position = 0
        self.played = 0
        self.last_us = time.ticks_us()
        self.file = file
        self.started = False
        self.empty = 0

    def advance(self):
        while time.ticks_diff(time.ticks_us(), self.last_us) >= self.descriptor_us:
            self.last_us = time.ticks_add(self.last_us, self.descriptor_us)
            self.left_over += _FRAMES * 1000000 % self.rate_hz
            if self.left_over >= self.rate_hz:
                self.left_over -= self.rate_hz
                self.last_us = time.ticks_add(self.last_us, 1)
            index = self.played % len(self.ring)
            if self.file is not None:
                self.file.write(self.ring[index])
            if self.started and self.filled[index] < self.size:
                self.empty += 1
            self.ring[index][:] = bytes(self.size)
            self.filled[index] = 0
            if len(self.free) == len(self.ring) - 1:
                self.free.pop(0)
            self.free.append(index)
            self.played += 1

    def write(self, data):
        self.advance()
        self.started = True
        taken = 0
        while taken < len(data):
            if self.writing < 0 or self.position == self.size:
                if not self.free:
                    break
                self.writing = self.free.pop(0)
                self.position = 0
            count = min(len(data) - taken, self.size - self.position)
            self.ring[self.writing][self.position : self.position + count] = data[taken : taken + count]
            self.filled[self.writing] += count
            self.position += count
            taken += count
        return taken

    def writable(self):
        self.advance()
        return bool(self.free) or (self.writing >= 0 and self.position < self.size)


def open(rate_hz, frame_bytes, ring_bytes):
    first = not _all
    _all.append(_Ring(rate_hz, frame_bytes, ring_bytes, capture if first else None))
    if first and about is not None:
        about.write(json.dumps({"rate_hz": rate_hz, "frame_bytes": frame_bytes, "start_ns": time.time_ns()}))
        about.close()
    return len(_all) - 1


def write(index, address, count):
    return _all[index].write(uctypes.bytearray_at(address, count))


def writable(index):
    return _all[index].writable()


def underruns(index):
    return _all[index].empty


def close(index):
    _all[index].advance()
    if _all[index].file is not None:
        _all[index].file.close()
        _all[index].file = None


def close_all():
    for index in range(len(_all)):
        close(index)
