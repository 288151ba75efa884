"""Slots: what goes in, what is refused, where the window moves."""

import unittest

from hushcue_bodypack import jitter
from hushcue_bodypack.jitter import DUPLICATE, FAR, LATE, RESTARTED, STORED, Jitter


def payload(number, size=4):
    return bytearray([number & 0xFF, number >> 8 & 0xFF] * (size // 2))


class Box:
    """A Jitter of frames of four bytes."""

    def __init__(self, blocks=1, size=4):
        self.size = size
        self.jitter = Jitter(blocks)
        self.jitter.configure(size)

    def put(self, *sequences):
        return [self.jitter.put(number & 0xFFFF, payload(number, self.size), 0, 0) for number in sequences]

    def play(self, count):
        """Take frames from the head on: their numbers, None where one is missing."""
        played = []
        for _ in range(count):
            if self.jitter.holds(self.jitter.head):
                place = self.jitter.place(self.jitter.head)
                data = self.jitter.pool[place : place + self.size]
                played.append(data[0] | data[1] << 8)
            else:
                played.append(None)
            self.jitter.advance()
        return played


class TestOrder(unittest.TestCase):
    def test_in_order(self):
        box = Box()
        self.assertEqual(box.put(1, 2, 3, 4), [STORED] * 4)
        self.assertEqual(box.play(4), [1, 2, 3, 4])

    def test_out_of_order(self):
        box = Box()
        self.assertEqual(box.put(1, 4, 2, 3), [STORED] * 4)
        self.assertEqual(box.play(4), [1, 2, 3, 4])

    def test_the_first_two_swapped_before_anything_was_played(self):
        box = Box()
        self.assertEqual(box.put(2, 1, 3), [STORED] * 3)
        self.assertEqual(box.play(3), [1, 2, 3])

    def test_over_the_wrap_of_the_sequence(self):
        box = Box(blocks=2)
        self.assertEqual(box.put(65534, 65535, 1, 0, 2), [STORED] * 5)
        self.assertEqual(box.play(5), [65534, 65535, 0, 1, 2])

    def test_many_rounds_of_the_ring(self):
        box = Box()
        box.put(65000)
        box.play(1)
        for number in range(65001, 65001 + 1500):
            self.assertEqual(box.put(number), [STORED])
            self.assertEqual(box.play(1), [number & 0xFFFF])

    def test_a_missing_one_is_missing(self):
        box = Box()
        box.put(1, 2, 4)
        self.assertEqual(box.play(4), [1, 2, None, 4])


class TestRefusal(unittest.TestCase):
    def test_a_duplicate_that_waits_does_not_change_what_is_there(self):
        box = Box()
        box.put(1, 2)
        self.assertEqual(box.jitter.put(2, payload(99), 0, 0), DUPLICATE)
        self.assertEqual(box.play(2), [1, 2])

    def test_a_duplicate_of_one_that_was_played(self):
        box = Box()
        box.put(1, 2)
        box.play(2)
        self.assertEqual(box.put(2), [DUPLICATE])

    def test_one_that_was_given_up_is_late(self):
        box = Box()
        box.put(1, 3)
        box.play(3)
        self.assertEqual(box.put(2), [LATE])

    def test_one_before_the_stream_began_is_late(self):
        box = Box()
        box.put(50)
        box.play(1)
        self.assertEqual(box.put(40), [LATE])

    def test_one_beyond_the_window_is_far(self):
        box = Box()
        box.put(0)
        self.assertEqual(box.put(box.jitter.capacity), [FAR])
        self.assertEqual(box.put(box.jitter.capacity - 1), [STORED])
        self.assertEqual(box.play(1), [0])


class TestRestart(unittest.TestCase):
    def test_two_in_order_from_elsewhere_are_followed(self):
        for start in (30000, 0, 64000):
            box = Box()
            box.put(100, 101)
            box.play(1)
            self.assertEqual(box.put(start + 1000), [FAR])
            self.assertEqual(box.put(start + 1001), [RESTARTED])
            self.assertEqual(box.put(start + 1002), [STORED])
            self.assertEqual(box.play(2), [(start + 1001) & 0xFFFF, (start + 1002) & 0xFFFF])

    def test_strays_from_elsewhere_are_not(self):
        box = Box()
        box.put(100)
        box.play(1)
        self.assertEqual(box.put(30000, 40000, 50000, 30002), [FAR] * 4)
        self.assertEqual(box.put(101), [STORED])
        self.assertEqual(box.play(1), [101])

    def test_one_of_ours_between_two_strays_keeps_the_window(self):
        box = Box()
        box.put(100)
        box.play(1)
        self.assertEqual(box.put(30000, 101, 30001), [FAR, STORED, FAR])

    def test_after_a_pause_the_stream_is_taken_up_where_it_is(self):
        box = Box()
        box.put(100, 101)
        box.play(2)
        box.jitter.forget()
        self.assertEqual(box.put(152), [STORED])
        self.assertEqual(box.jitter.missed, 50)
        self.assertEqual(box.play(1), [152])

    def test_after_a_pause_another_sequence_is_not_counted_as_loss(self):
        box = Box()
        box.put(100, 101)
        box.play(2)
        box.jitter.forget()
        box.put(50)
        self.assertEqual(box.jitter.missed, 0)


class TestRoom(unittest.TestCase):
    def test_more_than_there_are_slots_in_one_piece_loses_the_oldest_only(self):
        box = Box()
        capacity = box.jitter.capacity
        self.assertEqual(box.put(*range(1, capacity + 4)), [STORED] * (capacity + 3))
        self.assertEqual(box.jitter.missed, 3)
        self.assertEqual(box.play(capacity), list(range(4, capacity + 4)))

    def test_a_frame_missing_in_the_burst_does_not_make_it_another_stream(self):
        box = Box(blocks=4, size=640 // 4)
        capacity = box.jitter.capacity
        numbers = [number for number in range(1, capacity + 10) if number != capacity + 2]
        self.assertEqual(box.put(*numbers), [STORED] * len(numbers))
        self.assertEqual(box.play(capacity), [n if n in numbers else None for n in range(10, capacity + 10)])

    def test_it_goes_on_over_the_wrap_of_the_sequence(self):
        box = Box()
        capacity = box.jitter.capacity
        start = 65536 - capacity
        self.assertEqual(box.put(*range(start, start + 3 * capacity)), [STORED] * (3 * capacity))
        self.assertEqual(box.play(capacity), [n & 0xFFFF for n in range(start + 2 * capacity, start + 3 * capacity)])

    def test_one_that_is_far_from_all_is_still_refused(self):
        box = Box(blocks=4)
        self.assertEqual(box.put(1, 2, 3, 3 + box.jitter.capacity), [STORED] * 3 + [FAR])


class TestSlots(unittest.TestCase):
    def test_smaller_frames_have_more_slots_of_the_same_memory(self):
        box = Jitter(64)
        for size, capacity in ((640, 64), (320, 128), (160, 256), (80, 256)):
            box.configure(size)
            self.assertEqual((size, box.capacity), (size, capacity))
            self.assertTrue(box.place(capacity - 1) + size <= len(box.pool))

    def test_default_slots_hold_more_than_the_longest_hold(self):
        box = Jitter(64)
        for size, frame_ms in ((640, 20), (320, 20), (320, 10), (160, 10), (160, 5), (80, 5)):
            box.configure(size)
            self.assertGreaterEqual(box.capacity * frame_ms, 1200)

    def test_a_pool_of_the_callers_is_used_and_must_be_of_the_right_size(self):
        pool = bytearray(2 * 640)
        box = Jitter(2, pool)
        box.configure(4)
        box.put(5, payload(5), 0, 0)
        self.assertIs(box.pool, pool)
        self.assertEqual(bytes(pool[box.place(box.head) :][:4]), bytes(payload(5)))
        self.assertRaises(ValueError, Jitter, 2, bytearray(640))

    def test_how_long_a_frame_waited(self):
        box = Jitter(1)
        box.configure(4)
        box.put(5, payload(5), 0, (1 << 30) - 3)
        self.assertEqual(box.waited_ms(box.head, 4), 7)

    def test_our_own_mistakes_are_loud(self):
        self.assertRaises(ValueError, Jitter, 3)
        self.assertRaises(ValueError, Jitter, 0)
        for size in (0, 3, 642):
            self.assertRaises(ValueError, Jitter(1).configure, size)

    def test_codes_are_those_of_the_module(self):
        self.assertEqual(len({jitter.STORED, jitter.LATE, jitter.DUPLICATE, jitter.FAR, jitter.RESTARTED}), 5)


if __name__ == "__main__":
    unittest.main()
