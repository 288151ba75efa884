"""The button: what a host does with a thumb, and what contacts do by themselves."""

import unittest

from hushcue_bodypack import button


def presses(contact, step_ms=5, start_ms=(1 << 30) - 200):
    """(time, press) of what a button makes of (closed, how long in ms) pairs, sampled every ``step_ms``."""
    part = button.Button(start_ms)
    found = []
    at_ms = 0
    for closed, lasts_ms in contact:
        for _ in range(lasts_ms // step_ms):
            press = part.sample(closed, (start_ms + at_ms) & 0x3FFFFFFF)
            if press != button.NOTHING:
                found.append((at_ms, press))
            at_ms += step_ms
    return found


class Button(unittest.TestCase):
    def test_a_short_press_acknowledges_at_its_release(self):
        self.assertEqual(presses([(False, 100), (True, 200), (False, 200)]), [(330, button.ACKNOWLEDGE)])

    def test_a_long_press_calls_once_while_it_is_held(self):
        self.assertEqual(presses([(False, 100), (True, 5000), (False, 500)]), [(900, button.CALL)])

    def test_the_border_between_short_and_long(self):
        self.assertEqual([p for _, p in presses([(True, 800), (False, 200)])], [button.ACKNOWLEDGE])
        self.assertEqual([p for _, p in presses([(True, 810), (False, 200)])], [button.CALL])

    def test_bounce_on_press_and_release_is_one_press(self):
        bounce = [(True, 5), (False, 5), (True, 10), (False, 10)]
        contact = [(False, 50)] + bounce + [(True, 200)] + bounce + [(False, 200)]  # noqa: RUF005 - not on MicroPython
        self.assertEqual([p for _, p in presses(contact)], [button.ACKNOWLEDGE])

    def test_a_spark_is_no_press(self):
        self.assertEqual(presses([(False, 50), (True, 25), (False, 300)]), [])

    def test_a_gap_in_a_long_press_does_not_end_it(self):
        self.assertEqual([p for _, p in presses([(True, 500), (False, 20), (True, 500), (False, 100)])], [button.CALL])

    def test_two_presses_are_two(self):
        contact = [(True, 100), (False, 100), (True, 1000), (False, 100)]
        self.assertEqual([p for _, p in presses(contact)], [button.ACKNOWLEDGE, button.CALL])

    def test_slow_sampling_loses_no_press(self):
        contact = [(False, 100), (True, 250), (False, 250), (True, 1500), (False, 250)]
        self.assertEqual([p for _, p in presses(contact, 50)], [button.ACKNOWLEDGE, button.CALL])

    def test_a_button_held_while_the_chip_starts_calls(self):
        self.assertEqual([p for _, p in presses([(True, 2000)])], [button.CALL])


if __name__ == "__main__":
    unittest.main()
