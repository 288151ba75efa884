"""Gaps are filled with the pitch of what was heard, fade, and are left without a click."""

import array
import unittest

from receiver.stream import Dice, signed

from hushcue_bodypack.conceal import HISTORY_SAMPLES, Concealer, gain_at

LINE = 2048


def vowel(period, start, count, amplitude=6000):
    """A buzz of ``period`` samples with a falling comb of harmonics, like a sung vowel."""
    samples = []
    for n in range(start, start + count):
        phase = n % period
        rising = phase <= period // 5
        samples.append(amplitude * phase * 5 // period if rising else amplitude - 2 * amplitude * phase // period)
    return samples


def line_of(samples):
    line = bytearray(2 * LINE)
    line[: 2 * len(samples)] = bytearray(array.array("h", samples))
    return line


def values(line, start, end):
    return [signed(line, index) for index in range(start, end)]


def filled(history, steps, span_ms=5):
    """(concealer, line, the samples of the gap) after ``steps`` of ``span_ms``."""
    line = line_of(history)
    at = len(history)
    concealer = Concealer()
    for _ in range(steps):
        concealer.fill(line, at, at, span_ms)
        at += 16 * span_ms
    return concealer, line, values(line, len(history), at)


class TestPitch(unittest.TestCase):
    def test_it_is_found_over_the_range_of_voices(self):
        for period in (81, 97, 120, 160, 200, 239):
            concealer, _, _ = filled(vowel(period, 0, 800), 1)
            self.assertTrue(abs(concealer.pitch - period) <= 1, (period, concealer.pitch))

    def test_it_is_found_in_a_whisper_and_in_a_shout(self):
        for amplitude in (60, 900, 30000):
            concealer, _, _ = filled(vowel(123, 0, 800, amplitude), 1)
            self.assertTrue(abs(concealer.pitch - 123) <= 1, (amplitude, concealer.pitch))


class TestFill(unittest.TestCase):
    def test_a_lost_frame_of_a_vowel_is_nearly_what_it_would_have_been(self):
        for period in (90, 131, 222):
            truth = vowel(period, 800, 160)
            _, _, gap = filled(vowel(period, 0, 800), 2)
            error = sum([(gap[i] - truth[i]) ** 2 for i in range(160)])
            power = sum([sent * sent for sent in truth])
            self.assertTrue(error < power / 10, (period, error / power))

    def test_it_fades_from_ten_to_sixty_milliseconds(self):
        self.assertEqual([gain_at(ms) for ms in (0, 5, 10, 35, 60, 100)], [4096, 4096, 4096, 2048, 0, 0])
        concealer, _, gap = filled(vowel(120, 0, 800), 12)
        powers = [sum([abs(value) for value in gap[i : i + 160]]) for i in range(0, 960, 160)]
        self.assertTrue(all(powers[i + 1] < powers[i] for i in range(1, 5)), powers)
        self.assertTrue(concealer.faded())
        self.assertTrue(max([abs(value) for value in gap[-4:]]) < 100)

    def test_neither_joint_clicks(self):
        for period in (85, 140, 230):
            history = vowel(period, 0, 777)
            natural = max([abs(history[i + 1] - history[i]) for i in range(776)])
            concealer, line, _ = filled(history, 4)
            at = 777 + 320
            line[2 * at : 2 * at + 320] = bytearray(array.array("h", vowel(period, at + 31, 160)))
            concealer.join(line, at, 160)
            heard = values(line, 700, at + 160)
            steps = [abs(heard[i + 1] - heard[i]) for i in range(len(heard) - 1)]
            self.assertTrue(max(steps) <= 1.6 * natural, (period, max(steps), natural))

    def test_after_silence_the_sound_is_faded_in(self):
        concealer, line, _ = filled(vowel(120, 0, 800), 14)
        at = 800 + 14 * 80
        self.assertTrue(concealer.faded())
        line[2 * at : 2 * at + 320] = bytearray(array.array("h", [8000] * 160))
        concealer.join(line, at, 160)
        heard = values(line, at, at + 160)
        self.assertTrue(heard[0] < 200)
        self.assertTrue(all(heard[i + 1] >= heard[i] for i in range(159)))
        self.assertTrue(heard[-1] > 7900)
        self.assertEqual(concealer.elapsed_ms, 0)

    def test_silence_is_concealed_by_silence(self):
        _, _, gap = filled([0] * 800, 12)
        self.assertEqual(gap, [0] * 960)

    def test_the_loudest_noise_stays_within_16_bits(self):
        dice = Dice(9)
        history = [32767 if dice.below(2) else -32768 for _ in range(800)]
        _, _, gap = filled(history, 12)
        self.assertTrue(max(gap) <= 32767 and min(gap) >= -32768)
        same_sign = [i for i in range(160) if abs(gap[i]) > 20000]
        self.assertGreater(len(same_sign), 60)

    def test_the_line_is_a_ring(self):
        history = vowel(120, 0, 1200)
        _, _, straight = filled(history, 3)
        line = bytearray(2 * LINE)
        line[2 * 1000 : 2 * 1900] = bytearray(array.array("h", history[:900]))
        line[: 2 * 300] = bytearray(array.array("h", history[900:]))
        concealer = Concealer()
        for step in range(3):
            concealer.fill(line, 300 + 80 * step, 1900, 5)
        self.assertEqual(values(line, 300, 540), straight)
        self.assertGreater(HISTORY_SAMPLES, 300)


if __name__ == "__main__":
    unittest.main()
