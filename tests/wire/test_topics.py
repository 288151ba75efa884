"""MQTT topics: built and taken apart, and what is none of ours."""

import unittest

from hushcue_wire import topics
from hushcue_wire.errors import WireError

GOOD_NAMES = ("a", "0", "host-1", "x" * 32, "a-", "9-9")
BAD_NAMES = ("", "x" * 33, "-a", "A", "host_1", "a b", "a/b", "+", "#", "主播", "a\n", "ä", None, 7, ["a"], b"a")
FOREIGN = (
    "",
    "/",
    "hushcue",
    "hushcue/1",
    "hushcue/1/studio",
    "hushcue/1/studio/gateway",
    "hushcue/1/studio/gateway/hello",
    "hushcue/1/studio/gateway/status/more",
    "hushcue/2/studio/gateway/status",
    "hushcue/1/Studio/gateway/status",
    "hushcue/1//gateway/status",
    "hushcue/1/studio/bodypack/host-1",
    "hushcue/1/studio/bodypack/host-1/",
    "hushcue/1/studio/bodypack/host-1/weather",
    "hushcue/1/studio/bodypack//status",
    "hushcue/1/studio/bodypack/HOST/status",
    "hushcue/1/studio/bodypack/host-1/status/",
    "/hushcue/1/studio/bodypack/host-1/status",
    "hushcue/1/studio/bodypacks/host-1/status",
    "other/1/studio/bodypack/host-1/status",
    "hushcue/1/studio/bodypack/+/status",
    "hushcue/1/studio/bodypack/-x/status",
    "hushcue/01/studio/bodypack/x/status",
    "$SYS/broker/uptime",
)


class TestTopics(unittest.TestCase):
    def test_the_names_as_they_stand_on_the_wire(self):
        self.assertEqual(topics.gateway_status("studio-a"), "hushcue/1/studio-a/gateway/status")
        self.assertEqual(topics.bodypack("studio-a", "host-1", "hello"), "hushcue/1/studio-a/bodypack/host-1/hello")
        self.assertEqual(topics.all_bodypacks("studio-a", "event"), "hushcue/1/studio-a/bodypack/+/event")

    def test_every_topic_comes_apart_as_it_was_built(self):
        for studio in GOOD_NAMES:
            self.assertEqual(topics.split(topics.gateway_status(studio)), (studio, "", "status"))
            for name in GOOD_NAMES:
                for kind in topics.KINDS:
                    self.assertEqual(topics.split(topics.bodypack(studio, name, kind)), (studio, name, kind))

    def test_topics_that_are_not_ours_are_refused(self):
        for topic in FOREIGN:
            with self.subTest(topic=topic), self.assertRaises(WireError):
                topics.split(topic)

    def test_names_outside_the_alphabet_are_refused_with_their_place(self):
        for name in BAD_NAMES:
            for build, place in (
                (lambda name=name: topics.gateway_status(name), "studio"),
                (lambda name=name: topics.bodypack("studio", name, "hello"), "bodypack"),
                (lambda name=name: topics.all_bodypacks(name, "hello"), "studio"),
                (lambda name=name: topics.check_name(name, "hello.id"), "hello.id"),
            ):
                try:
                    build()
                except WireError as error:
                    self.assertEqual(error.place, place)
                else:
                    self.fail("accepted: %r" % (name,))

    def test_good_names_pass_unchanged(self):
        for name in GOOD_NAMES:
            self.assertEqual(topics.check_name(name, "x"), name)

    def test_a_kind_that_does_not_exist_is_our_mistake(self):
        for build in (
            lambda: topics.bodypack("studio", "host", "weather"),
            lambda: topics.all_bodypacks("studio", "weather"),
        ):
            try:
                build()
            except WireError:
                self.fail("a peer is not to blame for this")
            except ValueError as error:
                self.assertIn("weather", str(error))
            else:
                self.fail("accepted")


if __name__ == "__main__":
    unittest.main()
