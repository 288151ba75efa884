"""How a bodypack finds its gateway and takes its sessions, in virtual time."""

import unittest

from bodypack.studio import BOOT, COMMAND_TOPIC, GATEWAY_TOPIC, KEY, SESSION_TOPIC, Studio
from receiver import primitives

from hushcue_bodypack import control
from hushcue_wire import documents, keys, signed, topics


class Greeting(unittest.TestCase):
    def test_the_broker_hears_status_then_hello(self):
        studio = Studio()
        studio.connect()
        (status_kind, status), (hello_kind, hello) = studio.said()
        self.assertEqual((status_kind, hello_kind), ("status", "hello"))
        self.assertEqual((status["state"], status["boot"], status["session"]), ("online", BOOT, None))
        self.assertEqual(status["playout"], "idle")
        self.assertEqual((hello["id"], hello["ip"], hello["port"]), ("host-1", "192.168.1.20", 5004))
        self.assertEqual((hello["encodings"], hello["frame_ms"]), (["L16", "PCMU"], [5, 10, 20]))
        self.assertEqual((hello["ceiling_db"], hello["label"], hello["boot"]), (-6.0, "安娜", BOOT))
        self.assertEqual(studio.control.state, control.GREETING)

    def test_hello_again_every_two_seconds_until_there_is_a_session(self):
        studio = Studio()
        studio.connect()
        studio.said()
        hellos = [kind for kind, _ in studio.wait(10000) if kind == "hello"]
        self.assertEqual(len(hellos), 5)
        studio.offer()
        self.assertEqual(studio.control.state, control.SERVED)
        self.assertFalse("hello" in [kind for kind, _ in studio.wait(10000)])

    def test_no_hello_without_an_address_and_at_once_with_one(self):
        studio = Studio(ip="")
        studio.connect()
        self.assertEqual(studio.kinds(), ["status"])
        self.assertFalse("hello" in [kind for kind, _ in studio.wait(5000)])
        studio.control.address("10.0.0.9", studio.now_ms)
        self.assertEqual([d["ip"] for kind, d in studio.said() if kind == "hello"], ["10.0.0.9"])

    def test_a_new_address_is_told_until_it_is_confirmed(self):
        studio = Studio().served()
        studio.control.address("192.168.1.77", studio.now_ms)
        self.assertEqual([d["ip"] for _, d in studio.said()], ["192.168.1.77"])
        self.assertEqual(studio.control.state, control.GREETING)
        self.assertEqual(studio.control.session_id, 7)
        studio.offer()
        self.assertEqual(studio.control.state, control.SERVED)
        studio.control.address("", studio.now_ms)
        studio.control.address("192.168.1.77", studio.now_ms)
        self.assertEqual(studio.kinds(), [])

    def test_a_gateway_that_appears_hears_hello(self):
        studio = Studio()
        studio.connect()
        studio.wait(1000)
        studio.gateway(1)
        self.assertEqual(studio.kinds(), ["hello"])

    def test_a_gateway_that_was_there_has_the_first_hello_already(self):
        studio = Studio()
        studio.connect()
        studio.said()
        studio.gateway(1)
        self.assertEqual(studio.kinds(), [])

    def test_a_gateway_that_restarted_hears_hello_and_the_sound_goes_on(self):
        studio = Studio().served()
        studio.wait(3000)
        studio.gateway(2, retained=False)
        self.assertEqual(studio.kinds(), ["hello"])
        self.assertEqual(studio.control.state, control.GREETING)
        self.assertEqual(studio.session.session_id, 7)
        studio.offer(session=8)
        self.assertEqual(studio.control.state, control.SERVED)
        self.assertEqual(studio.session.session_id, 8)

    def test_what_an_earlier_gateway_left_behind_confirms_nothing(self):
        studio = Studio().served()
        studio.control.disconnected(studio.now_ms)
        studio.connect()
        studio.gateway(2)
        studio.said()
        studio.offer(retained=True)
        self.assertEqual(studio.control.state, control.GREETING)
        self.assertIn("hello", [kind for kind, _ in studio.wait(2500)])
        studio.offer(revision=1, retained=True)
        self.assertEqual(studio.control.state, control.SERVED)

    def test_a_gateway_that_says_the_same_again_changes_nothing(self):
        studio = Studio().served()
        studio.gateway(1)
        studio.gateway(1, "offline")
        self.assertEqual(studio.control.state, control.SERVED)
        self.assertEqual(studio.kinds(), [])

    def test_without_a_broker_nothing_is_said_and_the_session_stays(self):
        studio = Studio().served()
        studio.control.disconnected(studio.now_ms)
        self.assertEqual(studio.wait(10000), [])
        self.assertEqual(studio.control.state, control.AWAY)
        self.assertEqual(studio.session.session_id, 7)
        studio.connect()
        self.assertEqual(studio.kinds(), ["status", "hello"])
        self.assertEqual(studio.control.state, control.SERVED)

    def test_the_last_will_is_a_retained_offline(self):
        will = Studio().control.will()
        self.assertEqual(topics.split(will.topic), ("studio", "host-1", "status"))
        self.assertEqual(documents.read("status", will.payload)["state"], "offline")
        self.assertEqual((will.qos, will.retain), (1, True))

    def test_the_gateway_is_subscribed_before_the_session(self):
        filters = [topic for topic, _ in Studio().control.subscriptions]
        self.assertEqual(filters, [GATEWAY_TOPIC, SESSION_TOPIC, COMMAND_TOPIC])


class Sessions(unittest.TestCase):
    def test_a_session_for_this_boot_begins_and_is_told(self):
        studio = Studio()
        studio.connect()
        studio.said()
        studio.offer(volume_db=-12, muted=True)
        ((kind, status),) = studio.said()
        self.assertEqual((kind, status["session"], status["volume_db"], status["muted"]), ("status", 7, -12, True))
        self.assertEqual((studio.session.session_id, studio.session.volume_db), (7, -12))

    def test_a_revision_changes_volume_without_a_new_stream(self):
        studio = Studio().served()
        studio.offer(revision=1, volume_db=-20)
        self.assertEqual(studio.session.volume_db, -20)
        self.assertEqual([d["volume_db"] for _, d in studio.said()], [-20])

    def test_a_lower_revision_is_stale(self):
        studio = Studio().served()
        studio.offer(revision=5, volume_db=-20)
        studio.said()
        studio.offer(revision=4, volume_db=0)
        self.assertEqual((studio.session.volume_db, studio.control.stale), (-20, 1))
        self.assertEqual(studio.kinds(), [])

    def test_a_session_for_another_boot_is_stale(self):
        studio = Studio()
        studio.connect()
        studio.said()
        studio.offer(boot=BOOT - 1)
        self.assertEqual((studio.control.stale, studio.session.session_id), (1, None))
        self.assertEqual(studio.control.state, control.GREETING)

    def test_a_session_that_does_not_fit_together_is_refused_and_named(self):
        for changes, place in (
            ({"payload_type": 97}, "session.payload_type"),
            ({"datagram_bytes": 200}, "session.datagram_bytes"),
            ({"frame_ms": 20, "datagram_bytes": 400}, "session.datagram_bytes"),
            ({"red_payload_type": 97}, "session.red_payload_type"),
        ):
            studio = Studio().served()
            studio.offer(session=9, **changes)
            ((kind, event),) = studio.said()
            self.assertEqual((kind, event["what"]), ("event", "fault"))
            self.assertIn(place, event["detail"])
            self.assertEqual((studio.session.session_id, studio.control.rejected), (7, 1))

    def test_the_same_nonsense_is_answered_once_in_ten_seconds(self):
        studio = Studio().served()
        events = []
        for _ in range(120):
            studio.offer(payload_type=97)
            events += [kind for kind, _ in studio.said() + studio.wait(100) if kind == "event"]
        self.assertEqual((len(events), studio.control.rejected), (2, 120))

    def test_what_anybody_may_clear_at_the_broker_withdraws_nothing(self):
        studio = Studio().served()
        studio.control.message(SESSION_TOPIC, b"", False, studio.now_ms)
        self.assertEqual((studio.session.session_id, studio.control.state), (7, control.SERVED))

    def test_a_document_too_large_to_keep_is_named(self):
        studio = Studio().served()
        studio.control.message(SESSION_TOPIC, None, False, studio.now_ms)
        ((_, event),) = studio.said()
        self.assertIn("longer than", event["detail"])

    def test_nothing_that_can_be_sent_to_us_raises(self):
        studio = Studio().served()
        payloads = [
            b"\xff\xfe",
            b"null",
            b"[]",
            b"[[[[[[",
            b'{"v": 2}',
            b'{"v": 1, "state": "online", "boot": -1}',
            b'{"v": 1, "id": 1, "session": 7, "do": "dance"}',
            b'{"v": 1, "id": true, "session": 7, "do": "mute"}',
            b'{"v": 1, "id": 1e400, "session": 7, "do": "mute"}',
            b'"' + b"x" * 2000 + b'"',
        ]
        for topic in (SESSION_TOPIC, COMMAND_TOPIC, GATEWAY_TOPIC, "hushcue/1/other/gateway/status", ""):
            for payload in payloads:
                for retained in (False, True):
                    studio.control.message(topic, payload, retained, studio.now_ms)
        self.assertEqual(studio.control.trust.forged, 2 * 2 * len(payloads))
        for payload in payloads:
            if payload[:1] == b"{":
                for topic in (SESSION_TOPIC, COMMAND_TOPIC):
                    key = keys.command_key(primitives.hmac_sha256, KEY)
                    good = signed.sign(topic, payload, lambda data: primitives.hmac_sha256(key, data))  # noqa: B023
                    studio.control.message(topic, good, False, studio.now_ms)
        signed_ones = 2 * len([payload for payload in payloads if payload[:1] == b"{"])
        self.assertEqual(studio.control.rejected, 2 * len(payloads) + signed_ones)
        self.assertEqual(studio.control.stale, 2 * 2 * len(payloads))
        self.assertTrue(0 < len(studio.said()) <= control.MAX_ACTIONS)
        self.assertEqual((studio.session.session_id, studio.session.muted), (7, False))


if __name__ == "__main__":
    unittest.main()
