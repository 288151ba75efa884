"""Receipts of the running gateway: told by a bodypack, cut by whatever is killed in the middle of a cue, said again."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import sounds
from support.fake_bodypack import PLAYED, FakeBodypack
from support.gateway_process import GatewayProcess, wait_for

from hushcue_wire import fates

CUE_S = 3.0
LONG_S = 30.0
"""Of what is ended by hand: whatever has to happen in the middle of it does."""
MOST_SAID = 6


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), media="keep_awake = true") as running:
        sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(CUE_S))
        sounds.write(running.folder / "cues" / "long.wav", sounds.voice_like(LONG_S))
        yield running


def settled(gateway: GatewayProcess, cue: str, bodypack: str = "host-1", timeout_s: float = 90.0) -> dict[str, Any]:
    """The receipt once it is no longer pending."""
    found: dict[str, Any] = wait_for(
        f"the receipt of {cue}",
        lambda: (receipt := gateway.receipts(cue).get(bodypack)) and receipt["state"] != "pending" and receipt,
        timeout_s,
    )
    return found


def told_until_settled(gateway: GatewayProcess, bodypack: FakeBodypack, cue: str) -> dict[str, Any]:
    """The receipt; what arrives late on a busy machine is told as well."""

    def look() -> dict[str, Any] | None:
        bodypack.tell()
        receipt = gateway.receipts(cue).get(bodypack.name)
        return receipt if receipt and receipt["state"] != "pending" else None

    found: dict[str, Any] = wait_for(f"the receipt of {cue}", look, 90.0, 0.2)
    return found


def begun(gateway: GatewayProcess, file: str, *to: str) -> str:
    """A cue that talks."""
    cue = gateway.say(file, *to)
    wait_for("it talks", lambda: gateway.cue(cue)["state"] == "talking")
    return cue


def ended(gateway: GatewayProcess, cue: str) -> dict[str, Any]:
    """It, ended by hand."""
    assert gateway.http.delete(f"/api/v1/talks/{cue}").status_code == 204
    return gateway.wait_until_said(cue)


def length_ms(cue: dict[str, Any]) -> float:
    return float(cue["ended_ns"] - cue["started_ns"]) / 1e6


def given_up(gateway: GatewayProcess) -> int:
    """Frames that the media process had no time for: this machine ran something else."""
    return int(gateway.state()["media"]["skipped_ticks"])


def said_again(gateway: GatewayProcess, bodypack: FakeBodypack, **how: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """(the repetition that is over, what was heard of it). More than one is asked for where the first has a hole: the
    processes of its sound did not get a processor in time."""
    for _ in range(MOST_SAID):
        before = len(bodypack.packets())
        answer = gateway.http.post(f"/api/v1/hosts/{bodypack.name}/say-again", json=how)
        assert answer.status_code == 201, answer.text
        repeated = gateway.wait_until_said(answer.json()["id"])
        bodypack.wait_for_sound()  # what was said is there before what is sent now
        yield repeated, bodypack.samples()[max(0, before - 20) * 160 :]


def is_said(heard: Any, said: Any, least_db: float) -> bool:
    return len(heard) - sounds.place_in(heard, said) >= len(said) and sounds.snr_db(heard, said) > least_db


def voiced_frames(bodypack: FakeBodypack, session: dict[str, Any]) -> int:
    """Frames of 10 ms from the first that is not silent to the last, by their timestamps."""
    voiced = [frame.timestamp for frame in bodypack.packets(session) if np.frombuffer(frame.payload, ">i2").any()]
    return ((voiced[-1] - voiced[0]) & 0xFFFFFFFF) // 160 + 1


def codes(receipt: dict[str, Any]) -> list[str]:
    assert all(set(why) == {"code", "en", "zh"} for why in receipt["why"])
    return [why["code"] for why in receipt["why"]]


class TestTold:
    def test_a_cue_that_was_heard_is_a_hundred_percent_everywhere_it_is_shown(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=1, tells=True) as bodypack:
            bodypack.wait_for_sound()
            before = given_up(gateway)
            cue = gateway.say("voice.wav", "host-1", "host-2")
            said = gateway.wait_until_said(cue)
            receipt = settled(gateway, cue)
            assert (receipt["state"], receipt["heard_percent"], codes(receipt)) == ("complete", 100.0, [])
            lacking = given_up(gateway) - before
            assert receipt["frames"] >= CUE_S * 100 - lacking
            assert abs(receipt["frames"] * 10 - length_ms(said)) <= 30 + 10 * lacking
            assert receipt["on_time"] == receipt["frames"]
            assert 20 <= receipt["delay_ms"]["p50"] <= 30
            away = settled(gateway, cue, "host-2")
            assert (away["state"], away["heard_percent"], codes(away)) == ("complete", 0.0, ["away"])
            assert away["unsent"] == away["frames"] > CUE_S * 90 - lacking
            brief = next(each for each in gateway.state()["cues"] if each["id"] == cue)["receipts"]
            assert {each["bodypack"]: each["heard_percent"] for each in brief} == {"host-1": 100.0, "host-2": 0.0}
            assert gateway.cue(cue)["receipts"] == brief
            line = {"id": "host-1", "heard": 100.0, "cue": cue, "why": ""}
            wait_for(
                "a line of the log",
                lambda: line in [each["facts"] for each in gateway.log() if each["code"] == "receipt"],
            )
            metrics = gateway.http.get("/metrics").text.splitlines()
            assert 'hushcue_cue_heard_ratio{bodypack="host-1"} 1.0' in metrics
            (frames,) = [
                line
                for line in metrics
                if line.startswith('hushcue_cue_frames_total{bodypack="host-1",fate="on_time"}')
            ]
            assert float(frames.split()[-1]) >= receipt["frames"]

    def test_a_cue_nobody_knows_has_no_receipts(self, gateway: GatewayProcess) -> None:
        assert gateway.http.get("/api/v1/cues/nobody-1/receipts").status_code == 404

    def test_new_keys_in_the_middle_of_a_cue_are_one_receipt(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=2, tells=True) as bodypack:
            bodypack.wait_for_sound()
            cue = begun(gateway, "long.wav", "host-1")
            bodypack.wait_for_sound(100)
            first = bodypack.session
            bodypack.tell()
            assert gateway.http.post("/api/v1/hosts/host-1/rekey").status_code == 202
            wait_for("another session", lambda: bodypack.session is not first)
            bodypack.tell(first)
            bodypack.wait_for_sound(100)
            ended(gateway, cue)
            receipt = settled(gateway, cue)
            assert receipt["on_time"] + receipt["unknown"] + receipt["lost"] == receipt["frames"]
            assert receipt["heard_percent"] > 95.0
            assert set(codes(receipt)) <= {"session_replaced", "interrupted"}
        assert gateway.http.post("/api/v1/hosts/host-2/rekey").status_code == 409


class TestSayAgain:
    def test_the_last_cue_is_said_again_to_one_host_and_has_a_receipt_of_its_own(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=3, tells=True) as bodypack:
            bodypack.wait_for_sound()
            cue = gateway.say("voice.wav", "all")
            gateway.wait_until_said(cue)
            said = sounds.read(gateway.folder / "cues" / "voice.wav")
            for again, heard in said_again(gateway, bodypack):
                assert again["again_of"] == cue != again["id"]
                assert (again["state"], again["to"], again["file"]) == ("ended", ["host-1"], "voice.wav")
                if is_said(heard, said, 30.0):
                    break
            assert sounds.snr_db(heard, said) > 30.0
            receipt = settled(gateway, again["id"])
            assert (receipt["state"], receipt["heard_percent"]) == ("complete", 100.0)
            second = gateway.http.post("/api/v1/hosts/host-1/say-again", json={"cue": again["id"]})
            assert second.json()["again_of"] == cue, "a repetition of a repetition is one of the cue itself"
            assert gateway.http.delete(f"/api/v1/talks/{second.json()['id']}").status_code == 204
            assert gateway.wait_until_said(second.json()["id"])["reason"] == "released"
            nothing = gateway.http.post("/api/v1/hosts/host-1/say-again", json={"missed_only": True})
            assert (nothing.status_code, nothing.json()["error"]) == (409, "nothing_missed")
            wait_for("no source is left behind", lambda: not gateway.state()["sources"])

    def test_only_what_was_missed_is_said_again_with_its_context(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=4) as bodypack:
            bodypack.wait_for_sound()
            cue = gateway.say("voice.wav", "host-1")
            gateway.wait_until_said(cue)
            bodypack.wait_for_sound()
            frames = bodypack.packets()
            told = bytearray([PLAYED]) * len(frames)
            loud = [place for place, frame in enumerate(frames) if np.frombuffer(frame.payload, ">i2").any()]
            begins = loud[0]
            told[begins + 100 : begins + 110] = bytes([fates.LOST]) * 10
            for at in range(0, len(told), 480):
                bodypack.played(frames[at].sequence, bytes(told[at : at + 480]), 1 + at)
            receipt = settled(gateway, cue)
            assert (receipt["lost"], receipt["on_time"]) == (10, receipt["frames"] - 10)
            said = sounds.read(gateway.folder / "cues" / "voice.wav")
            piece = said[round((0.05 + 1.0 - 0.25) * 16000) : round((0.05 + 1.0 + 0.35) * 16000)]
            for _repeated, heard in said_again(gateway, bodypack, missed_only=True, cue=cue):
                voiced = np.flatnonzero(heard)
                length_s = (voiced[-1] - voiced[0]) / 16000 if len(voiced) else 0.0
                if 0.66 <= length_s <= 0.75 and is_said(heard, piece, 20.0):
                    break
            assert 0.66 <= length_s <= 0.75, "100 ms and 300 ms on both sides"
            assert sounds.snr_db(heard, piece) > 20.0

    def test_what_cannot_be_said_again_is_refused_with_its_reason(self, gateway: GatewayProcess) -> None:
        place = "/api/v1/hosts/{}/say-again"
        assert gateway.http.post(place.format("nobody"), json={}).status_code == 404
        away = gateway.http.post(place.format("host-2"), json={})
        assert (away.status_code, away.json()["error"]) == (409, "bodypack_away")
        with FakeBodypack("host-2", gateway.broker_port, boot=5) as bodypack:
            bodypack.wait_for_sound()
            unknown = gateway.http.post(place.format("host-2"), json={"cue": "no-such-cue"})
            assert (unknown.status_code, unknown.json()["error"]) == (404, "nothing_said")
            cue = begun(gateway, "long.wav", "host-2")
            early = gateway.http.post(place.format("host-2"), json={"cue": cue})
            assert (early.status_code, early.json()["error"]) == (409, "cue_not_over")
            ended(gateway, cue)
        assert gateway.http.post(place.format("host-2"), json={"missed_only": 1}).status_code == 422


class TestKilled:
    def test_the_gateway_killed_in_the_middle_of_a_cue_tells_the_truth_after_its_restart(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path) as gateway:
            port = gateway.broker_port
            text = gateway.config.read_text(encoding="utf-8").replace("[broker]\nport = 0", f"[broker]\nport = {port}")
            gateway.config.write_text(text, encoding="utf-8")
            sounds.write(gateway.folder / "cues" / "voice.wav", sounds.voice_like(60.0))
            with FakeBodypack("host-1", port) as bodypack:
                bodypack.wait_for_sound()
                whole = begun(gateway, "voice.wav", "host-1")
                bodypack.wait_for_sound(50)
                ended(gateway, whole)
                before = told_until_settled(gateway, bodypack, whole)
                assert before["state"] == "complete"
                cue = begun(gateway, "voice.wav", "host-1")
                bodypack.wait_for_sound(50)
                told = wait_for(
                    "a part is told", lambda: (bodypack.tell(), gateway.receipts(cue)["host-1"]["on_time"])[1], 60, 0.2
                )
                bodypack.wait_for_sound(50)  # a part of which nothing is told
                wait_for(
                    "it is stored",
                    lambda: "hushcue_store_waiting 0.0" in gateway.http.get("/metrics").text.splitlines(),
                )
                first = bodypack.session
                gateway.kill()
                gateway.start()
                shown = gateway.cue(cue)
                assert (shown["state"], shown["reason"]) == ("ended", "gateway_restarted")
                assert gateway.receipts(whole)["host-1"] == before, "what was complete still is"
                wait_for("a new session", lambda: bodypack.session is not first)
                wait_for(
                    "the rest is told",
                    lambda: (bodypack.tell(first), gateway.receipts(cue)["host-1"]["on_time"] > told)[1],
                )
                for _ in range(20):
                    bodypack.tell(first)
                bodypack.wait_for_sound()
                bodypack.tell()
                receipt = settled(gateway, cue)
                sent = len([each for each in bodypack.packets(first)])
                assert (receipt["state"], codes(receipt)) == ("partial", ["gateway_restarted"])
                assert receipt["on_time"] == receipt["frames"] < sent
                assert receipt["heard_percent"] == 100.0, "of what was sent until it was cut off"
                epochs = [session["epoch"] for session in bodypack.sessions]
                assert epochs == sorted(epochs) and epochs[0] < epochs[-1]

    def test_a_media_process_that_hangs_in_the_middle_of_a_cue_is_told_as_a_gap(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path, spares=True) as gateway:
            sounds.write(gateway.folder / "cues" / "voice.wav", sounds.voice_like(6.0))
            with FakeBodypack("host-1", gateway.broker_port, tells=True) as bodypack:
                bodypack.wait_for_sound()
                time.sleep(2.0)  # a spare stands by
                cue = begun(gateway, "voice.wav", "host-1")
                time.sleep(1.5)
                first = bodypack.session
                assert first is not None
                os.kill(gateway.state()["media"]["pid"], signal.SIGSTOP)
                wait_for("another session", lambda: bodypack.session is not first)
                bodypack.tell(first)
                said = gateway.wait_until_said(cue)
                receipt = settled(gateway, cue)
                voiced = sum(voiced_frames(bodypack, each) for each in (first, bodypack.session))
                told, lacking = (length_ms(said), voiced, receipt), given_up(gateway)
                assert abs(receipt["frames"] * 10 - length_ms(said)) <= 30 + 10 * lacking, told
                assert 10 <= receipt["on_time"] - voiced <= 25, (told, "50 ms of silence at both ends, and a fade")
                assert receipt["on_time"] + receipt["unsent"] + receipt["unknown"] == receipt["frames"], told
                assert receipt["heard_percent"] < 100.0 and "interrupted" in codes(receipt), told
                again = gateway.http.post("/api/v1/hosts/host-1/say-again", json={"missed_only": True})
                assert again.status_code == 201, again.text

    def test_the_broker_killed_in_the_middle_of_a_cue_loses_nothing_of_its_receipt(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path, media="keep_awake = true") as gateway:
            sounds.write(gateway.folder / "cues" / "voice.wav", sounds.voice_like(LONG_S))
            with FakeBodypack("host-1", gateway.broker_port) as bodypack:
                bodypack.wait_for_sound()
                cue = begun(gateway, "voice.wav", "host-1")
                os.kill(gateway.state()["broker"]["pid"], signal.SIGKILL)
                bodypack.wait_for_sound(100)
                ended(gateway, cue)
                assert gateway.receipts(cue)["host-1"]["state"] == "pending"
                wait_for("the link is back", lambda: gateway.state()["broker"]["connected"])
                wait_for("the bodypack is back", bodypack.client.is_connected)
                receipt = told_until_settled(gateway, bodypack, cue)
                assert (receipt["state"], receipt["heard_percent"]) == ("complete", 100.0)
