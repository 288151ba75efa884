"""Slots: what goes in, where the window moves, which packets are worth asking for."""

import array
import unittest

from hushcue_bodypack.jitter import ASKED, L16, OWN, PCMU, Jitter, choose_packets, missing_copies

FIRST = 0x10000


class Box:
    """A Jitter of frames of eight bytes."""

    def __init__(self, blocks=1, size=8):
        self.size = size
        self.jitter = Jitter(blocks)
        self.jitter.configure(size)

    def put(self, *sequences, content=L16):
        jitter = self.jitter
        for number in sequences:
            if not jitter.started:
                jitter.begin(number & 0xFFFF)
            frame = jitter.head + jitter.steps_from(jitter.head, number & 0xFFFF)
            if frame < jitter.head:
                self.opened = jitter.open_back(frame)
            data = bytearray([number & 0xFF, number >> 8 & 0xFF] * (self.size // 2))
            jitter.store(frame, content, 0x40 | OWN, data, 0, bytearray(self.size), 0, self.size)
            jitter.newest = max(jitter.newest, frame)

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
        box.put(1, 2, 3, 4)
        self.assertEqual(box.play(4), [1, 2, 3, 4])

    def test_out_of_order(self):
        box = Box()
        box.put(1, 4, 2, 3)
        self.assertEqual(box.play(4), [1, 2, 3, 4])

    def test_the_first_two_swapped_before_anything_was_played(self):
        box = Box()
        box.put(2, 1, 3)
        self.assertEqual(box.play(3), [1, 2, 3])

    def test_the_window_opens_backwards_only_before_anything_was_played(self):
        box = Box()
        box.put(50)
        self.assertTrue(box.jitter.open_back(FIRST + 48))
        box.play(4)
        self.assertFalse(box.jitter.open_back(FIRST + 47))

    def test_over_the_wrap_of_the_sequence(self):
        box = Box(blocks=2)
        box.put(65534, 65535, 1, 0, 2)
        self.assertEqual(box.play(5), [65534, 65535, 0, 1, 2])

    def test_many_rounds_of_the_ring(self):
        box = Box()
        box.put(65000)
        box.play(1)
        for number in range(65001, 65001 + 1500):
            box.put(number)
            self.assertEqual(box.play(1), [number & 0xFFFF])

    def test_a_missing_one_is_missing(self):
        box = Box()
        box.put(1, 2, 4)
        self.assertEqual(box.play(4), [1, 2, None, 4])

    def test_another_window_starts_empty_and_its_numbers_go_on(self):
        box = Box()
        box.put(65530, 65531)
        self.assertEqual(box.jitter.begin(4), 2 * FIRST + 4)
        self.assertEqual(box.play(2), [None, None])
        self.assertEqual(box.jitter.begin(65000), FIRST + 65000)


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
        self.assertIs(box.pool, pool)
        self.assertRaises(ValueError, Jitter, 2, bytearray(640))

    def test_our_own_mistakes_are_loud(self):
        self.assertRaises(ValueError, Jitter, 3)
        self.assertRaises(ValueError, Jitter, 0)
        for size in (0, 3, 642):
            self.assertRaises(ValueError, Jitter(1).configure, size)

    def test_what_a_slot_holds_and_where_it_came_from_is_known(self):
        box = Box()
        box.put(1, 2)
        jitter = box.jitter
        self.assertEqual((jitter.holds(FIRST + 1), jitter.holds(FIRST + 3)), (L16, 0))
        jitter.flags[3] |= ASKED
        jitter.store(FIRST + 3, PCMU, 0xC0, bytearray(8), 0, bytearray(8), 0, 8)
        self.assertEqual(jitter.flags[3], 0xC0 | ASKED | PCMU)


class TestMissing(unittest.TestCase):
    def test_copies_that_are_not_there(self):
        box = Box(blocks=2)
        box.put(1, 2, 4, 7)
        flags, mask = box.jitter.flags, box.jitter.mask
        self.assertEqual(missing_copies(flags, FIRST + 7, 6, mask), 0b001011)
        self.assertEqual(missing_copies(flags, FIRST + 7, 1, mask), 1)
        self.assertEqual(missing_copies(flags, FIRST + 5, 4, mask), 0b0010)


class TestChoice(unittest.TestCase):
    def chosen(self, had, first, last, depth, top, most=8):
        box = Box(blocks=16)
        box.put(*had)
        numbers = array.array("H", bytes(2 * most))
        jitter = box.jitter
        count = choose_packets(
            jitter.flags, FIRST + first, FIRST + last, jitter.mask, depth, FIRST + top, numbers, most
        )
        asked = [frame for frame in range(64) if jitter.flags[(FIRST + frame) & jitter.mask] & ASKED]
        self.assertEqual(sorted(set(numbers[:count])), [frame for frame in asked if frame <= top])
        return list(numbers[:count])

    def test_one_packet_brings_as_many_frames_as_it_has_copies_and_one(self):
        self.assertEqual(self.chosen((0, 12), 1, 11, 3, 12), [4, 8, 11])
        self.assertEqual(self.chosen((0, 12), 1, 11, 0, 12, 16), list(range(1, 12)))

    def test_the_newest_that_was_sent_is_the_last_that_can_be_asked_for(self):
        self.assertEqual(self.chosen((0,), 1, 5, 6, 5), [5])

    def test_frames_that_are_there_cost_nothing(self):
        self.assertEqual(self.chosen((0, 1, 2, 5, 6), 0, 6, 3, 6), [4])
        self.assertEqual(self.chosen((0, 1, 2, 3), 0, 3, 3, 3), [])

    def test_a_packet_that_came_is_not_asked_for(self):
        # 4 carried fewer copies than they do now: its neighbour before it is the one
        self.assertEqual(self.chosen((0, 4), 1, 1, 3, 4), [3])

    def test_oldest_first_and_not_more_than_wanted(self):
        self.assertEqual(self.chosen((0,), 1, 40, 1, 40, 5), [2, 4, 6, 8, 10])


if __name__ == "__main__":
    unittest.main()
