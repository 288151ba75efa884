"""MQTT 3.1.1 packets against the standard's own examples and against what paho-mqtt and Mosquitto said to each other.

Recorded with paho-mqtt 2.1 and Mosquitto 2.0 on loopback, by a relay that wrote down the bytes of both directions.
"""

import binascii
import unittest

from hushcue_bodypack import mqtt_packets as packets
from hushcue_wire.errors import WireError

PAHO_CONNECT = (
    "104200044d51545404ee000a0006686f73742d310008612f73746174757300147b227374617465223a20226f66666c696e65227d"
    "0006686f73742d310006736563726574"
)
PAHO_PUBLISH_RETAINED = "330e0006612f6b65657000016b657074"
PAHO_SUBSCRIBE = "820e00020003612f23010003622f2300"
PAHO_PUBLISH_CHINESE = "320a0003612f790004e4b880"
PAHO_PUBLISH_ZERO = "30090003612f787a65726f"
PAHO_PUBACK = "40020001"
MOSQUITTO_CONNACK = "20020000"
MOSQUITTO_CONNACK_NOT_AUTHORIZED = "20020005"
MOSQUITTO_SUBACK_AND_RETAINED = "900400020100330e0006612f6b65657000016b657074"
MOSQUITTO_PUBLISH_AND_PUBACK = "320a0003612f790002e4b88040020004"
MOSQUITTO_PUBLISH_EMPTY = "30090007612f656d707479"
MOSQUITTO_PINGRESP = "d000"


def raw(text):
    return binascii.unhexlify(text)


def parsed(data, limit_bytes=1400):
    return packets.Parser(limit_bytes).feed(data)


class Building(unittest.TestCase):
    def test_connect_is_byte_for_byte_what_paho_sends(self):
        will = packets.Will("a/status", b'{"state": "offline"}', 1, True)
        self.assertEqual(packets.connect("host-1", 10, "host-1", "secret", will), raw(PAHO_CONNECT))

    def test_connect_without_will_and_user(self):
        # section 3.1: flags hold clean session alone
        self.assertEqual(packets.connect("x", 60), b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01x")

    def test_publish_is_byte_for_byte_what_paho_sends(self):
        self.assertEqual(packets.publish("a/keep", b"kept", 1, True, 1), raw(PAHO_PUBLISH_RETAINED))
        self.assertEqual(packets.publish("a/x", b"zero"), raw(PAHO_PUBLISH_ZERO))
        self.assertEqual(packets.publish("a/y", "一".encode(), 1, False, 4), raw(PAHO_PUBLISH_CHINESE))

    def test_publish_sent_again_carries_dup(self):
        self.assertEqual(packets.publish("a/b", b"", 1, False, 10, True), b"\x3a\x07\x00\x03a/b\x00\x0a")

    def test_subscribe_is_byte_for_byte_what_paho_sends(self):
        self.assertEqual(packets.subscribe(2, [("a/#", 1), ("b/#", 0)]), raw(PAHO_SUBSCRIBE))

    def test_puback_pingreq_and_disconnect(self):
        self.assertEqual(packets.puback(1), raw(PAHO_PUBACK))
        self.assertEqual(packets.PINGREQ_PACKET, raw("c000"))
        self.assertEqual(packets.DISCONNECT_PACKET, raw("e000"))

    def test_remaining_length_at_the_edges_of_table_2_4(self):
        for payload_bytes, head in ((122, "7f"), (123, "8001"), (16378, "ff7f"), (16379, "808001")):
            data = packets.publish("a/b", bytes(payload_bytes))
            expected = b"\x30" + raw(head) + b"\x00\x03a/b"
            self.assertEqual(data[: len(expected)], expected)

    def test_our_own_mistakes_are_loud(self):
        for arguments in (("a", b"", 1), ("a", b"", 0, False, 7), ("a", b"", 1, False, 0), ("a", b"", 2, False, 7)):
            with self.assertRaises(ValueError):
                packets.publish(*arguments)
        with self.assertRaises(ValueError):
            packets.connect("x" * 65536, 10)


class TakingApart(unittest.TestCase):
    def test_connack(self):
        (packet,) = parsed(raw(MOSQUITTO_CONNACK))
        self.assertEqual((packet.kind, packet.code, packet.session_present), (packets.CONNACK, 0, False))
        (packet,) = parsed(raw(MOSQUITTO_CONNACK_NOT_AUTHORIZED))
        self.assertEqual(packets.CONNACK_WORDS[packet.code], "not authorized")

    def test_suback_and_a_retained_message_in_one_read(self):
        suback, message = parsed(raw(MOSQUITTO_SUBACK_AND_RETAINED))
        self.assertEqual((suback.kind, suback.packet_id, suback.codes), (packets.SUBACK, 2, b"\x01\x00"))
        self.assertEqual((message.topic, message.payload, message.qos), ("a/keep", b"kept", 1))
        self.assertEqual((message.retain, message.dup, message.packet_id), (True, False, 1))

    def test_a_message_and_a_puback_in_one_read(self):
        message, puback = parsed(raw(MOSQUITTO_PUBLISH_AND_PUBACK))
        self.assertEqual((message.payload, message.packet_id), ("一".encode(), 2))
        self.assertEqual((puback.kind, puback.packet_id), (packets.PUBACK, 4))

    def test_an_empty_message_and_a_pingresp(self):
        message, pong = parsed(raw(MOSQUITTO_PUBLISH_EMPTY + MOSQUITTO_PINGRESP))
        self.assertEqual((message.topic, message.payload, message.packet_id), ("a/empty", b"", None))
        self.assertEqual(pong.kind, packets.PINGRESP)

    def test_refused_subscription_of_section_3_9_3(self):
        (packet,) = parsed(b"\x90\x05\x00\x0a\x00\x02\x80")
        self.assertEqual(packet.codes, b"\x00\x02\x80")

    def test_any_cut_of_the_stream_gives_the_same_packets(self):
        stream = raw(
            MOSQUITTO_CONNACK + MOSQUITTO_SUBACK_AND_RETAINED + MOSQUITTO_PUBLISH_AND_PUBACK + MOSQUITTO_PINGRESP
        )
        whole = [(p.kind, p.packet_id, p.topic, p.payload) for p in parsed(stream)]
        self.assertEqual(len(whole), 6)
        for step in (1, 2, 3, 5, 7):
            parser = packets.Parser()
            found = []
            for start in range(0, len(stream), step):
                found += parser.feed(stream[start : start + step])
            self.assertEqual([(p.kind, p.packet_id, p.topic, p.payload) for p in found], whole)

    def test_a_message_over_the_limit_is_skipped_and_still_answerable(self):
        stream = packets.publish("a/b", bytes(5000), 1, True, 77) + raw(MOSQUITTO_PINGRESP)
        for step in (1, 64, 6000):
            parser = packets.Parser(100)
            found = []
            for start in range(0, len(stream), step):
                found += parser.feed(stream[start : start + step])
            self.assertEqual([p.kind for p in found], [packets.PUBLISH, packets.PINGRESP])
            self.assertEqual((found[0].topic, found[0].payload, found[0].packet_id), ("a/b", None, 77))

    def test_malformed_streams_are_refused(self):
        for text, place in (
            ("00", "mqtt.type"),
            ("10", "mqtt.type"),  # CONNECT is ours to send
            ("e000", "mqtt.type"),
            ("21020000", "connack"),
            ("2003000000", "connack"),
            ("20020200", "connack"),
            ("30ffffffff", "mqtt.length"),
            ("3000", "publish.topic"),
            ("30020000", "publish.topic"),
            ("30020005", "publish.topic"),
            ("3003000123", "publish.topic"),  # "#"
            ("3003000100", "publish.topic"),  # a null
            ("30030001ff", "publish.topic"),
            ("3203000161", "publish.topic"),
            ("32050001610000", "publish"),
            ("3405000161000a", "publish.qos"),
            ("3605000161000a", "publish.qos"),
            ("40020000", "puback"),
            ("400100", "puback"),
            ("41020001", "puback"),
            ("90020001", "suback"),
            ("9003000103", "suback"),
            ("d00100", "pingresp"),
        ):
            with self.assertRaises(WireError) as caught:
                parsed(raw(text))
            self.assertEqual(caught.exception.place, place, text)

    def test_a_topic_longer_than_ours_can_be_is_refused(self):
        with self.assertRaises(WireError):
            parsed(packets.publish("t" * 257, b""))

    def test_noise_gives_packets_or_a_wire_error_and_nothing_else(self):
        state = 12345
        refused = 0
        for length in range(1, 400):
            noise = bytearray(length)
            for index in range(length):
                state = (state * 1103515245 + 12345) & 0x3FFFFFFF
                noise[index] = state >> 16 & 0xFF
            # every other time a type a broker may send, so that the inner checks are reached too
            if length & 1:
                noise[0] = (0x20, 0x30, 0x32, 0x40, 0x90, 0xD0)[length // 2 % 6]
            try:
                parsed(bytes(noise), 64)
            except WireError:
                refused += 1
        self.assertTrue(refused > 300)


if __name__ == "__main__":
    unittest.main()
