"""The circle of 16-bit sequence numbers, above all where it closes (RFC 1982, RFC 3550 appendix A.1)."""

import unittest

from hushcue_wire import seq

# older, newer, how far newer lies ahead
DISTANCES = (
    (0, 0, 0),
    (0, 1, 1),
    (1, 0, -1),
    (65534, 65535, 1),
    (65535, 0, 1),
    (0, 65535, -1),
    (65535, 1, 2),
    (65530, 4, 10),
    (4, 65530, -10),
    (0, 32767, 32767),
    (0, 32768, -32768),  # exactly opposite: counted as behind
    (32768, 0, -32768),
    (1, 32769, -32768),
    (40000, 7231, 32767),
    (7232, 40000, -32768),
    (32767, 32768, 1),
)

# sequence on the air, extended reference, extended sequence
EXTENDED = (
    (0, 0, 0),
    (5, 3, 5),
    (3, 5, 3),
    (65535, 65534, 65535),
    (0, 65535, 65536),
    (2, 65535, 65538),
    (65535, 65536, 65535),
    (65535, 65540, 65535),
    (1, 131071, 131073),
    (65535, 131072, 131071),
    (32767, 0, 32767),
    (65535, 0, 65535),  # behind the very first: there is nothing below zero
    (40000, 3, 40000),
    (7, 0x7FFF0000 + 7, 0x7FFF0000 + 7),
    (6, 0x7FFF0000 + 7, 0x7FFF0000 + 6),
)


class TestSequence(unittest.TestCase):
    def test_distance_goes_the_short_way_round(self):
        for older, newer, ahead in DISTANCES:
            with self.subTest(older=older, newer=newer):
                self.assertEqual(seq.distance(newer, older), ahead)

    def test_newer_is_at_most_half_a_circle_ahead(self):
        for older, newer, ahead in DISTANCES:
            with self.subTest(older=older, newer=newer):
                self.assertIs(seq.is_newer(newer, older), ahead > 0)

    def test_of_two_different_numbers_one_is_newer_unless_they_lie_opposite(self):
        for older, newer, ahead in DISTANCES:
            both = seq.is_newer(newer, older), seq.is_newer(older, newer)
            if ahead == 0 or ahead == -32768:
                self.assertEqual(both, (False, False))
            else:
                self.assertIs(both[0] != both[1], True)

    def test_add_stays_on_the_circle_in_both_directions(self):
        for sequence, step, result in (
            (65535, 1, 0),
            (0, -1, 65535),
            (0, 65536, 0),
            (10, -20, 65526),
            (65000, 1000, 464),
            (3, 0, 3),
            (1, -65537, 0),
        ):
            self.assertEqual(seq.add(sequence, step), result)

    def test_adding_the_distance_arrives(self):
        for older, newer, _ahead in DISTANCES:
            self.assertEqual(seq.add(older, seq.distance(newer, older)), newer)

    def test_extend_counts_turns_of_the_circle(self):
        for sequence, reference, extended in EXTENDED:
            with self.subTest(sequence=sequence, reference=reference):
                self.assertEqual(seq.extend(sequence, reference), extended)

    def test_extend_follows_a_stream_over_three_turns_with_packets_out_of_order(self):
        highest = 65000
        for extended in range(65000, 65000 + 3 * 65536, 7):
            for jumbled in (extended + 2, extended, extended + 1):
                got = seq.extend(jumbled & 0xFFFF, highest)
                self.assertEqual(got, jumbled)
                highest = max(highest, got)


if __name__ == "__main__":
    unittest.main()
