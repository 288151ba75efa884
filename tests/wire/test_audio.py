"""Frame geometry: how long, how many samples, how many bytes."""

import json
import unittest

from hushcue_wire import audio, rtp
from hushcue_wire.errors import WireError

# encoding, ms, samples, payload bytes, datagram bytes
GEOMETRY = (
    ("L16", 5, 80, 160, 172),
    ("L16", 10, 160, 320, 332),
    ("L16", 20, 320, 640, 652),
    ("PCMU", 5, 80, 80, 92),
    ("PCMU", 10, 160, 160, 172),
    ("PCMU", 20, 320, 320, 332),
)


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


class TestGeometry(unittest.TestCase):
    def test_every_encoding_and_duration(self):
        for encoding, frame_ms, samples, payload, datagram in GEOMETRY:
            self.assertEqual(audio.frame_samples(frame_ms), samples)
            self.assertEqual(audio.payload_bytes(encoding, frame_ms), payload)
            self.assertEqual(audio.smallest_datagram_bytes(encoding, frame_ms), datagram)

    def test_the_table_is_complete(self):
        self.assertEqual(len(GEOMETRY), len(audio.PAYLOAD_TYPES) * len(audio.FRAME_MS_CHOICES))

    def test_the_largest_frame_is_never_fragmented(self):
        for encoding, frame_ms, _samples, _payload, _datagram in GEOMETRY:
            self.assertLessEqual(audio.smallest_datagram_bytes(encoding, frame_ms), audio.MAX_DATAGRAM_BYTES)

    def test_a_protected_datagram_with_copies(self):
        # 12 header + 4 per copy + 1 + primary + copies + 3 padding + 10 tag, added by hand
        for encoding, frame_ms, depth, size in (
            ("L16", 10, 0, 342),
            ("L16", 10, 2, 674),
            ("L16", 10, 3, 838),
            ("PCMU", 10, 0, 182),
            ("PCMU", 10, 5, 1006),
            ("PCMU", 10, 6, 1170),
            ("L16", 5, 6, 690),
            ("L16", 20, 2, 1314),
            ("PCMU", 20, 3, 1318),
        ):
            self.assertEqual(audio.datagram_bytes(encoding, frame_ms, depth), size)

    def test_the_deepest_that_fits(self):
        for encoding, frame_ms, most_bytes, depth in (
            ("L16", 10, 1472, 6),
            ("PCMU", 10, 1472, 6),
            ("L16", 20, 1472, 2),
            ("PCMU", 20, 1472, 3),
            ("L16", 10, 838, 3),
            ("L16", 10, 837, 2),
            ("L16", 10, 300, 0),
        ):
            self.assertEqual(audio.most_depth(encoding, frame_ms, most_bytes), depth)
            if depth:
                self.assertLessEqual(audio.datagram_bytes(encoding, frame_ms, depth), most_bytes)

    def test_a_reader_who_lost_the_size_has_few_to_try(self):
        for frame_ms in audio.FRAME_MS_CHOICES:
            sizes = audio.candidate_sizes(frame_ms)
            self.assertEqual(list(sizes), sorted(set(sizes), reverse=True))
            self.assertLessEqual(len(sizes), 14)
            for encoding in audio.PAYLOAD_TYPES:
                for depth in range(audio.most_depth(encoding, frame_ms) + 1):
                    self.assertIn(audio.datagram_bytes(encoding, frame_ms, depth), sizes)
            self.assertLessEqual(sizes[0], audio.MAX_DATAGRAM_BYTES)

    def test_the_dac_rate_is_a_whole_multiple_of_the_streams(self):
        self.assertEqual(audio.DAC_RATE_HZ % audio.RATE_HZ, 0)

    def test_other_durations_and_encodings_are_refused(self):
        for frame_ms in (0, 1, 15, 40, -10):
            with self.assertRaises(WireError):
                audio.frame_samples(frame_ms)
        for encoding in ("", "opus", "l16", "PCMA"):
            with self.assertRaises(WireError):
                audio.payload_bytes(encoding, 10)

    def test_payload_types_are_dynamic_and_name_their_encoding(self):
        for encoding, payload_type in audio.PAYLOAD_TYPES.items():
            self.assertTrue(96 <= payload_type <= 127)
            self.assertEqual(audio.encoding_of(payload_type), encoding)
        for payload_type in (0, 8, 11, 95, 98, 127, 128, -1):
            with self.assertRaises(WireError):
                audio.encoding_of(payload_type)

    def test_the_frames_of_other_makers_have_our_sizes(self):
        seen = 0
        for case in vectors("rtp.json")["packets"]:
            for encoding, frame_ms, _samples, payload, datagram in GEOMETRY:
                if case["origin"].startswith("captured") and "%s, %d ms" % (encoding, frame_ms) in case["name"]:
                    data = bytes.fromhex(case["hex"])
                    self.assertEqual(len(rtp.parse(data).payload), payload)
                    self.assertEqual(len(data), datagram)
                    seen += 1
        self.assertGreaterEqual(seen, 3)


if __name__ == "__main__":
    unittest.main()
