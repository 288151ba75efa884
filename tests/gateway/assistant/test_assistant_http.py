"""The assistant in a real gateway: from numbers to a cue, through the interface that consoles use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.gateway_process import GatewayProcess, wait_for

PHONES = """
[[phones]]
id = "anna"
[[phones]]
id = "bob"
language = "en"
"""
SHOW = "/api/v1/shows/main"


class Studio:
    """A gateway with two hosts, and what one asks of it."""

    def __init__(self, gateway: GatewayProcess):
        self.gateway = gateway
        self.http = gateway.http

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"{SHOW}/state").json()
        return found

    def tell(self, *documents: dict[str, Any]) -> None:
        answer = self.http.post(
            f"{SHOW}/ingest",
            content="\n".join(json.dumps(each) for each in documents),
            headers={"Content-Type": "application/x-ndjson"},
        )
        assert answer.status_code == 200 and not answer.json()["refused"], answer.text

    def suggestions(self, **wanted: object) -> dict[str, dict[str, Any]]:
        """Those with these values, by id."""
        found = self.state().get("suggestions", {})
        return {
            name: each for name, each in found.items() if all(each.get(key) == value for key, value in wanted.items())
        }

    def wait(self, what: str, **wanted: object) -> tuple[str, dict[str, Any]]:
        """The newest suggestion that is so."""
        found = wait_for(what, lambda: self.suggestions(**wanted))
        return list(found.items())[-1]

    def modes(self, **modes: str) -> None:
        rules = {rule: {"mode": mode} for rule, mode in modes.items()}
        assert self.http.put(f"{SHOW}/assistant/rules", json={"rules": rules}).status_code == 200

    def settings(self, **change: object) -> dict[str, Any]:
        answer = self.http.put(f"{SHOW}/assistant/settings", json=change)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def product(self, name: str, slot: int, stock: int) -> None:
        """A product on sale, plenty of it."""
        self.tell(
            {"type": "on_air", "on": True},
            {"type": "product", "product": name, "label": name, "slot": slot, "stock_low": 20},
            {"type": "gauge", "product": name, "stock": stock},
            {"type": "pin", "product": name, "slot": slot},
        )


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with GatewayProcess(tmp_path_factory.mktemp("assistant"), bodypacks=(), more=PHONES) as gateway:
        studio = Studio(gateway)
        studio.settings(manners={"gap_s": 0, "most_per_hour": 200, "ttl_s": 300}, delay_s=1)
        yield studio
        wrong = [line for line in gateway.log() if line["code"] in ("our_mistake", "store_mistake")]
        assert wrong == []


def test_a_fact_becomes_words_in_each_host_s_language_and_a_person_sends_them(studio: Studio) -> None:
    studio.product("Dress", 3, 100)
    studio.tell({"type": "gauge", "product": "Dress", "stock": 12})
    chinese, card = studio.wait("a suggestion", rule="stock_low", language="zh-Hans", state="proposed")
    assert card["hosts"] == ["anna"] and "12" in card["text"] and 0.5 < card["spoken_s"] <= 6.0
    english, _ = studio.wait("another", rule="stock_low", language="en", state="proposed")
    sound = studio.http.get(f"/api/v1/suggestions/{chinese}/sound.wav")
    assert sound.status_code == 200 and sound.content[:4] == b"RIFF"
    assert studio.http.post(f"/api/v1/suggestions/{chinese}/approve", json={}).status_code == 200
    again = studio.http.post(f"/api/v1/suggestions/{chinese}/approve", json={})
    assert (again.status_code, again.json()["error"]) == (409, "too_late")
    assert studio.http.post(f"/api/v1/suggestions/{english}/skip").status_code == 200
    _, said = studio.wait("the end of it", rule="stock_low", language="zh-Hans", state="done")
    cue = studio.http.get(f"/api/v1/cues/{said['cue']['anna']}").json()
    assert (cue["priority"], cue["text"], cue["hosts"]) == ("assistant", said["text"], ["anna"])
    assert studio.suggestions(language="en", rule="stock_low", state="rejected")


def test_an_auto_rule_speaks_by_itself_and_what_is_said_is_what_is_true_then(studio: Studio) -> None:
    studio.modes(stock_low="auto")
    studio.product("Bag", 4, 100)
    studio.tell({"type": "gauge", "product": "Bag", "stock": 9})
    _, card = studio.wait("the cue", rule="stock_low", product="Bag", language="en", state="done")
    assert card["by"] == "assistant" and "9" in card["text"]
    studio.modes(stock_low="suggest")


def test_what_was_for_a_host_who_has_left_is_said_to_nobody(studio: Studio) -> None:
    guest = {"id": "carla", "label": "Carla", "kind": "phone", "language": "en"}
    assert studio.http.post(f"{SHOW}/hosts", json=guest).status_code == 201
    body = {"text": "Two steps back.", "hosts": ["carla"]}
    name = studio.http.post(f"{SHOW}/suggestions", json=body).json()["id"]
    assert studio.http.delete(f"{SHOW}/hosts/carla").status_code < 300
    answer = studio.http.post(f"/api/v1/suggestions/{name}/approve", json={})
    assert answer.json()["error"] == "nobody_to_tell"
    assert studio.state()["suggestions"][name]["state"] == "proposed"
    answer = studio.http.post(f"/api/v1/suggestions/{name}/approve", json={"hosts": ["bob"]})
    assert answer.status_code == 200, answer.text
    wait_for("its end", lambda: studio.suggestions(state="done", text="Two steps back."))


def test_what_is_no_longer_true_is_not_said_though_a_person_approved_it(studio: Studio) -> None:
    studio.product("Hat", 5, 100)
    studio.tell({"type": "gauge", "product": "Hat", "stock": 8})
    name, _ = studio.wait("a suggestion", rule="stock_low", product="Hat", language="en", state="proposed")
    studio.tell({"type": "gauge", "product": "Hat", "stock": 500})
    answer = studio.http.post(f"/api/v1/suggestions/{name}/approve", json={})
    assert answer.status_code in (200, 409), "its card may be gone already: it is looked at once a second"
    found = wait_for("its end", lambda: studio.suggestions(product="Hat", language="en", state="expired"))
    assert found[name]["why"]["en"] == "it was no longer true"


def test_a_person_can_say_it_in_other_words_or_something_of_their_own(studio: Studio) -> None:
    answer = studio.http.post(f"{SHOW}/suggestions", json={"text": "Smile and wave.", "hosts": ["bob"], "say": True})
    assert answer.status_code == 201, answer.text
    name = answer.json()["id"]
    found = wait_for("its end", lambda: studio.suggestions(state="done", text="Smile and wave."))
    assert found[name]["hosts"] == ["bob"] and found[name]["edited"]
    both = studio.http.post(f"{SHOW}/suggestions", json={"text": "Smile.", "hosts": ["all"]})
    assert both.json()["error"] == "hosts_of_two_languages"
    endless = "and so on " * 19
    long = studio.http.post(f"{SHOW}/suggestions", json={"text": endless, "hosts": ["bob"]})
    assert long.json()["error"] == "too_long_to_say" and long.json()["zh"]


def test_muted_it_says_nothing_until_somebody_lets_it(studio: Studio) -> None:
    assert studio.http.post(f"{SHOW}/assistant/mute", json={"minutes": 5}).status_code == 204
    assert wait_for("the button", lambda: studio.state()["assistant"].get("muted_until"))
    answer = studio.http.post(f"{SHOW}/suggestions", json={"text": "Quiet.", "hosts": ["bob"], "say": True})
    name = answer.json()["id"]
    found = wait_for("its end", lambda: studio.suggestions(state="expired", text="Quiet."))
    assert found[name]["why"]["en"] == "the assistant was muted"
    assert studio.http.delete(f"{SHOW}/assistant/mute").status_code == 204
    wait_for("the button", lambda: studio.state()["assistant"].get("muted_until") is None)


def test_what_viewers_ask_becomes_a_cue_and_an_answer_silences_the_topic(studio: Studio) -> None:
    studio.product("Coat", 6, 400)
    studio.tell(*({"type": "comment", "user": f"u{n}", "text": "what sizes do you have?"} for n in range(6)))

    def question() -> tuple[str, dict[str, Any]] | None:
        groups = studio.state().get("questions") or {}
        return next(((name, each) for name, each in groups.items() if each.get("topic")), None)

    name, group = wait_for("the question", question)
    assert group["users_2min"] >= 6 and group["product"] == "Coat"
    made = studio.http.post(f"{SHOW}/questions/{name}/cue")
    assert made.status_code == 201, made.text
    assert {each["rule"] for each in made.json()["suggestions"]} == {"question"}
    assert studio.http.post(f"{SHOW}/questions/{name}/answered").status_code == 204
    wait_for("the mark", lambda: studio.state()["questions"].get(name, {}).get("answered"))
    assert studio.http.delete(f"{SHOW}/questions/{name}/answered").status_code == 204
    assert studio.http.post(f"{SHOW}/questions/nothing/answered").status_code == 404


def test_topics_are_edited_and_a_merge_is_learnt_and_unlearnt(studio: Studio) -> None:
    topics = studio.http.get(f"{SHOW}/topics").json()
    mine = {"id": "pockets", "label": {"en": "pockets", "zh": "口袋"}, "words": ["pocket", "口袋"]}
    answer = studio.http.put(f"{SHOW}/topics", json={"topics": [*topics["topics"], mine]})
    assert answer.status_code == 200, answer.text
    studio.tell(
        *({"type": "comment", "user": f"p{n}", "text": "is there somewhere to put my phone?"} for n in range(3))
    )

    def other() -> str | None:
        groups = studio.state().get("questions", {})
        return next((name for name, each in groups.items() if "put my phone" in each["example"]), None)

    name = wait_for("the question", other)
    assert studio.http.post(f"{SHOW}/questions/{name}/merge", json={"topic": "pockets"}).status_code == 204
    learnt = studio.http.get(f"{SHOW}/topics").json()["exemplars"]
    assert any(each["topic"] == "pockets" for each in learnt)
    assert studio.http.delete(f"{SHOW}/questions/{name}/merge").status_code == 204
    assert studio.http.get(f"{SHOW}/topics").json()["exemplars"] == topics["exemplars"]
    wrong = studio.http.put(f"{SHOW}/topics", json={"topics": [{"id": "NOT AN ID"}]})
    assert wrong.status_code == 422 and wrong.json()["zh"]


def test_secrets_that_were_set_are_never_shown(studio: Studio) -> None:
    shown = studio.settings(rephrase={"url": "http://127.0.0.1:9/v1", "model": "m", "key": "sesame-street"})
    kept = shown["rephrase"]
    assert (kept["url"], kept["model"], kept["has_key"]) == ("http://127.0.0.1:9/v1", "m", True) and "key" not in kept
    assert "sesame" not in studio.http.get(f"{SHOW}/assistant/settings").text
    assert all("sesame" not in json.dumps(line) for line in studio.gateway.log())
    bad = studio.http.put(f"{SHOW}/assistant/settings", json={"delay_s": 1000})
    assert (bad.status_code, bad.json()["error"]) == (422, "bad_setting")
    studio.settings(rephrase={"url": ""})


def test_a_preview_says_how_long_it_takes_and_a_language_without_a_voice_says_so(studio: Studio) -> None:
    heard = studio.http.post(f"{SHOW}/assistant/preview", json={"text": "Stock is low.", "language": "en"}).json()
    assert 0.3 < heard["seconds"] < 3.0 and heard["engine"] == "espeak"
    thai = studio.http.post(f"{SHOW}/assistant/preview", json={"text": "สินค้าใกล้หมด", "language": "th"})
    assert thai.status_code >= 400 and thai.json()["zh"]


def test_what_would_have_fired_is_told_before_a_rule_is_let_loose(studio: Studio) -> None:
    answer = studio.http.post(f"{SHOW}/assistant/rehearsal", json={"seed": 3}, timeout=150.0)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["hours"] == pytest.approx(2.0, abs=0.1)
    assert told["rules"]["stock_low"]["fired"] >= 1 and told["fired"][0]["at"]


def test_it_all_comes_back_after_a_restart(tmp_path: Path) -> None:
    with GatewayProcess(tmp_path, bodypacks=(), more=PHONES) as gateway:
        studio = Studio(gateway)
        studio.settings(manners={"gap_s": 7}, delay_s=2)
        studio.product("Dress", 3, 100)
        studio.tell({"type": "gauge", "product": "Dress", "stock": 12})
        name, _ = studio.wait("a suggestion", rule="stock_low", language="en", state="proposed")
        gateway.stop()
        gateway.start()
        studio.http = gateway.http
        old = wait_for("what was", lambda: studio.suggestions(state="expired").get(name))
        assert old["why"]["en"] == "the gateway was restarted"
        assert studio.http.get(f"{SHOW}/assistant/settings").json()["delay_s"] == 2
        assert studio.state()["board"]["airing"]["kind"] == "live"
        studio.tell({"type": "gauge", "product": "Dress", "stock": 11})
        studio.product("Bag", 4, 100)
        studio.tell({"type": "gauge", "product": "Bag", "stock": 9})
        studio.wait("what is new", rule="stock_low", product="Bag", language="en", state="proposed")
        assert not studio.suggestions(product="Dress", state="proposed"), "what was found before is not found again"
