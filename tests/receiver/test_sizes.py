"""The session finds the size of its datagrams by itself, read as MicroPython reads: so many bytes, of whatever."""

import unittest

from receiver.stream import KEYS, SSRC, Dice, Sealer, datagram, document, new_session

from hushcue_wire import audio, rtcp_write

MOST = audio.MAX_DATAGRAM_BYTES


class Mailbox:
    """lwIP's queue of six datagrams, and ``readinto`` of MicroPython's sockets."""

    def __init__(self, session):
        self.session = session
        self.queue = []
        self.buf = bytearray(MOST)
        self.now = 0

    def put(self, data):
        if len(self.queue) < 6:
            self.queue.append(bytes(data))

    def read(self):
        """One call of readinto with the session's size, or False when there is nothing."""
        wanted = self.session.read_bytes
        got = 0
        while self.queue and got < wanted:
            part = self.queue.pop(0)[: wanted - got]  # what does not fit of a datagram is lost
            self.buf[got : got + len(part)] = part
            got += len(part)
        if got:
            self.session.datagram(self.buf, got, self.now)
        return got > 0

    def tick(self, span_ms=5):
        while self.read():
            pass
        self.now += span_ms


class Stream:
    """Frames 0, 1, ... of one session; what became authentic is counted there."""

    def __init__(self, encoding="L16", depth=2):
        self.session = new_session()
        size = max(audio.datagram_bytes(encoding, 10, depth), audio.datagram_bytes("L16", 10, 0))
        self.session.begin(document(datagram_bytes=size), KEYS, 0)
        self.mailbox = Mailbox(self.session)
        self.number = 0
        self.shape(encoding, depth)

    def shape(self, encoding, depth):
        self.more = {"payload_type": audio.PAYLOAD_TYPES[encoding], "depth": depth}
        self.size = audio.datagram_bytes(encoding, 10, depth)
        return self

    def next(self):
        data = datagram(self.number, 5000, **self.more)
        self.number += 1
        assert len(data) == self.size
        return data

    def run(self, count, together=1):
        """``count`` datagrams, so many of them between two looks; how many were authentic."""
        before = self.session.authentic
        for _ in range(count // together):
            for _ in range(together):
                self.mailbox.put(self.next())
            self.mailbox.tick()
        return self.session.authentic - before


SHAPES = (("L16", 0), ("L16", 2), ("L16", 3), ("PCMU", 5), ("PCMU", 6), ("PCMU", 0))


class TestChange(unittest.TestCase):
    def test_every_change_costs_two_datagrams_at_most(self):
        stream = Stream()
        stream.run(10)
        for before in SHAPES:
            for after in SHAPES:
                stream.shape(*before).run(8)
                self.assertEqual(stream.session.read_bytes, stream.size)
                self.assertTrue(stream.shape(*after).run(10) >= 8, (before, after))
                self.assertEqual(stream.session.read_bytes, stream.size)
        self.assertEqual((stream.session.forged, stream.session.rejected), (0, 0))

    def test_several_in_the_queue_cost_a_few_more_and_it_is_found_all_the_same(self):
        for together in (2, 3, 6):
            for before in SHAPES:
                for after in SHAPES:
                    stream = Stream(*before)
                    stream.run(2 * together, together)
                    stream.shape(*after)
                    stream.run(4 * together, together)
                    self.assertEqual((before, after, stream.session.read_bytes), (before, after, stream.size))
                    self.assertEqual(stream.run(4 * together, together), 4 * together)

    def test_a_smaller_size_loses_nothing_where_one_waits_at_a_time(self):
        stream = Stream("PCMU", 6)
        stream.run(10)
        self.assertEqual(stream.shape("L16", 2).run(10), 10)

    def test_the_size_of_an_older_packet_that_is_sent_again_is_not_taken(self):
        stream = Stream("L16", 2)
        stream.run(10)
        old = stream.next()
        stream.shape("L16", 3).run(10)
        size = stream.session.read_bytes
        stream.mailbox.put(old)
        stream.mailbox.tick()
        self.assertEqual((stream.session.read_bytes, stream.session.authentic), (size, stream.number - 2))

    def test_a_wrong_size_in_the_document_is_overcome(self):
        stream = Stream("L16", 2)
        stream.shape("PCMU", 6)
        self.assertTrue(stream.run(10) >= 8)


class TestStrangers(unittest.TestCase):
    def test_garbage_does_not_lose_the_size(self):
        dice = Dice(8)
        stream = Stream()
        stream.run(10)
        for _ in range(60):
            for _ in range(dice.below(3)):
                stream.mailbox.put(bytes([dice.below(256) for _ in range(1 + dice.below(900))]))
            stream.mailbox.tick()
            stream.run(1)
        self.assertEqual(stream.session.read_bytes, stream.size)
        self.assertEqual(stream.session.authentic, 70)

    def test_garbage_in_one_read_with_ours_costs_what_it_cuts_off_and_no_more(self):
        dice = Dice(9)
        stream = Stream()
        stream.run(10)
        for _ in range(40):
            stream.mailbox.put(bytes([dice.below(256) for _ in range(1 + dice.below(60))]))
            stream.mailbox.put(stream.next())
            stream.mailbox.tick()
            stream.run(2)
        self.assertEqual(stream.session.read_bytes, stream.size)
        self.assertTrue(stream.session.authentic >= 90)

    def test_forged_packets_of_our_form_cost_the_size_for_a_moment_only(self):
        stream = Stream()
        stream.run(10)
        forged = bytearray(datagram(5000, 1, **stream.more))
        for place in range(30):
            bent = bytearray(forged)
            bent[40 + place] ^= 1
            stream.mailbox.put(bent)
            stream.mailbox.tick()
        self.assertEqual(stream.session.read_bytes, MOST)
        self.assertEqual(stream.run(10), 10)
        self.assertEqual(stream.session.read_bytes, stream.size)
        self.assertEqual(stream.session.forged, 30)

    def test_forgery_among_ours_is_counted_and_costs_nothing(self):
        stream = Stream()
        for number in range(50):
            bent = bytearray(datagram(100 + number, 1, **stream.more))
            bent[60] ^= 1
            stream.mailbox.put(bent)
            stream.mailbox.tick()
            self.assertEqual(stream.run(1), 1)
        self.assertEqual((stream.session.forged, stream.session.authentic), (50, 50))

    def test_a_read_full_of_headers_of_ours_costs_few_attempts(self):
        stream = Stream()
        stream.run(10)
        attempts = [0]
        check = stream.session._rtp.check

        def counted(*arguments):
            attempts[0] += 1
            return check(*arguments)

        stream.session._rtp.check = counted
        header = b"\x80\x62\x10\x00\0\0\0\0" + SSRC.to_bytes(4, "big")
        data = bytearray(header * 122)
        stream.session.datagram(data, len(data), stream.mailbox.now)
        self.assertTrue(attempts[0] <= 7, attempts[0])
        self.assertEqual(stream.session.authentic, 10)


class TestRepeats(unittest.TestCase):
    def test_every_packet_twice_in_one_read_or_two(self):
        stream = Stream("L16", 2)
        stream.run(4)
        stream.shape("PCMU", 6)
        last = None
        for _ in range(40):
            data = stream.next()
            stream.mailbox.put(data)
            if last is not None:
                stream.mailbox.put(last)
            last = data
            stream.mailbox.tick(10)
        self.assertTrue(stream.session.authentic >= 42)
        self.assertEqual(stream.session.forged, 0)
        self.assertTrue(stream.session.duplicate >= 36)

    def test_a_report_of_the_stream_s_size_does_not_disturb_it(self):
        stream = Stream()
        sealer = Sealer()
        for number in range(30):
            if number % 10 == 5:
                buf = bytearray(stream.size - 14)
                at = rtcp_write.sr_into(buf, 0, SSRC, (1, 2), 3, 4, 5, [])
                at = rtcp_write.app_into(buf, at, SSRC, b"fill", len(buf))
                report = sealer.seal_rtcp(buf)
                self.assertEqual(len(report), stream.size)
                stream.mailbox.put(report)
            stream.mailbox.put(stream.next())
            stream.mailbox.tick(10)
        self.assertEqual((stream.session.authentic, stream.session.rejected), (33, 0))
        self.assertTrue(stream.session._reports._has_sr)


if __name__ == "__main__":
    unittest.main()
