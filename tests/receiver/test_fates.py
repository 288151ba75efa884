"""What became of the frames: kept until it was handed on, and honest where something is not known."""

import unittest

from hushcue_bodypack.fates import RING, Fates


def drained(fates, most=480):
    found = []
    chunk = fates.take(most)
    while chunk is not None:
        found.append(chunk)
        fates.taken()
        chunk = fates.take(most)
    return found


class TestFates(unittest.TestCase):
    def written(self, *values, session=7, sequence=1000):
        fates = Fates()
        fates.begin(session, sequence)
        for value in values:
            fates.write(value)
        return fates

    def test_they_come_out_in_order_and_by_number(self):
        fates = self.written(1, 2, 3, 4, 5)
        self.assertEqual(drained(fates, 2), [(7, 1000, b"\1\2"), (7, 1002, b"\3\4"), (7, 1004, b"\5")])
        self.assertEqual(fates.waiting(), 0)
        self.assertIsNone(fates.take(10))

    def test_what_was_not_handed_on_comes_again(self):
        fates = self.written(1, 2, 3)
        self.assertEqual(fates.take(2), (7, 1000, b"\1\2"))
        self.assertEqual(fates.take(3), (7, 1000, b"\1\2\3"))
        fates.write(9)
        fates.taken()
        fates.taken()
        self.assertEqual(fates.take(3), (7, 1003, b"\x09"))

    def test_the_sequence_wraps_and_so_does_the_ring(self):
        fates = self.written(sequence=65530)
        number = 65530
        for _ in range(100):
            for step in range(777):
                fates.write((number + step) & 0xFF)
            got = drained(fates)
            self.assertEqual(
                [(session, first) for session, first, _ in got], [(7, number), (7, (number + 480) & 0xFFFF)]
            )
            data = b"".join([chunk[2] for chunk in got])
            self.assertEqual(list(data), [(number + step) & 0xFF for step in range(777)])
            number = (number + 777) & 0xFFFF

    def test_what_nobody_takes_is_forgotten_from_the_oldest_on(self):
        fates = self.written()
        for value in range(RING + 100):
            fates.write(value & 0xFF)
        self.assertEqual(fates.waiting(), RING)
        self.assertEqual(fates.take(2), (7, 1100, bytes([100, 101])))

    def test_what_is_forgotten_while_it_is_on_its_way_is_not_taken_twice(self):
        fates = self.written()
        for value in range(RING):
            fates.write(value & 0xFF)
        fates.take(480)
        for value in range(500):
            fates.write(value & 0xFF)
        fates.taken()
        self.assertEqual(fates.take(1)[1], 1000 + 500)
        self.assertEqual(fates.waiting(), RING)

    def test_another_session_is_told_apart(self):
        fates = self.written(1, 2, 3)
        fates.begin(8, 50)
        fates.write(4)
        self.assertEqual(drained(fates), [(7, 1000, b"\1\2\3"), (8, 50, b"\4")])

    def test_a_beginning_without_a_frame_leaves_no_trace(self):
        fates = self.written(1)
        fates.begin(8, 50)
        fates.begin(9, 60)
        fates.write(2)
        self.assertEqual(drained(fates), [(7, 1000, b"\1"), (9, 60, b"\2")])

    def test_too_many_beginnings_cost_the_oldest(self):
        fates = self.written(1)
        for session in range(8, 14):
            fates.begin(session, session)
            fates.write(session)
        self.assertEqual(drained(fates), [(number, number, bytes([number])) for number in range(10, 14)])

    def test_beginnings_are_forgotten_with_what_they_told(self):
        fates = self.written(1, 2)
        fates.begin(8, 500)
        for _ in range(RING):
            fates.write(5)
        self.assertEqual(fates.take(1), (8, 500, b"\5"))
        fates.write(6)
        self.assertEqual(fates.take(1), (8, 501, b"\5"))


if __name__ == "__main__":
    unittest.main()
