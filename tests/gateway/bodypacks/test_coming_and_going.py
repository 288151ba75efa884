"""Bodypacks that are registered, configured, worn and retired while the gateway runs and others listen."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support import sounds
from support.datagrams import dropped
from support.gateway_process import wait_for

from hushcue_tools.pc_bodypack import recorder

from .conftest import Fleet, wait_silent

Name = Callable[[], str]
Talk = Callable[..., str]
LOUD = 0.05


@pytest.fixture
def a_long_talk(fleet: Fleet) -> Talk:
    """Begins one; its cue."""
    path = fleet.gateway.folder / "cues" / "long.wav"
    if not path.exists():
        sounds.write(path, sounds.voice_like(180.0))
    return fleet.say_long


def is_heard(wav: Path) -> bool:
    """Whether sound has left the DAC."""
    try:
        recording, _ = recorder.load(wav)
    except (OSError, ValueError):  # while it is being written
        return False
    return bool(len(recording.samples)) and float(np.abs(recording.samples).max()) > LOUD


def test_a_bodypack_is_registered_worn_and_heard_without_a_restart(fleet: Fleet, name: Name, a_long_talk: Talk) -> None:
    pack = name()
    made = fleet.register(pack, label="主播一", groups=["new"], language="en")
    assert made == fleet.all()[pack]
    expected = {"label": "主播一", "show": "main", "groups": ["new"], "language": "en", "declared": False}
    assert {key: made[key] for key in expected} == expected
    assert made["state"] == "pending" and made["key"] is None and made["last_seen_ms"] is None
    document = fleet.configure(pack, ceiling_db=-12)
    assert fleet.all()[pack]["key"] is not None and document["audio"]["ceiling_db"] == -12
    wav = fleet.wear(document)
    here = fleet.wait_online(pack)
    assert here["ceiling_db"] == -12 and here["ip"] and here["version"] and here["trouble"] is None
    cue = a_long_talk("new")
    wait_for("it is heard", lambda: is_heard(wav), 60.0)
    assert fleet.http.delete(f"/api/v1/talks/{cue}").is_success
    assert fleet.gateway.wait_until_said(cue)["state"] == "ended"
    heard = wait_for(
        "it is known what it heard",
        lambda: (found := fleet.gateway.receipts(cue).get(pack, {})).get("state", "pending") != "pending" and found,
    )
    assert heard["heard_percent"] > 0
    wait_for("it is in the log", lambda: "bodypack_registered" in fleet.gateway.codes())


def test_others_hear_every_packet_while_one_is_registered_configured_and_retired(
    fleet: Fleet, name: Name, a_long_talk: Talk
) -> None:
    listening, coming = name(), name()
    fleet.register(listening)
    with fleet.fake(fleet.configure(listening)) as listener:
        listener.wait_for_sound()
        cue = a_long_talk(listening)
        wait_for("it is on air", lambda: fleet.all()[listening]["on_air"])
        before = fleet.gateway.bodypack(listening)
        for _ in range(3):
            fleet.register(coming)
            with fleet.fake(fleet.configure(coming)) as fake:
                fake.wait_for_sound()
                fleet.retire(coming)
        listener.wait_for_sound(100)
        after = fleet.gateway.bodypack(listening)
        assert after["session"] == before["session"] and after["boot"] == before["boot"]
        numbers = [packet.sequence for packet in listener.packets()]
        missing = sum(((later - earlier) & 0xFFFF) - 1 for earlier, later in pairwise(numbers))
        assert missing <= dropped(listener._socket), "more than this machine threw away"
    broker = fleet.gateway.state()["broker"]
    assert broker["restarts"] == 0 and broker["reconnects"] == 0
    assert "bodypack_offline" not in fleet.codes_of(listening)
    assert fleet.gateway.cue(cue)["state"] == "talking"
    fleet.http.delete(f"/api/v1/talks/{cue}")


def test_retired_during_a_talk_it_is_silent_at_once_and_the_others_hear_on(
    fleet: Fleet, name: Name, a_long_talk: Talk
) -> None:
    going, staying = name(), name()
    for each in (going, staying):
        fleet.register(each, groups=["both"])
    documents = {each: fleet.configure(each) for each in (going, staying)}
    with fleet.fake(documents[going]) as gone, fleet.fake(documents[staying]) as stays:
        cue, alone = a_long_talk("both"), a_long_talk(going)
        for fake in (gone, stays):
            fake.wait_for_sound()
        wait_for("both are on air", lambda: {fleet.gateway.cue(each)["state"] for each in (cue, alone)} == {"talking"})
        fleet.retire(going)
        wait_silent(gone, stays)
        assert fleet.gateway.cue(cue)["state"] == "talking"
        wait_for("what was for it alone is over", lambda: fleet.gateway.cue(alone)["state"] == "ended")
        wait_for("it is thrown out of the broker", lambda: not gone.client.is_connected())
        assert going not in fleet.all()
        assert going not in fleet.http.get("/api/v1/shows/main/state").json()["hosts"]
        assert going not in json.loads((fleet.gateway.folder / "state" / "keys.json").read_text())
        assert f"{going}:" not in (fleet.gateway.folder / "state" / "broker" / "passwords").read_text()
        fleet.http.delete(f"/api/v1/talks/{cue}")
    wait_for("history is kept", lambda: going in fleet.http.get("/api/v1/shows/main/cues").text)
    assert "bodypack_unknown" not in fleet.codes_of(going), "its last words are no news"


def test_who_comes_by_the_name_of_a_retired_one_hears_no_talk_of_before(
    fleet: Fleet, name: Name, a_long_talk: Talk
) -> None:
    pack, other = name(), name()
    for each in (pack, other):
        fleet.register(each)
    cue = a_long_talk(pack, other)
    wait_for("it is on air", lambda: fleet.all()[pack]["on_air"])
    fleet.retire(pack)
    assert fleet.gateway.cue(cue)["state"] == "talking"
    fleet.register(pack, show="late")
    wait_for("it is over", lambda: fleet.gateway.cue(cue)["state"] == "ended")


def test_old_secrets_are_worth_nothing_after_new_ones(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    old = fleet.configure(pack)
    with fleet.fake(old) as before:
        before.wait_for_sound()
        new = fleet.configure(pack)
        assert new["key"] != old["key"] and new["broker"]["password"] != old["broker"]["password"]
        wait_for("it is thrown out", lambda: not before.client.is_connected())
        with fleet.fake(new) as after:
            after.wait_for_sound()
            wait_silent(before, after)
        knocks = wait_for("it knocks", lambda: [each for each in fleet.knocking() if each["ip"] == "127.0.0.1"])
        assert knocks[0]["count"] >= 1 and knocks[0]["reason"] in ("unknown", "password")


def test_a_bodypack_of_the_file_gets_new_secrets_too_and_stays_declared(fleet: Fleet) -> None:
    with fleet.fake(fleet.declared("host-1")) as before:
        before.wait_for_sound()
        document = fleet.configure("host-1")
        wait_for("the file's password is worth nothing", lambda: not before.client.is_connected())
    with fleet.fake(document) as after:
        after.wait_for_sound()
    answer = fleet.http.delete("/api/v1/bodypacks/host-1")
    assert (answer.status_code, answer.json()["error"]) == (409, "declared_in_file")
    assert fleet.all()["host-1"]["declared"] is True


def test_a_wrong_key_is_told_and_not_the_key(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    document = fleet.configure(pack)
    with fleet.fake({**document, "key": "11" * 32}):
        trouble = wait_for("somebody says so", lambda: fleet.all()[pack]["trouble"])
    assert trouble["code"] == "wrong_key" and trouble["zh"] != trouble["en"]
    assert document["key"] not in json.dumps(fleet.all())


def test_an_owner_sees_it_all_live(fleet: Fleet, name: Name) -> None:
    pack = name()
    owner = fleet.owner(f"owner of {pack}")
    live = owner.live_at("/api/v1/bodypacks/live")
    assert live.state["broker"] == "embedded" and live.state["bodypacks"]["host-2"]["declared"] is True
    assert live.you["owner"] is True
    fleet.register(pack)
    live.wait_state(lambda state: state["bodypacks"].get(pack, {}).get("state") == "pending")
    with fleet.fake(fleet.configure(pack)):
        live.wait_state(lambda state: state["bodypacks"][pack]["state"] == "online")
        live.wait_state(lambda state: state["bodypacks"][pack].get("battery", {}).get("percent") == 80)
        live.wait_state(lambda state: state["bodypacks"][pack].get("rssi_dbm") == -50)
        live.wait_state(lambda state: is_told(state["bodypacks"][pack], fleet.all()[pack]))
        fleet.retire(pack)
        live.wait_state(lambda state: pack not in state["bodypacks"])
        live.wait_state(lambda state: state["knocking"])
    live.say("ping")
    live.read_until(lambda message: message["t"] == "pong")
    live.say("down", id=1, key="f1", to=["all"])  # nobody talks from here
    assert owner.http.delete("/api/v1/session").status_code == 204
    assert live.read_until(lambda message: message["t"] == "bye")["error"] == "signed_out"
    assert live.closed()
    owner.close()


def is_told(live: dict[str, object], whole: dict[str, object]) -> bool:
    """Whether the live document says what the list does, but for what changes from moment to moment."""
    wanted = {key: lean(each) for key, each in whole.items() if key not in ("last_seen_ms", "update")}
    return all(live.get(key) == each for key, each in wanted.items())


def lean(value: object) -> object:
    """Without what is null: absent and null are the same in a live document."""
    if isinstance(value, dict):
        return {key: lean(each) for key, each in value.items() if each is not None}
    return value


def test_its_battery_is_told_over_time(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    place = f"/api/v1/bodypacks/{pack}/battery"
    with fleet.fake(fleet.configure(pack)):
        points = wait_for("a point", lambda: fleet.http.get(place, params={"hours": 1}).json()["points"])
    assert points[0][1:] == [80, None]
    for hours in ("0", "721", "x"):
        assert fleet.http.get(place, params={"hours": hours}).status_code == 422
    assert fleet.http.get("/api/v1/bodypacks/nobody/battery").status_code == 404
