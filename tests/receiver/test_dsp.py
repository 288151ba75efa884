"""The loops over samples against what they say: codes, gains, ceilings, resampling."""

import array
import json
import unittest

from receiver.stream import Dice, signed

from hushcue_bodypack import dsp


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


def halfwords(values):
    return bytearray(array.array("h", values))


def values_of(buf, start, end):
    return [signed(buf, index) for index in range(start, end)]


def levelled(samples, before, after, ramp, ceiling=32767):
    out = bytearray(2 * len(samples))
    dsp.level(0, len(samples), halfwords(samples), out, before, after, ramp, ceiling)
    return values_of(out, 0, len(samples))


class TestDecoding(unittest.TestCase):
    def test_every_pcmu_code_is_what_other_decoders_make_of_it(self):
        golden = vectors("pcmu.json")["decoded"]
        self.assertEqual(len(golden), 256)
        out = bytearray(2 * 256)
        dsp.decode_pcmu(0, 256, bytes(range(256)), out, 0, dsp.PCMU_TABLE)
        self.assertEqual(values_of(out, 0, 256), golden)

    def test_the_pcmu_peak_is_the_largest_magnitude(self):
        out = bytearray(2 * 3)
        for codes in (b"\xff\x7f\xff", b"\x80\xff\xff", b"\xff\x00\xff", b"\x55\xaa\x31"):
            peak = dsp.decode_pcmu(0, 3, codes, out, 0, dsp.PCMU_TABLE)
            self.assertEqual(peak, max([abs(value) for value in values_of(out, 0, 3)]))

    def test_l16_is_network_order_and_its_peak_is_exact(self):
        samples = [0, 1, -1, 255, 256, -256, 32767, -32768, 4660]
        data = bytearray(4)
        for value in samples:
            data += bytes([(value >> 8) & 0xFF, value & 0xFF])
        out = bytearray(2 * 20)
        self.assertEqual(dsp.decode_l16(2, len(samples), data, out, 5), 32768)
        self.assertEqual(values_of(out, 5, 5 + len(samples)), samples)
        self.assertEqual(values_of(out, 0, 5) + values_of(out, 14, 20), [0] * 11)
        self.assertEqual(dsp.decode_l16(2, 6, data, out, 0), 256)

    def test_l16_of_other_encoders_is_read(self):
        for case in vectors("l16.json")["payloads"]:
            data = bytes.fromhex(case["hex"])
            count = len(case["samples"])
            out = bytearray(2 * count)
            dsp.decode_l16(0, count, data, out, 0)
            self.assertEqual(values_of(out, 0, count), case["samples"])

    def test_a_copy_takes_any_count_to_any_place(self):
        source = halfwords(range(-20, 20))
        for count in (0, 1, 2, 7, 30):
            out = bytearray(2 * 50)
            dsp.copy_samples(3, 11, source, out, count)
            self.assertEqual(values_of(out, 11, 11 + count), list(range(-17, -17 + count)))
            self.assertEqual(values_of(out, 0, 11) + values_of(out, 11 + count, 50), [0] * (50 - count))


class TestLevel(unittest.TestCase):
    def test_unity_changes_nothing(self):
        samples = [-32767, -1, 0, 1, 32767]
        self.assertEqual(levelled(samples, 4096, 4096, 0), samples)

    def test_a_ramp_is_continuous_and_ends_at_the_new_gain(self):
        for before, after in ((0, 4096), (4096, 0), (4096, 16306), (16306, 4)):
            out = levelled([8000] * 160, before, after, 160)
            step = abs(after - before) * 8000 / 4096 / 160
            first = 8000 * before / 4096
            for value in out:
                self.assertTrue(abs(value - first) <= step + 2, (before, after, value, first))
                first = value
            self.assertTrue(abs(out[-1] - 8000 * after / 4096) <= 3)

    def test_after_a_short_ramp_the_gain_stays(self):
        out = levelled([10000] * 160, 4096, 2048, 16)
        self.assertEqual(out[15:], [5000] * 145)
        self.assertTrue(out[0] < 10000)

    def test_nothing_leaves_above_the_ceiling_whatever_comes_in(self):
        dice = Dice(3)
        for _ in range(40):
            ceiling = 1 + dice.below(32767)
            samples = [dice.below(65536) - 32768 for _ in range(80)]
            out = levelled(samples, dice.below(16385), dice.below(16385), dice.below(81), ceiling)
            self.assertTrue(max([abs(value) for value in out]) <= ceiling)


class TestCrossfade(unittest.TestCase):
    def test_it_goes_from_the_old_to_the_new(self):
        for count in (1, 20, 60, 124, 160, 320):
            old, new = halfwords([12000] * count), halfwords([-12000] * count)
            dsp.crossfade(0, 0, old, new, count)
            out = values_of(new, 0, count)
            self.assertTrue(all(out[i + 1] <= out[i] for i in range(count - 1)))
            self.assertTrue(out[-1] <= -12000 + 24000 // count)

    def test_extremes_do_not_wrap(self):
        old, new = halfwords([32767] * 64), halfwords([-32768] * 64)
        dsp.crossfade(0, 0, old, new, 64)
        out = values_of(new, 0, 64)
        self.assertTrue(all(out[i + 1] < out[i] for i in range(63)))


class TestSteps(unittest.TestCase):
    SAMPLES = (0, 100, 300, 310, 500, 900, 1500, 2500)

    def test_the_flattest_place_loses_a_sample(self):
        buf = halfwords(self.SAMPLES)
        dsp.drop_one(0, 8, buf, 0)
        self.assertEqual(values_of(buf, 0, 7), [0, 100, 300, 500, 900, 1500, 2500])

    def test_several_parts_close_up(self):
        buf = halfwords(self.SAMPLES + self.SAMPLES)
        dsp.drop_one(0, 8, buf, 0)
        dsp.drop_one(8, 8, buf, 1)
        self.assertEqual(values_of(buf, 0, 14), [0, 100, 300, 500, 900, 1500, 2500] * 2)

    def test_the_flattest_place_gains_its_mean(self):
        buf = halfwords(self.SAMPLES) + bytes(2)
        dsp.insert_one(8, buf)
        self.assertEqual(values_of(buf, 0, 9), [0, 100, 300, 305, 310, 500, 900, 1500, 2500])

    def test_a_constant_stays_one(self):
        buf = halfwords([77] * 10 + [0])
        dsp.insert_one(10, buf)
        self.assertEqual(values_of(buf, 0, 11), [77] * 11)
        dsp.drop_one(0, 11, buf, 0)
        self.assertEqual(values_of(buf, 0, 10), [77] * 10)


class TestUpsampling(unittest.TestCase):
    def upsampled(self, samples, ceiling=32767, parts=1):
        count = len(samples)
        out = bytearray(12 * count)
        history = bytearray(18)
        size = count // parts
        for part in range(parts):
            piece = halfwords(samples[part * size : (part + 1) * size])
            dsp.upsample3(part * size * 6, size, out, piece, history, ceiling)
        return values_of(out, 0, 6 * count)

    def test_left_equals_right(self):
        dice = Dice(5)
        out = self.upsampled([dice.below(60000) - 30000 for _ in range(64)])
        self.assertEqual(out[0::2], out[1::2])

    def test_every_third_output_is_an_input_five_samples_ago(self):
        dice = Dice(6)
        samples = [dice.below(20000) - 10000 for _ in range(64)]
        self.assertEqual(self.upsampled(samples)[0::6][5:], samples[:-5])

    def test_a_constant_stays_one_within_a_tenth_of_a_db(self):
        out = self.upsampled([10000] * 64)
        self.assertTrue(all(abs(value - 10000) <= 115 for value in out[6 * 10 :]))

    def test_where_a_frame_ends_is_not_heard(self):
        dice = Dice(7)
        samples = [dice.below(20000) - 10000 for _ in range(120)]
        whole = self.upsampled(samples)
        for parts in (2, 3, 8, 60):
            self.assertEqual(self.upsampled(samples, parts=parts), whole)

    def test_the_ceiling_holds_between_the_samples(self):
        dice = Dice(8)
        samples = [9000 if dice.below(2) else -9000 for _ in range(320)]
        free = self.upsampled(samples)
        self.assertTrue(max([abs(value) for value in free]) > 9000)
        held = self.upsampled(samples, ceiling=9000)
        self.assertTrue(max([abs(value) for value in held]) <= 9000)
        for index in range(len(free)):
            if abs(free[index]) <= 9000:
                self.assertEqual(held[index], free[index])


if __name__ == "__main__":
    unittest.main()
