"""RFC 2198 payloads of other people's software, read and written (tests/vectors/red.json says where from)."""

import json
import unittest

from hushcue_wire import audio, red
from hushcue_wire.errors import WireError


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


VECTORS = vectors("red.json")


class TestVectors(unittest.TestCase):
    def test_there_are_payloads_of_another_maker_and_of_the_rfc(self):
        origins = " ".join([case["origin"] for case in VECTORS["payloads"]])
        for maker in ("GStreamer", "the RFC's figure", "RFC 2198 section 3"):
            self.assertIn(maker, origins)

    def test_each_payload_is_read_block_by_block(self):
        for case in VECTORS["payloads"]:
            data = bytes.fromhex(case["hex"])
            for payload in (data, bytearray(data), memoryview(data)):
                blocks = red.parse(payload)
                self.assertEqual((case["name"], len(blocks)), (case["name"], len(case["blocks"])))
                for index, want in enumerate(case["blocks"]):
                    block = blocks[index]
                    self.assertEqual((block.payload_type, block.offset), (want["payload_type"], want["offset"]))
                    self.assertEqual(data[block.start : block.start + block.size], bytes.fromhex(want["data"]))

    def test_each_payload_is_written_octet_by_octet(self):
        written = 0
        for case in VECTORS["payloads"]:
            if case["we_write_the_same"]:
                copies, primary = case["blocks"][:-1], case["blocks"][-1]
                data = [bytes.fromhex(copy["data"]) for copy in copies]
                samples = copies[-1]["offset"] if copies else 0
                copy_type = copies[0]["payload_type"] if copies else 0
                buf = bytearray(b"\xee" * 1500)
                end = red.build_into(
                    buf, 12, primary["payload_type"], bytes.fromhex(primary["data"]), copy_type, data, samples
                )
                self.assertEqual((case["name"], bytes(buf[12:end])), (case["name"], bytes.fromhex(case["hex"])))
                self.assertEqual(bytes(buf[:12]) + bytes(buf[end:]), b"\xee" * (1500 - (end - 12)))
                written += 1
        self.assertGreaterEqual(written, 8)

    def test_each_bad_payload_is_refused_and_the_place_is_named(self):
        for case in VECTORS["refused"]:
            try:
                red.parse(bytes.fromhex(case["hex"]))
            except WireError as error:
                self.assertEqual((case["name"], error.place), (case["name"], case["place"]))
            else:
                self.fail("accepted: " + case["name"])


class TestSizes(unittest.TestCase):
    def test_a_datagram_of_every_shape_has_the_size_that_is_foretold(self):
        for frame_ms in audio.FRAME_MS_CHOICES:
            samples = audio.frame_samples(frame_ms)
            for encoding in audio.PAYLOAD_TYPES:
                primary = bytes(audio.payload_bytes(encoding, frame_ms))
                for depth in range(1, audio.most_depth(encoding, frame_ms) + 1):
                    buf = bytearray(audio.MAX_DATAGRAM_BYTES)
                    end = red.build_into(
                        buf, audio.RTP_HEADER_BYTES, 96, primary, 97, [bytes(samples)] * depth, samples
                    )
                    padding = -end % 4
                    self.assertEqual(padding, 3)
                    size = audio.datagram_bytes(encoding, frame_ms, depth)
                    self.assertEqual(end + padding + audio.TAG_BYTES, size)
                    # so that a report can be as large: whole words and the trailer of SRTCP
                    self.assertEqual((size - audio.RTCP_TRAILER_BYTES) % 4, 0)

    def test_what_the_fields_do_not_hold_is_our_mistake(self):
        buf = bytearray(2000)
        for copies, samples in (([bytes(160)] * 7, 160), ([bytes(1024)], 160), ([b"a"] * 6, 2731), ([b"ab", b"a"], 1)):
            with self.assertRaises(ValueError):
                red.build_into(buf, 0, 96, b"", 97, copies, samples)


if __name__ == "__main__":
    unittest.main()
