"""RTP packets of other people's software, read and written (tests/vectors/rtp.json says where each comes from)."""

import json
import unittest

from hushcue_wire import rtp
from hushcue_wire.errors import WireError

FIELDS = ("payload_type", "marker", "sequence", "timestamp", "ssrc", "padding_bytes")


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


VECTORS = vectors("rtp.json")


def packet_of(case):
    return rtp.Packet(
        payload_type=case["payload_type"],
        sequence=case["sequence"],
        timestamp=case["timestamp"],
        ssrc=case["ssrc"],
        payload=bytes.fromhex(case["payload"]),
        marker=case["marker"],
        csrc=tuple(case["csrc"]),
        padding_bytes=case["padding_bytes"],
    )


class TestVectors(unittest.TestCase):
    def test_there_are_packets_of_three_makers(self):
        origins = " ".join([case["origin"] for case in VECTORS["packets"]])
        for maker in ("aiortc", "ffmpeg", "GStreamer"):
            self.assertIn(maker, origins)

    def test_each_packet_is_read_field_by_field(self):
        for case in VECTORS["packets"]:
            for kind in (bytes, bytearray, lambda data: memoryview(bytearray(data))):
                packet = rtp.parse(kind(bytes.fromhex(case["hex"])))
                for field in FIELDS:
                    self.assertEqual((case["name"], field, getattr(packet, field)), (case["name"], field, case[field]))
                self.assertEqual((case["name"], list(packet.csrc)), (case["name"], case["csrc"]))
                self.assertEqual((case["name"], bytes(packet.payload)), (case["name"], bytes.fromhex(case["payload"])))

    def test_each_packet_is_written_octet_by_octet(self):
        written = 0
        for case in VECTORS["packets"]:
            if case["we_write_the_same"]:
                data = rtp.serialize(packet_of(case))
                self.assertEqual((case["name"], data), (case["name"], bytes.fromhex(case["hex"])))
                written += 1
        self.assertGreaterEqual(written, 20)

    def test_a_header_written_in_place_is_that_of_the_other_makers(self):
        for case in VECTORS["packets"]:
            if case["we_write_the_same"] and not case["csrc"]:
                buf = bytearray(b"\xee" * 20)
                rtp.pack_header_into(
                    buf,
                    case["payload_type"],
                    case["marker"],
                    case["sequence"],
                    case["timestamp"],
                    case["ssrc"],
                    case["padding_bytes"] > 0,
                )
                self.assertEqual(bytes(buf[:12]), bytes.fromhex(case["hex"])[:12])
                self.assertEqual(bytes(buf[12:]), b"\xee" * 8)

    def test_each_bad_packet_is_refused_and_the_place_is_named(self):
        self.assertGreaterEqual(len(VECTORS["refused"]), 15)
        for case in VECTORS["refused"]:
            try:
                rtp.parse(bytes.fromhex(case["hex"]))
            except WireError as error:
                self.assertEqual((case["name"], error.place), (case["name"], case["place"]))
            else:
                self.fail("accepted: " + case["name"])

    def test_every_truncation_of_every_packet_is_read_or_refused(self):
        for case in VECTORS["packets"]:
            data = bytes.fromhex(case["hex"])
            for size in range(min(len(data), 80)):
                try:
                    rtp.parse(data[:size])
                except WireError:
                    self.assertTrue(size < 12 or data[0] & 0x3F)  # a plain packet may end anywhere behind its header


class TestWriting(unittest.TestCase):
    def test_sequence_and_timestamp_wrap(self):
        data = rtp.serialize(rtp.Packet(96, 65536 + 5, (1 << 32) + 7, 1, b""))
        packet = rtp.parse(data)
        self.assertEqual((packet.sequence, packet.timestamp), (5, 7))

    def test_more_csrc_than_the_field_counts_is_our_mistake(self):
        with self.assertRaises(ValueError):
            rtp.serialize(rtp.Packet(96, 0, 0, 0, b"", csrc=tuple(range(16))))

    def test_more_padding_than_the_octet_counts_is_our_mistake(self):
        for padding in (-1, 256):
            with self.assertRaises(ValueError):
                rtp.serialize(rtp.Packet(96, 0, 0, 0, b"", padding_bytes=padding))

    def test_the_payload_is_a_view_of_the_datagram(self):
        data = bytearray(rtp.serialize(rtp.Packet(96, 0, 0, 0, b"abc")))
        packet = rtp.parse(data)
        data[12:13] = b"x"
        self.assertEqual(bytes(packet.payload), b"xbc")


if __name__ == "__main__":
    unittest.main()
