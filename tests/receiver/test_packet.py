"""The viper header reader says the same as the shared module, on other people's packets and on broken ones."""

import array
import json
import unittest

from receiver.stream import Dice

from hushcue_bodypack import packet
from hushcue_wire import red, rtp
from hushcue_wire.errors import WireError


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


def read_here(data, ssrc):
    """(place of the error or "ok", payload, payload type, marker, sequence) as the chip sees it."""
    fields = array.array("H", bytes(2 * packet.FIELDS))
    code = packet.read_header(bytearray(data), len(data), ssrc, fields)
    if code != packet.OK:
        return packet.FAULT_NAMES[code], b"", 0, False, 0
    at, count = fields[packet.PAYLOAD_AT], fields[packet.PAYLOAD_BYTES]
    if fields[packet.PADDED]:  # of a packet that is not encrypted
        padding = data[-1] if count else 0
        if not 0 < padding <= count:
            return "padding", b"", 0, False, 0
        count -= padding
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


def shape(largest=320, samples=160):
    return array.array("H", [96, 97, 98, samples, largest])


def blocks_here(payload, payload_type=98, padded=0, largest=320, samples=160):
    """(code, copies, place of the first, bytes of the primary) of a payload that is XORed with a mask."""
    mask = bytearray([(37 * index + 11) & 0xFF for index in range(len(payload) + 1)])
    buf = bytearray(12) + bytearray([payload[index] ^ mask[index] for index in range(len(payload))])
    fields = array.array("H", [12, len(payload), payload_type, 0, 0, padded, 0, 0, 0])
    code = packet.read_blocks(buf, mask, fields, shape(largest, samples))
    return code, fields[packet.COPIES], fields[packet.COPIES_AT], fields[packet.PRIMARY_BYTES]


def redundant(depth, primary=b"\0" * 320, primary_type=96, samples=160):
    buf = bytearray(3000)
    copies = [bytes([back]) * samples for back in range(depth, 0, -1)]
    return buf[: red.build_into(buf, 0, primary_type, primary, 97, copies, samples)]


class TestBlocks(unittest.TestCase):
    def test_a_plain_frame(self):
        self.assertEqual(blocks_here(bytes(320), 96), (0, 0, 0, 320))
        self.assertEqual(blocks_here(bytes(160), 97), (0, 0, 0, 160))
        self.assertEqual(blocks_here(bytes(320) + b"\0\0\3", 96, 32), (0, 0, 0, 320))

    def test_frames_with_copies(self):
        for depth in range(7):
            for kind, size in ((96, 320), (97, 160)):
                payload = redundant(depth, bytes(size), kind)
                self.assertEqual(blocks_here(payload), (0, depth, 4 * depth + 1, size))
                self.assertEqual(blocks_here(payload + b"\0\0\3", 98, 32), (0, depth, 4 * depth + 1, size))

    def test_frames_of_five_and_twenty_milliseconds(self):
        for samples in (80, 320):
            payload = redundant(3, bytes(2 * samples), 96, samples)
            self.assertEqual(blocks_here(payload, 98, 0, 640, samples), (0, 3, 13, 2 * samples))

    def test_an_l16_frame_is_refused_where_the_slots_are_of_pcmu(self):
        self.assertEqual(blocks_here(redundant(2), largest=160)[0], packet.BAD_BLOCKS)
        self.assertEqual(blocks_here(redundant(2, bytes(160), 97), largest=160)[0], 0)

    def test_what_breaks_the_contract_is_refused(self):
        good = redundant(2)
        self.assertEqual(blocks_here(good)[0], 0)
        for at in range(9):  # every bit of the block headers means something
            for bit in range(8):
                bent = bytearray(good)
                bent[at] ^= 1 << bit
                self.assertEqual((at, bit, blocks_here(bent)[0]), (at, bit, packet.BAD_BLOCKS))
        for wrong in (good[:-1], good + b"\0", good[:8], good[:9], good[:3], b"", redundant(2, bytes(160))):
            self.assertEqual(blocks_here(wrong)[0], packet.BAD_BLOCKS)
        for kind in (0, 95, 99, 127):
            self.assertEqual(blocks_here(bytes(320), kind)[0], packet.BAD_BLOCKS)
        seven = b"".join([bytes([0xE1, 160 * back >> 6, 160 * back << 2 & 0xFF, 160]) for back in range(7, 0, -1)])
        self.assertEqual(blocks_here(seven + b"\x60" + bytes(7 * 160 + 320))[0], packet.BAD_BLOCKS)

    def test_padding_that_cannot_be_is_refused(self):
        for padding in (b"", b"\0", bytes([0, 255]), b"\5"):
            self.assertEqual(blocks_here(padding, 96, 32)[0], packet.BAD_PADDING)

    def test_it_never_finds_more_than_there_is(self):
        dice = Dice(5)
        for _ in range(400):
            payload = bytearray(redundant(dice.below(7))[: dice.below(1300)])
            for _ in range(dice.below(4)):
                if payload:
                    payload[dice.below(min(len(payload), 30))] = dice.below(256)
            code, copies, at, primary = blocks_here(payload, 96 + dice.below(4), 32 * dice.below(2))
            if code == 0:
                self.assertTrue(at + 160 * copies + primary <= len(payload))


class TestCopy(unittest.TestCase):
    def test_what_is_copied_is_decrypted_wherever_it_stands(self):
        dice = Dice(3)
        buf = bytearray([dice.below(256) for _ in range(700)])
        mask = bytearray([dice.below(256) for _ in range(700)])
        for at, to, count in ((12, 0, 160), (21, 320, 80), (37, 5, 320), (15, 1, 8)):
            pool = bytearray(700)
            packet.copy_masked(at, to, buf, mask, 12, pool, count)
            wanted = [buf[at + index] ^ mask[at - 12 + index] for index in range(count)]
            self.assertEqual(list(pool[to : to + count]), wanted)
            self.assertEqual(sum(pool[:to]) + sum(pool[to + count :]), 0)


class TestSearch(unittest.TestCase):
    def test_headers_of_ours_are_found(self):
        ours = rtp.serialize(rtp.Packet(96, 5, 7, 0x01020304, bytes(8)))
        report = bytes([0x80, 200, 0, 6, 1, 2, 3, 4]) + bytes(20)
        buf = bytearray(b"\x80" * 5 + ours + b"abc" + report + ours[:11])
        found = []
        at = packet.find_header(buf, 0, len(buf), b"\1\2\3\4")
        while at < len(buf):
            found.append(at)
            at = packet.find_header(buf, at + 1, len(buf), b"\1\2\3\4")
        self.assertEqual(found, [5, 28])
        self.assertEqual(packet.find_header(buf, 0, 16, b"\1\2\3\4"), 16)
        self.assertEqual(packet.find_header(buf, 0, len(buf), b"\1\2\3\5"), len(buf))

    def test_the_rest_moves_to_the_front(self):
        buf = bytearray(range(20))
        packet.move_down(7, 15, buf)
        self.assertEqual(list(buf[:8]), list(range(7, 15)))


if __name__ == "__main__":
    unittest.main()
