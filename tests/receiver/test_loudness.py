"""Volume, mute and the ceiling over one's ears."""

import array
import unittest

from receiver.stream import Dice, signed

from hushcue_bodypack import dsp, levels
from hushcue_bodypack.loudness import Loudness


def played(loudness, samples):
    """One frame through it."""
    line = bytearray(array.array("h", samples))
    out = bytearray(len(line))
    loudness.apply(line, 0, len(samples), dsp.peak(0, len(samples), line), out)
    return [signed(out, index) for index in range(len(samples))]


def largest(samples):
    return max([abs(value) for value in samples])


class TestVolume(unittest.TestCase):
    def test_a_change_is_ramped_over_one_frame(self):
        loudness = Loudness(32767)
        self.assertEqual(played(loudness, [8000] * 160), [8000] * 160)
        loudness.set_volume_db(-20)
        out = played(loudness, [8000] * 160)
        steps = [abs(out[i + 1] - out[i]) for i in range(159)]
        self.assertTrue(max(steps) <= 8000 // 160 + 2, max(steps))
        self.assertTrue(abs(out[-1] - 800) <= 3)
        self.assertTrue(abs(played(loudness, [8000] * 160)[0] - 800) <= 3)

    def test_mute_and_unmute_do_not_click(self):
        loudness = Loudness(32767)
        last = played(loudness, [12000] * 160)[-1]
        for on in (True, True, False, False):
            loudness.set_muted(on)
            for value in played(loudness, [12000] * 160):
                self.assertTrue(abs(value - last) <= 12000 // 160 + 2)
                last = value
            self.assertTrue(abs(last - (0 if on else 12000)) <= 3, last)

    def test_mute_wins_over_volume(self):
        loudness = Loudness(32767)
        loudness.set_muted(True)
        loudness.set_volume_db(12)
        played(loudness, [1000] * 160)
        self.assertEqual(played(loudness, [1000] * 160), [0] * 160)


class TestCeiling(unittest.TestCase):
    def test_no_sample_ever_passes_it(self):
        dice = Dice(21)
        for ceiling_db in (-30, -6, 0):
            ceiling = levels.amplitude(ceiling_db)
            loudness = Loudness(ceiling)
            for _ in range(60):
                if dice.below(4) == 0:
                    loudness.set_volume_db(dice.below(73) - 60)
                if dice.below(6) == 0:
                    loudness.set_muted(dice.below(2))
                scale = 1 + dice.below(32767)
                out = played(loudness, [dice.below(2 * scale) - scale for _ in range(80)])
                self.assertTrue(largest(out) <= ceiling)

    def test_a_loud_voice_is_turned_down_and_not_cut_off(self):
        # a triangle keeps its shape: its steps stay equal, where clipping would flatten its tips
        triangle = [(i if i <= 40 else 80 - i) * 800 - 16000 for i in range(80)] * 2
        loudness = Loudness(8000)
        played(loudness, triangle)
        out = played(loudness, triangle)
        self.assertTrue(7000 < largest(out) <= 8000, largest(out))
        steps = [abs(out[i + 1] - out[i]) for i in range(159)]
        self.assertTrue(max(steps) - min(steps) <= 2, (min(steps), max(steps)))

    def test_it_acts_within_a_millisecond_and_lets_go_slowly(self):
        loudness = Loudness(8000)
        played(loudness, [100] * 160)
        loud = played(loudness, [30000] * 160)
        self.assertTrue(largest(loud) <= 8000)
        self.assertTrue(abs(loud[16] - loud[159]) <= 1 and loud[159] < 7300, (loud[16], loud[159]))
        after = [played(loudness, [4000] * 160)[-1] for _ in range(60)]
        self.assertTrue(after[0] < 1500, after[0])
        self.assertTrue(all(after[i + 1] >= after[i] for i in range(59)))
        self.assertTrue(after[-1] > 3900, after[-1])

    def test_what_is_below_it_is_left_alone(self):
        loudness = Loudness(16384)
        dice = Dice(5)
        samples = [dice.below(20000) - 10000 for _ in range(160)]
        self.assertEqual(played(loudness, samples), samples)

    def test_the_reported_peak_is_that_of_what_was_played(self):
        for volume in (-20, 0, 6):
            loudness = Loudness(16384)
            loudness.set_volume_db(volume)
            out = []
            for _ in range(3):
                out += played(loudness, [0, 9000, -9000, 50] * 40)
            self.assertTrue(abs(loudness.peak - largest(out)) <= 2 + loudness.peak // 8, (loudness.peak, largest(out)))
            self.assertTrue(loudness.peak <= 16384)


if __name__ == "__main__":
    unittest.main()
