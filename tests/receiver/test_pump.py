"""What reaches the DAC: everything once, in order, whatever it accepts at a time."""

import unittest

from receiver.stream import KEYS, Dice, datagram, document, new_session, signed

from hushcue_bodypack.pump import BLOCK_BYTES, MOST_BLOCKS, Pump
from hushcue_bodypack.session import MOST_FRAME_SAMPLES

DESCRIPTOR_BYTES = 1024
BYTES_PER_MS = 192


class Dac:
    """A ring of descriptors that plays by the clock; ``most`` limits what one write takes."""

    def __init__(self, descriptors=4, most=None):
        self.size = descriptors * DESCRIPTOR_BYTES
        self.waiting = 0
        self.underruns = 0
        self.taken = bytearray()
        self.most = most
        self.started = False

    def write(self, data):
        count = min(len(data), self.size - self.waiting)
        if self.most is not None:
            count = min(count, self.most(len(self.taken)))
        self.taken.extend(bytes(data)[:count])
        self.waiting += count
        self.started = True
        return count

    def play(self, ms=1):
        """Let time pass: True when it ran dry in it."""
        self.waiting -= BYTES_PER_MS * ms
        if self.waiting >= 0:
            return False
        self.waiting = 0
        if self.started:
            self.underruns += 1
            self.started = False
            return True
        return False


def heard(dac, frames=60, min_delay_ms=10, gap=None, every_ms=5):
    """The session's frames played through ``dac``: the pump; ``gap`` (start, end) ms without a run of it."""
    session = new_session(slots=16)
    session.begin(document(min_delay_ms=min_delay_ms), KEYS, 0)
    session._playout.patient = False  # nothing is asked for here
    pump = Pump(session, dac.write)
    for now in range(40 + 10 * frames):
        dry = dac.play()
        number, phase = divmod(now - 20, 10)
        if phase == 0 and 0 <= number < frames:
            session.datagram(datagram(number), 342, now)
        if gap and gap[0] <= now < gap[1]:
            continue
        if dry or (gap and now == gap[1]):
            pump.underrun(now)
        if now % every_ms == 0:
            pump.run(now)
    return session


class TestWriting(unittest.TestCase):
    def test_the_ring_is_kept_full_and_never_runs_dry(self):
        dac = Dac()
        session = heard(dac)
        self.assertEqual((dac.underruns, session.underruns), (0, 0))
        self.assertEqual((session.received, session.lost), (60, 0))
        self.assertTrue(session.concealed <= 2)  # the end of the stream, which has no announcement

    def test_left_is_right_and_every_frame_is_there(self):
        dac = Dac()
        heard(dac)
        count = len(dac.taken) // 4
        left = [signed(dac.taken, 2 * index) for index in range(count)]
        right = [signed(dac.taken, 2 * index + 1) for index in range(count)]
        self.assertEqual(left, right)
        levels = []
        for value in left:
            if value >= 300 and value % 100 == 0 and (not levels or levels[-1] != value) and value <= 6200:
                levels.append(value)
        wanted = [300 + 100 * number for number in range(1, 59)]  # the first one is faded in
        self.assertEqual([value for value in wanted if value not in levels], [])

    def test_partial_writes_give_the_same_samples(self):
        dice = Dice(3)
        whole = taken_of(lambda room: room)
        self.assertGreater(len(whole), 60000)
        for most in (lambda room: 4, lambda room: 100, lambda room: 255, lambda room: dice.below(300)):
            part = taken_of(most)
            begins = first_sound(whole), first_sound(part)
            count = min(len(whole) - begins[0], len(part) - begins[1])
            self.assertGreater(count, 40000)
            same = whole[begins[0] : begins[0] + count] == part[begins[1] : begins[1] + count]
            self.assertTrue(same)

    def test_a_full_dac_costs_nothing_and_loses_nothing(self):
        session = new_session(slots=1)
        session.begin(document(), KEYS, 0)
        for refusal in (0, None):
            pump = Pump(session, lambda data, refusal=refusal: refusal)
            for now in range(50):
                pump.run(now)
            self.assertEqual(pump.written_bytes, 0)

    def test_one_run_is_bounded_whatever_the_sink_takes(self):
        session = new_session(slots=1)
        session.begin(document(), KEYS, 0)
        taken = []
        pump = Pump(session, lambda data: taken.append(len(data)) or len(data))
        pump.run(0)
        self.assertEqual(taken, [BLOCK_BYTES] * MOST_BLOCKS)

    def test_a_timer_may_call_it(self):
        session = new_session(slots=1)
        session.begin(document(), KEYS, 0)
        dac = Dac()
        pump = Pump(session, dac.write, lambda: 5)
        pump.tick(None)
        self.assertEqual(dac.waiting, dac.size)

    def test_twenty_milliseconds_and_a_sample_fit(self):
        session = new_session(slots=16)
        session.begin(document(frame_ms=20), KEYS, 0)
        self.assertTrue(session.frame_samples < MOST_FRAME_SAMPLES)
        dac = Dac()
        pump = Pump(session, dac.write)
        for now in range(600):
            dac.play()
            if now % 20 == 0:
                session.datagram(datagram(now // 20, samples=320), 662, now)
            if now % 5 == 0:
                pump.run(now)
        self.assertEqual((dac.underruns, session.lost, session.concealed), (0, 0, 0))


class Noise:
    """Stands in for a session: frames of noise, of all the lengths that there are."""

    ceiling = 32767
    LENGTHS = (160, 159, 161, 80, 32, 156, 160)

    def __init__(self):
        self.underruns = 0
        self.frame_valid = 0
        self._dice = Dice(99)
        self._number = 0

    def next_frame(self, out, now_ms):
        self._number += 1
        self.frame_valid = self.LENGTHS[self._number % len(self.LENGTHS)]
        for index in range(2 * self.frame_valid):
            out[index] = self._dice.below(256)


def taken_of(most):
    """What a sink got that takes most(bytes offered) at a time, one run of the pump after the other."""
    taken = bytearray()
    refuse = [False]

    def write(data):
        refuse[0] = not refuse[0]
        if refuse[0]:
            return 0
        count = min(len(data), most(len(data)))
        taken.extend(bytes(data)[:count])
        return count

    pump = Pump(Noise(), write)
    while len(taken) < 64000:
        pump.run(0)
    return taken


def first_sound(taken):
    """Byte offset of the first sample that is not silence."""
    for index in range(len(taken) // 4):
        if signed(taken, 2 * index):
            return 4 * index
    return len(taken)


class TestUnderrun(unittest.TestCase):
    def test_it_is_counted_and_followed_by_silence_not_by_haste(self):
        dac = Dac()
        session = heard(dac, frames=100, gap=(300, 360))
        self.assertEqual(session.underruns, 1)
        self.assertEqual(dac.underruns, 1)
        self.assertEqual((session.lost, session.late), (0, 0))
        self.assertEqual(session.received, 100)


if __name__ == "__main__":
    unittest.main()
