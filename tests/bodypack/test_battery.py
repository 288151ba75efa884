"""The battery gauge."""

import unittest

from hushcue_bodypack import battery


class Battery(unittest.TestCase):
    def test_the_points_of_the_curve_are_hit(self):
        for millivolts, percent in battery.CURVE:
            self.assertEqual(battery.percent(millivolts), percent)

    def test_it_never_rises_as_the_cell_falls(self):
        before = 100
        for millivolts in range(4400, 2900, -1):
            now = battery.percent(millivolts)
            self.assertTrue(0 <= now <= before)
            before = now
        self.assertEqual((battery.percent(4400), battery.percent(3000)), (100, 0))

    def test_the_divider_is_undone(self):
        gauge = battery.Battery(2.0)
        gauge.update(1960)
        self.assertEqual((gauge.millivolts, gauge.percent), (3920, 70))

    def test_readings_are_smoothed_and_followed(self):
        gauge = battery.Battery(2.0)
        gauge.update(2000)
        gauge.update(1900)  # one dip while the radio sends
        self.assertTrue(3970 < gauge.millivolts < 4000)
        for _ in range(60):
            gauge.update(1900)
        self.assertTrue(abs(gauge.millivolts - 3800) <= 1)

    def test_without_a_cell_nothing_is_said(self):
        gauge = battery.Battery(2.0)
        self.assertEqual((gauge.millivolts, gauge.percent), (None, None))
        gauge.update(2000)
        gauge.update(20)
        self.assertEqual((gauge.millivolts, gauge.percent), (None, None))


if __name__ == "__main__":
    unittest.main()
