"""Key derivation: the RFCs' vectors, and what the project derives from a device key."""

import unittest
from binascii import hexlify

from vectors import crypto_rfc

from hushcue_bodypack.crypto import hmac_sha256
from hushcue_wire import keys

DEVICE_KEY = bytes(range(32))
NONCE = bytes(range(0xA0, 0xB0))
SESSION = (
    "4348828621af246b15c4f67ee13adf95e85f2f5f2fca890287f2f2383128"
    "40423d08beebd4e7a280e0d27df7debf5e40e0f3904453bce0067d5ce188"
)
COMMAND = "db418bb4c26bf71e422e3e989a28a42d6c8c533b2d980372c69ed84ff07a9530"
KEY_ID = "4211578a"


class TestRfc(unittest.TestCase):
    def test_hmac_sha256(self):
        for key, data, digest in crypto_rfc.HMAC_SHA256:
            made = hexlify(hmac_sha256(key, data)).decode()
            self.assertEqual((len(made), made[: len(digest)]), (64, digest))

    def test_hkdf(self):
        for key, salt, info, output in crypto_rfc.HKDF:
            made = keys.hkdf(hmac_sha256, key, salt, info, len(output) // 2)
            self.assertEqual(hexlify(made).decode(), output)

    def test_hkdf_gives_no_more_than_the_rfc_allows(self):
        self.assertEqual(len(keys.hkdf(hmac_sha256, b"k", b"", b"", 8160)), 8160)
        for length in (0, 8161):
            with self.assertRaises(ValueError):
                keys.hkdf(hmac_sha256, b"k", b"", b"", length)


class TestDerived(unittest.TestCase):
    def test_a_session_has_two_keys_of_its_own(self):
        seen = set()
        for device_key in (DEVICE_KEY, bytes(32)):
            for nonce in (NONCE, bytes(16)):
                for bodypack, session in (("host-1", 7), ("host-1", 8), ("host-2", 7), ("host-17", 1)):
                    to, back = keys.session_keys(hmac_sha256, device_key, nonce, bodypack, session)
                    self.assertEqual((len(to), len(back)), (keys.MASTER_BYTES, keys.MASTER_BYTES))
                    seen.add(to)
                    seen.add(back)
        self.assertEqual(len(seen), 32)

    def test_names_and_numbers_do_not_run_into_each_other(self):
        one = keys.session_keys(hmac_sha256, DEVICE_KEY, NONCE, "host-1", 17)
        self.assertNotEqual(one, keys.session_keys(hmac_sha256, DEVICE_KEY, NONCE, "host-11", 7))

    def test_the_key_of_commands_is_another_one(self):
        key = keys.command_key(hmac_sha256, DEVICE_KEY)
        self.assertEqual(len(key), 32)
        self.assertNotEqual(key, keys.command_key(hmac_sha256, bytes(32)))
        to, back = keys.session_keys(hmac_sha256, DEVICE_KEY, NONCE, "host-1", 7)
        self.assertFalse(key[:16] in (to[:16], back[:16], DEVICE_KEY[:16]))

    def test_the_public_id_of_a_key_is_eight_digits_of_its_hmac(self):
        made = keys.key_id(hmac_sha256, DEVICE_KEY)
        self.assertEqual(made, hexlify(hmac_sha256(DEVICE_KEY, b"hushcue key id")).decode()[:8])

    def test_the_derivation_stays_as_it_is(self):
        # computed once with the package cryptography (HKDF and HMAC): a device in the field holds its key for years
        to, back = keys.session_keys(hmac_sha256, DEVICE_KEY, NONCE, "host-1", 7)
        self.assertEqual(hexlify(to + back).decode(), SESSION)
        self.assertEqual(hexlify(keys.command_key(hmac_sha256, DEVICE_KEY)).decode(), COMMAND)
        self.assertEqual(keys.key_id(hmac_sha256, DEVICE_KEY), KEY_ID)


if __name__ == "__main__":
    unittest.main()
