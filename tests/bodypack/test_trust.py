"""Whom a bodypack believes: signatures, epochs and counters, in virtual time."""

import unittest

from bodypack.studio import BOOT, COMMAND_TOPIC, KEY, OTHER_KEY, SESSION_TOPIC, Studio
from receiver import primitives

from hushcue_bodypack import control, trust
from hushcue_wire import documents, keys


class Signatures(unittest.TestCase):
    def test_hello_names_the_key_and_does_not_tell_it(self):
        studio = Studio()
        studio.connect()
        (hello,) = [d for kind, d in studio.said() if kind == "hello"]
        self.assertEqual(hello["key"], keys.key_id(primitives.hmac_sha256, KEY))
        self.assertEqual(hello["depth"], 6)

    def test_documents_signed_with_another_key_are_counted_and_change_nothing(self):
        studio = Studio().served()
        studio.offer(session=8, key=OTHER_KEY)
        studio.order("mute", key=OTHER_KEY)
        self.assertEqual((studio.session.session_id, studio.session.muted), (7, False))
        self.assertEqual((studio.control.trust.forged, studio.control.rejected, studio.control.stale), (2, 0, 0))
        self.assertEqual(studio.control.state, control.SERVED)

    def test_unsigned_and_empty_documents_are_counted_and_change_nothing(self):
        studio = Studio().served()
        fields = {"id": 1, "session": 7, "do": "mute", "epoch": 9, "counter": 99}
        for topic, payload in (
            (COMMAND_TOPIC, documents.make("command", fields)),
            (SESSION_TOPIC, b""),
            (COMMAND_TOPIC, b""),
            (SESSION_TOPIC, b'{"v": 1}'),
        ):
            studio.control.message(topic, payload, False, studio.now_ms)
        self.assertEqual((studio.session.session_id, studio.session.muted), (7, False))
        self.assertEqual(studio.control.trust.forged, 4)
        studio.order("mute")
        self.assertTrue(studio.session.muted)

    def test_every_changed_octet_is_noticed(self):
        studio = Studio().served()
        good = studio.signed(COMMAND_TOPIC, "command", {"id": 1, "session": 7, "do": "mute"})
        for at in range(len(good)):
            spoiled = bytearray(good)
            spoiled[at] ^= 1
            studio.control.message(COMMAND_TOPIC, bytes(spoiled), False, studio.now_ms)
        for size in range(len(good)):
            studio.control.message(COMMAND_TOPIC, good[:size], False, studio.now_ms)
        self.assertFalse(studio.session.muted)
        self.assertEqual(studio.control.trust.forged, 2 * len(good))
        studio.control.message(COMMAND_TOPIC, good, False, studio.now_ms)
        self.assertTrue(studio.session.muted)

    def test_a_document_for_another_topic_is_forged_here(self):
        studio = Studio().served()
        payload = studio.signed(SESSION_TOPIC, "command", {"id": 1, "session": 7, "do": "mute"})
        studio.control.message(COMMAND_TOPIC, payload, False, studio.now_ms)
        self.assertEqual((studio.session.muted, studio.control.trust.forged), (False, 1))

    def test_forgeries_are_told_once_in_ten_seconds_whatever_they_are(self):
        studio = Studio().served()
        events = []
        for number in range(120):
            topic = (SESSION_TOPIC, COMMAND_TOPIC)[number & 1]
            studio.control.message(topic, b'{"v": %d}' % number, False, studio.now_ms)
            events += [d["detail"] for kind, d in studio.said() + studio.wait(100) if kind == "event"]
        self.assertEqual(len(events), 2)
        self.assertIn("forged session", events[0])
        found = [d for kind, d in studio.wait(2000) if kind == "telemetry"]
        self.assertEqual(found[-1]["forged"], 120)


class Order(unittest.TestCase):
    def test_a_session_from_before_the_newest_is_refused(self):
        studio = Studio().served()
        old = studio.offer(session=8)
        studio.offer(session=9)
        studio.said()
        studio.control.message(SESSION_TOPIC, old, False, studio.now_ms)
        self.assertEqual((studio.session.session_id, studio.control.trust.replayed), (9, 1))
        ((kind, event),) = studio.said()
        self.assertEqual((kind, event["what"], event["detail"]), ("event", "fault", "replayed session"))

    def test_the_newest_session_may_come_again(self):
        studio = Studio().served()
        newest = studio.offer(session=8)
        studio.said()
        studio.control.message(SESSION_TOPIC, newest, True, studio.now_ms)
        self.assertEqual((studio.session.session_id, studio.control.trust.replayed), (8, 0))
        self.assertEqual(studio.kinds(), [])

    def test_a_command_that_was_captured_does_nothing_again(self):
        studio = Studio().served()
        mute = studio.order("mute")
        studio.order("unmute")
        restart = studio.order("restart")
        self.assertEqual((studio.said()[-1][0], studio.restarts), ("event", 1))
        for payload in (mute, restart, mute, restart):
            studio.control.message(COMMAND_TOPIC, payload, False, studio.now_ms)
        self.assertEqual((studio.session.muted, studio.restarts), (False, 1))
        self.assertEqual((studio.control.trust.replayed, studio.control.repeated), (2, 2))
        self.assertEqual([d["detail"] for _, d in studio.said()], ["replayed command"])

    def test_a_later_epoch_counts_from_the_beginning_and_an_earlier_one_not_at_all(self):
        studio = Studio().served()
        studio.order("mute", counter=900)
        studio.order("unmute", epoch=6, counter=1)
        self.assertFalse(studio.session.muted)
        studio.order("mute", epoch=5, counter=5000)
        self.assertFalse(studio.session.muted)
        studio.offer(session=8, epoch=6, counter=2)
        studio.offer(session=9, epoch=5, counter=7000)
        self.assertEqual((studio.session.session_id, studio.control.trust.replayed), (8, 2))

    def test_what_another_boot_was_told_is_stale_and_does_not_count(self):
        studio = Studio().served()
        studio.offer(session=8, boot=BOOT - 1, epoch=9, counter=1)
        self.assertEqual(studio.control.stale, 1)
        studio.offer(session=8)
        self.assertEqual(studio.session.session_id, 8)

    def test_sessions_and_commands_are_counted_apart(self):
        trusted = trust.Trust("host-1", KEY, primitives.hmac_sha256)
        document = {"epoch": 1, "counter": 5}
        self.assertEqual(trusted.newness("session", document), trust.NEWER)
        self.assertEqual(trusted.newness("command", document), trust.NEWER)
        self.assertEqual(trusted.newness("command", document), trust.AGAIN)
        self.assertEqual(trusted.newness("command", {"epoch": 1, "counter": 4}), trust.OLDER)
        self.assertEqual(trusted.newness("command", {"epoch": 0, "counter": 9}), trust.OLDER)
        self.assertEqual((trusted.replayed, trusted.forged), (2, 0))

    def test_session_keys_are_those_of_the_contract(self):
        trusted = trust.Trust("host-1", KEY, primitives.hmac_sha256)
        nonce = bytes(range(16))
        expected = keys.session_keys(primitives.hmac_sha256, KEY, nonce, "host-1", 77)
        self.assertEqual(trusted.session_keys("000102030405060708090a0b0c0d0e0f", 77), expected)


if __name__ == "__main__":
    unittest.main()
