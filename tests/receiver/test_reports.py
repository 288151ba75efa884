"""What the bodypack reports, as the shared module reads it; and what it reads of the gateway's reports."""

import unittest

from receiver.stream import KEYS, REPORT_SSRC, SSRC, Dice, Ear, Sealer, document

from hushcue_wire import rtcp, rtcp_write

FRAME_MS = 10


def reports(ear):
    """[(time, {packet type: packet})] of the compounds that were said."""
    found = []
    for at_ms, packets in ear.said:
        if packets[0].type == rtcp.RR:
            found.append((at_ms, {packet.type: packet for packet in packets}))
    return found


def heard(frames=330, loses=lambda number: False, start=0, start_ms=0, late=lambda number: 0):
    ear = Ear(start_ms=start_ms)
    for number in range(frames):
        if not loses(number):
            ear.send(start_ms + 20 + FRAME_MS * number + late(number), start + number)
    ear.listen(start_ms + 20 + FRAME_MS * frames)
    return ear


def gateways_report(ear, sealer, at_ms, ntp=(0x11112222, 0x33334444), answers=()):
    buf = bytearray(200)
    at = rtcp_write.sr_into(buf, 0, SSRC, ntp, 1, 2, 3, [])
    if answers:
        at = rtcp_write.xr_into(buf, at, SSRC, None, list(answers), None)
    ear.send_raw(at_ms, sealer.seal_rtcp(buf[:at]))


class TestReceiverReport(unittest.TestCase):
    def test_it_is_a_compound_of_report_name_and_extended_report_once_a_second(self):
        found = reports(heard())
        times = [at_ms for at_ms, _ in found]
        self.assertEqual(len(times), 4)  # the first one early
        self.assertTrue(all(1000 <= times[index + 1] - times[index] <= 1005 for index in range(3)), times)
        for _, packets in found:
            self.assertEqual(sorted(packets), [rtcp.RR, rtcp.SDES, rtcp.XR])
            self.assertEqual({packet.ssrc for packet in packets.values()}, {REPORT_SSRC})
            self.assertEqual(packets[rtcp.SDES].names, [(REPORT_SSRC, b"%08x" % REPORT_SSRC)])

    def test_a_calm_stream_has_lost_nothing(self):
        at_ms, packets = reports(heard())[-1]
        report = packets[rtcp.RR].reports[0]
        self.assertEqual((report.ssrc, report.fraction, report.lost, report.jitter), (SSRC, 0, 0, 0))
        self.assertEqual(report.highest, (at_ms - 20) // FRAME_MS)
        self.assertEqual((report.last_sr, report.since_last_sr), (0, 0))

    def test_losses_are_told_as_a_share_and_in_all(self):
        found = reports(heard(loses=lambda number: number % 4 == 1))
        for _, packets in found[1:]:
            self.assertTrue(60 <= packets[rtcp.RR].reports[0].fraction <= 68, packets[rtcp.RR].reports[0].fraction)
        last = found[-1][1][rtcp.RR].reports[0]
        self.assertTrue(abs(last.lost - (last.highest + 1) // 4) <= 1)

    def test_what_was_asked_for_and_came_was_lost_all_the_same(self):
        ear = Ear(answers=lambda now, number: self.again(number))
        self.again = lambda number: ear_datagram(number)
        for number in range(330):
            if number % 5 != 2:
                ear.send(20 + FRAME_MS * number, number)
        ear.listen(3320)
        self.assertGreater(ear.session.resent, 55)
        last = reports(ear)[-1][1][rtcp.RR].reports[0]
        self.assertTrue(abs(last.lost - (last.highest + 1) // 5) <= 2)

    def test_the_highest_number_counts_its_cycles(self):
        found = reports(heard(frames=300, start=65400))
        self.assertEqual(found[0][1][rtcp.RR].reports[0].highest >> 16, 0)
        last = found[-1][1][rtcp.RR].reports[0].highest
        self.assertEqual(last >> 16, 1)
        self.assertTrue(60 <= last & 0xFFFF <= 164)

    def test_jitter_is_in_samples(self):
        report = reports(heard(late=lambda number: 8 * (number % 2)))[-1][1][rtcp.RR].reports[0]
        self.assertTrue(abs(report.jitter - 8 * 16) <= 16, report.jitter)

    def test_the_time_of_the_gateways_report_comes_back(self):
        ear = Ear()
        for number in range(250):
            ear.send(20 + FRAME_MS * number, number)
        gateways_report(ear, Sealer(), 1500)
        ear.listen(2520)
        at_ms, packets = reports(ear)[-1]
        report = packets[rtcp.RR].reports[0]
        self.assertEqual(report.last_sr, 0x22223333)
        self.assertTrue(abs(report.since_last_sr - (at_ms - 1500) * 65536 // 1000) <= 66)


class TestRoundTrip(unittest.TestCase):
    def trip(self, start_ms, there_ms=4, thinks_ms=300, back_ms=3):
        ear = Ear(start_ms=start_ms)
        for number in range(200):
            ear.send(start_ms + 20 + FRAME_MS * number, number)
        ear.listen(start_ms + 300)
        at_ms, packets = reports(ear)[0]
        seconds, fraction = packets[rtcp.XR].received
        answer = (REPORT_SSRC, (seconds & 0xFFFF) << 16 | fraction >> 16, thinks_ms * 65536 // 1000)
        other = (REPORT_SSRC + 1, 5, 5)
        self.assertIsNone(ear.session.rtt_ms)
        gateways_report(ear, Sealer(), at_ms + there_ms + thinks_ms + back_ms, answers=[other, answer])
        ear.listen(start_ms + 1500)
        return ear.session.rtt_ms

    def test_it_is_what_the_way_there_and_back_takes(self):
        for start_ms in (0, 5000, 65535700, 700000, (1 << 30) - 5000):
            self.assertTrue(abs(self.trip(start_ms) - 7) <= 1, start_ms)

    def test_a_time_that_cannot_be_is_not_believed(self):
        self.assertIsNone(self.trip(1000, thinks_ms=100000, back_ms=-99000))


class TestMetrics(unittest.TestCase):
    def test_they_are_those_of_the_stream(self):
        voip = reports(heard(loses=lambda number: number % 4 == 1))[-1][1][rtcp.XR].voip[0]
        self.assertEqual(voip.ssrc, SSRC)
        self.assertTrue(abs(voip.get("loss_rate") - 64) <= 2)
        self.assertEqual(voip.get("discard_rate"), 0)
        self.assertEqual((voip.get("gap_minimum"), voip.get("r_factor"), voip.get("mos_lq")), (16, 127, 127))
        self.assertEqual(voip.get("buffer_absolute_ms"), 1200)

    def test_bursts_and_gaps_are_told_apart(self):
        # ten frames of which every second is lost, then ninety without a loss
        def loses(number):
            return number % 100 < 10 and number % 2 == 0 and number >= 100

        voip = reports(heard(frames=730, loses=loses))[-1][1][rtcp.XR].voip[0]
        self.assertTrue(abs(voip.get("burst_density") - 0.55 * 256) <= 16, voip.get("burst_density"))
        self.assertTrue(70 <= voip.get("burst_ms") <= 130, voip.get("burst_ms"))
        self.assertTrue(800 <= voip.get("gap_ms") <= 1200, voip.get("gap_ms"))
        self.assertEqual(voip.get("gap_density"), 0)

    def test_lonely_losses_are_no_bursts(self):
        voip = reports(heard(frames=530, loses=lambda number: number % 50 == 25))[-1][1][rtcp.XR].voip[0]
        self.assertEqual((voip.get("burst_density"), voip.get("burst_ms")), (0, 0))
        self.assertTrue(abs(voip.get("gap_density") - 256 // 50) <= 1)


class TestReading(unittest.TestCase):
    def test_what_is_malformed_inside_is_left_unread(self):
        ear = Ear()
        sealer = Sealer()
        dice = Dice(12)
        ear.send(0, 0)
        for number in range(200):
            body = bytearray([0x80, 200, 0, 6]) + bytearray(SSRC.to_bytes(4, "big"))
            body += bytearray([dice.below(256) for _ in range(4 * dice.below(30))])
            if dice.below(2):
                body[2:4] = bytes([dice.below(3), dice.below(256)])
            if dice.below(3) == 0 and len(body) > 40:
                body[32:36] = bytes([0x80, 207, 0, dice.below(20)])
            ear.send_raw(10 + number, sealer.seal_rtcp(body))
        ear.listen(300)
        self.assertEqual(ear.session.authentic, 201)
        self.assertIsNone(ear.session.rtt_ms)

    def test_reports_of_others_are_not_read(self):
        ear = Ear()
        stranger = Sealer(KEYS[1])
        gateways_report(ear, stranger, 10)
        good = Sealer()
        again = good.seal_rtcp(bytes([0x80, 200, 0, 6]) + SSRC.to_bytes(4, "big") + bytes(20))
        ear.send_raw(20, bytearray(again))
        ear.send_raw(30, bytearray(again))
        ear.send_raw(40, good.seal_rtcp(bytes([0x80, 200, 0, 6]) + bytes(24)))
        ear.listen(50)
        self.assertEqual((ear.session.authentic, ear.session.forged), (1, 1))
        self.assertEqual((ear.session.replayed, ear.session.rejected), (1, 1))
        self.assertEqual(document()["report_ssrc"], REPORT_SSRC)


def ear_datagram(number):
    from receiver.stream import datagram

    return datagram(number)


if __name__ == "__main__":
    unittest.main()
