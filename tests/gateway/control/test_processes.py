"""The gateway's own processes killed under way: others take their places, and nobody has to touch anything."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from support import sounds
from support.fake_bodypack import Arrived, FakeBodypack
from support.gateway_process import GatewayProcess, wait_for


def ssrc(arrived: Arrived) -> int:
    return int.from_bytes(arrived.data[8:12], "big")


class TestProcesses:
    def test_a_media_process_that_is_killed_is_back_with_new_sessions_and_new_keys(
        self, tmp_path: Path, record_property: Callable[[str, object], None]
    ) -> None:
        with (
            GatewayProcess(tmp_path, spares=True, patient=True) as gateway,
            FakeBodypack("host-1", gateway.broker_port) as bodypack,
        ):
            bodypack.wait_for_sound()
            before = bodypack.session
            assert before is not None
            request = {"bodypack": "host-1", "ip": "127.0.0.1", "port": 9}
            listener = gateway.http.post("/api/v1/listeners", json=request).json()
            time.sleep(2.0)  # a spare stands by
            pid = gateway.state()["media"]["pid"]
            os.kill(pid, signal.SIGKILL)
            wait_for("another process", lambda: gateway.state()["media"]["pid"] not in (0, pid))
            bodypack.wait_for_sound()
            after = bodypack.session
            assert after is not None
            assert all(after[name] != before[name] for name in ("session", "ssrc", "nonce", "report_ssrc"))
            last_ns = max(each.at_ns for each in bodypack.arrived if ssrc(each) == before["ssrc"])
            first_ns = min(each.at_ns for each in bodypack.arrived if ssrc(each) == after["ssrc"])
            gap_ms = (first_ns - last_ns) / 1e6
            record_property("gap_ms", round(gap_ms, 1))
            print(f"no datagrams for {gap_ms:.0f} ms")
            assert gap_ms > 0, "the old session is over before the new one begins"
            assert len({each.data[2:4] for each in bodypack.arrived if ssrc(each) == before["ssrc"]}) > 1
            place = f"/api/v1/listeners/{listener['id']}/stream.sdp"
            wait_for("new keys", lambda: gateway.http.get(place).text != listener["sdp"])
            assert [each["version"] for each in gateway.state()["listeners"]] == [2]
            wait_for("it is said", lambda: "listener_renewed" in gateway.codes())
            assert wait_for("it is counted", lambda: gateway.state()["media"]["restarts"]) == 1
            assert "hushcue_media_restarts_total 1.0" in gateway.http.get("/metrics").text

    def test_a_capture_process_that_is_killed_goes_on_with_its_cue(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path, spares=True, patient=True) as gateway:
            sounds.write(gateway.folder / "cues" / "voice.wav", sounds.voice_like(5.0))
            cue_id = gateway.say("voice.wav", "all")
            wait_for("it talks", lambda: gateway.cue(cue_id)["state"] != "asked")
            pid = gateway.state()["capture"]["pid"]
            os.kill(pid, signal.SIGKILL)
            wait_for("another process", lambda: gateway.state()["capture"]["pid"] not in (0, pid))
            cue = gateway.wait_until_said(cue_id)
            assert (cue["state"], cue["reason"]) == ("ended", "released")
            assert cue["ended_ns"] - cue["started_ns"] > 4.5e9, "the rest was said too"
            assert gateway.state()["capture"]["restarts"] == 1
