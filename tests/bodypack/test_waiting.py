"""Backoff, the watchdog's judgement and the counting of failed starts."""

import unittest

from hushcue_bodypack import starts
from hushcue_bodypack.backoff import Backoff
from hushcue_bodypack.watchdog import Health


class Waits(unittest.TestCase):
    def test_waits_double_up_to_the_limit(self):
        wait = Backoff(200, 2000)
        self.assertEqual([wait.next_ms(0.0) for _ in range(6)], [200, 400, 800, 1600, 2000, 2000])
        wait.reset()
        self.assertEqual(wait.next_ms(0.0), 200)

    def test_chance_shortens_by_less_than_a_quarter(self):
        for chance in (0.0, 0.25, 0.5, 0.999):
            wait = Backoff(200, 2000)
            for full in (200, 400, 800, 1600, 2000, 2000):
                found = wait.next_ms(chance)
                self.assertTrue(full * 0.75 <= found <= full)

    def test_chance_spreads(self):
        self.assertEqual(len({Backoff().next_ms(tenth / 10) for tenth in range(10)}), 10)


class Watch(unittest.TestCase):
    def test_a_silent_part_is_named_across_the_wrap_of_the_clock(self):
        start_ms = (1 << 30) - 500
        health = Health({"audio": 1000, "broker": 5000}, start_ms)
        self.assertEqual(health.stalled((start_ms + 1000) & 0x3FFFFFFF), "")
        self.assertEqual(health.stalled((start_ms + 1001) & 0x3FFFFFFF), "audio")
        health.beat("audio", (start_ms + 4500) & 0x3FFFFFFF)
        self.assertEqual(health.stalled((start_ms + 5000) & 0x3FFFFFFF), "")
        self.assertEqual(health.stalled((start_ms + 5001) & 0x3FFFFFFF), "broker")

    def test_a_part_nobody_knows_is_our_mistake(self):
        with self.assertRaises(ValueError):
            Health({"audio": 1000}, 0).beat("radio", 0)


class Starts(unittest.TestCase):
    def run_starts(self, causes):
        """(count, why) after each start; True in ``causes`` is power on, False a crash before the start was healthy."""
        kept = 0
        found = []
        for on_purpose in causes:
            kept, why = starts.decide(kept, on_purpose, False)
            found.append((kept, why))
        return found

    def test_three_failed_starts_bring_safe_mode_once(self):
        found = self.run_starts([True, False, False, False, False])
        self.assertEqual(found, [(0, ""), (1, ""), (2, ""), (0, "failed"), (1, "")])

    def test_switching_off_and_on_is_no_failure(self):
        self.assertEqual(self.run_starts([True] * 9), [(0, "")] * 9)
        self.assertEqual(self.run_starts([False, False, True, False])[-1], (1, ""))

    def test_a_restart_that_was_asked_for_is_no_failure(self):
        self.assertEqual(starts.decide(starts.ASKED_FOR, False, False), (0, ""))

    def test_the_held_button_wins(self):
        self.assertEqual(starts.decide(2, False, True), (0, "button"))
        self.assertEqual(starts.decide(0, True, True), (0, "button"))


if __name__ == "__main__":
    unittest.main()
