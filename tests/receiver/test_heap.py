"""From the datagram to the DAC nothing is allocated. Only MicroPython can say; skipped elsewhere."""

import gc
import sys
import unittest

from receiver.stream import KEYS, SSRC, Sealer, datagram, document

from hushcue_bodypack import crypto, tracing
from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session
from hushcue_wire import audio, rtcp_write

ON_MICROPYTHON = sys.implementation.name == "micropython"


class Sink:
    """Takes ``room`` bytes until it is given more room."""

    def __init__(self):
        self.room = 4096

    def write(self, data):
        count = len(data)
        if count > self.room:
            count = self.room
        self.room -= count
        return count


class Bodypack:
    """With the firmware's own primitives. Everything that will arrive is made beforehand."""

    def __init__(self, encoding="L16", frame_ms=10, depth=0, packets=300):
        self.session = Session(crypto, slots=16, ceiling_db=-6)
        payload_type = audio.PAYLOAD_TYPES[encoding]
        size = audio.datagram_bytes(encoding, frame_ms, depth)
        changes = {"encoding": encoding, "payload_type": payload_type, "frame_ms": frame_ms, "datagram_bytes": size}
        self.session.begin(document(**changes), KEYS, 0)
        self.packets = [
            datagram(number, 5000, samples=16 * frame_ms, payload_type=payload_type, depth=depth)
            for number in range(packets)
        ]
        self.buf = bytearray(audio.MAX_DATAGRAM_BYTES)
        self.frame_ms = frame_ms
        self.sink = Sink()
        self.pump = Pump(self.session, self.sink.write)
        self.now = 0
        self.number = 0
        self.said = 0

    def receive(self, data):
        """As readinto does."""
        size = len(data)
        index = 0
        while index < size:
            self.buf[index] = data[index]
            index += 1
        self.session.datagram(self.buf, size, self.now)

    def frames(self, count, lost_every=0):
        """``count`` frames' time of receiving, playing and answering."""
        while count:
            count -= 1
            if not lost_every or self.number % lost_every:
                self.receive(self.packets[self.number])
            self.number += 1
            step = 0
            while step < self.frame_ms:
                self.sink.room += 5 * 192
                self.pump.run(self.now + step)
                if self.session.outgoing(self.now + step) is not None:
                    self.said += 1
                step += 5
            self.now += self.frame_ms


def bytes_taken(action, count, warm_up=60, **more):
    if warm_up:
        action(warm_up, **more)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    action(count, **more)
    after = gc.mem_alloc()
    gc.enable()
    return after - before


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_playing_takes_nothing(self):
        for encoding in ("L16", "PCMU"):
            bodypack = Bodypack(encoding)
            self.assertEqual((encoding, bytes_taken(bodypack.frames, 100)), (encoding, 0))
            self.assertTrue(bodypack.session.received >= 155)
            self.assertEqual((bodypack.session.lost, bodypack.session.rejected, bodypack.session.forged), (0, 0, 0))

    def test_redundancy_requests_and_reports_take_nothing(self):
        for encoding, depth in (("L16", 3), ("PCMU", 6)):
            bodypack = Bodypack(encoding, depth=depth)
            self.assertEqual((encoding, bytes_taken(bodypack.frames, 130, lost_every=4)), (encoding, 0))
            self.assertGreater(bodypack.session.nacks, 5)
            self.assertGreater(bodypack.said, bodypack.session.nacks)
            self.assertGreater(bodypack.session.redundant, 20)

    def test_a_trace_takes_nothing_for_a_packet(self):
        bodypack = Bodypack("L16", depth=3)
        bodypack.frames(60)
        bodypack.session.trace = trace = tracing.Trace(60, bodypack.now)
        self.assertEqual(bytes_taken(bodypack.frames, 130, warm_up=2, lost_every=4), 0)
        self.assertEqual((trace.end, trace.newest), ("", 130))

    def test_concealing_takes_nothing(self):
        bodypack = Bodypack()
        bodypack.session._playout.patient = False
        self.assertEqual(bytes_taken(bodypack.frames, 40, lost_every=10), 0)
        self.assertGreaterEqual(bodypack.session.lost, 8)

    def test_giving_delay_back_takes_nothing(self):
        bodypack = Bodypack()
        bodypack.frames(60, lost_every=20)
        bodypack.now += 200
        bodypack.frames(5)  # twenty frames late
        self.assertEqual(bytes_taken(bodypack.frames, 60, warm_up=0), 0)
        self.assertGreater(bodypack.session.received, 100)

    def test_silence_takes_nothing(self):
        bodypack = Bodypack()
        bodypack.session.end(0)
        self.assertEqual(bytes_taken(bodypack.frames, 40), 0)

    def test_foreign_and_forged_datagrams_take_nothing(self):
        bodypack = Bodypack()
        stranger = datagram(1, ssrc=5)
        forged = datagram(2)
        forged[50] ^= 1

        def receive(count):
            while count:
                count -= 1
                bodypack.receive(stranger)
                bodypack.receive(forged)

        self.assertEqual(bytes_taken(receive, 40), 0)
        self.assertEqual(bodypack.session.authentic, 0)

    def test_several_datagrams_in_one_read_take_nothing(self):
        bodypack = Bodypack(packets=240)
        both = [bodypack.packets[at] + bodypack.packets[at + 1] for at in range(0, 240, 2)]
        place = [0]

        def receive(count):
            while count:
                count -= 1
                bodypack.receive(both[place[0]])
                place[0] += 1

        self.assertEqual(bytes_taken(receive, 50), 0)
        self.assertEqual(bodypack.session.authentic, 220)

    def test_the_reports_of_the_gateway_take_nothing(self):
        bodypack = Bodypack()
        sealer = Sealer()
        buf = bytearray(200)
        size = rtcp_write.sr_into(buf, 0, SSRC, (9, 9), 9, 9, 9, [])
        reports = [sealer.seal_rtcp(buf[:size]) for _ in range(110)]

        place = [0]

        def receive(count):
            while count:
                count -= 1
                bodypack.receive(reports[place[0]])
                place[0] += 1

        self.assertEqual(bytes_taken(receive, 40), 0)
        self.assertEqual(bodypack.session.authentic, 100)

    def test_beeps_take_nothing(self):
        bodypack = Bodypack()
        bodypack.frames(60)
        bodypack.session.identify(0)
        self.assertEqual(bytes_taken(bodypack.frames, 5), 0)

    def test_the_meter_sees_an_allocation(self):
        self.assertGreaterEqual(bytes_taken(lambda count: [bytearray(32) for _ in range(count)], 10), 320)

    def test_the_meter_sees_an_integer_too_large_for_a_small_one(self):
        if sys.maxsize > 1 << 31:
            self.skipTest("a 64-bit VM has small integers up to 2**62; the chip up to 2**30")
        self.assertGreaterEqual(bytes_taken(lambda count: [sys.maxsize + 1 for _ in range(count)], 10), 160)


if __name__ == "__main__":
    unittest.main()
