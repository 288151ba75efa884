"""Decibels and back."""

import unittest

from hushcue_bodypack import levels


class TestLevels(unittest.TestCase):
    def test_gains_of_known_volumes(self):
        for db, gain in ((0, 4096), (12, 16306), (-60, 4), (-6, 2053), (6, 8173), (-20, 410)):
            self.assertTrue(abs(levels.gain_q12(db) - gain) <= 1, (db, levels.gain_q12(db)))

    def test_a_volume_beyond_the_limits_is_held_at_them(self):
        self.assertEqual(levels.gain_q12(40), levels.gain_q12(12))
        self.assertEqual(levels.gain_q12(-200), levels.gain_q12(-60))

    def test_a_ceiling_is_an_amplitude(self):
        for db, amplitude in ((0, 32767), (-6, 16422), (-20, 3277), (-60, 33)):
            self.assertTrue(abs(levels.amplitude(db) - amplitude) <= 1, (db, levels.amplitude(db)))
        self.assertEqual(levels.amplitude(6), 32767)

    def test_a_peak_is_reported_rounded_down_to_half_a_db(self):
        for peak, db in ((32767, 0), (32768, 0), (16384, -6.5), (3277, -20), (1, -90.5), (0, -120)):
            self.assertEqual((peak, levels.level_db(peak)), (peak, db))

    def test_louder_is_never_reported_quieter(self):
        last = -121
        for peak in range(0, 32768, 97):
            self.assertGreaterEqual(levels.level_db(peak), last)
            last = levels.level_db(peak)


if __name__ == "__main__":
    unittest.main()
