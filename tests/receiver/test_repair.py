"""What is missing is asked for, in time and not too often, and is waited for while it may come."""

import unittest

from receiver.stream import KEYS, SSRC, Dice, Ear, datagram, document, new_session

from hushcue_bodypack.playout import IDLE
from hushcue_wire import fates, rtcp

FRAME_MS = 10
SIZE = 342


class Gateway:
    """Sends every frame of a stream, ``copies`` with each; ``loses`` says of (time, number) whether a packet arrives,
    also of one that is sent again."""

    def __init__(self, copies=0, loses=None, answers=True, levels=None, trip_ms=3, **changes):
        self.copies = copies
        self.loses = loses or (lambda now, number: False)
        self.more = {"depth": copies}
        if levels:
            self.more["levels"] = levels
        self.asked = []
        self.ear = Ear(answers=self.answer if answers else (lambda now, number: None), trip_ms=trip_ms, **changes)
        self.next = 0

    def answer(self, now, number):
        self.asked.append((now, number))
        if number >= self.next or self.loses(now, number):
            return None
        return datagram(number, **self.more)

    def run(self, frames):
        """So many frames' time."""
        for _ in range(frames):
            now = 20 + FRAME_MS * self.next
            if not self.loses(now, self.next):
                self.ear.send(now + 1, self.next, **self.more)
            self.next += 1
            self.ear.listen(now + FRAME_MS)
        return self

    def nacks(self):
        """[(time, sequence numbers asked for)]"""
        found = []
        for at_ms, packets in self.ear.said:
            for packet in packets:
                if packet.type == rtcp.RTPFB:
                    found.append((at_ms, packet.sequences))
        return found

    def told(self):
        return self.ear.fates()[1]


def first_time(now, number, lost):
    """Packet ``lost`` on its first way, and only there."""
    return number == lost and now < 20 + FRAME_MS * lost + 10


def sources(told):
    return [fate & fates.SOURCE_BITS for fate in told]


class TestAsking(unittest.TestCase):
    def test_a_calm_stream_asks_for_nothing(self):
        gateway = Gateway(copies=2).run(200)
        self.assertEqual(gateway.nacks(), [])

    def test_a_lost_packet_is_asked_for_once_and_played(self):
        gateway = Gateway(loses=lambda now, number: number == 50 and now < 525).run(100)
        self.assertEqual([numbers for _, numbers in gateway.nacks()], [[50]])
        told = gateway.told()
        self.assertEqual(sources(told), [0x40] * 50 + [fates.RETRANSMISSION] + [0x40] * (len(told) - 51))
        self.assertEqual((gateway.ear.session.resent, gateway.ear.session.lost), (1, 0))

    def test_the_request_names_who_asks_and_whose_packets(self):
        gateway = Gateway(loses=lambda now, number: number == 50 and now < 525).run(60)
        packets = gateway.ear.said[-1][1]
        self.assertEqual([packet.type for packet in packets], [rtcp.RTPFB])
        self.assertEqual((packets[0].media_ssrc, packets[0].ssrc), (SSRC, document()["report_ssrc"]))

    def test_what_copies_will_bring_in_time_is_not_asked_for(self):
        gateway = Gateway(copies=2, min_delay_ms=60, loses=lambda now, number: number % 7 == 3).run(200)
        self.assertEqual(gateway.nacks(), [])
        found = sources(gateway.told())
        self.assertEqual(found.count(fates.ORIGINAL) + found.count(fates.REDUNDANCY), len(found))
        self.assertGreater(gateway.ear.session.redundant, 20)

    def test_an_outage_is_repaired_with_few_requests(self):
        gateway = Gateway(copies=3, loses=lambda now, number: 600 <= now < 1000).run(150)
        told = gateway.told()
        self.assertNotIn(0, sources(told))
        after = [item for item in gateway.nacks() if item[0] >= 1000]
        self.assertTrue(1 <= len(after) <= 2, after)
        # 40 frames were lost; each packet brings four of them, the first that came by itself three
        self.assertEqual(len(after[0][1]), 10)
        self.assertEqual(after[0][1], sorted(after[0][1]))

    def test_requests_keep_their_distance(self):
        for trip_ms in (3, 40):
            gateway = Gateway(trip_ms=trip_ms, loses=lambda now, number: number % 3 == 1)
            gateway.ear.session._reports.rtt_ms = gateway.ear.session._repair.rtt_ms = trip_ms
            gateway.run(300)
            times = [at_ms for at_ms, _ in gateway.nacks()]
            least = min([times[index + 1] - times[index] for index in range(len(times) - 1)])
            self.assertGreaterEqual(least, max(5, trip_ms))

    def test_a_dead_network_is_not_asked_the_same_over_and_over(self):
        gateway = Gateway(loses=lambda now, number: now >= 500).run(350)
        late = [at_ms for at_ms, _ in gateway.nacks() if at_ms >= 1000]
        self.assertTrue(3 <= len(late) <= 11, late)  # in 2.5 s

    def test_random_losses_both_ways_lose_nothing(self):
        dice = Dice(41)
        gateway = Gateway(copies=3, loses=lambda now, number: dice.below(100) < 50)
        gateway.run(1500)
        told = gateway.told()
        self.assertEqual(sources(told).count(0), 0)
        self.assertGreater(len(told), 1450)
        self.assertEqual(gateway.ear.session.lost, 0)

    def test_what_was_never_sent_is_not_asked_for_when_the_sender_pauses(self):
        ear = Ear(answers=lambda now, number: None)
        for number in range(300):
            ear.send(20 + FRAME_MS * number + (800 if number >= 100 else 0), number)
        ear.listen(4000)
        asked = []
        for at_ms, packets in ear.said:
            if 1850 < at_ms < 3820:
                asked += [number for packet in packets for number in packet.sequences]
        self.assertEqual(asked, [])


class TestPatience(unittest.TestCase):
    def test_a_word_waits_for_its_repair(self):
        gateway = Gateway(loses=lambda now, number: first_time(now, number, 20) or (50 <= number < 60 and now < 1200))
        gateway.run(200)
        self.assertEqual(gateway.ear.session.lost, 0)
        told = gateway.told()
        self.assertEqual(sources(told)[50:60], [fates.RETRANSMISSION] * 10)
        self.assertEqual(told[50] & fates.LATE, fates.LATE)
        self.assertGreaterEqual(fates.DELAYS_MS[told[50] & fates.CODE_BITS], 400)
        late = [fates.DELAYS_MS[fate & fates.CODE_BITS] for fate in told]
        self.assertTrue(late[-1] < 150, late[-20:])  # and the delay is given back

    def test_after_the_longest_hold_it_goes_on_without(self):
        gateway = Gateway(loses=lambda now, number: first_time(now, number, 20) or number == 50)
        gateway.run(400)
        told = gateway.told()
        self.assertEqual([at for at, fate in enumerate(told) if not fate & fates.SOURCE_BITS], [50])
        self.assertEqual(told[50], fates.LOST)
        waited = fates.DELAYS_MS[told[51] & fates.CODE_BITS]
        self.assertTrue(800 <= waited <= 1200, waited)

    def test_a_frame_of_a_pause_is_not_waited_for(self):
        gateway = Gateway(levels=lambda number: 0, loses=lambda now, number: number == 50).run(120)
        told = gateway.told()
        self.assertEqual(told[50] & ~fates.LATE, fates.NONE)
        self.assertTrue(fates.DELAYS_MS[told[60] & fates.CODE_BITS] <= 60, told[60])

    def test_a_gateway_that_never_sends_again_is_found_out(self):
        gateway = Gateway(answers=False, loses=lambda now, number: number % 20 == 10).run(600)
        told = gateway.told()
        lost = [at for at, fate in enumerate(told) if not fate & fates.SOURCE_BITS]
        self.assertEqual(lost, list(range(10, len(told), 20)))
        # the first one was waited for, the later ones were not
        self.assertTrue(fates.DELAYS_MS[told[11] & fates.CODE_BITS] >= 150)
        self.assertTrue(fates.DELAYS_MS[told[-5] & fates.CODE_BITS] <= 60)

    def test_and_is_believed_again_when_it_does(self):
        gateway = Gateway(answers=False, loses=lambda now, number: number % 20 == 10 and now % 10 == 0).run(300)
        self.assertFalse(gateway.ear.session._playout.patient)
        gateway.ear._answers = gateway.answer
        gateway.run(300)
        self.assertTrue(gateway.ear.session._playout.patient)
        told = gateway.told()
        self.assertEqual([at for at, fate in enumerate(told[360:]) if not fate & fates.SOURCE_BITS], [])

    def test_a_stream_that_ends_is_forgotten_and_every_frame_of_the_gap_is_told(self):
        gateway = Gateway(loses=lambda now, number: 100 <= number < 600).run(550)
        self.assertEqual(gateway.ear.session.state, IDLE)
        gateway.run(100)
        first, told = gateway.ear.fates()
        self.assertEqual(first, 0)
        self.assertEqual([at for at, fate in enumerate(told) if fate == fates.LOST][-1], 599)
        self.assertEqual(sources(told)[600:640], [0x40] * 40)


class TestSources(unittest.TestCase):
    def test_an_original_that_comes_later_takes_the_place_of_a_copy(self):
        ear = Ear(answers=lambda now, number: None, min_delay_ms=60)
        for number in range(60):
            at_ms = 20 + FRAME_MS * number + (25 if number == 30 else 0)
            ear.send(at_ms, number, depth=2)
        ear.listen(600)
        told = ear.fates()[1]
        self.assertEqual(sources(told[:50]), [0x40] * 50)
        self.assertEqual((ear.session.redundant, ear.session.late), (0, 0))
        self.assertIn(30, ear.frames())

    def test_copies_are_played_where_the_original_never_comes(self):
        gateway = Gateway(copies=2, answers=False, loses=lambda now, number: number in (30, 40, 41)).run(100)
        told = gateway.told()
        for number in (30, 40, 41):
            self.assertEqual(told[number] & fates.SOURCE_BITS, fates.REDUNDANCY)
        heard = gateway.ear.frames()[:90]
        self.assertTrue(all(abs(heard[number] - number) <= 1 for number in range(90)), heard)  # PCMU is coarser

    def test_the_history_before_the_beginning_is_not_played(self):
        gateway = Gateway(copies=6).run(30)
        self.assertEqual(gateway.ear.fates()[0], 0)
        self.assertEqual(gateway.ear.frames()[:20], list(range(20)))

    def test_muted_frames_are_told_to_be(self):
        gateway = Gateway().run(50)
        gateway.ear.session.set_muted(True)
        gateway.run(50)
        gateway.ear.session.set_muted(False)
        gateway.ear.session.set_volume_db(-60)
        gateway.run(50)
        gateway.ear.session.set_volume_db(-59)
        gateway.run(50)
        told = gateway.told()
        muted = [at for at, fate in enumerate(told) if fate & fates.CODE_BITS == fates.MUTED]
        self.assertTrue(98 <= len(muted) <= 102, muted)
        self.assertEqual(muted, list(range(muted[0], muted[0] + len(muted))))

    def test_frames_that_were_left_out_are_told_to_be(self):
        quiet = 60
        gateway = Gateway(
            levels=lambda number: 0 if number % 100 >= quiet else 5000,
            loses=lambda now, number: 200 <= number < 230 and now < 2320,
        ).run(400)
        told = gateway.told()
        left_out = [at for at, fate in enumerate(told) if fate & fates.CODE_BITS == fates.LEFT_OUT]
        self.assertGreater(len(left_out), 0)
        self.assertEqual([at for at in left_out if at % 100 < quiet], [])
        self.assertEqual(sources(told).count(0), 0)


class TestEnd(unittest.TestCase):
    def test_another_session_begins_with_nothing_of_the_old_one(self):
        session = new_session()
        session.begin(document(), KEYS, 0)
        for number in range(20):
            session.datagram(datagram(number), SIZE, 10 * number)
        session.begin(document(session=8, ssrc=77), (KEYS[1], KEYS[0]), 200)
        before = session.authentic
        for number in range(20, 40):
            session.datagram(datagram(number), SIZE, 10 * number)
        self.assertEqual((session.authentic, session.state), (before, IDLE))
        self.assertGreaterEqual(session.rejected, 20)

    def test_after_the_end_nothing_is_said(self):
        gateway = Gateway(loses=lambda now, number: number >= 50).run(52)
        gateway.ear.session.end(0)
        self.assertIsNone(gateway.ear.session.outgoing(10000))


if __name__ == "__main__":
    unittest.main()
