"""The viper header reader says the same as the shared module, on other people's packets and on broken ones."""

import array
import json
import unittest

from receiver.stream import Dice

from hushcue_bodypack import packet
from hushcue_wire import rtp
from hushcue_wire.errors import WireError


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


def read_here(data, ssrc):
    """(place of the error or "ok", payload, payload type, marker, sequence) as the chip sees it."""
    fields = array.array("H", bytes(2 * packet.HEADER_FIELDS))
    code = packet.read_header(bytearray(data), len(data), ssrc, fields)
    if code != packet.OK:
        return packet.FAULT_NAMES[code], b"", 0, False, 0
    at, count = fields[packet.PAYLOAD_AT], fields[packet.PAYLOAD_BYTES]
    return (
        "ok",
        bytes(data[at : at + count]),
        fields[packet.PAYLOAD_TYPE],
        bool(fields[packet.MARKER]),
        fields[packet.SEQUENCE],
    )


def read_there(data, ssrc):
    """The same from hushcue_wire."""
    try:
        parsed = rtp.parse(data)
    except WireError as error:
        return error.place[4:], b"", 0, False, 0
    if parsed.ssrc != int.from_bytes(ssrc, "big"):
        return "ssrc", b"", 0, False, 0
    return "ok", bytes(parsed.payload), parsed.payload_type, parsed.marker, parsed.sequence


class TestAgreement(unittest.TestCase):
    def test_on_the_packets_of_other_makers(self):
        cases = vectors("rtp.json")["packets"]
        self.assertGreaterEqual(len(cases), 20)
        for case in cases:
            data = bytes.fromhex(case["hex"])
            here = read_here(data, data[8:12])
            self.assertEqual((case["name"], here), (case["name"], read_there(data, data[8:12])))
            self.assertEqual((case["name"], here[0]), (case["name"], "ok"))

    def test_on_packets_of_another_source(self):
        for case in vectors("rtp.json")["packets"]:
            data = bytes.fromhex(case["hex"])
            for index in range(4):
                ssrc = bytearray(data[8:12])
                ssrc[index] ^= 0x80
                self.assertEqual(read_here(data, bytes(ssrc))[0], "ssrc")

    def test_on_what_must_be_refused(self):
        for case in vectors("rtp.json")["refused"]:
            data = bytes.fromhex(case["hex"])
            ssrc = data[8:12] if len(data) >= 12 else bytes(4)
            self.assertEqual((case["name"], "rtp." + read_here(data, ssrc)[0]), (case["name"], case["place"]))

    def test_on_every_way_to_cut_a_packet_short(self):
        full = rtp.serialize(rtp.Packet(96, 513, 7, 0x01020304, bytes(8), csrc=(1, 2, 3), padding_bytes=5))
        extended = bytearray(full)
        extended[0] |= 0x10
        for whole in (full, bytes(extended)):
            for size in range(len(whole) + 1):
                data = whole[:size]
                self.assertEqual((size, read_here(data, b"\1\2\3\4")), (size, read_there(data, b"\1\2\3\4")))

    def test_on_broken_packets(self):
        dice = Dice(11)
        seen = []
        for _ in range(300):
            data = bytearray([dice.below(256) for _ in range(dice.below(40))])
            if data and dice.below(4):
                data[0] = 0x80 | data[0] & 0x3F
            if len(data) > 15 and dice.below(2):
                data[14] = 0
                data[15] &= 3
            ssrc = bytes(data[8:12]) if len(data) >= 12 else b"\0\0\0\0"
            here = read_here(data, ssrc)
            self.assertEqual((bytes(data), here), (bytes(data), read_there(data, ssrc)))
            if here[0] not in seen:
                seen.append(here[0])
        self.assertEqual(sorted(seen), ["csrc", "extension", "header", "ok", "padding", "version"])


if __name__ == "__main__":
    unittest.main()
