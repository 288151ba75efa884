"""The receiver as a whole: documents, foreign bytes, settings, reports."""

import unittest

from receiver.stream import KEYS, Dice, Ear, Sealer, datagram, document, new_session, plain

from hushcue_bodypack.levels import amplitude
from hushcue_bodypack.session import STATE_NAMES
from hushcue_wire.errors import WireError


def spoken(ear, count=60, at_ms=20, level=8000):
    for number in range(count):
        ear.send(at_ms + 10 * number, number, level)
    return at_ms + 10 * count


def largest(samples):
    return max([abs(value) for value in samples])


class TestDocuments(unittest.TestCase):
    def test_state_names_are_those_of_the_status_document(self):
        self.assertEqual(STATE_NAMES, ("idle", "priming", "playing", "concealing", "silent"))

    def test_a_new_session_begins_and_the_same_one_is_revised(self):
        session = new_session(slots=1)
        self.assertTrue(session.begin(document(), KEYS, 0))
        self.assertFalse(session.begin(document(), KEYS, 0))
        self.assertFalse(session.begin(document(revision=2, volume_db=-12, muted=True, min_delay_ms=30), KEYS, 0))
        self.assertEqual((session.volume_db, session.muted, session.target_ms), (-12, True, 30))
        self.assertFalse(session.begin(document(revision=1, volume_db=3), KEYS, 0))
        self.assertEqual(session.volume_db, -12)
        self.assertTrue(session.begin(document(session=8), KEYS, 0))
        self.assertEqual((session.session_id, session.volume_db, session.muted), (8, 0, False))

    def test_a_session_that_cannot_be_is_refused_and_the_old_one_goes_on(self):
        session = new_session(slots=1)
        session.begin(document(), KEYS, 0)
        self.assertRaises(WireError, session.begin, document(session=9, datagram_bytes=341), KEYS, 0)
        self.assertEqual(session.session_id, 7)

    def test_geometry_follows_the_document(self):
        session = new_session(slots=1)
        for encoding, frame_ms, size in (("L16", 20, 662), ("PCMU", 10, 510), ("PCMU", 5, 102)):
            session.begin(
                document(session=frame_ms, encoding=encoding, frame_ms=frame_ms, datagram_bytes=size), KEYS, 0
            )
            self.assertEqual(
                (session.frame_ms, session.frame_samples, session.read_bytes), (frame_ms, 16 * frame_ms, size)
            )

    def test_pcmu_is_heard(self):
        ear = Ear(encoding="PCMU", payload_type=97)
        for number in range(20):
            ear.send(20 + 10 * number, number, 16764, payload_type=97)
        ear.listen(200)
        self.assertEqual(ear.heard[-1].level, 16764)

    def test_after_the_end_there_is_silence(self):
        ear = Ear()
        spoken(ear)
        ear.listen(300)
        ear.session.end(300)
        before = len(ear.samples())
        ear.listen(600)
        self.assertEqual(largest(ear.samples()[before + 160 :]), 0)
        self.assertEqual(STATE_NAMES[ear.session.state], "idle")
        self.assertGreater(ear.session.rejected, 0)

    def test_a_revision_in_the_middle_of_sound_changes_the_volume_alone(self):
        ear = Ear()
        spoken(ear)
        ear.listen(300)
        ear.session.begin(document(revision=2, volume_db=-20), KEYS, 300)
        ear.listen(600)
        self.assertEqual((ear.session.lost, ear.session.concealed), (0, 0))
        self.assertTrue(abs(ear.heard[-1].level - 800) <= 4)


class TestForeignBytes(unittest.TestCase):
    def heard_with(self, strange):
        ear = Ear()
        spoken(ear)
        for at_ms, data in strange:
            ear.send_raw(at_ms, data)
        ear.listen(600)
        return ear

    def test_whatever_is_not_ours_changes_nothing_but_the_counter(self):
        untouched = self.heard_with([])
        good = datagram(5, 30000)
        wrong_version = bytearray(good)
        wrong_version[0] = 0x40
        strange = [
            bytearray(0),
            bytearray(1),
            bytearray(12),
            bytearray(range(256)),
            wrong_version,
            datagram(50, 30000, ssrc=1),
            plain(50, 30000),
        ]
        ear = self.heard_with([(100 + 7 * index, data) for index, data in enumerate(strange)])
        self.assertTrue(ear.samples() == untouched.samples())
        self.assertEqual((ear.session.rejected, ear.session.forged), (len(strange) - 1, 1))

    def test_what_is_authentic_and_breaks_the_contract_is_counted_and_not_heard(self):
        untouched = self.heard_with([])
        copies = {"depth": 2, "payload_type": 97}
        swapped = plain(61, 30000, **copies)
        swapped[14] ^= 4  # the timestamp offset of the older copy
        strange = [
            datagram(62, 30000, payload_type=99 - 2, samples=80),
            datagram(63, 30000, samples=80),
            datagram(64, 30000, samples=168),
            Sealer().seal(swapped, 61),
        ]
        ear = self.heard_with([(610 + index, data) for index, data in enumerate(strange)])
        ear.listen(615)
        self.assertEqual((ear.session.rejected, ear.session.forged), (4, 0))
        self.assertTrue(ear.samples()[: len(untouched.samples())] == untouched.samples())

    def test_what_is_forged_or_comes_again_changes_nothing(self):
        untouched = self.heard_with([])
        good = datagram(40, 30000)
        strange = []
        for place in (0, 1, 2, 3, 11, 12, 100, len(good) - 1):
            bent = bytearray(good)
            bent[place] ^= 0x04
            strange.append(bent)
        strange += [good[:-1], good[:200], good + bytearray(1), datagram(10), datagram(11), datagram(11)]
        ear = self.heard_with([(200 + 7 * index, data) for index, data in enumerate(strange)])
        self.assertTrue(ear.samples() == untouched.samples())
        self.assertEqual((ear.session.replayed, ear.session.duplicate), (3, 3))
        self.assertEqual(ear.session.received, untouched.session.received)

    def test_a_size_beyond_the_buffer_is_refused(self):
        session = new_session(slots=1)
        session.begin(document(), KEYS, 0)
        session.datagram(bytearray(342), 343, 0)
        self.assertEqual(session.rejected, 1)

    def test_noise_never_raises_and_never_changes_the_sound(self):
        untouched = self.heard_with([])
        dice = Dice(77)
        strange = []
        for _ in range(150):
            data = bytearray([dice.below(256) for _ in range(dice.below(64))])
            if dice.below(2):
                data = datagram(dice.below(16384), 30000)
                data[12 + dice.below(300)] ^= 1 + dice.below(255)
            for _ in range(1 + dice.below(4)):
                if data:
                    data[dice.below(min(12, len(data)))] ^= dice.below(256)
            strange.append((20 + dice.below(580), data))
        ear = self.heard_with(strange)
        self.assertTrue(ear.samples() == untouched.samples())
        counted = ear.session.rejected + ear.session.forged + ear.session.replayed
        self.assertTrue(145 <= counted <= 150, counted)

    def test_padding_extension_and_csrc_are_no_obstacle(self):
        untouched = self.heard_with([])
        ear = Ear()
        sealer = Sealer()
        for number in range(60):
            data = plain(number, 8000, csrc=(1, 2), padding_bytes=9)
            at = 20
            if number % 2:
                data[0] |= 0x10
                data[20:20] = b"\xbe\xde\x00\x01abcd"
                at = 28
            ear.send_raw(20 + 10 * number, sealer.seal(data, number, at))
        ear.listen(600)
        self.assertTrue(ear.samples() == untouched.samples())


class TestLoudness(unittest.TestCase):
    def test_volume_and_mute_from_outside_do_not_click(self):
        ear = Ear()
        spoken(ear, 100)
        for at_ms, action in ((200, -20), (300, True), (400, False), (500, 0), (600, 6)):
            ear.listen(at_ms)
            if isinstance(action, bool):
                ear.session.set_muted(action)
            else:
                ear.session.set_volume_db(action)
        ear.listen(900)
        samples = ear.samples()[60 * 16 :]
        steps = [abs(samples[i + 1] - samples[i]) for i in range(len(samples) - 1)]
        self.assertTrue(max(steps) <= 110, max(steps))

    def test_the_provisioned_ceiling_holds_for_everything_that_is_heard(self):
        dice = Dice(13)
        ear = Ear(new_session(ceiling_db=-20))
        for number in range(150):
            if dice.below(8):
                ear.send(20 + 10 * number + dice.below(30), number, (dice.below(65536) - 32768))
        for at_ms, volume in ((300, 12), (700, -6), (900, 12)):
            ear.listen(at_ms)
            ear.session.set_volume_db(volume)
            ear.session.identify(at_ms)
        ear.listen(1600)
        self.assertTrue(largest(ear.samples()) <= amplitude(-20))
        self.assertTrue(largest(ear.samples()) > amplitude(-22))
        self.assertGreater(ear.session.concealed, 3)


class TestIdentify(unittest.TestCase):
    def test_three_soft_beeps_are_heard_even_muted(self):
        ear = Ear(new_session(ceiling_db=-6), muted=True)
        spoken(ear, 100)
        ear.listen(100)
        ear.session.identify(100)
        ear.listen(1000)
        samples = ear.samples()
        beeps = 0
        quiet = 1000
        for value in samples:
            if abs(value) > 100:
                beeps += quiet > 500
                quiet = 0
            else:
                quiet += 1
        self.assertEqual(beeps, 3)
        self.assertTrue(1900 <= largest(samples) <= 2100, largest(samples))
        steps = [abs(samples[i + 1] - samples[i]) for i in range(len(samples) - 1)]
        self.assertTrue(max(steps) <= 900, max(steps))

    def test_they_are_heard_without_a_stream(self):
        ear = Ear()
        ear.session.end(0)
        ear.session.identify(0)
        ear.listen(800)
        self.assertGreater(largest(ear.samples()), 1900)
        self.assertEqual(largest(ear.samples()[-400:]), 0)


class TestReports(unittest.TestCase):
    def test_the_loudest_sample_is_taken_once(self):
        ear = Ear(volume_db=-6)
        spoken(ear, 30)
        ear.listen(320)
        self.assertTrue(abs(ear.session.level_peak - 4010) <= 10, ear.session.level_peak)
        self.assertEqual(ear.session.take_level(), ear.session.take_level() + 4009)
        self.assertEqual(ear.session.level_peak, 0)

    def test_the_buffer_is_what_waits(self):
        ear = Ear(min_delay_ms=80)
        spoken(ear, 60)
        ear.listen(500)
        self.assertTrue(70 <= ear.session.buffer_ms <= 90, ear.session.buffer_ms)

    def test_a_frame_buffer_without_spare_room_is_never_overrun(self):
        session = new_session(slots=8)
        session.begin(document(min_delay_ms=60), KEYS, 0)
        out = bytearray(2 * session.frame_samples)
        session.datagram(datagram(0), 342, 0)
        for number in range(1, 300):
            session.datagram(datagram(number), 342, 10 * number - 60)
            session.next_frame(out, 10 * number)
            self.assertTrue(session.frame_valid <= session.frame_samples)


if __name__ == "__main__":
    unittest.main()
