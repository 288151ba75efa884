"""What a bodypack says about itself stays within the documents' limits, whatever its sensors answer."""

import unittest

from receiver import primitives

from hushcue_bodypack import telemetry
from hushcue_bodypack.session import Session
from hushcue_wire import documents
from hushcue_wire.errors import WireError


class Counts:
    forged = 3
    replayed = 4


def report(sensors, **changes):
    session = Session(primitives)
    for name, value in changes.items():
        setattr(session, name, value)
    return documents.read("telemetry", telemetry.telemetry(1, 2, 3, session, sensors, Counts))


class Telemetry(unittest.TestCase):
    def test_good_readings_pass(self):
        found = report(
            {
                "heap_free_bytes": 81234,
                "rssi_dbm": -71,
                "battery_mv": 3912,
                "battery_percent": 68,
                "temperature_c": 41.5,
            }
        )
        self.assertEqual((found["heap_free_bytes"], found["rssi_dbm"], found["battery_mv"]), (81234, -71, 3912))
        self.assertEqual((found["battery_percent"], found["temperature_c"]), (68, 41.5))
        self.assertEqual((found["boot"], found["session"], found["uptime_s"]), (1, 2, 3))

    def test_forged_and_replayed_documents_and_datagrams_are_one_number(self):
        found = report({}, forged=10, replayed=20)
        self.assertEqual((found["forged"], found["replayed"]), (13, 24))
        self.assertIsNone(found["rtt_ms"])

    def test_no_sensors_is_no_mistake(self):
        self.assertIsNone(report({})["rssi_dbm"])

    def test_a_sensor_that_answers_nonsense_costs_its_own_value_only(self):
        found = report({"rssi_dbm": 31, "battery_mv": -5, "temperature_c": 900.0, "heap_free_bytes": 10})
        self.assertEqual((found["rssi_dbm"], found["battery_mv"], found["temperature_c"]), (None, None, None))
        self.assertEqual(found["heap_free_bytes"], 10)

    def test_counters_stop_at_the_largest_a_document_may_hold(self):
        found = report({}, underruns=1 << 40, rejected=-3)
        self.assertEqual((found["underruns"], found["rejected"]), (0x7FFFFFFF, 0))


class Others(unittest.TestCase):
    def test_offline_is_a_status(self):
        self.assertEqual(documents.read("status", telemetry.offline(9))["state"], "offline")

    def test_hello_refuses_an_address_nobody_can_send_to(self):
        identity = telemetry.Identity("studio", "host-1", 1, "esp32_c3", 5004, -6)
        with self.assertRaises(WireError):
            telemetry.hello(identity, "0.0.0.0", "0123abcd")
        found = documents.read("hello", telemetry.hello(identity, "10.1.2.3", "0123abcd"))
        self.assertEqual((found["label"], found["key"], found["depth"]), (None, "0123abcd", 6))

    def test_what_was_played_is_told_frame_by_frame(self):
        found = documents.read("played", telemetry.played(1, 2, 3, 65535, bytes([0x40, 0xFF, 0])))
        self.assertEqual((found["boot"], found["session"], found["number"], found["from"]), (1, 2, 3, 65535))
        self.assertEqual(found["fates"], "QP8A")
        longest = telemetry.played(0xFFFFFFFF, 0xFFFFFFFF, 0x7FFFFFFF, 65535, bytes(480))
        self.assertTrue(len(longest) <= documents.MAX_DOCUMENT_BYTES)

    def test_an_event_cuts_long_words(self):
        found = documents.read("event", telemetry.event(1, 1, "fault", None, "x" * 100))
        self.assertEqual(len(found["detail"]), 64)


if __name__ == "__main__":
    unittest.main()
