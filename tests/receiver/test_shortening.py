"""Delay is given back in sound by whole pitch periods: quickly, without a click, and without another pitch."""

import unittest

from receiver.stream import SSRC, Ear, Sealer

from hushcue_bodypack.playout import PLAYING
from hushcue_wire import fates, rtp

FRAME_MS = 10
FRAMES = 400


def vowel(period, count, amplitude=6000):
    """A buzz of ``period`` samples that swells a little, as a voice does."""
    samples = []
    for n in range(count):
        phase = n % period
        value = amplitude * phase * 5 // period if phase <= period // 5 else amplitude - 2 * amplitude * phase // period
        samples.append(value * (80 + n // 400 % 20) // 100)
    return samples


def spoken(samples, begin_ms, end_ms, frame_ms=10):
    """An Ear that heard them; what should have come between the two times came in one burst at the second."""
    ear = Ear(frame_ms=frame_ms)
    sealer = Sealer()
    size = 16 * frame_ms
    for number in range(len(samples) // size):
        payload = bytearray()
        for value in samples[size * number : size * number + size]:
            payload += bytes([(value >> 8) & 0xFF, value & 0xFF])
        packet = rtp.serialize(rtp.Packet(96, number, 0, SSRC, bytes(payload)))
        arrival = 20 + frame_ms * number
        ear.send_raw(end_ms if begin_ms < arrival < end_ms else arrival, sealer.seal(packet, number))
    ear.listen(20 + frame_ms * (len(samples) // size))
    return ear


def delays(ear):
    """Of the frames in order, in ms."""
    return [fates.DELAYS_MS[fate & fates.CODE_BITS] for fate in ear.fates()[1]]


class TestShortening(unittest.TestCase):
    def test_neither_joint_clicks_whatever_the_voice(self):
        for period in (83, 97, 131, 160, 219):
            samples = vowel(period, 160 * FRAMES)
            natural = max([abs(samples[n + 1] - samples[n]) for n in range(len(samples) - 1)])
            ear = spoken(samples, 2500, 2700)
            heard = []
            for each in ear.heard:
                if each.at_ms > 2800 and each.state == PLAYING:
                    heard.extend(each.samples)
            steps = max([abs(heard[n + 1] - heard[n]) for n in range(len(heard) - 1)])
            self.assertTrue(steps <= 1.3 * natural, (period, steps, natural))
            told = delays(ear)
            self.assertTrue(max(told) >= 184, max(told))
            self.assertTrue(told[-1] <= 40, told[-1])

    def test_the_pitch_stays(self):
        period = 131
        samples = vowel(period, 160 * FRAMES)
        ear = spoken(samples, 2500, 2700)
        heard = []
        for each in ear.heard:
            if 2750 < each.at_ms < 3300:
                heard.extend(each.samples)
        # upward crossings of the middle of the voice, one per period
        crossings = [n for n in range(1, len(heard)) if heard[n - 1] < 0 <= heard[n]]
        apart = [crossings[index + 1] - crossings[index] for index in range(len(crossings) - 1)]
        odd = [span for span in apart if not 0.9 * period <= span <= 1.1 * period]
        self.assertTrue(len(odd) <= len(apart) // 20, odd)

    def test_much_delay_is_given_back_faster_than_little(self):
        samples = vowel(120, 160 * FRAMES)
        for outage_ms, least in ((100, 0.15), (260, 0.25)):
            told = delays(spoken(samples, 2500, 2500 + outage_ms))
            top = max(range(len(told)), key=lambda index: told[index])
            after = next(index for index in range(top, len(told)) if told[index] <= told[top] // 2)
            saved = (told[top] - told[after]) / (FRAME_MS * (after - top))
            self.assertTrue(saved >= least, (outage_ms, saved))

    def test_frames_of_five_and_twenty_milliseconds_too(self):
        for frame_ms in (5, 20):
            samples = vowel(120, 16000 * 4)
            told = delays(spoken(samples, 2500, 2700, frame_ms))
            self.assertTrue(max(told) >= 156, max(told))
            self.assertTrue(told[-1] <= 44, (frame_ms, told[-1]))

    def test_every_frame_of_it_is_told_to_be_heard(self):
        ear = spoken(vowel(120, 160 * FRAMES), 2500, 2700)
        told = ear.fates()[1]
        self.assertTrue(len(told) >= FRAMES - 4)
        self.assertEqual([fate for fate in told if not fate & fates.SOURCE_BITS], [])
        self.assertEqual(ear.session.lost, 0)


if __name__ == "__main__":
    unittest.main()
