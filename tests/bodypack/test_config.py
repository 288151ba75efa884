"""The bodypack's config.json: every wrong key is named, in English and in Chinese."""

import json
import unittest

from hushcue_bodypack import config

GOOD = {
    "id": "host-1",
    "key": "0123456789abcdef" * 4,
    "wifi": {"ssid": "studio", "password": "a password"},
    "broker": {"host": "192.168.1.10", "password": "secret"},
}


def wrong(change):
    """The ConfigError of a good configuration with {dotted key: value} changed; a value of ... takes the key out."""
    document = json.loads(json.dumps(GOOD))
    for key, value in change.items():
        place = document
        parts = key.split(".")
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        if value is ...:
            del place[parts[-1]]
        else:
            place[parts[-1]] = value
    try:
        config.read(json.dumps(document).encode())
    except config.ConfigError as error:
        return error
    raise AssertionError("nothing wrong in " + str(change))


class Config(unittest.TestCase):
    def test_what_must_be_there_is_enough(self):
        found = config.read(json.dumps(GOOD).encode())
        self.assertEqual(sorted(found), sorted(config.KEYS))
        self.assertEqual((found["id"], found["wifi.ssid"], found["broker.port"]), ("host-1", "studio", 1883))
        self.assertEqual((found["audio.ceiling_db"], found["audio.descriptors"], found["watchdog"]), (-6.0, 4, True))

    def test_each_missing_key_is_named(self):
        for key in ("id", "wifi.ssid", "wifi.password", "broker.host", "broker.password"):
            error = wrong({key: ...})
            self.assertEqual(error.key, key)
            self.assertIn(key + ": is missing", str(error))
            self.assertIn("缺少", str(error))

    def test_each_wrong_value_is_named(self):
        for key, value in (
            ("id", "Host 1"),
            ("id", 5),
            ("studio", ""),
            ("key", ""),
            ("key", "0123456789ABCDEF" * 4),
            ("key", "0123456789abcdef" * 4 + "0"),
            ("key", "0123456789abcde_" * 4),
            ("key", 5),
            ("label", "x" * 33),
            ("board", None),
            ("wifi", "studio"),
            ("wifi.ssid", ""),
            ("wifi.password", "short"),
            ("wifi.country", "CHN"),
            ("broker.host", ""),
            ("broker.port", 0),
            ("broker.port", True),
            ("broker.port", 1883.0),
            ("audio.port", 80),
            ("audio.ceiling_db", 1),
            ("audio.ceiling_db", "loud"),
            ("audio.descriptors", 2),
            ("watchdog", 1),
        ):
            error = wrong({key: value})
            self.assertEqual(error.key, key)
            self.assertIn("须为", str(error))

    def test_a_wrong_device_key_is_not_repeated_and_it_is_said_what_writes_one(self):
        text = str(wrong({"key": "a secret that is too short"}))
        self.assertFalse("secret" in text)
        self.assertEqual(text.count("hushcue key"), 2)
        self.assertEqual(str(wrong({"key": ...})), text)

    def test_a_misspelt_key_is_named(self):
        self.assertEqual(wrong({"brokr": {}}).key, "brokr")
        self.assertEqual(wrong({"wifi.pasword": "x"}).key, "wifi.pasword")
        self.assertIn("没有这个键", str(wrong({"volume": 3})))

    def test_a_file_that_is_no_object_is_named(self):
        for text in (b"", b"{", b"[1]", b"null", b"\xff\xfe{}"):
            with self.assertRaises(config.ConfigError) as caught:
                config.read(text)
            self.assertEqual(caught.exception.key, "(file)")

    def test_a_missing_file_says_what_to_copy(self):
        with self.assertRaises(config.ConfigError) as caught:
            config.load("/no/such/config.json")
        self.assertIn("config.example.json", str(caught.exception))

    def test_a_password_may_hold_anything(self):
        document = json.loads(json.dumps(GOOD))
        document["wifi"]["password"] = "密码密码密码密码"
        self.assertEqual(config.read(json.dumps(document).encode())["wifi.password"], "密码密码密码密码")


if __name__ == "__main__":
    unittest.main()
