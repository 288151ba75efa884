"""A link trace on the chip: what came is told as it came, whatever came, and nothing is kept after it."""

import binascii
import unittest

from bodypack.studio import Studio
from receiver.stream import Dice, Ear, datagram

from hushcue_bodypack import tracing
from hushcue_wire import documents

NAME = "00c0ffee"


def values_of(trace):
    """{number: 16 bits} of everything that can be taken out, and the numbers in order."""
    found = {}
    chunk = trace.take()
    while chunk is not None:
        first, data = chunk
        assert first == len(found), (first, len(found))
        for at in range(0, len(data), 2):
            found[first + at // 2] = data[at] << 8 | data[at + 1]
        chunk = trace.take()
    return found


def delays_of(values):
    """{number: ms beyond its turn} of what came."""
    return {n: (v & 0x3FFF) - 1 - tracing.LEAD_MS for n, v in values.items() if v}


def traced(ear, seconds=60):
    ear.session.trace = tracing.Trace(seconds, ear.now_ms & 0x3FFFFFFF)
    return ear.session.trace


class Air:
    """Packets straight to the trace, as the session tells them."""

    frame_ms = 10

    class jitter:
        head = 0
        started = True
        capacity = 64
        mask = 63
        flags = bytearray(64)

        @staticmethod
        def steps_from(frame, sequence):
            return 0


class Recording(unittest.TestCase):
    def test_each_packet_that_came_is_told_with_when(self):
        ear = Ear(start_ms=(1 << 30) - 700)
        trace = traced(ear)
        dice = Dice(3)
        sent = {}
        for number in range(200):
            sent[number] = dice.below(40) if dice.below(10) else None
        sent[0] = 5
        for number, late in sent.items():
            if late is not None:
                ear.send(ear.now_ms + 10 * number + late, 65500 + number)
        ear.listen(ear.now_ms + 2400)
        trace.end = "stopped"
        found = delays_of(values_of(trace))
        self.assertEqual(found, {n: late - 5 for n, late in sent.items() if late is not None and n < trace.told})
        self.assertEqual(trace.told, max([n for n, late in sent.items() if late is not None]) + 1)

    def test_what_had_to_be_asked_for_is_marked_and_what_came_twice_too(self):
        ear = Ear(answers=lambda now_ms, sequence: datagram(sequence) if sequence < 1120 else None, trip_ms=12)
        trace = traced(ear)
        for number in range(120):
            if number == 50:
                continue  # lost: it comes because it was asked for
            late = 15 if number == 80 else 0  # it comes, after it was asked for, and once more
            ear.send(10 * number + late, 1000 + number)
        ear.listen(1500)
        self.assertTrue(ear.session.nacks >= 2)
        trace.end = "stopped"
        values = values_of(trace)
        marked = [number for number, value in values.items() if value & 0x8000]
        self.assertEqual(marked, [50, 80])
        self.assertEqual(values[80], 0xC000 | 1 + tracing.LEAD_MS + 15)
        self.assertTrue(10 <= (values[50] & 0x3FFF) - 1 - tracing.LEAD_MS <= 40, values[50])
        self.assertEqual([number for number, value in values.items() if not value], [])

    def test_one_that_came_too_late_to_be_played_is_late_and_not_lost(self):
        ear = Ear()
        trace = traced(ear)
        for number in range(100):
            ear.send(10 * number + (500 if number == 40 else 0), 10 + number)
        ear.listen(1200)
        trace.end = "stopped"
        self.assertEqual(values_of(trace)[40] & 0x3FFF, 1 + tracing.LEAD_MS + 500)

    def test_it_ends_by_itself_and_says_nothing_beyond(self):
        ear = Ear()
        trace = traced(ear, seconds=1)
        for number in range(300):
            ear.send(10 * number, number)
        ear.listen(1900)
        self.assertFalse(trace.check(ear.now_ms))
        ear.listen(2100)
        self.assertTrue(trace.check(ear.now_ms))
        self.assertEqual((trace.end, len(values_of(trace))), ("done", 100))

    def test_without_a_packet_it_ends_as_silent(self):
        trace = tracing.Trace(5, 100)
        self.assertFalse(trace.check(tracing.NOTHING_MS))
        self.assertTrue(trace.check(tracing.NOTHING_MS + 200))
        self.assertEqual((trace.end, trace.take()), ("silent", None))

    def test_one_that_nobody_takes_out_ends_and_what_was_kept_is_whole(self):
        trace = tracing.Trace(60, 0)
        for number in range(tracing.SLOTS + 50):
            trace.came(Air, number, 10 * number, 0)
        self.assertEqual(trace.end, "overrun")
        self.assertEqual(sorted(delays_of(values_of(trace))), list(range(tracing.SLOTS)))

    def test_it_is_told_while_it_goes_on_and_the_ring_turns(self):
        trace = tracing.Trace(60, 0)
        found = {}
        for number in range(3000):
            if number % 7:
                trace.came(Air, 64000 + number & 0xFFFF, 10 * number, 0)
            chunk = trace.take() if number % 100 == 0 else None
            if chunk is not None:
                self.assertEqual((chunk[0], len(chunk[1])), (len(found), 2 * tracing.MOST))
                for at in range(tracing.MOST):
                    found[chunk[0] + at] = chunk[1][2 * at] << 8 | chunk[1][2 * at + 1]
        self.assertTrue(len(found) > 2000)
        self.assertEqual(sorted(delays_of(found)), [n for n in range(len(found)) if (n + 1) % 7])
        self.assertEqual(set(delays_of(found).values()), {0})

    def test_a_new_stream_has_no_trace(self):
        ear = Ear()
        traced(ear)
        from receiver.stream import KEYS, document

        ear.session.begin(document(session=8), KEYS, ear.now_ms)
        self.assertIsNone(ear.session.trace)


class Told(unittest.TestCase):
    def setUp(self):
        self.studio = Studio().served()
        self.studio.order("trace", trace=NAME, seconds=5)
        self.assertEqual([d["what"] for _, d in self.studio.said()], ["command_done"])
        ((name, self.order),) = self.studio.errands
        self.assertEqual(name, "trace")
        self.work = tracing.Tracing(self.studio.control, self.studio.session, self.order, self.studio.now_ms)

    def pass_by(self, packets, waiting=0):
        """Packets come, one every 10 ms; the documents that are told meanwhile, and whether more is to be."""
        told, going = [], True
        for number in packets:
            self.studio.now_ms = (self.studio.now_ms + 10) & 0x3FFFFFFF
            if self.studio.session.trace is not None:
                self.studio.session.trace.came(Air, number & 0xFFFF, self.studio.now_ms, 0)
            if number % 20 == 0 and going:
                going = self.work.step(self.studio.now_ms, waiting)
                told += [d for kind, d in self.studio.said() if kind == "trace"]
        return told, going

    def test_documents_hold_every_packet_once_and_say_when_it_is_over(self):
        told, going = self.pass_by(range(700))
        self.assertFalse(going)
        self.assertIsNone(self.studio.session.trace)
        self.assertEqual([d["state"] for d in told[-2:]], ["going", "done"])
        count = 0
        for each in told:
            self.assertEqual((each["trace"], each["session"], each["at"]), (NAME, 7, count))
            self.assertTrue(len(documents.make("trace", each)) <= documents.MAX_DOCUMENT_BYTES)
            count += len(binascii.a2b_base64((each["came"] or "").encode())) // 2
        self.assertEqual(count, 500)

    def test_it_can_be_stopped_and_what_came_is_told(self):
        self.pass_by(range(60))
        self.studio.order("trace", trace=NAME, seconds=0)
        self.studio.said()
        self.assertEqual(len(self.studio.errands), 1)
        told, going = self.pass_by(range(60, 200))
        self.assertEqual((told[-1]["state"], told[-1]["at"], going), ("stopped", 60, False))

    def test_a_second_one_is_refused_while_one_is_taken(self):
        self.studio.order("trace", trace="00000001", seconds=5)
        self.assertEqual([d["what"] for _, d in self.studio.said()], ["command_refused"])

    def test_stopping_when_there_is_none_is_done(self):
        studio = Studio().served()
        studio.order("trace", trace=NAME, seconds=0)
        self.assertEqual(([d["what"] for _, d in studio.said()], studio.errands), (["command_done"], []))

    def test_half_a_command_is_refused(self):
        for missing in ("trace", "seconds"):
            studio = Studio().served()
            fields = {"trace": NAME, "seconds": 5}
            fields[missing] = None
            studio.order("trace", **fields)
            self.assertEqual(([d["what"] for _, d in studio.said()], studio.errands), (["command_refused"], []))

    def test_while_the_broker_is_slow_nothing_more_is_said_and_nothing_lost(self):
        told, _ = self.pass_by(range(450), waiting=2)
        self.assertEqual(told, [])
        told, going = self.pass_by(range(450, 900))
        self.assertEqual((told[-1]["at"], told[-1]["state"], going), (500, "done", False))

    def test_a_broker_that_stays_away_ends_it(self):
        told, going = self.pass_by(range(9000), waiting=5)
        self.assertEqual((told, going, self.studio.session.trace), ([], False, None))

    def test_a_new_session_ends_it(self):
        self.pass_by(range(60))
        self.studio.offer(session=8)
        self.studio.said()
        told, going = self.pass_by(range(60, 120))
        self.assertEqual((told[-1]["state"], told[-1]["at"], going), ("renewed", 60, False))


if __name__ == "__main__":
    unittest.main()
