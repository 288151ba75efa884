"""What a bodypack does when it is told to, and what it says by itself, in virtual time."""

import unittest

from bodypack.studio import BOOT, OTHER_KEY, Studio
from receiver.stream import Sealer, plain

from hushcue_bodypack.session import STATE_NAMES


class Commands(unittest.TestCase):
    def test_volume_mute_and_unmute_are_done_answered_and_told(self):
        studio = Studio().served()
        studio.order("volume", volume_db=-9.5)
        (event_kind, event), (status_kind, status) = studio.said()
        self.assertEqual((event_kind, event["what"], event["command"]), ("event", "command_done", 1))
        self.assertEqual((status_kind, status["volume_db"]), ("status", -9.5))
        studio.order("mute")
        self.assertTrue(studio.session.muted)
        self.assertEqual([d.get("muted") for k, d in studio.said() if k == "status"], [True])
        studio.order("unmute")
        self.assertFalse(studio.session.muted)

    def test_volume_without_a_volume_is_refused(self):
        studio = Studio().served()
        studio.order("volume")
        ((_, event),) = studio.said()
        self.assertEqual((event["what"], event["command"]), ("command_refused", 1))
        self.assertIn("volume_db", event["detail"])

    def test_report_brings_telemetry_at_once(self):
        studio = Studio().served()
        studio.order("report")
        self.assertEqual(studio.kinds(), ["telemetry", "event"])

    def test_identify_is_heard_and_seen_for_a_while(self):
        studio = Studio().served()
        self.assertFalse(studio.control.identifying(studio.now_ms))
        studio.order("identify")
        out = bytearray(2 * studio.session.frame_samples)
        loudest = 0
        for _ in range(200):
            studio.session.next_frame(out, studio.now_ms)
            loudest = max(loudest, max(out))
        self.assertTrue(loudest > 0)
        self.assertTrue(studio.control.identifying(studio.now_ms))
        studio.wait(4000)
        self.assertFalse(studio.control.identifying(studio.now_ms))

    def test_restart_is_answered_before_it_happens(self):
        studio = Studio().served()
        studio.order("restart")
        self.assertEqual(studio.kinds(), ["event"])
        self.assertEqual(studio.restarts, 1)

    def test_an_update_is_handed_on_once_and_its_progress_told(self):
        studio = Studio().served()
        order = {"version": "0.5.0", "manifest": "ab" * 32, "size": 90000, "place": "10.0.0.2:8590/abab"}
        studio.order("update", **order)
        self.assertEqual([d["what"] for _, d in studio.said()], ["command_done"])
        ((errand, told),) = studio.errands
        self.assertEqual((errand, told["manifest"]), ("update", "ab" * 32))
        studio.control.tell_update("fetch 30")
        ((_, event),) = studio.said()
        self.assertEqual((event["what"], event["detail"], event["command"]), ("update", "fetch 30", None))

    def test_half_an_update_is_refused(self):
        order = {"version": "0.5.0", "manifest": "ab" * 32, "size": 90000, "place": "10.0.0.2:8590/abab"}
        for name in order:
            studio = Studio().served()
            studio.order("update", **{key: value for key, value in order.items() if key != name})
            ((_, event),) = studio.said()
            self.assertEqual((event["what"], studio.errands), ("command_refused", []))
            self.assertIn(name, event["detail"])

    def test_a_forged_update_is_counted_and_not_carried_out(self):
        studio = Studio().served()
        order = {"version": "0.5.0", "manifest": "ab" * 32, "size": 90000, "place": "10.0.0.2:8590/abab"}
        studio.order("update", key=OTHER_KEY, **order)
        self.assertEqual([(d["what"], d["detail"]) for _, d in studio.said()], [("fault", "forged command")])
        self.assertEqual((studio.errands, studio.control.trust.forged), ([], 1))

    def test_a_repeated_or_older_command_is_not_done_again(self):
        studio = Studio().served()
        studio.order("mute", number=5, counter=50)
        studio.order("unmute", number=6, counter=60)
        studio.said()
        studio.order("unmute", number=6, counter=60)
        self.assertEqual((studio.control.repeated, studio.session.muted), (1, False))
        self.assertEqual(studio.kinds(), [])
        studio.order("mute", number=5, counter=50)
        self.assertEqual((studio.control.trust.replayed, studio.session.muted), (1, False))
        self.assertEqual([d["what"] for _, d in studio.said()], ["fault"])

    def test_a_new_session_counts_commands_anew(self):
        studio = Studio().served()
        studio.order("mute", number=50)
        studio.offer(session=8)
        studio.said()
        studio.order("mute", session=8, number=0)
        self.assertEqual(studio.kinds(), ["event", "status"])
        self.assertTrue(studio.session.muted)

    def test_a_command_of_another_session_is_refused(self):
        studio = Studio().served()
        studio.order("mute", session=6)
        ((_, event),) = studio.said()
        self.assertEqual(event["what"], "command_refused")
        self.assertEqual((studio.session.muted, studio.control.stale), (False, 1))

    def test_a_retained_command_is_ignored(self):
        studio = Studio().served()
        studio.order("restart", retained=True)
        self.assertEqual((studio.kinds(), studio.restarts, studio.control.stale), ([], 0, 1))


class Reporting(unittest.TestCase):
    def test_telemetry_every_second_while_served(self):
        studio = Studio().served()
        found = [d for kind, d in studio.wait(10000) if kind == "telemetry"]
        self.assertEqual(len(found), 10)
        self.assertEqual((found[-1]["session"], found[-1]["rssi_dbm"], found[-1]["level_db"]), (7, -60, -120))
        self.assertEqual(found[-1]["uptime_s"], 10)

    def test_telemetry_every_five_seconds_without_a_session(self):
        studio = Studio()
        studio.connect()
        self.assertEqual(len([kind for kind, _ in studio.wait(20000) if kind == "telemetry"]), 4)

    def test_uptime_counts_on_without_a_broker(self):
        studio = Studio()
        studio.wait(60000)
        studio.connect()
        found = [d for kind, d in studio.wait(5000) if kind == "telemetry"]
        self.assertEqual(found[-1]["uptime_s"], 60 + found[-1]["uptime_s"] % 60)

    def test_a_change_of_playout_is_told_within_a_second_or_two(self):
        studio = Studio().served()
        studio.wait(2000)
        before = studio.session.state
        sealer = Sealer(studio.control.trust.session_keys(f"{7:032x}", 7)[0])
        out = bytearray(2 * studio.session.frame_samples + 2)
        told = []
        for number in range(200):
            studio.now_ms = (studio.now_ms + 10) & 0x3FFFFFFF
            datagram = sealer.seal(plain(number), number)
            studio.session.datagram(datagram, len(datagram), studio.now_ms)
            studio.session.next_frame(out, studio.now_ms)
            studio.control.tick(studio.now_ms)
            told += [d["playout"] for kind, d in studio.said() if kind == "status"]
        self.assertNotEqual(STATE_NAMES[before], STATE_NAMES[studio.session.state])
        self.assertEqual(told[-1], STATE_NAMES[studio.session.state])

    def test_button_events_are_numbered(self):
        studio = Studio().served()
        studio.control.acknowledge()
        studio.control.call()
        found = [(d["what"], d["number"], d["boot"]) for _, d in studio.said()]
        self.assertEqual(found, [("acknowledge", 1, BOOT), ("call", 2, BOOT)])

    def test_a_press_without_a_broker_is_kept_for_the_client(self):
        studio = Studio()
        studio.control.call()
        self.assertEqual(studio.kinds(), ["event"])

    def test_a_fault_is_told_and_its_end_too(self):
        studio = Studio().served()
        studio.control.set_fault("I2S: " + "很" * 80, studio.now_ms)
        ((_, status),) = studio.said()
        self.assertEqual(len(status["fault"]), 64)
        studio.control.set_fault("", studio.now_ms)
        ((_, status),) = studio.said()
        self.assertIsNone(status["fault"])


if __name__ == "__main__":
    unittest.main()
