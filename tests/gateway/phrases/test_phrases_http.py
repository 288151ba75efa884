"""Phrases over HTTP: made, changed, recorded, fetched, said, ended and removed, by those who may."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from support.gateway_process import wait_for
from support.person import Person
from support.programs import needs
from support.studio import Studio

from hushcue_gateway.phrases.decode import MOST_BYTES

MORE = '[webrtc]\nenabled = false\n[[phones]]\nid = "anna"\nshow = "live"\n'
PLAIN = {"Content-Type": "audio/wav"}
LONG_S = 25.0
"""Whoever has to see it on the air has so long."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    needs("mosquitto")
    shows = {"live": "Evening show", "other": "Other show"}
    with Studio(tmp_path_factory.mktemp("phrases"), shows, (), more=MORE) as studio:
        yield studio


@pytest.fixture(scope="module")
def ops(studio: Studio) -> Person:
    """Somebody who may write phrases, in one show."""
    return studio.person("ops", "live", "ops")


@pytest.fixture
def phrase(ops: Person) -> dict[str, Any]:
    """A key that waits for its recording."""
    return made(ops, label="fifty left", kind="recorded")


def made(person: Person, show: str = "live", **fields: Any) -> dict[str, Any]:
    answer = person.http.post(f"/api/v1/shows/{show}/phrases", json=fields)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def recording(seconds: float = 1.0, rate_hz: int = 48_000) -> bytes:
    """A burst of noise between silences, as somebody who presses record, waits and speaks."""
    quiet = np.zeros(rate_hz // 2)
    loud = np.random.default_rng(3).standard_normal(int(seconds * rate_hz)) * 3000
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(np.concatenate([quiet, loud, quiet]).astype("<i2").tobytes())
    return out.getvalue()


def record(person: Person, phrase: str, data: bytes) -> httpx.Response:
    return person.http.put(f"/api/v1/phrases/{phrase}/sound", content=data, headers=PLAIN)


def test_a_recording_is_trimmed_and_can_be_fetched_as_a_host_hears_it(ops: Person, phrase: dict[str, Any]) -> None:
    assert (phrase["state"], phrase["seconds"]) == ("failed", 0.0)
    place = f"/api/v1/phrases/{phrase['id']}/sound.wav"
    assert (ops.http.get(place).status_code, ops.http.get(place).json()["error"]) == (409, "phrase_not_ready")
    answer = record(ops, phrase["id"], recording(1.0))
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "ready" and 0.9 < answer.json()["seconds"] < 1.6
    sound = ops.http.get(place)
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/wav")
    with wave.open(io.BytesIO(sound.content)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        assert file.getnframes() / 16_000 == pytest.approx(answer.json()["seconds"], abs=0.01)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"RIFF is what it is not", "sound_unreadable"),
        (b"\x89PNG of a cat", "sound_unknown"),
        (recording(0.0), "sound_silent"),
        (b"", "sound_unknown"),
    ],
)
def test_a_recording_that_cannot_be_used_changes_nothing(
    ops: Person, phrase: dict[str, Any], data: bytes, code: str
) -> None:
    assert record(ops, phrase["id"], recording(0.5)).status_code == 200
    before = ops.http.get(f"/api/v1/phrases/{phrase['id']}/sound.wav").content
    refused = record(ops, phrase["id"], data)
    assert (refused.status_code, refused.json()["error"]) == (422, code), refused.text
    assert refused.json()["en"] and refused.json()["zh"]
    assert ops.http.get(f"/api/v1/phrases/{phrase['id']}/sound.wav").content == before


def test_a_recording_that_is_too_large_is_not_even_read(ops: Person, phrase: dict[str, Any]) -> None:
    refused = record(ops, phrase["id"], b"\0" * (MOST_BYTES + 1))
    assert refused.status_code == 413, refused.text
    assert refused.json()["en"] and refused.json()["zh"]


def test_label_colour_and_place_are_changed_and_everybody_sees_it(
    studio: Studio, ops: Person, phrase: dict[str, Any]
) -> None:
    place = f"/api/v1/phrases/{phrase['id']}"
    answer = ops.http.patch(place, json={"label": "only 50", "colour": "#ff8800", "order": 7})
    assert answer.status_code == 200, answer.text
    assert [answer.json()[name] for name in ("label", "colour", "order")] == ["only 50", "#ff8800", 7]
    live = ops.live("live")
    assert live.state["phrases"][phrase["id"]]["label"] == "only 50"
    assert ops.http.patch(place, json={"label": "the last 50"}).json()["colour"] == "#ff8800"
    live.wait_state(lambda state: state["phrases"][phrase["id"]]["label"] == "the last 50")
    for wrong in ({"label": ""}, {"colour": "red"}, {"order": -1}, {"state": "ready"}, {"label": "a\x07"}):
        assert ops.http.patch(place, json=wrong).status_code == 422, wrong
    live.close()


def test_a_phrase_that_is_removed_is_gone_with_its_sound(ops: Person, phrase: dict[str, Any]) -> None:
    place = f"/api/v1/phrases/{phrase['id']}"
    assert record(ops, phrase["id"], recording(0.5)).status_code == 200
    assert ops.http.delete(place).status_code == 204
    assert phrase["id"] not in [each["id"] for each in ops.http.get("/api/v1/shows/live/phrases").json()]
    for answer in (ops.http.delete(place), ops.http.get(f"{place}/sound.wav"), ops.http.patch(place, json={})):
        assert (answer.status_code, answer.json()["error"]) == (404, "unknown_phrase")


def test_a_phrase_is_said_and_ended_before_its_end(studio: Studio, ops: Person, phrase: dict[str, Any]) -> None:
    say = f"/api/v1/shows/live/phrases/{phrase['id']}/say"
    assert ops.http.post(say, json={"to": ["anna"]}).json()["error"] == "phrase_not_ready"
    assert record(ops, phrase["id"], recording(LONG_S)).status_code == 200
    answer = ops.http.post(say, json={"to": ["anna"], "priority": "announcement"})
    assert answer.status_code == 201, answer.text
    cue = answer.json()["cue"]
    wait_for("it is on air", lambda: studio.state("live")["talks"].get(cue, {}).get("on_air"))
    assert ops.http.delete(f"/api/v1/talks/{cue}").status_code == 204
    wait_for("it is over", lambda: cue not in studio.state("live")["talks"])
    said = studio.state("live")["cues"][cue]
    assert (said["text"], said["priority"], said["hosts"]) == ("fifty left", "announcement", ["anna"])
    assert ops.http.delete(f"/api/v1/talks/{cue}").json()["error"] == "unknown_cue"
    assert ops.http.post(say, json={"to": ["nobody"]}).json()["error"] == "unknown_target"


def test_whoever_might_say_a_phrase_there_may_end_it_and_nobody_else(
    studio: Studio, ops: Person, phrase: dict[str, Any]
) -> None:
    assert record(ops, phrase["id"], recording(LONG_S)).status_code == 200
    say = f"/api/v1/shows/live/phrases/{phrase['id']}/say"
    support = studio.person("susan", "live", "support")  # may talk to everybody, and adjust nothing
    nobody = {"label": "Mute", "talk_to": [], "priority": "direct", "may_listen": True}
    assert studio.api.put("/api/v1/shows/live/roles/mute", json=nobody).status_code < 300
    mute = studio.person("milo", "live", "mute")

    def said(priority: str) -> str:
        answer = ops.http.post(say, json={"to": ["anna"], "priority": priority})
        assert answer.status_code == 201, answer.text
        cue = str(answer.json()["cue"])
        talk = wait_for("it is on air", lambda: (talk := studio.state("live")["talks"].get(cue)) and talk)
        assert talk["phrase"] == phrase["id"]
        return cue

    cue = said("direct")
    assert mute.http.delete(f"/api/v1/talks/{cue}").json()["error"] == "forbidden"
    assert support.http.put(f"/api/v1/talks/{cue}/keep").json()["error"] == "talk_not_yours"
    assert support.http.delete(f"/api/v1/talks/{cue}").status_code == 204
    wait_for("it is over", lambda: cue not in studio.state("live")["talks"])
    cue = said("announcement")
    live = support.live("live")
    assert live.ask("stop", cue=cue)["error"] == "talk_not_yours", "higher than they may talk"
    assert ops.live("live").ask("stop", cue=cue)["ok"], "another connection of the same person"
    live.wait_state(lambda state: cue not in state["talks"])
    again = live.ask("stop", cue=cue)
    assert (again["ok"], again["error"]) == (False, "unknown_cue")
    live.close()


def test_phrases_stay_in_their_show_and_with_those_who_may_write_them(
    studio: Studio, ops: Person, phrase: dict[str, Any]
) -> None:
    assert record(ops, phrase["id"], recording(0.5)).status_code == 200
    place = f"/api/v1/phrases/{phrase['id']}"
    outsider = studio.person("outsider", "other", "director")
    for answer in (
        outsider.http.get(f"{place}/sound.wav"),
        outsider.http.patch(place, json={"label": "mine"}),
        outsider.http.delete(place),
        record(outsider, phrase["id"], recording(0.5)),
        outsider.http.post(f"/api/v1/shows/live/phrases/{phrase['id']}/say", json={"to": ["anna"]}),
        outsider.http.post(f"/api/v1/shows/other/phrases/{phrase['id']}/say", json={"to": ["all"]}),
    ):
        assert answer.status_code == 404, answer.text
    looker = studio.person("looker", "live", "support")
    assert looker.http.get(f"{place}/sound.wav").status_code == 200
    for answer in (looker.http.patch(place, json={"label": "mine"}), looker.http.delete(place)):
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")


def test_a_typed_phrase_without_a_text_is_refused(ops: Person) -> None:
    refused = ops.http.post("/api/v1/shows/live/phrases", json={"label": "hello", "kind": "typed", "language": "en"})
    assert (refused.status_code, refused.json()["error"]) == (422, "phrase_needs_text")


def test_a_typed_phrase_has_its_sound_when_it_is_answered_and_another_when_its_text_changes(
    ops: Person, tmp_path: Path
) -> None:
    typed = made(ops, label="hello", kind="typed", language="en", text="Fifty pieces left")
    assert typed["state"] == "ready" and typed["seconds"] > 0.3, typed
    place = f"/api/v1/phrases/{typed['id']}"
    before = ops.http.get(f"{place}/sound.wav").content
    changed = ops.http.patch(place, json={"text": "Only five pieces left, then it is over"}).json()
    assert changed["state"] == "ready" and changed["seconds"] > typed["seconds"]
    assert ops.http.get(f"{place}/sound.wav").content != before


def test_who_sees_a_show_sees_who_speaks_which_language_there(ops: Person) -> None:
    answer = ops.http.get("/api/v1/shows/live/voices")
    assert answer.status_code == 200, answer.text
    voices = {each["language"]: each for each in answer.json()}
    assert voices["zh-Hans"]["engine"] and voices["zh-Hans"]["trouble"] is None
    for language, voice in voices.items():
        assert voice["ok"] == bool(voice["engine"]) == (voice["trouble"] is None), language
        assert {"espeak", "clip"} <= {choice["engine"] for choice in voice["choices"]}, language
    assert ops.http.get("/api/v1/shows/other/voices").status_code == 404
