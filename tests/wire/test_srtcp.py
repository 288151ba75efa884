"""SRTCP (RFC 3711 section 3.4): reports in both directions, and what is refused."""

import sys
import unittest

from wire.srtp_sender import RTCP, Sender, heap_bytes

from hushcue_bodypack import crypto
from hushcue_wire import srtp

ON_MICROPYTHON = sys.implementation.name == "micropython"
MASTER = bytes(range(30))
PAYLOAD = bytes(range(100, 180))
SENDER = Sender(MASTER, RTCP)


def state(ours):
    """Everything that a forged packet must not change: what comes later is judged by it."""
    return ours._high, ours._low, bytes(ours._seen), bytes(ours._source or b"")


class TestRtcp(unittest.TestCase):
    def test_a_compound_is_decrypted_in_place(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        for index, size in enumerate((0, 4, 52, 56, 60, 64, 120, 124, 800)):
            body = bytes([(place * 3 + size) & 0xFF for place in range(size)])
            datagram = SENDER.rtcp(index, body)
            self.assertEqual(ours.open(datagram, len(datagram)), 8 + size)
            self.assertEqual(bytes(datagram[8 : 8 + size]), body)

    def test_one_that_is_only_authenticated_is_left_as_it_is(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        datagram = SENDER.rtcp(0, PAYLOAD, encrypted=False)
        self.assertEqual(ours.open(datagram, len(datagram)), 88)
        self.assertEqual(bytes(datagram[8:88]), PAYLOAD)

    def test_it_is_taken_once_and_late_ones_within_the_window(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        for index, code in (
            (5, srtp.OK),
            (5, srtp.REPLAYED),
            (4, srtp.OK),
            (0x10010, srtp.OK),
            (6, srtp.OLD),
            (0xFFFF, srtp.OK),
            (0xFFFF, srtp.REPLAYED),
            (0x10011, srtp.OK),
            (0x7FFFFFFE, srtp.OK),
            (0x7FFFFF00, srtp.OK),
            (0x7FFF0000, srtp.OLD),
            (0x10012, srtp.OLD),
            (0x7FFFFFFF, srtp.OK),
        ):
            datagram = SENDER.rtcp(index, PAYLOAD)
            self.assertEqual((index, min(ours.open(datagram, len(datagram)), 0)), (index, -code))
        self.assertEqual((ours.replayed, ours.forged), (5, 0))

    def test_every_flipped_bit_is_noticed_and_changes_nothing(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        first = SENDER.rtcp(7, PAYLOAD)
        self.assertEqual(ours.open(first, len(first)), 88)
        good = SENDER.rtcp(8, PAYLOAD)
        before = state(ours)
        for place in range(len(good)):
            forged = bytearray(good)
            forged[place] ^= 1 << (place % 8)
            kept = bytes(forged)
            self.assertLess(ours.open(forged, len(forged)), 0)
            self.assertEqual(bytes(forged), kept)
        self.assertEqual(state(ours), before)
        for size in range(len(good)):
            self.assertLess(ours.open(bytearray(good), size), 0)
        self.assertEqual(ours.open(good, len(good) + 1), -srtp.TRUNCATED)
        self.assertEqual(ours.open(good, len(good)), 88)

    def test_another_source_is_forged(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        first = SENDER.rtcp(1, PAYLOAD)
        self.assertEqual(ours.open(first, len(first)), 88)
        other = SENDER.rtcp(2, PAYLOAD, ssrc=1)
        self.assertEqual(ours.open(other, len(other)), -srtp.FORGED)

    def test_what_is_sent_is_what_the_rfc_says(self):
        ours = srtp.RtcpSender(MASTER, crypto, 0xFEEDBEEF)
        for index, size in enumerate((0, 4, 56, 60, 200)):
            body = bytes([(place * 5 + size) & 0xFF for place in range(size)])
            buf = bytearray(b"\x80\xc8\x00\x01\xfe\xed\xbe\xef" + body + bytes(srtp.RTCP_TRAILER_BYTES + 3))
            self.assertEqual(ours.protect(buf, 8 + size), 22 + size)
            self.assertEqual(buf[: 22 + size], SENDER.rtcp(index, body, ssrc=0xFEEDBEEF))

    def test_the_index_carries(self):
        ours = srtp.RtcpSender(MASTER, crypto, 0xFEEDBEEF)
        for low, index in ((b"\x80\x00\x00\xff", 0xFF), (b"\x80\x00\xff\xff", 0xFFFF), (b"\x80\xff\xff\xff", 0xFFFFFF)):
            ours._index[:] = low
            for number in (index, index + 1):
                buf = bytearray(b"\x80\xc8\x00\x01\xfe\xed\xbe\xef" + PAYLOAD + bytes(14))
                ours.protect(buf, 88)
                self.assertEqual(buf, SENDER.rtcp(number, PAYLOAD, ssrc=0xFEEDBEEF))


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_reports_take_nothing(self):
        ours = srtp.RtcpReceiver(MASTER, crypto)
        sender = srtp.RtcpSender(MASTER, crypto, 0xFEEDBEEF)
        out = bytearray(200)

        def action(datagram):
            ours.open(datagram, len(datagram))
            ours.open(datagram, len(datagram))
            sender.protect(out, 150)

        datagrams = [SENDER.rtcp(0x7FFFFF00 + number, PAYLOAD) for number in range(60)]
        self.assertEqual(heap_bytes(action, datagrams), 0)
        self.assertEqual(ours._low, 0xFF00 + 59)


if __name__ == "__main__":
    unittest.main()
