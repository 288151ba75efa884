"""What a call costs on the heap of a 32-bit chip. Only MicroPython can say; skipped elsewhere."""

import gc
import sys
import unittest

from hushcue_wire import audio, rtp, seq

ON_MICROPYTHON = sys.implementation.name == "micropython"


def bytes_taken(action):
    """Heap bytes of 100 calls, after one that may fill caches."""
    action()
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for _ in range(100):
        action()
    after = gc.mem_alloc()
    gc.enable()
    return after - before


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_the_meter_sees_an_allocation(self):
        self.assertGreaterEqual(bytes_taken(lambda: bytearray(32)), 3200)

    def test_the_meter_sees_an_integer_too_large_for_a_small_one(self):
        if sys.maxsize > 1 << 31:
            self.skipTest("a 64-bit VM has small integers up to 2**62; the chip up to 2**30")
        self.assertGreaterEqual(bytes_taken(lambda: sys.maxsize + 1), 1600)

    def test_sequence_arithmetic_takes_nothing(self):
        def action():
            seq.distance(3, 65533)
            seq.is_newer(3, 65533)
            seq.add(65535, 1)
            seq.extend(3, 65533)

        self.assertEqual(bytes_taken(action), 0)

    def test_frame_geometry_takes_nothing(self):
        def action():
            audio.frame_samples(10)
            audio.payload_bytes(audio.L16, 10)
            audio.smallest_datagram_bytes(audio.PCMU, 20)

        self.assertEqual(bytes_taken(action), 0)

    def test_reading_a_packet_takes_a_small_constant(self):
        # The reason why the receive path reads the header in viper and not here.
        small = bytearray(rtp.serialize(rtp.Packet(96, 1, 2, 3, bytes(16))))
        large = bytearray(rtp.serialize(rtp.Packet(96, 1, 2, 3, bytes(640))))
        for_small = bytes_taken(lambda: rtp.parse(small))
        for_large = bytes_taken(lambda: rtp.parse(large))
        self.assertEqual(for_small, for_large)
        self.assertLessEqual(for_large, 100 * 320)


if __name__ == "__main__":
    unittest.main()
