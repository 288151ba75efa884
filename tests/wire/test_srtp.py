"""SRTP (RFC 3711): vectors of appendix B, the replay window, the rollover counter, and what is refused."""

import sys
import unittest
from binascii import hexlify

from vectors import crypto_rfc
from wire.srtp_sender import Sender, heap_bytes

from hushcue_bodypack import crypto
from hushcue_wire import srtp

ON_MICROPYTHON = sys.implementation.name == "micropython"
MASTER = bytes(range(30))
PAYLOAD = bytes(range(100, 180))
MOST_BYTES = 400
SENDER = Sender(MASTER)


def receiver(master=MASTER):
    return srtp.RtpReceiver(master, crypto, MOST_BYTES)


def open_at(ours, index, datagram=None):
    """What ``ours`` says to the packet with a 48-bit index."""
    if datagram is None:
        datagram = SENDER.rtp(index, PAYLOAD)
    return ours.open(datagram, len(datagram), index & 0xFFFF, 12)


def state(ours):
    """Everything that a forged packet must not change: what comes later is judged by it."""
    place = (ours._high, ours._low, ours._base_high, ours._base_low)
    return place, bytes(ours._seen), bytes(ours._iv), bytes(ours._source or b"")


class TestVectors(unittest.TestCase):
    def test_the_key_stream_of_the_rfc(self):
        aes = crypto.new_aes(crypto_rfc.COUNTER_KEY)
        for number, stream in crypto_rfc.KEYSTREAM:
            block = bytearray(16)
            crypto.fill_counters(block, bytearray(crypto_rfc.COUNTER_IV), 1, number)
            aes.encrypt(block, block)
            self.assertEqual(hexlify(block).decode(), stream)

    def test_the_derived_keys_of_the_rfc(self):
        for label, count, expected in (
            (0, 16, crypto_rfc.CIPHER_KEY),
            (1, 20, crypto_rfc.AUTHENTICATION_KEY),
            (2, 14, crypto_rfc.CIPHER_SALT),
        ):
            self.assertEqual(hexlify(srtp.derive(crypto_rfc.MASTER, label, count, crypto)).decode(), expected)

    def test_a_master_key_of_another_length_is_refused(self):
        for size in (0, 16, 29, 31):
            with self.assertRaises(ValueError):
                srtp.RtpReceiver(bytes(size), crypto, MOST_BYTES)
            with self.assertRaises(ValueError):
                srtp.RtcpSender(bytes(size), crypto, 1)


class TestRtp(unittest.TestCase):
    def test_the_payload_is_what_the_mask_makes_of_the_datagram(self):
        ours = receiver()
        for index, size in enumerate((80, 0, 1, 15, 16, 17, 378)):
            payload = bytes([(place * 7 + size) & 0xFF for place in range(size)])
            datagram = SENDER.rtp(index, payload)
            kept = bytes(datagram)
            self.assertEqual(open_at(ours, index, datagram), srtp.OK)
            self.assertEqual(bytes(datagram), kept)
            self.assertEqual(bytes([datagram[12 + place] ^ ours.mask[place] for place in range(size)]), payload)

    def test_a_longer_header_moves_the_payload(self):
        header = b"\x92\x60\x00\x05" + bytes(4) + b"\xde\xad\xbe\xef" + bytes(8) + b"\xbe\xde\x00\x01" + bytes(4)
        datagram = SENDER.rtp(5, PAYLOAD, header=header)
        ours = receiver()
        self.assertEqual(ours.open(datagram, len(datagram), 5, len(header)), srtp.OK)
        self.assertEqual(bytes([datagram[28 + place] ^ ours.mask[place] for place in range(80)]), PAYLOAD)

    def test_a_reader_may_ask_for_parts_of_the_key_stream(self):
        whole, parts = receiver(), receiver()
        datagram = SENDER.rtp(9, bytes(300))
        self.assertEqual(open_at(whole, 9, datagram), srtp.OK)
        self.assertEqual(parts.check(datagram, len(datagram), 9, 12), srtp.OK)
        for at, count in ((130, 64), (0, 1), (17, 30), (299, 1)):
            for place in range(len(parts.mask)):
                parts.mask[place] = 0
            parts.keystream(at, count)
            self.assertEqual(parts.mask[at : at + count], whole.mask[at : at + count])
        parts.keystream(0, 0)
        for at, count in ((-1, 5), (370, 40), (4000, 1)):
            with self.assertRaises(ValueError):
                parts.keystream(at, count)

    def test_the_key_stream_stays_that_of_the_last_authentic_packet(self):
        ours = receiver()
        datagram = SENDER.rtp(0x1FFF0, bytes(32))
        ours.reference(0x1E000)
        self.assertEqual(ours.check(datagram, len(datagram), 0xFFF0, 12), srtp.OK)
        stranger = bytearray(120)
        self.assertEqual(ours.check(stranger, 120, 5, 12), srtp.FORGED)  # guessed to lie after the wrap
        ours.keystream(0, 32)
        self.assertEqual(bytes(ours.mask[:32]), bytes(datagram[12:44]))

    def test_another_key_is_another_object(self):
        ours, other = receiver(), receiver(bytes(range(1, 31)))
        datagram = SENDER.rtp(1, PAYLOAD)
        self.assertEqual(open_at(other, 1, datagram), srtp.FORGED)
        self.assertEqual(open_at(ours, 1, datagram), srtp.OK)
        again = Sender(bytes(range(1, 31))).rtp(1, PAYLOAD)
        self.assertEqual(open_at(ours, 2, again), srtp.FORGED)
        self.assertEqual(open_at(other, 1, again), srtp.OK)


class TestReplay(unittest.TestCase):
    def test_a_packet_is_taken_once(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 40), srtp.OK)
        before = state(ours)
        for count in range(1, 4):
            self.assertEqual(open_at(ours, 40), srtp.REPLAYED)
            self.assertEqual((ours.replayed, ours.forged), (count, 0))
        self.assertEqual(state(ours), before)

    def test_packets_out_of_order_are_each_taken_once(self):
        ours = receiver()
        order = [700 + (number * 37) % 200 for number in range(200)]
        self.assertEqual([open_at(ours, index) for index in order], [srtp.OK] * 200)
        self.assertEqual([open_at(ours, index) for index in order], [srtp.REPLAYED] * 200)

    def test_the_window_is_256_packets(self):
        for base in (1000, 0x10000 + 100, 0x20000 + 0x8000):
            ours = receiver()
            ours.reference(base)
            self.assertEqual(open_at(ours, base), srtp.OK)
            self.assertEqual(open_at(ours, base - 255), srtp.OK)
            self.assertEqual(open_at(ours, base - 255), srtp.REPLAYED)
            self.assertEqual(open_at(ours, base - 256), srtp.OLD)
            self.assertEqual(open_at(ours, base - 700), srtp.OLD)
            self.assertEqual(open_at(ours, base + 1), srtp.OK)
            self.assertEqual(open_at(ours, base - 255), srtp.OLD)
            self.assertEqual(open_at(ours, base - 254), srtp.OK)

    def test_steps_of_every_width_clear_what_they_pass(self):
        for step in (1, 2, 7, 8, 63, 64, 255, 256, 257, 300, 30000):
            ours = receiver()
            seen = []
            for number in range(6):
                index = 2000 + number * step
                self.assertEqual(open_at(ours, index), srtp.OK)
                seen.append(index)
            newest = seen[-1]
            for index in range(newest - 255, newest):
                expected = srtp.REPLAYED if index in seen else srtp.OK
                if step in (7, 255, 300) or index in seen:
                    self.assertEqual((step, index, open_at(ours, index)), (step, index, expected))


class TestRollover(unittest.TestCase):
    def test_the_counter_follows_the_stream_over_the_wrap(self):
        ours = receiver()
        index = 0x3FFF
        while index < 0x38000:
            self.assertEqual((index, open_at(ours, index)), (index, srtp.OK))
            index += 0x1234
        self.assertEqual(ours.forged, 0)

    def test_late_packets_from_before_the_wrap_are_taken(self):
        ours = receiver()
        for index in (0xFF00, 0xFFFE, 0x10002, 0xFFFF, 0x10001, 0xFF20, 0x10000, 0x10003):
            self.assertEqual((index, open_at(ours, index)), (index, srtp.OK))
            self.assertEqual(bytes([ours.mask[0] ^ PAYLOAD[0]]), bytes(SENDER.rtp(index, PAYLOAD)[12:13]))
        for index in (0xFFFF, 0x10002, 0xFFFE):
            self.assertEqual(open_at(ours, index), srtp.REPLAYED)

    def test_silence_of_less_than_half_a_turn_needs_no_hint(self):
        ours = receiver()
        for index in (100, 100 + 0x7FFF, 0x8000 + 0x7FF0, 0x17F00):
            self.assertEqual((index, open_at(ours, index)), (index, srtp.OK))

    def test_after_longer_silence_the_clock_tells_the_turn(self):
        for passed in (0x9000, 0x10000, 0x18000, 0x5F000, 100 * 0x10000 + 5):
            for error in (-20000, 0, 20000):
                ours = receiver()
                self.assertEqual(open_at(ours, 500), srtp.OK)
                index = 500 + passed
                self.assertNotEqual(open_at(ours, index), srtp.OK)
                ours.reference(passed + error)
                self.assertEqual((passed, error, open_at(ours, index)), (passed, error, srtp.OK))
                self.assertEqual(open_at(ours, index + 1), srtp.OK)
                self.assertEqual(open_at(ours, index - 254), srtp.OK)
                self.assertEqual(open_at(ours, index), srtp.REPLAYED)

    def test_a_hint_alone_moves_nothing(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 500), srtp.OK)
        seen = bytes(ours._seen)
        ours.reference(0x50000)
        self.assertEqual((ours._high, ours._low, bytes(ours._seen)), (0, 500, seen))
        ours.reference(1)
        self.assertEqual(open_at(ours, 501), srtp.OK)
        self.assertEqual(open_at(ours, 500), srtp.REPLAYED)

    def test_a_stream_may_be_joined_in_any_turn(self):
        for index in (0, 0x3FFF, 0x9FFF, 0xFFFF, 0x12345, 0x7FFFF):
            ours = receiver()
            ours.reference(index)
            self.assertEqual((index, open_at(ours, index)), (index, srtp.OK))
        for index in (0, 0x3FFF, 0x9FFF, 0xA001, 0xFFFF):
            self.assertEqual((index, open_at(receiver(), index)), (index, srtp.OK))

    def test_nothing_comes_from_before_the_start(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 5), srtp.OK)
        before = state(ours)
        self.assertEqual(open_at(ours, 0xFFF0), srtp.OLD)
        self.assertEqual(state(ours), before)


class TestRefused(unittest.TestCase):
    def test_every_flipped_bit_is_noticed_and_changes_nothing(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 1000), srtp.OK)
        good = SENDER.rtp(1003, PAYLOAD)
        before = state(ours)
        mask = bytes(ours.mask)
        for place in range(len(good)):
            forged = bytearray(good)
            forged[place] ^= 1 << (place % 8)
            sequence = forged[2] << 8 | forged[3]
            self.assertNotEqual(ours.open(forged, len(forged), sequence, 12), srtp.OK)
        self.assertGreater(ours.forged, 90)
        self.assertEqual(state(ours), before)
        self.assertEqual(bytes(ours.mask), mask)
        self.assertEqual(open_at(ours, 1003, good), srtp.OK)

    def test_forged_sequence_numbers_move_neither_window_nor_counter(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 0xFFF0), srtp.OK)
        before = state(ours)
        stranger = bytearray(100)
        for sequence in (0xFFF1, 0, 5, 0x7FEF, 0xFF80, 0xFFFF):
            self.assertEqual((sequence, ours.open(stranger, 100, sequence, 12)), (sequence, srtp.FORGED))
            self.assertEqual(state(ours), before)
        self.assertEqual(ours.forged, 6)
        self.assertEqual(open_at(ours, 0x10001), srtp.OK)

    def test_a_packet_of_another_turn_is_forged(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 100), srtp.OK)
        datagram = SENDER.rtp(0x10000 + 101, PAYLOAD)
        self.assertEqual(ours.open(datagram, len(datagram), 101, 12), srtp.FORGED)

    def test_another_source_under_the_same_key_is_forged(self):
        ours = receiver()
        self.assertEqual(open_at(ours, 1), srtp.OK)
        self.assertEqual(open_at(ours, 2, SENDER.rtp(2, PAYLOAD, ssrc=0xDEADBEEE)), srtp.FORGED)
        self.assertEqual(open_at(ours, 2), srtp.OK)

    def test_sizes_that_cannot_be_are_refused_before_anything_is_computed(self):
        ours = receiver()
        datagram = SENDER.rtp(3, PAYLOAD) + bytearray(MOST_BYTES)
        size = 12 + len(PAYLOAD) + 10
        for wrong in (0, 1, 11, 12, 21, MOST_BYTES + 1, 100000, -1):
            self.assertEqual((wrong, ours.open(datagram, wrong, 3, 12)), (wrong, srtp.TRUNCATED))
        self.assertEqual(ours.open(datagram[:size], size + 1, 3, 12), srtp.TRUNCATED)
        self.assertEqual(ours.open(datagram, size, 3, size - 9), srtp.TRUNCATED)
        self.assertEqual(ours.open(datagram, size, 3, 8), srtp.TRUNCATED)
        self.assertEqual((ours.forged, ours.replayed), (0, 0))
        for wrong in range(22, size):
            self.assertEqual(ours.open(datagram, wrong, 3, 12), srtp.FORGED)
        self.assertEqual(ours.open(datagram, size, 3, 12), srtp.OK)


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_packets_take_nothing(self):
        ours = receiver()
        forged = bytearray(len(SENDER.rtp(0, PAYLOAD)))
        datagrams = [SENDER.rtp(0xFFC0 + number, PAYLOAD) for number in range(100)]

        def action(datagram):
            sequence = datagram[2] << 8 | datagram[3]
            ours.open(datagram, len(datagram), sequence, 12)  # over the wrap
            ours.check(datagram, len(datagram), sequence, 12)  # again
            ours.check(forged, len(forged), sequence + 1 & 0xFFFF, 12)
            ours.check(datagram, 20, sequence, 12)
            ours.keystream(16, 40)

        self.assertEqual(heap_bytes(action, datagrams), 0)
        self.assertEqual((ours.forged, ours.replayed), (100, 100))
        self.assertEqual((ours._high, ours._low), (1, 0x23))


if __name__ == "__main__":
    unittest.main()
