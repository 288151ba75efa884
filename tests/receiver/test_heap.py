"""From the datagram to the DAC nothing is allocated. Only MicroPython can say; skipped elsewhere."""

import gc
import sys
import unittest

from receiver.stream import datagram, document

from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session

ON_MICROPYTHON = sys.implementation.name == "micropython"


class Sink:
    """Takes ``room`` bytes until it is given more room."""

    def __init__(self):
        self.room = 4096

    def write(self, data):
        count = len(data)
        if count > self.room:
            count = self.room
        self.room -= count
        return count


class Bodypack:
    def __init__(self, encoding="L16", frame_ms=10):
        size = 12 + 16 * frame_ms * (2 if encoding == "L16" else 1)
        self.session = Session(slots=16, ceiling_db=-6)
        payload_type = 96 if encoding == "L16" else 97
        changes = {"encoding": encoding, "payload_type": payload_type, "frame_ms": frame_ms, "datagram_bytes": size}
        self.session.begin(document(**changes), 0)
        samples = 16 * frame_ms if encoding == "L16" else 8 * frame_ms
        self.packet = datagram(0, 5000, samples=samples, payload_type=payload_type)
        self.frame_ms = frame_ms
        self.sink = Sink()
        self.pump = Pump(self.session, self.sink.write)
        self.now = 0
        self.number = 0

    def frames(self, count, lost_every=0):
        """``count`` frames' time of receiving and playing."""
        while count:
            count -= 1
            self.packet[2] = self.number >> 8 & 0xFF
            self.packet[3] = self.number & 0xFF
            self.number += 1
            if not lost_every or self.number % lost_every:
                self.session.datagram(self.packet, len(self.packet), self.now)
            step = 0
            while step < self.frame_ms:
                self.sink.room += 5 * 192
                self.pump.run(self.now + step)
                step += 5
            self.now += self.frame_ms


def bytes_taken(action, count, **more):
    action(60, **more)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    action(count, **more)
    after = gc.mem_alloc()
    gc.enable()
    return after - before


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_playing_takes_nothing(self):
        for encoding in ("L16", "PCMU"):
            bodypack = Bodypack(encoding)
            self.assertEqual((encoding, bytes_taken(bodypack.frames, 100)), (encoding, 0))
            self.assertEqual(bodypack.session.received, 160)
            self.assertEqual((bodypack.session.lost, bodypack.session.rejected), (0, 0))

    def test_concealing_takes_nothing(self):
        bodypack = Bodypack()
        self.assertEqual(bytes_taken(bodypack.frames, 40, lost_every=10), 0)
        self.assertGreaterEqual(bodypack.session.lost, 8)

    def test_silence_takes_nothing(self):
        bodypack = Bodypack()
        bodypack.session.end(0)
        self.assertEqual(bytes_taken(bodypack.frames, 40), 0)

    def test_foreign_datagrams_take_nothing(self):
        bodypack = Bodypack()
        stranger = datagram(1, ssrc=5)

        def receive(count):
            while count:
                count -= 1
                bodypack.session.datagram(stranger, 332, 0)

        self.assertEqual(bytes_taken(receive, 100), 0)

    def test_beeps_take_nothing(self):
        bodypack = Bodypack()
        bodypack.frames(60)
        bodypack.session.identify(0)
        self.assertEqual(bytes_taken(bodypack.frames, 5), 0)

    def test_the_meter_sees_an_allocation(self):
        self.assertGreaterEqual(bytes_taken(lambda count: [bytearray(32) for _ in range(count)], 10), 320)

    def test_the_meter_sees_an_integer_too_large_for_a_small_one(self):
        if sys.maxsize > 1 << 31:
            self.skipTest("a 64-bit VM has small integers up to 2**62; the chip up to 2**30")
        self.assertGreaterEqual(bytes_taken(lambda count: [sys.maxsize + 1 for _ in range(count)], 10), 160)


if __name__ == "__main__":
    unittest.main()
