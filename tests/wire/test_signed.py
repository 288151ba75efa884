"""Signed documents: what was changed, moved or made by somebody else is refused."""

import json
import unittest

from hushcue_bodypack.crypto import hmac_sha256
from hushcue_wire import documents, keys, signed
from hushcue_wire.errors import WireError

TOPIC = "hushcue/studio-a/host-1/command"
BODY = documents.make("command", {"id": 3, "session": 9, "epoch": 5, "counter": 1, "do": "mute"})
KEY = keys.command_key(hmac_sha256, bytes(range(32)))


def mac(data):
    return hmac_sha256(KEY, data)


PAYLOAD = signed.sign(TOPIC, BODY, mac)


class TestSigned(unittest.TestCase):
    def refused(self, payload, topic=TOPIC, by=mac):
        with self.assertRaises(WireError) as caught:
            signed.open(topic, payload, by)
        self.assertEqual(caught.exception.place, "mac")

    def test_what_was_signed_comes_back(self):
        for payload in (PAYLOAD, bytearray(PAYLOAD), memoryview(PAYLOAD)):
            self.assertEqual(signed.open(TOPIC, payload, mac), BODY)
        self.assertEqual(len(PAYLOAD), len(BODY) + signed.MAC_BYTES)

    def test_a_payload_is_json_with_the_mac_as_one_more_member(self):
        fields = json.loads(PAYLOAD.decode())
        text = fields.pop("mac")
        self.assertEqual(fields, json.loads(BODY.decode()))
        self.assertEqual(text, "".join(["%02x" % byte for byte in mac(TOPIC.encode() + b"\0" + BODY)]))

    def test_every_flipped_bit_is_noticed(self):
        for place in range(len(PAYLOAD)):
            forged = bytearray(PAYLOAD)
            forged[place] ^= 1 << (place & 7)
            self.refused(forged)

    def test_a_document_is_bound_to_its_topic(self):
        self.refused(PAYLOAD, "hushcue/studio-a/host-2/command")
        self.refused(PAYLOAD, "hushcue/studio-a/host-1/session")
        self.refused(PAYLOAD, "")

    def test_another_key_signs_nothing_here(self):
        self.refused(PAYLOAD, by=lambda data: hmac_sha256(bytes(32), data))

    def test_what_is_cut_or_longer_is_refused(self):
        for size in range(len(PAYLOAD)):
            self.refused(PAYLOAD[:size])
        self.refused(PAYLOAD + b" ")
        self.refused(b" " + PAYLOAD)

    def test_an_unsigned_document_is_refused(self):
        self.refused(BODY)
        self.refused(b"")
        self.refused(b"{}")

    def test_members_in_another_order_are_another_document(self):
        fields = json.loads(PAYLOAD.decode())
        text = fields["mac"]
        names = sorted(fields, reverse=True)
        names.remove("mac")
        other = "{" + ", ".join(['"%s": %s' % (name, json.dumps(fields[name])) for name in names])
        self.assertNotEqual(other.encode(), BODY[:-1])
        self.refused((other + ',"mac":"' + text + '"}').encode())

    def test_a_mac_in_capitals_or_twice_is_refused(self):
        at = len(BODY) - 1
        digits = at + len(b',"mac":"')
        self.refused(PAYLOAD[:digits] + PAYLOAD[digits:].upper())
        self.refused(PAYLOAD[:-1] + PAYLOAD[at:])

    def test_a_document_too_long_is_refused_before_it_is_hashed(self):
        hashed = []

        def counting(data):
            hashed.append(len(data))
            return mac(data)

        body = b'{"a":"' + b"x" * (documents.MAX_DOCUMENT_BYTES - 7) + b'"}'
        longest = signed.sign(TOPIC, body[:-3] + b'"}', mac)
        self.assertEqual(len(longest), documents.MAX_DOCUMENT_BYTES + signed.MAC_BYTES)
        self.assertEqual(signed.open(TOPIC, longest, counting), body[:-3] + b'"}')
        self.refused(signed.sign(TOPIC, body, mac), by=counting)
        self.assertEqual(len(hashed), 1)

    def test_only_documents_are_signed(self):
        for body in (b"", b"{}", b"[1]", b'{"a":1} '):
            with self.assertRaises(ValueError):
                signed.sign(TOPIC, body, mac)


if __name__ == "__main__":
    unittest.main()
