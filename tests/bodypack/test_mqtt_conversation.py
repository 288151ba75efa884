"""The client's talk with a broker in virtual time: connecting, keeping alive, resending, giving up."""

import unittest

from hushcue_bodypack import mqtt_conversation as conversation
from hushcue_bodypack import mqtt_packets as packets

CONNACK = b"\x20\x02\x00\x00"
WRAP_MS = 1 << 30


def up(now_ms=0, **settings):
    """A conversation with an accepted connection, everything said so far taken."""
    talk = conversation.Conversation("host-1", "host-1", "secret", **settings)
    talk.opened(now_ms)
    talk.to_send()
    talk.received(CONNACK, now_ms)
    talk.to_send()
    return talk


class Connecting(unittest.TestCase):
    def test_it_says_connect_first_and_nothing_else(self):
        talk = conversation.Conversation("host-1", "host-1", "secret", 10, packets.Will("t", b"gone"))
        talk.subscribe("a/#")
        talk.publish("t", b"hello", 1)
        talk.opened(0)
        self.assertEqual(talk.to_send(), packets.connect("host-1", 10, "host-1", "secret", packets.Will("t", b"gone")))
        self.assertFalse(talk.up)

    def test_accepted_it_subscribes_before_it_publishes(self):
        talk = conversation.Conversation("host-1")
        talk.subscribe("a/#", 1)
        talk.subscribe("b", 0)
        talk.publish("t", b"hello", 1)
        talk.opened(0)
        talk.to_send()
        talk.received(CONNACK, 5)
        self.assertTrue(talk.up)
        self.assertEqual(
            talk.to_send(), packets.subscribe(2, [("a/#", 1), ("b", 0)]) + packets.publish("t", b"hello", 1, False, 1)
        )

    def test_every_refusal_is_named(self):
        for code, words in ((1, "protocol"), (2, "client id"), (3, "unavailable"), (4, "password"), (5, "authorized")):
            talk = conversation.Conversation("host-1")
            talk.opened(0)
            talk.received(bytes((0x20, 2, 0, code)), 1)
            self.assertEqual(talk.state, conversation.BROKEN)
            self.assertIn(words, talk.trouble)

    def test_a_broker_that_stays_mute_is_given_up(self):
        talk = conversation.Conversation("host-1")
        talk.opened(WRAP_MS - 100)
        talk.tick((WRAP_MS - 100 + 4900) % WRAP_MS)
        self.assertEqual(talk.state, conversation.ASKED)
        talk.tick((WRAP_MS - 100 + 5100) % WRAP_MS)
        self.assertEqual(talk.state, conversation.BROKEN)
        self.assertIn("CONNACK", talk.trouble)

    def test_a_message_before_connack_breaks_the_connection(self):
        talk = conversation.Conversation("host-1")
        talk.opened(0)
        talk.received(packets.publish("t", b"x"), 0)
        self.assertEqual((talk.state, talk.malformed), (conversation.BROKEN, 1))
        self.assertIsNone(talk.take_message())

    def test_a_second_connack_breaks_the_connection(self):
        talk = up()
        talk.received(CONNACK, 0)
        self.assertEqual((talk.state, talk.malformed), (conversation.BROKEN, 1))

    def test_what_follows_a_refusal_is_not_listened_to(self):
        talk = conversation.Conversation("host-1")
        talk.opened(0)
        talk.received(b"\x20\x02\x00\x05" + packets.publish("t", b"x", 1, False, 3), 0)
        self.assertIsNone(talk.take_message())
        self.assertIn("authorized", talk.trouble)

    def test_refused_filters_are_named_and_the_rest_works(self):
        talk = conversation.Conversation("host-1")
        talk.subscribe("mine")
        talk.subscribe("yours")
        talk.opened(0)
        talk.received(CONNACK + b"\x90\x04\x00\x01\x01\x80", 0)
        self.assertEqual(talk.refused_filters, ["yours"])
        self.assertTrue(talk.up)

    def test_a_suback_for_nothing_breaks_the_connection(self):
        talk = up()
        talk.received(b"\x90\x03\x00\x09\x00", 0)
        self.assertEqual((talk.state, talk.malformed), (conversation.BROKEN, 1))


class Messages(unittest.TestCase):
    def test_qos_1_comes_in_and_is_acknowledged(self):
        talk = up()
        talk.received(packets.publish("t", b"x", 1, True, 500), 0)
        message = talk.take_message()
        self.assertEqual((message.topic, message.payload, message.qos, message.retain), ("t", b"x", 1, True))
        self.assertEqual(talk.to_send(), packets.puback(500))
        self.assertIsNone(talk.take_message())

    def test_qos_0_is_not_acknowledged(self):
        talk = up()
        talk.received(packets.publish("t", b"x"), 0)
        self.assertEqual(talk.take_message().payload, b"x")
        self.assertEqual(talk.to_send(), b"")

    def test_a_message_too_large_is_counted_acknowledged_and_told(self):
        talk = up(message_limit_bytes=50)
        talk.received(packets.publish("t", bytes(500), 1, False, 9), 0)
        self.assertIsNone(talk.take_message().payload)
        self.assertEqual(talk.oversize, 1)
        self.assertEqual(talk.to_send(), packets.puback(9))

    def test_a_flood_is_acknowledged_and_bounded(self):
        talk = up()
        for number in range(1, 101):
            talk.received(packets.publish("t", b"x", 1, False, number), 0)
        self.assertEqual(talk.flooded, 100 - conversation.MAX_INBOX)
        self.assertEqual(len(talk.to_send()), 4 * 100)

    def test_qos_0_without_a_broker_is_lost_and_counted(self):
        talk = conversation.Conversation("host-1")
        self.assertFalse(talk.publish("t", b"x"))
        self.assertEqual(talk.unsent, 1)

    def test_qos_1_stays_until_acknowledged(self):
        talk = up()
        talk.publish("t", b"x", 1)
        self.assertEqual(talk.to_send(), packets.publish("t", b"x", 1, False, 1))
        self.assertEqual(talk.queued, 1)
        talk.received(packets.puback(2), 0)
        self.assertEqual(talk.queued, 1)
        talk.received(packets.puback(1), 0)
        self.assertEqual(talk.queued, 0)

    def test_in_flight_messages_are_sent_again_in_order_with_dup(self):
        talk = up()
        talk.publish("t", b"1", 1)
        talk.to_send()
        talk.closed("gone")
        talk.publish("t", b"2", 1)
        talk.opened(0)
        talk.to_send()
        talk.received(CONNACK, 0)
        again = packets.publish("t", b"1", 1, False, 1, True)
        self.assertEqual(talk.to_send(), again + packets.publish("t", b"2", 1, False, 2))

    def test_the_queue_is_bounded_and_the_oldest_makes_room(self):
        talk = conversation.Conversation("host-1", queue_limit=3)
        for number in range(5):
            talk.publish("t", bytes((number,)), 1)
        self.assertEqual((talk.queued, talk.dropped), (3, 2))
        talk.opened(0)
        talk.to_send()
        talk.received(CONNACK, 0)
        sent = talk.to_send()
        self.assertEqual(sent, b"".join([packets.publish("t", bytes((n,)), 1, False, n + 1) for n in (2, 3, 4)]))

    def test_newest_only_replaces_the_older_message_of_its_topic(self):
        talk = conversation.Conversation("host-1")
        talk.publish("status", b"old", 1, True, True)
        talk.publish("event", b"call", 1)
        talk.publish("status", b"new", 1, True, True)
        self.assertEqual(talk.queued, 2)
        talk.opened(0)
        talk.to_send()
        talk.received(CONNACK, 0)
        self.assertEqual(
            talk.to_send(),
            packets.publish("event", b"call", 1, False, 2) + packets.publish("status", b"new", 1, True, 3),
        )

    def test_packet_ids_wrap_and_skip_those_in_use(self):
        talk = up(queue_limit=4)
        talk.publish("kept", b"", 1)  # packet id 1 is never acknowledged
        talk.to_send()
        for _ in range(65534):
            talk.publish("t", b"", 1)
            sent = talk.to_send()
            packet_id = sent[-2] << 8 | sent[-1]
            talk.received(packets.puback(packet_id), 0)
        talk.publish("t", b"", 1)
        self.assertEqual(talk.to_send()[-2:], b"\x00\x02")


class KeepingAlive(unittest.TestCase):
    def test_silence_brings_a_ping_and_an_answer_calms(self):
        talk = up(WRAP_MS - 1000, keepalive_s=10)
        talk.tick(WRAP_MS - 1)
        self.assertEqual(talk.to_send(), b"")
        talk.tick(4100)
        self.assertEqual(talk.to_send(), packets.PINGREQ_PACKET)
        talk.received(b"\xd0\x00", 4200)
        talk.tick(9100)
        self.assertEqual(talk.to_send(), b"")
        self.assertTrue(talk.up)

    def test_no_answer_to_a_ping_breaks_the_connection(self):
        talk = up(0, keepalive_s=10)
        talk.tick(5100)
        talk.to_send()
        talk.tick(10000)
        self.assertTrue(talk.up)
        talk.tick(10200)
        self.assertEqual(talk.state, conversation.BROKEN)
        self.assertIn("PINGRESP", talk.trouble)

    def test_what_we_say_is_no_sign_of_life_of_the_broker(self):
        talk = up(0, keepalive_s=10)
        for now_ms in range(0, 5200, 100):
            talk.publish("t", b"x")
            talk.to_send()
            talk.tick(now_ms)
        self.assertEqual(talk.to_send(), packets.PINGREQ_PACKET)

    def test_a_malformed_stream_breaks_the_connection_and_the_next_one_works(self):
        talk = up()
        talk.received(b"\xff\xff", 0)
        self.assertEqual((talk.state, talk.malformed), (conversation.BROKEN, 1))
        talk.closed("closed")
        self.assertIn("broker sent", talk.trouble)
        talk.opened(0)
        talk.to_send()
        talk.received(CONNACK, 0)
        self.assertTrue(talk.up)
        self.assertEqual((talk.trouble, talk.connections), ("", 2))

    def test_leaving_says_disconnect(self):
        talk = up()
        talk.leave()
        self.assertEqual(talk.to_send(), packets.DISCONNECT_PACKET)
        self.assertFalse(talk.up)
        talk.closed("closed")
        self.assertEqual(talk.trouble, "")


if __name__ == "__main__":
    unittest.main()
