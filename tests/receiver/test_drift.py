"""What is heard when delays vary and clocks drift. Frames are told by their amplitude; time is virtual."""

import unittest

from receiver.stream import Dice, Ear, played, run_of

from hushcue_bodypack.playout import PLAYING

FRAME_MS = 10


class TestDelays(unittest.TestCase):
    def test_a_rough_network_is_covered_after_a_while(self):
        dice = Dice(31)
        ear = Ear()
        for number in range(500):
            ear.send(20 + FRAME_MS * number + dice.below(30), number)
        ear.listen(1500)
        concealed = ear.session.concealed
        ear.listen(20 + FRAME_MS * 500)
        heard = played(ear)
        self.assertEqual(heard, run_of(0, len(heard)))
        self.assertTrue(ear.session.concealed - concealed <= 10, ear.session.concealed - concealed)
        self.assertTrue(24 <= ear.session.target_ms <= 31, ear.session.target_ms)
        self.assertEqual(ear.session.lost, 0)

    def test_clocks_that_drift_apart_lose_nothing_and_conceal_nothing(self):
        for ppm in (-300, 300):
            ear = Ear()
            for number in range(1500):
                ear.send(20 + FRAME_MS * number + FRAME_MS * number * ppm // 1000000, number)
            ear.listen(15000)
            self.assertEqual(ear.frames(), run_of(0, len(ear.frames())))
            self.assertEqual((ear.session.lost, ear.session.concealed), (0, 0))
            last_ms = [each.at_ms for each in ear.heard if each.state == PLAYING][-1]
            waited = last_ms - (20 + FRAME_MS * (len(ear.frames()) - 1))
            self.assertTrue(7 <= waited - ppm * 15 // 1000 <= 18, waited)


if __name__ == "__main__":
    unittest.main()
