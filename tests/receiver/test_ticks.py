"""The wrap of the chip's clock."""

import unittest

from hushcue_bodypack.ticks import add_ms, elapsed_ms

PERIOD = 1 << 30


class TestTicks(unittest.TestCase):
    def test_differences_are_taken_over_the_wrap(self):
        for then in (0, 5, PERIOD - 1, PERIOD - 1000, PERIOD // 2, 12345):
            for span in (0, 1, 999, 100000, -1, -999, PERIOD // 2 - 1, -PERIOD // 2):
                self.assertEqual((then, elapsed_ms(add_ms(then, span), then)), (then, span))

    def test_a_reading_stays_on_the_clock(self):
        self.assertEqual(add_ms(PERIOD - 1, 1), 0)
        self.assertEqual(add_ms(0, -1), PERIOD - 1)


if __name__ == "__main__":
    unittest.main()
