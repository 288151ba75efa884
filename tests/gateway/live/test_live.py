"""The live document and its talk keys, on the real gateway: what one operator does, every operator sees."""

from typing import Any

import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import wait_for
from support.person import Live, Person
from support.studio import Studio
from websockets.exceptions import InvalidStatus


def talks(state: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = state["talks"]
    return found


def quiet(live: Live) -> bool:
    """Wait until nobody talks."""
    return bool(live.wait_state(lambda state: not talks(state) and not state["show"]["on_air"]))


def press(live: Live, *to: str, key: str = "k", mode: str = "hold", **more: Any) -> str:
    """Press a key that may talk; its cue."""
    answer = live.ask("down", key=key, to=list(to), mode=mode, source="desk", **more)
    assert answer["ok"], answer
    return str(answer["cue"])


class TestDocument:
    def test_everything_is_in_the_first_message(self, director: Live, people: dict[str, Person]) -> None:
        hello = director.heard[0]
        assert hello["keep_ms"] == 250 and hello["lost_ms"] > 2 * hello["keep_ms"]
        assert hello["you"]["id"] == people["director"].id and hello["you"]["role"]["id"] == "director"
        state = hello["state"]
        assert set(state["hosts"]) == {"host-1", "host-2"}
        assert state["groups"] == {"left": ["host-1", "host-2"], "tall": ["host-2"]}
        assert state["sources"]["desk"]["kind"] == "microphone"
        assert state["show"] == {"id": "main", "label": "Main", "on_air": False}
        director.wait_state(lambda state: state["people"][people["director"].id]["online"])

    def test_what_is_no_message_ends_nothing(self, director: Live) -> None:
        for nonsense in ("[" * 30_000, "{", '"\\ud800"', b"\xff\xfe", b"", "null", "[1e999]"):
            director.send(nonsense)
        assert director.ask("stop", cue="nothing")["error"] == "unknown_cue", "and the next one is answered"

    def test_two_operators_and_the_interface_see_the_same(
        self, studio: Studio, director: Live, technician: Live
    ) -> None:
        cue = press(director, "left")
        director.say("keep", keys=["k"])
        for live in (director, technician):
            talk = live.wait_state(lambda state: (found := talks(state).get(cue)) and found["on_air"] and found)
            assert talk["hosts"] == ["host-1", "host-2"] and talk["to"] == ["left"] and talk["name"] == "director"
            busy = live.wait_state(lambda state: state["hosts"]["host-1"]["hearing"])
            assert (busy[0]["cue"], busy[0]["private"]) == (cue, False)
        director.say("up", key="k")
        for live in (director, technician):
            assert quiet(live)
            over = live.wait_state(lambda state: (found := state["cues"][cue]) and found["state"] == "ended" and found)
            assert over["started"] and over["ended"]
        wait_for("both see the same", lambda: _settled(director) == _settled(technician))

    def test_patches_are_numbered_without_a_gap(self, director: Live) -> None:
        press(director, "host-1")
        director.say("up", key="k")
        quiet(director)
        numbers = [message["seq"] for message in director.heard if message["t"] in ("hello", "patch")]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def test_nobody_sees_another_show(self, people: dict[str, Person], director: Live) -> None:
        with pytest.raises(InvalidStatus) as refused:
            people["lee"].live("main")
        assert refused.value.response.status_code == 404
        assert people["lee"].http.get("/api/v1/shows/main/state").json()["error"] == "unknown_show"
        lee = people["lee"].live("late")
        assert set(lee.state["hosts"]) == {"host-9"} and not lee.state["sources"]
        cue = press(director, "host-1")
        director.wait_state(lambda state: cue in talks(state))
        assert all("host-1" not in str(message) and cue not in str(message) for message in lee.heard)
        assert lee.ask("stop", cue=cue)["error"] == "unknown_cue"
        assert people["lee"].http.delete(f"/api/v1/talks/{cue}").json()["error"] == "unknown_cue"
        director.say("keep", keys=["k"])
        assert director.ask("stop", cue=cue)["ok"], "it went on"
        quiet(director)
        lee.close()


class TestKeys:
    def test_a_key_that_repeats_is_one_talk(self, director: Live) -> None:
        cues = {press(director, "host-1") for _ in range(5)}
        assert len(cues) == 1
        director.say("up", key="k")
        director.say("up", key="k")
        assert quiet(director)

    def test_a_reload_ends_what_was_said(self, people: dict[str, Person], technician: Live) -> None:
        page = people["director"].live("main")
        cue = press(page, "host-1", mode="latch")
        page.say("up", key="k")
        technician.wait_state(lambda state: cue in talks(state))
        page.close()
        assert quiet(technician)
        again = people["director"].live("main")
        assert not talks(again.state)
        again.close()

    def test_two_tabs_of_one_person_have_keys_of_their_own(self, people: dict[str, Person], technician: Live) -> None:
        first, second = people["director"].live("main"), people["director"].live("main")
        one = press(first, "host-1", mode="latch")
        two = press(second, "host-2", mode="latch")
        assert one != two
        technician.wait_state(lambda state: {one, two} <= set(talks(state)))
        first.close()
        second.say("keep", keys=["k"])
        technician.wait_state(lambda state: one not in talks(state))
        second.close()
        assert quiet(technician)

    def test_a_timed_talk_ends_by_itself_and_says_when(self, director: Live) -> None:
        cue = press(director, "host-1", mode="timed", seconds=1.5)
        director.say("up", key="k")
        assert director.wait_state(lambda state: talks(state).get(cue))["ends_at"]
        assert quiet(director)
        times = director.wait_state(lambda state: (found := state["cues"][cue]) and found["state"] == "ended" and found)
        assert times["reason"] == "released", "its time was over, and nobody had lost its key"

    def test_the_next_press_of_a_latched_key_ends_it(self, director: Live) -> None:
        cue = press(director, "host-1", mode="latch")
        director.say("up", key="k")
        assert press(director, "host-1", mode="latch") == cue
        assert quiet(director)

    def test_an_all_call_is_an_announcement_where_one_may(self, director: Live, technician: Live) -> None:
        cue = press(director, "all")
        assert director.wait_state(lambda state: talks(state).get(cue))["priority"] == "announcement"
        director.say("up", key="k")
        assert quiet(director)
        refused = technician.ask("down", key="k", to=["all"], source="desk")
        assert refused["error"] == "talk_not_allowed_page_all"

    def test_somebody_who_may_adjust_ends_what_another_began(self, director: Live, technician: Live) -> None:
        cue = press(director, "host-1", mode="latch")
        assert technician.ask("stop", cue=cue)["ok"]
        assert quiet(technician)


class TestRights:
    @pytest.mark.parametrize(
        ("who", "order", "code"),
        [
            ("data", {"to": ["host-1"], "mode": "latch"}, "talk_not_allowed_latch"),
            ("data", {"to": ["left"], "priority": "announcement"}, "talk_not_allowed_page_all"),
            ("data", {"to": ["host-1"], "priority": "emergency"}, "talk_not_allowed_priority"),
            ("product", {"to": ["left"]}, "talk_one_host_only"),
            ("product", {"to": ["host-1"], "priority": "assistant"}, "talk_not_allowed_assistant"),
            ("director", {"to": ["left"], "private": True}, "talk_private_to_one"),
            ("director", {"to": ["host-9"]}, "unknown_target"),
            ("director", {"to": ["host-1"], "source": "nothing"}, "unknown_source"),
            ("data", {"to": ["host-1"], "source": "desk"}, "unknown_source"),  # the studio's: not theirs to open
            ("data", {"to": ["host-1"]}, "no_microphone"),
            ("director", {"to": ["host-1"], "mode": "timed"}, "seconds_needed"),
            ("director", {"to": []}, "bad_request"),
            ("director", {"to": ["host-1"], "loud": True}, "bad_request"),
        ],
    )
    def test_what_one_may_not_is_said_in_both_languages(
        self, people: dict[str, Person], who: str, order: dict[str, Any], code: str
    ) -> None:
        live = people[who].live("main")
        for _ in range(2):  # the key repeats
            answer = live.ask("down", key="k", **order)
            assert answer["error"] == code and answer["en"] != answer["zh"], answer
        live.say("up", key="k")
        live.close()

    def test_what_was_refused_is_in_the_audit_log_once(self, studio: Studio, people: dict[str, Person]) -> None:
        live = people["product"].live("main")
        for _ in range(3):
            live.ask("down", key="x", to=["tall", "host-1"])
        live.close()

        def entries() -> list[dict[str, Any]]:
            rows = studio.api.get("/api/v1/audit", params={"show": "main"}).json()
            found = rows["entries"] if isinstance(rows, dict) else rows
            return [row for row in found if row["what"] == "talk" and row["about"]["to"] == "tall,host-1"]

        (entry,) = wait_for("the entry", entries)
        assert entry["result"] == "refused" and entry["about"]["code"] == "talk_one_host_only"
        assert entry["who"] == people["product"].id

    def test_a_role_that_changes_counts_at_once_and_ends_what_it_no_longer_allows(
        self, studio: Studio, people: dict[str, Person], technician: Live
    ) -> None:
        place = "/api/v1/shows/main/roles/guest"
        role = {"label": "Guest", "talk_to": ["all"], "may_adjust": True, "may_latch": True}
        assert studio.api.put(place, json=role).status_code == 200
        guest = studio.person("guest", "main", "guest")
        live = guest.live("main")
        press(live, "host-1")
        assert studio.api.put(place, json={**role, "talk_to": ["tall"]}).status_code == 200
        told = live.read_until(lambda message: message["t"] == "you")
        assert told["role"]["talk_to"] == ["tall"]
        live.say("keep", keys=["k"])
        assert quiet(technician)
        assert studio.api.delete(f"/api/v1/shows/main/members/{guest.id}").status_code == 204
        bye = live.read_until(lambda message: message["t"] == "bye")
        assert bye["error"] == "signed_out" and live.closed()

    def test_who_signs_out_is_sent_away_and_silent(self, people: dict[str, Person], technician: Live) -> None:
        person = people["director"]
        live = person.live("main")
        press(live, "host-1", mode="latch")
        assert person.http.delete("/api/v1/session").status_code == 204
        try:
            live.read_until(lambda message: message["t"] == "bye")
            assert quiet(technician)
        finally:
            person.sign_in()

    @pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"t":"down"}', '{"t":"fly"}', '{"t":"keep","keys":[1]}'])
    def test_what_is_no_message_changes_nothing(self, director: Live, text: str) -> None:
        director._socket.send(text)
        director.say("ping")
        director.read_until(lambda message: message["t"] == "pong")


class TestHosts:
    def test_the_call_button_lights_the_tile_and_a_reply_answers_it(self, studio: Studio, director: Live) -> None:
        with FakeBodypack("host-2", studio.gateway.broker_port, boot=3) as bodypack:
            bodypack.wait_for_sound()
            director.wait_state(lambda state: state["hosts"]["host-2"]["state"] == "online")
            bodypack.event(0, "call")
            director.wait_state(lambda state: state["hosts"]["host-2"].get("calling_since"))
            if not any(_is_call(each) for each in director.heard):
                director.read_until(_is_call)
            (event,) = (each["event"] for each in director.heard if _is_call(each))
            assert event["host"] == "host-2" and event["en"] != event["zh"]
            answer = director.ask("reply", key="r", mode="latch", source="desk")
            assert answer["ok"], answer
            director.wait_state(lambda state: not state["hosts"]["host-2"].get("calling_since"))
            assert director.wait_state(lambda state: talks(state).get(answer["cue"]))["hosts"] == ["host-2"]
            director.wait_state(lambda state: state["cues"][answer["cue"]].get("started"))
            bodypack.event(1, "acknowledge")
            told = director.wait_state(lambda state: state["hosts"]["host-2"].get("acknowledged"))
            assert told["cue"] == answer["cue"]
            receipt = director.wait_state(
                lambda state: (
                    (found := state["cues"][answer["cue"]]["receipts"].get("host-2"))
                    and found.get("acknowledged")
                    and found
                )
            )
            assert receipt["acknowledged"] == told["at"]
            assert director.ask("stop", cue=answer["cue"])["ok"]
            quiet(director)

    def test_a_call_can_be_answered_without_a_word(self, studio: Studio, director: Live) -> None:
        with FakeBodypack("host-1", studio.gateway.broker_port, boot=4) as bodypack:
            bodypack.wait_for_sound()
            bodypack.event(0, "call")
            director.wait_state(lambda state: state["hosts"]["host-1"].get("calling_since"))
            assert studio.api.delete("/api/v1/hosts/host-1/call").status_code == 204
            director.wait_state(lambda state: not state["hosts"]["host-1"].get("calling_since"))
            assert studio.api.delete("/api/v1/hosts/host-1/call").json()["error"] == "not_calling"

    def test_what_is_set_is_seen(self, studio: Studio, director: Live) -> None:
        for name, body, field, value in (
            ("volume", {"volume_db": -6}, "volume_db", -6),
            ("muted", {"muted": True}, "muted", True),
            ("programme", {"gain_db": -12}, "programme_db", -12),
            ("ducking", {"depth_db": "off"}, "ducking_db", "off"),
            ("ducking", {"depth_db": -24}, "ducking_db", -24),
            ("programme", {"gain_db": None}, "programme_db", None),
        ):
            assert studio.api.put(f"/api/v1/hosts/host-1/{name}", json=body).status_code == 200
            director.wait_state(lambda state, field=field, value=value: state["hosts"]["host-1"].get(field) == value)
        for name, body in (("muted", {"muted": False}), ("ducking", {"depth_db": None}), ("programme", {"gain_db": 0})):
            assert studio.api.put(f"/api/v1/hosts/host-1/{name}", json=body).status_code == 200

    def test_how_loud_one_host_hears_a_source_is_seen(self, studio: Studio, director: Live) -> None:
        place = "/api/v1/shows/main/sources/desk/hosts/host-1/gain"
        assert studio.api.put(place, json={"gain_db": -60}).json() == {"gain_db": -60.0}
        director.wait_state(lambda state: state["sources"]["desk"].get("at") == {"host-1": -60})
        assert studio.api.delete(place).json() == {"gain_db": 0.0}
        director.wait_state(lambda state: "at" not in state["sources"]["desk"])

    def test_how_the_studio_dims_is_seen_in_every_show(
        self, studio: Studio, director: Live, people: dict[str, Person]
    ) -> None:
        late = people["lee"].live("late")
        found = studio.api.get("/api/v1/ducking").json()["file"]
        wanted = {**found, "programme": -24, "speech": "mute", "release_ms": 900.0}
        try:
            assert studio.api.put("/api/v1/ducking", json=wanted).status_code == 200
            for live in (director, late):
                live.wait_state(lambda state: state["gateway"]["ducking"] == wanted)
        finally:
            assert studio.api.delete("/api/v1/ducking").status_code == 200
        for live in (director, late):
            live.wait_state(lambda state: state["gateway"]["ducking"] == found)
        late.close()

    def test_shows_and_hosts_come_and_go(self, studio: Studio, director: Live) -> None:
        phone = {"id": "phone-1", "label": "Guest", "groups": ["tall"], "language": "en"}
        assert studio.api.post("/api/v1/shows/main/hosts", json=phone).status_code == 201
        host = director.wait_state(lambda state: state["hosts"].get("phone-1"))
        assert (host["kind"], host["label"], host["state"]) == ("phone", "Guest", "offline")
        assert "phone-1" in director.state["groups"]["tall"]
        assert studio.api.patch("/api/v1/shows/main/hosts/phone-1", json={"label": "Gast"}).json()["label"] == "Gast"
        assert studio.api.patch("/api/v1/shows/late/hosts/phone-1", json={"label": "x"}).status_code == 404
        assert studio.api.delete("/api/v1/shows/main/hosts/host-1").json()["error"] == "host_declared"
        assert studio.api.delete("/api/v1/shows/main/hosts/phone-1").status_code == 204
        director.wait_state(lambda state: "phone-1" not in state["hosts"])
        assert studio.api.post("/api/v1/shows", json={"id": "extra", "label": "Extra"}).status_code == 201
        assert {show["id"] for show in studio.api.get("/api/v1/shows").json()} == {"main", "late", "extra"}
        assert studio.api.delete("/api/v1/shows/extra").status_code == 204
        assert studio.api.delete("/api/v1/shows/main").json()["error"] == "show_declared"


class TestOverHttp:
    def test_a_hold_is_kept_until_it_is_deleted(self, studio: Studio, director: Live) -> None:
        answer = studio.api.post("/api/v1/shows/main/talks", json={"source": "desk", "to": ["host-1"]})
        assert answer.status_code == 201, answer.text
        cue = answer.json()["cue"]
        director.wait_state(lambda state: cue in talks(state))
        assert studio.api.put(f"/api/v1/talks/{cue}/keep").status_code == 204
        assert studio.api.delete(f"/api/v1/talks/{cue}").status_code == 204
        assert quiet(director)
        assert studio.api.put(f"/api/v1/talks/{cue}/keep").json()["error"] == "unknown_cue"

    def test_a_latch_goes_on_until_it_is_deleted(self, studio: Studio, director: Live) -> None:
        body = {"source": "desk", "to": ["host-1"], "mode": "latch"}
        cue = studio.api.post("/api/v1/shows/main/talks", json=body).json()["cue"]
        director.wait_state(lambda state: cue in talks(state))
        assert studio.api.delete(f"/api/v1/talks/{cue}").status_code == 204
        assert quiet(director)

    def test_a_timed_talk_needs_nobody(self, studio: Studio, director: Live) -> None:
        body = {"source": "desk", "to": ["host-1"], "mode": "timed", "seconds": 1.2}
        cue = studio.api.post("/api/v1/shows/main/talks", json=body).json()["cue"]
        director.wait_state(lambda state: cue in state["cues"])
        assert quiet(director)
        assert director.state["cues"][cue]["reason"] == "released"


def _is_call(message: dict[str, Any]) -> bool:
    event = message["event"] if message["t"] == "event" else {}
    return bool(event and event["code"] == "called" and event["host"] == "host-2")


def _settled(live: Live) -> dict[str, Any]:
    """After everything that was told before now: what does not depend on when one looks."""
    live.ask("stop", cue="nothing")
    return {name: live.state[name] for name in ("show", "groups", "talks", "cues", "rights")}
