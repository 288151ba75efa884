"""OSC packets over UDP, to a real gateway: the same rights, the same talks, and lights that tell the truth."""

from pathlib import Path

from support.gateway_process import GatewayProcess, wait_for

from .conftest import LASTING, MORE, OscControl, Remote


def test_a_held_key_talks_and_its_light_follows_the_engine(remote: Remote, osc: OscControl) -> None:
    osc.send("/hushcue/main/talk/host-1/down", remote.ops)
    ok = osc.answer()
    assert ok[:2] == ("/hushcue/ok", "/hushcue/main/talk/host-1/down")
    lights = {"/hushcue/main/host/host-1/mine": 1, "/hushcue/main/host/host-2/on_air": 0}
    osc.wait("the lights", lambda: osc.lights.items() >= lights.items())
    (talk,) = remote.talks()
    assert (talk["name"], talk["source"], talk["hosts"], talk["on_air"]) == ("ops", "director", ["host-1"], True)
    osc.send("/hushcue/main/talk/host-1/down", remote.ops)  # said twice, as UDP may
    assert osc.answer()[2] == ok[2]
    assert len(remote.talks()) == 1
    osc.send("/hushcue/main/talk/host-1/up", remote.ops)
    osc.wait("the light goes out", lambda: osc.lights["/hushcue/main/host/host-1/mine"] == 0)
    wait_for("the talk is over", lambda: not remote.talks())


def test_a_key_whose_release_got_lost_ends_by_itself(tmp_path: Path) -> None:
    more = MORE.replace("hold_s = 600", "hold_s = 1")
    with GatewayProcess(tmp_path, more=more, constants=LASTING) as gateway:
        remote = Remote(gateway)
        osc = OscControl(remote.osc_port)
        try:
            osc.send("/hushcue/main/talk/hosts/down", remote.ops, "priority=announcement")
            ok, _, cue = osc.answer()
            assert (ok, bool(cue)) == ("/hushcue/ok", True)
            ended = wait_for("it ends", lambda: (told := gateway.cue(cue))["state"] == "ended" and told)
            osc.wait("the light", lambda: osc.lights.get("/hushcue/main/group/hosts/on_air") == 0)
        finally:
            osc.close()
    assert ended


def test_a_latched_key_goes_on_until_the_next_press(remote: Remote, osc: OscControl) -> None:
    for press in (1, 0):
        osc.send("/hushcue/main/talk/host-2", remote.ops, press, "mode=latch")
        osc.answer()
    assert len(remote.talks()) == 1
    osc.send("/hushcue/main/talk/host-2", remote.ops, 1, "mode=latch")
    osc.answer()
    osc.wait("it ends", lambda: not remote.talks())


def test_rights_are_those_of_the_token(remote: Remote, osc: OscControl) -> None:
    osc.send("/hushcue/main/talk/host-1/down", remote.support, "source=director")
    assert osc.answer()[2] == "unknown_source"  # a studio's microphone is for those who may adjust
    osc.send("/hushcue/main/volume/host-1", remote.support, -6.0)
    assert osc.answer()[2] == "forbidden"
    osc.send("/hushcue/late/state", remote.ops)
    assert osc.answer()[2] == "unknown_show"
    osc.send("/hushcue/main/talk/host-9/down", remote.ops)
    path, address, code, en, zh = osc.answer()
    assert (path, code) == ("/hushcue/error", "unknown_target") and "host-9" in en and "host-9" in zh and address
    osc.send("/hushcue/main/volume/host-1", remote.ops, -6.0)
    assert osc.answer()[0] == "/hushcue/ok"
    osc.wait("the volume is told", lambda: osc.lights.get("/hushcue/main/host/host-1/volume") == -6.0)


def test_who_brings_no_token_is_told_nothing(remote: Remote, osc: OscControl) -> None:
    osc.send("/hushcue/main/state")
    osc.send("/hushcue/main/state", "hushcue_wrong")
    osc.send("/hushcue/main/talk/all/down", "source=director")
    osc.raw(b"\0garbage")
    osc.raw(b"/x" * 2000)
    osc.raw(b"#bundle\0" + bytes(8) + b"\xff\xff\xff\xff")
    osc.send("/hushcue/main/state", remote.ops)
    assert osc.answer() == ("/hushcue/ok", "/hushcue/main/state", "")
    osc.read()
    assert not osc.answers and not remote.talks()
    wait_for("its line in the log", lambda: "osc_refused" in remote.gateway.codes())
    assert "our_mistake" not in remote.gateway.codes()


def test_who_is_not_allowed_to_speak_is_not_answered(remote: Remote, osc: OscControl) -> None:
    stranger = OscControl(remote.osc_port, "127.0.0.2")
    try:
        stranger.send("/hushcue/main/state", remote.ops)
        wait_for("it was noticed", lambda: "osc_stranger" in remote.gateway.codes())
        osc.send("/hushcue/main/state", remote.ops)
        osc.wait("whoever is told anything is told", lambda: osc.lights)
        stranger.read()
        assert not stranger.answers and not stranger.lights
    finally:
        stranger.close()


def test_a_remote_control_that_comes_and_goes_changes_nothing(remote: Remote, osc: OscControl) -> None:
    before = remote.document()
    other = OscControl(remote.osc_port)
    try:
        other.send("/hushcue/main/state", remote.ops)
        other.answer()
    finally:
        other.close()
    after = remote.document()
    for section in ("hosts", "talks", "sources", "cues"):
        assert before.get(section) == after.get(section)


def test_a_token_that_is_taken_away_ends_its_talk(remote: Remote, osc: OscControl) -> None:
    token = remote.token("for a moment", show="main", role="ops")
    osc.send("/hushcue/main/talk/host-1/down", token)
    osc.answer()
    tokens = remote.gateway.http.get("/api/v1/tokens").json()
    (found,) = [each["id"] for each in tokens if each["name"] == "for a moment"]
    assert remote.gateway.http.delete(f"/api/v1/tokens/{found}").status_code == 204
    osc.wait("it ends", lambda: not remote.talks())
