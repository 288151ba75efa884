"""What the delay should be, and is."""

import unittest

from receiver.stream import Dice

from hushcue_bodypack.delay import Delay

PERIOD = 1 << 30


def measured(delays, floor_ms=5, frame_ms=10, start_ms=0, pull_after=None):
    """A Delay that saw frame k arrive delays[k] ms after it was sent (and pulled ``pull_after`` ms after that)."""
    delay = Delay()
    delay.reset(frame_ms, floor_ms)
    events = [(start_ms + frame_ms * frame + late, 0, frame) for frame, late in enumerate(delays)]
    if pull_after is not None:
        events += [(start_ms + frame_ms * frame + pull_after, 1, frame) for frame in range(len(delays))]
    for now, pulled, frame in sorted(events):
        if pulled:
            delay.pulled(frame, now % PERIOD)
        else:
            delay.arrived(frame, now % PERIOD, 0)
            delay.available(frame, now % PERIOD, 0)
    return delay


class TestTarget(unittest.TestCase):
    def test_a_calm_network_needs_no_more_than_the_floor(self):
        self.assertEqual(measured([3] * 500).target_ms(), 5)
        self.assertEqual(measured([3] * 500, floor_ms=40).target_ms(), 40)

    def test_it_covers_nearly_all_arrivals(self):
        dice = Dice(2)
        delays = [dice.below(30) for _ in range(2000)]
        target = measured(delays).target_ms()
        inside = len([late for late in delays if late < target])
        self.assertTrue(0.96 <= inside / len(delays) <= 1, (target, inside))

    def test_a_network_that_calms_down_is_believed_in_time(self):
        dice = Dice(2)
        rough = [dice.below(40) for _ in range(1000)]
        self.assertGreater(measured(rough).target_ms(), 30)
        self.assertGreater(measured(rough + [0] * 300).target_ms(), 20)
        self.assertEqual(measured(rough + [0] * 4500).target_ms(), 5)

    def test_one_outage_does_not_raise_it(self):
        outage = [max(0, 500 - 10 * frame) for frame in range(60)]
        self.assertEqual(measured([2] * 500 + outage + [2] * 100).target_ms(), 5)

    def test_bunches_that_come_again_and_again_raise_it(self):
        bunch = [90, 80, 70, 60, 50, 40, 30, 20, 10, 0]
        self.assertGreater(measured(bunch * 50).target_ms(), 85)

    def test_the_clocks_may_wrap_and_run_for_long(self):
        dice = Dice(4)
        delays = [dice.below(20) for _ in range(1500)]
        self.assertEqual(
            measured(delays, start_ms=PERIOD - 5000).target_ms(), measured(delays, start_ms=1000).target_ms()
        )

    def test_a_slow_drift_of_the_clocks_is_no_jitter(self):
        drifting = [frame // 400 for frame in range(8000)]
        self.assertEqual(measured(drifting, floor_ms=5).target_ms(), 5)


class TestRepair(unittest.TestCase):
    def test_what_a_later_packet_brings_counts_with_the_time_at_which_it_comes(self):
        delay = Delay()
        delay.reset(10, 5)
        for frame in range(600):
            now = 10 * frame
            if frame % 10 != 3:
                delay.arrived(frame, now, 0)
                delay.available(frame, now, 0)
            if frame % 10 == 4:
                delay.available(frame - 1, now, 0)
        self.assertEqual(delay.target_ms(), 11)

    def test_what_was_asked_for_says_nothing_about_the_network(self):
        delay = measured([3] * 300)
        for frame in range(300, 400):
            delay.arrived(frame, 10 * frame + 103, 1)
            delay.available(frame, 10 * frame + 103, 1)
        self.assertEqual((delay.target_ms(), delay.jitter16, delay.age_ms(399, 3993)), (5, 0, 0))

    def test_what_was_asked_for_counts_where_it_came_as_soon_as_a_copy_would(self):
        delay = measured([3] * 300)
        for frame in range(300, 400):
            delay.available(frame, 10 * frame + 33, 1)
        self.assertEqual(delay.target_ms(), 31)

    def test_the_newest_frame_is_known_by_the_clock(self):
        delay = measured([3] * 50)
        self.assertEqual([delay.sent(493 + ms) for ms in (0, 9, 10, 45)], [49, 49, 50, 53])

    def test_after_a_pause_of_the_sender_it_is_not_guessed_too_new(self):
        delay = measured([3] * 50 + [503])
        self.assertEqual([delay.sent(1003 + ms) for ms in (0, 9, 10)], [50, 50, 51])
        self.assertEqual(delay.age_ms(50, 1003), 500)


class TestExcess(unittest.TestCase):
    def test_waiting_longer_than_needed_is_excess(self):
        self.assertEqual(measured([2] * 200, floor_ms=10, pull_after=52).excess_ms(), 40)

    def test_waiting_too_short_is_negative(self):
        self.assertEqual(measured([2] * 200, floor_ms=30, pull_after=12).excess_ms(), -20)

    def test_nothing_is_said_before_it_is_measured(self):
        self.assertEqual(measured([2] * 20, pull_after=52).excess_ms(), 0)

    def test_a_correction_counts_at_once(self):
        delay = measured([2] * 200, floor_ms=10, pull_after=52)
        delay.moved(-10)
        self.assertEqual(delay.excess_ms(), 30)


class TestJitter(unittest.TestCase):
    def test_a_steady_stream_has_none(self):
        self.assertEqual(measured([7] * 200).jitter16 / 16, 0)

    def test_it_settles_at_the_mean_change_of_delay(self):
        # RFC 3550 section 6.4.1: delays that alternate by 8 ms change by 8 ms each time
        self.assertTrue(abs(measured([0, 8] * 200).jitter16 / 16 - 8) < 1)

    def test_reordered_and_repeated_frames_do_not_disturb_it(self):
        delay = measured([5] * 100)
        delay.arrived(50, 3000, 0)
        self.assertEqual(delay.jitter16 / 16, 0)


if __name__ == "__main__":
    unittest.main()
