"""RTCP of other people's software, read and written (tests/vectors/rtcp.json says where each comes from)."""

import json
import unittest

from hushcue_wire import ntp, rtcp, rtcp_write
from hushcue_wire.errors import WireError


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


VECTORS = vectors("rtcp.json")
REPORT = ("ssrc", "fraction", "lost", "highest", "jitter", "last_sr", "since_last_sr")


def seen(packet):
    """What was read, in the words of the vectors; what a type has not is left out."""
    fields = {"type": packet.type, "ssrc": packet.ssrc}
    if packet.type == rtcp.SR:
        fields["ntp"] = list(packet.ntp)
        fields["rtp_timestamp"], fields["packets"], fields["octets"] = (
            packet.rtp_timestamp,
            packet.packets,
            packet.octets,
        )
    if packet.type in (rtcp.SR, rtcp.RR):
        fields["reports"] = [{name: getattr(each, name) for name in REPORT} for each in packet.reports]
    if packet.type == rtcp.SDES:
        fields["names"] = [[ssrc, name.hex()] for ssrc, name in packet.names]
    if packet.type == rtcp.BYE:
        fields["sources"] = list(packet.sources)
    if packet.type == rtcp.APP:
        fields["name"], fields["data"] = packet.name.hex(), packet.data.hex()
    if packet.type == rtcp.RTPFB:
        fields["media_ssrc"], fields["sequences"] = packet.media_ssrc, packet.sequences
    if packet.received is not None:
        fields["received"] = list(packet.received)
    if packet.answers:
        fields["answers"] = [list(answer) for answer in packet.answers]
    if packet.voip:
        fields["voip"] = [[each.ssrc, list(each.values)] for each in packet.voip]
    return fields


def write(buf, at, want):
    """One packet of a vector, written by us."""
    kind, ssrc = want["type"], want["ssrc"]
    if kind == rtcp.SR:
        time = (want["ntp"][0], want["ntp"][1])
        return rtcp_write.sr_into(
            buf, at, ssrc, time, want["rtp_timestamp"], want["packets"], want["octets"], reports(want)
        )
    if kind == rtcp.RR:
        return rtcp_write.rr_into(buf, at, ssrc, reports(want))
    if kind == rtcp.SDES:
        return rtcp_write.sdes_into(buf, at, ssrc, bytes.fromhex(want["names"][0][1]))
    if kind == rtcp.APP:
        name, size = bytes.fromhex(want["name"]), len(want["data"]) // 2
        return rtcp_write.app_into(buf, at, ssrc, name, at + 12 + size)
    if kind == rtcp.RTPFB:
        pairs = rtcp_write.nack_pairs(want["sequences"])
        return rtcp_write.nack_into(buf, at, ssrc, want["media_ssrc"], pairs)
    received = tuple(want["received"]) if "received" in want else None
    answers = [tuple(answer) for answer in want.get("answers", [])]
    voip = want.get("voip")
    return rtcp_write.xr_into(
        buf, at, ssrc, received, answers, rtcp.Voip(voip[0][0], tuple(voip[0][1])) if voip else None
    )


def reports(want):
    return [rtcp.Report(*[each[name] for name in REPORT]) for each in want["reports"]]


class TestVectors(unittest.TestCase):
    def test_there_are_compounds_of_several_makers(self):
        origins = " ".join([case["origin"] for case in VECTORS["compounds"]])
        for maker in ("aiortc", "ffmpeg", "GStreamer", "RFC 3550", "RFC 3611", "RFC 4585", "RFC 5506"):
            self.assertIn(maker, origins)

    def test_each_compound_is_read_field_by_field(self):
        for case in VECTORS["compounds"]:
            for kind in (bytes, bytearray, lambda data: memoryview(bytearray(data))):
                packets = rtcp.read(kind(bytes.fromhex(case["hex"])))
                self.assertEqual((case["name"], [seen(packet) for packet in packets]), (case["name"], case["packets"]))

    def test_each_compound_is_written_octet_by_octet(self):
        written = 0
        for case in VECTORS["compounds"]:
            if case["we_write_the_same"]:
                buf, at = bytearray(b"\xee" * 1400), 0
                for want in case["packets"]:
                    at = write(buf, at, want)
                self.assertEqual((case["name"], bytes(buf[:at])), (case["name"], bytes.fromhex(case["hex"])))
                self.assertEqual(bytes(buf[at:]), b"\xee" * (1400 - at))
                written += 1
        self.assertGreaterEqual(written, 20)

    def test_each_bad_compound_is_refused_and_the_place_is_named(self):
        self.assertGreaterEqual(len(VECTORS["refused"]), 25)
        for case in VECTORS["refused"]:
            try:
                rtcp.read(bytes.fromhex(case["hex"]))
            except WireError as error:
                self.assertEqual((case["name"], error.place), (case["name"], case["place"]))
            else:
                self.fail("accepted: " + case["name"])

    def test_every_truncation_of_every_compound_is_read_or_refused(self):
        for case in VECTORS["compounds"]:
            data = bytes.fromhex(case["hex"])
            for size in range(min(len(data), 120)):
                try:
                    packets = rtcp.read(data[:size])
                except WireError:
                    continue
                self.assertTrue(len(packets) < max(2, len(case["packets"])))

    def test_the_metrics_of_a_voip_block_have_names(self):
        (case,) = [case for case in VECTORS["compounds"] if case["name"].startswith("XR with RRTR")]
        voip = rtcp.read(bytes.fromhex(case["hex"]))[0].voip[0]
        self.assertEqual(len(voip.values), len(rtcp.Voip.FIELDS))
        for name, value in (("discard_rate", 3), ("round_trip_ms", 31), ("signal_dbm", -20), ("buffer_maximum_ms", 90)):
            self.assertEqual(voip.get(name), value)


class TestNack(unittest.TestCase):
    def test_a_list_becomes_pairs_and_pairs_the_list(self):
        for sequences in ([7], [7, 8], [7, 23], [7, 24], [65535, 0, 1, 16, 17], list(range(65000, 65100))):
            sequences = [sequence & 0xFFFF for sequence in sequences]
            pairs = rtcp_write.nack_pairs(sequences)
            again = []
            for pid, blp in pairs:
                again += rtcp.nack_sequences(pid, blp)
            self.assertEqual(again, sequences)
        self.assertEqual(rtcp_write.nack_pairs([]), [])

    def test_no_more_entries_than_one_request_may_have_the_oldest_first(self):
        pairs = rtcp_write.nack_pairs(list(range(0, 1700, 17)))
        self.assertEqual(pairs, [(17 * index, 0) for index in range(16)])
        pairs = rtcp_write.nack_pairs(list(range(1000)))
        self.assertEqual(pairs, [(17 * index, 0xFFFF) for index in range(16)])


class TestWriting(unittest.TestCase):
    def test_what_the_fields_do_not_hold_is_our_mistake(self):
        buf = bytearray(400)
        for action in (
            lambda: rtcp_write.sdes_into(buf, 0, 1, bytes(256)),
            lambda: rtcp_write.sdes_into(buf, 2, 1, b"name"),
            lambda: rtcp_write.app_into(buf, 0, 1, b"fil", 16),
            lambda: rtcp_write.app_into(buf, 0, 1, b"fill", 8),
            lambda: rtcp_write.app_into(buf, 0, 1, b"fill", 18),
            lambda: rtcp_write.nack_into(buf, 0, 1, 2, []),
            lambda: rtcp_write.nack_into(buf, 0, 1, 2, [(0, 0)] * 17),
        ):
            with self.assertRaises(ValueError):
                action()


class TestTime(unittest.TestCase):
    def test_the_round_trip_of_the_rfc(self):
        # RFC 3550 section 6.4.1, figure 2: A = b710:8000, LSR = b705:2000, DLSR = 0005:4000; 6.125 s
        self.assertEqual(ntp.round_trip(0xB7108000, 0xB7052000, 0x00054000), 0x00062000)
        self.assertEqual(ntp.ms(0x00062000), 6125)
        # the same figure: ntp_sec = 0xb44db705, ntp_frac = 0x20000000 is the SR's time
        self.assertEqual(ntp.short((0xB44DB705, 0x20000000)), 0xB7052000)

    def test_it_goes_on_over_the_wrap_and_is_never_less_than_nothing(self):
        self.assertEqual(ntp.round_trip(0x00000010, 0xFFFFFFF0, 0x10), 0x10)
        self.assertEqual(ntp.round_trip(100, 90, 11), 0)

    def test_nanoseconds(self):
        self.assertEqual(ntp.of_ns(1500000000), (1, 0x80000000))
        self.assertEqual(ntp.of_ns((1 << 32) * 1000000000 + 250000000), (0, 0x40000000))
        self.assertEqual(ntp.short_of_ns(1500000000), 0x18000)
        self.assertEqual(ntp.short_of_ns(1 << 62), 0xFFFFFFFF)


if __name__ == "__main__":
    unittest.main()
