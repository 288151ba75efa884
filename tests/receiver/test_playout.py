"""What is heard when the network does this or that. Frames are told by their amplitude; time is virtual."""

import unittest

from receiver.stream import Dice, Ear, frame_of, new_session, played, run_of

from hushcue_bodypack.playout import CONCEALING, IDLE, PLAYING, PRIMING, SILENT

FRAME_MS = 10


def sent(ear, count, at_ms=20, start=0, lost=(), late=None, late_ms=0, levels=None):
    """``count`` frames, one per 10 ms from ``at_ms`` on; those of ``late`` come ``late_ms`` later."""
    for number in range(count):
        if number not in lost:
            arrival = at_ms + FRAME_MS * number + (late_ms if late and number in late else 0)
            ear.send(arrival, start + number, None if levels is None else levels(number))
    return at_ms + FRAME_MS * count


def stalled(ear, count, begin_ms, end_ms, levels=None):
    """``count`` frames; what should come between the two times comes in one burst at the second."""
    for number in range(count):
        arrival = 20 + FRAME_MS * number
        ear.send(end_ms if begin_ms < arrival < end_ms else arrival, number, None if levels is None else levels(number))
    return 20 + FRAME_MS * count


class TestCalm(unittest.TestCase):
    def test_every_frame_is_played_once_and_in_order(self):
        ear = Ear()
        end = sent(ear, 150)
        ear.listen(end + 5)
        self.assertEqual(ear.frames(), run_of(0, 150))
        self.assertEqual(ear.states(), [IDLE, PRIMING, PLAYING])
        self.assertEqual((ear.session.lost, ear.session.late, ear.session.concealed), (0, 0, 0))

    def test_a_frame_waits_ten_to_fifteen_milliseconds(self):
        for phase in range(5):
            ear = Ear()
            sent(ear, 60, at_ms=20 + phase)
            ear.listen(600)
            for each in ear.heard:
                if each.state == PLAYING:
                    waited = each.at_ms - (20 + phase + FRAME_MS * frame_of(each.level))
                    self.assertTrue(10 <= waited <= 15, waited)

    def test_the_floor_of_the_session_is_kept(self):
        ear = Ear(min_delay_ms=60)
        sent(ear, 40)
        ear.listen(440)
        first = next(each for each in ear.heard if each.state == PLAYING)
        self.assertTrue(60 <= first.at_ms - 20 <= 65, first.at_ms)

    def test_frames_of_five_and_twenty_milliseconds(self):
        for frame_ms in (5, 20):
            samples = 16 * frame_ms
            ear = Ear(frame_ms=frame_ms)
            for number in range(60):
                ear.send(20 + frame_ms * number, number, samples=samples)
            ear.listen(20 + frame_ms * 60)
            self.assertEqual(ear.frames()[:58], run_of(0, 58))

    def test_the_sequence_wraps(self):
        ear = Ear()
        end = sent(ear, 40, start=65516)
        ear.listen(end + 5)
        self.assertEqual(ear.frames(), run_of(65516, 40))

    def test_the_chips_clock_wraps(self):
        start = (1 << 30) - 200
        ear = Ear(start_ms=start)
        end = sent(ear, 60, at_ms=start + 20)
        ear.listen(end + 5)
        self.assertEqual(ear.frames(), run_of(0, 60))


class TestLoss(unittest.TestCase):
    def test_a_lost_frame_is_concealed_for_its_time_and_costs_no_delay(self):
        ear = Ear()
        end = sent(ear, 100, lost=(30, 50, 70))
        ear.listen(end)
        self.assertEqual(ear.frames(), [n for n in range(99) if n not in (30, 50, 70)])
        self.assertEqual((ear.session.lost, ear.session.concealed), (3, 3))
        played = [each for each in ear.heard if each.state == PLAYING]
        first, last = played[0], played[-1]
        moved = (last.at_ms - first.at_ms) - FRAME_MS * (frame_of(last.level) - frame_of(first.level))
        self.assertTrue(abs(moved) <= 5, moved)

    def test_several_lost_in_a_row_too(self):
        ear = Ear()
        end = sent(ear, 100, lost=(30, 31, 32, 33))
        ear.listen(end)
        self.assertEqual(ear.frames(), [n for n in range(99) if not 30 <= n <= 33])
        self.assertEqual(ear.session.lost, 4)

    def test_an_outage_without_return_of_what_was_lost(self):
        ear = Ear()
        end = sent(ear, 100, lost=range(30, 60))
        ear.listen(end)
        played = [n for n in range(99) if not 30 <= n < 60]
        self.assertTrue(len(played) - len(ear.frames()) <= 2, ear.frames())
        self.assertEqual(ear.states(), [IDLE, PRIMING, PLAYING, CONCEALING, SILENT, PLAYING])
        self.assertEqual(ear.session.lost, 30)

    def test_half_of_all_frames_lost_never_stops_the_rest(self):
        dice = Dice(17)
        ear = Ear()
        lost = [n for n in range(1, 300) if dice.below(2)]
        end = sent(ear, 300, lost=lost)
        ear.listen(end + 60)
        self.assertEqual(ear.frames(), [n % 100 for n in range(300) if n not in lost])

    def test_what_comes_after_it_was_given_up_is_counted_late(self):
        ear = Ear()
        end = sent(ear, 60, late=(30,), late_ms=45)
        ear.listen(end)
        self.assertNotIn(30, ear.frames())
        self.assertEqual((ear.session.late, ear.session.lost), (1, 1))


class TestOrder(unittest.TestCase):
    def test_neighbours_that_change_places_are_both_played(self):
        ear = Ear(min_delay_ms=20)
        end = sent(ear, 100, late=(30, 50, 70), late_ms=11)
        ear.listen(end + 20)
        self.assertEqual(ear.frames(), run_of(0, 100))
        self.assertEqual((ear.session.lost, ear.session.late), (0, 0))

    def test_duplicates_are_heard_once(self):
        ear = Ear()
        for number in range(80):
            for again in range(3):
                ear.send(20 + FRAME_MS * number + 2 * again, number)
        ear.listen(20 + FRAME_MS * 80)
        self.assertEqual(ear.frames()[:78], run_of(0, 78))
        self.assertGreaterEqual(ear.session.duplicate, 156)


class TestStall(unittest.TestCase):
    def test_half_a_second_of_silence_on_the_air_loses_no_word(self):
        ear = Ear()
        end = stalled(ear, 190, 600, 1100)
        ear.listen(end + 600)
        self.assertEqual(played(ear), run_of(0, 190))
        self.assertEqual((ear.session.lost, ear.session.late), (0, 0))
        self.assertEqual(ear.states()[:6], [IDLE, PRIMING, PLAYING, CONCEALING, SILENT, PLAYING])

    def test_more_than_a_second_too(self):
        ear = Ear()
        end = stalled(ear, 190, 600, 1750)
        ear.listen(end + 1250)
        self.assertEqual(played(ear), run_of(0, 190))

    def test_more_than_few_slots_hold_loses_what_they_cannot_hold_and_no_more(self):
        # 32 blocks hold 64 frames of 10 ms, 640 ms; the burst has 90
        ear = Ear(new_session(slots=32))
        end = stalled(ear, 190, 600, 1500)
        ear.listen(end + 1250)
        self.assertEqual(played(ear), run_of(0, 59) + run_of(85, 105))
        self.assertEqual(ear.session.lost, 26)

    def test_an_outage_longer_than_few_slots_hold_is_followed_at_once(self):
        ear = Ear(new_session(slots=32))
        end = sent(ear, 50)
        sent(ear, 50, at_ms=end + 800, start=130)
        ear.listen(end + 1400)
        self.assertEqual(ear.frames(), run_of(0, 50) + run_of(130, 50))
        self.assertEqual(ear.session.lost, 80)

    def test_a_sender_that_paused_and_goes_on_with_its_numbers_is_heard_without_a_gap(self):
        ear = Ear()
        for frame in range(100):
            ear.send(frame * 10, frame, level=4000)
        for frame in range(100, 500):
            ear.send(frame * 10 + 800, frame, level=4000)
        ear.listen(1860)
        concealed = ear.session.concealed
        ear.listen(5800)
        self.assertEqual(ear.session.concealed - concealed, 0)
        self.assertEqual(ear.session.lost, 0)

    def test_the_delay_is_given_back_in_pauses(self):
        ear = Ear()
        pause = 60
        end = stalled(ear, 400, 600, 900, levels=lambda n: 0 if n % 100 >= 100 - pause else 300 + 100 * (n % 100))
        ear.listen(end)
        last = [each for each in ear.heard if each.state == PLAYING and each.level > 250][-1]
        number = 300 + frame_of(last.level)
        waited = last.at_ms - (20 + FRAME_MS * number)
        self.assertTrue(waited <= 25, waited)
        spoken = [frame for frame in played(ear) if frame < 100 - pause]
        wanted = [n % 100 for n in range(400) if n % 100 < 100 - pause]
        self.assertEqual(spoken, wanted)

    def test_a_sender_that_went_away_is_forgotten_and_taken_up_again(self):
        ear = Ear()
        end = sent(ear, 50)
        sent(ear, 50, at_ms=end + 2000, start=250)
        ear.listen(end + 1500)
        self.assertEqual(ear.states()[-1], IDLE)
        ear.listen(end + 2500)
        self.assertEqual(ear.frames(), run_of(0, 50) + run_of(50, len(ear.frames()) - 50))
        self.assertTrue(len(ear.frames()) >= 98)
        self.assertEqual(ear.session.lost, 200)

    def test_a_frame_that_comes_a_little_late_is_played_a_little_late(self):
        ear = Ear()
        end = sent(ear, 100, late=range(40, 100), late_ms=14)
        ear.listen(end + 30)
        self.assertEqual(ear.frames(), run_of(0, 100))


class TestJump(unittest.TestCase):
    def test_a_sender_that_goes_on_far_ahead_is_followed_at_once(self):
        for start in (1000, 30000):
            ear = Ear()
            end = sent(ear, 100)
            sent(ear, 100, at_ms=end, start=start)
            ear.listen(end + 990)
            self.assertTrue(len(ear.frames()) >= 195, (start, len(ear.frames())))
            last = ear.frames()[-50:]
            self.assertEqual(last, run_of(last[0], 50))


if __name__ == "__main__":
    unittest.main()
