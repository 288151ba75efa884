"""Ids of another show: whoever holds one learns nothing by it and moves nothing with it. What they are answered is what
an id that never was is answered, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
import pytest
from api.rights_table import ROUTES
from support import sounds
from support.gateway_process import LIMIT_S, wait_for
from support.person import Person
from support.show_data import airing_on, suggestion_of
from support.studio import Studio

SDP = {"Content-Type": "application/sdp"}
NEVER = "a0b1c2d3-99999"
"""Shaped like an id, and of nothing."""
NEVER_OF = {"airing": "air-0123456789ab", "suggestion": "sg-0123456789ab"}


@dataclass(frozen=True)
class Things:
    """Of the show "live". talk: goes on. said: is over, and recorded. session: waits for its sender for as long as it
    takes. microphone: its source."""

    talk: str
    said: str
    session: str
    microphone: str
    phrase: str
    airing: str
    suggestion: str
    host: str = "anna"

    def of(self, kind: str) -> tuple[str, ...]:
        return {
            "cue": (self.talk, self.said),
            "webrtc": (self.session,),
            "phrase": (self.phrase,),
            "airing": (self.airing,),
            "suggestion": (self.suggestion,),
            "host": (self.host,),
        }.get(kind, ())


@pytest.fixture(scope="module")
def things(studio: Studio) -> Iterator[Things]:
    folder = studio.folder / "cues"
    sounds.write(folder / "short.wav", sounds.voice_like(0.3))
    sounds.write(folder / "long.wav", np.tile(sounds.voice_like(10.0), 30))
    api = studio.api
    assert api.put("/api/v1/shows/live/retention", json={"record": True}).status_code == 200
    said = _say(api, "short.wav")
    wait_for("it is recorded", lambda: studio.state("live")["cues"].get(said, {}).get("recording"))
    assert api.put("/api/v1/shows/live/retention", json={"record": False}).status_code == 200
    talk = _say(api, "long.wav")
    wait_for("it is on air", lambda: studio.state("live")["talks"].get(talk, {}).get("on_air"))
    published = api.post("/api/v1/shows/live/rtp-ingest", json={"to": []})
    assert published.status_code == 201, published.text
    phrase = api.post("/api/v1/shows/live/phrases", json={"label": "Fifty left", "kind": "recorded"})
    session, microphone = published.json()["id"], published.json()["source"]
    airing = airing_on(api, "live")
    suggestion = suggestion_of(api, "live", "anna")
    yield Things(talk, said, session, microphone, phrase.json()["id"], airing, suggestion)
    api.post(f"/api/v1/suggestions/{suggestion}/skip")
    api.post(f"/api/v1/airings/{airing}/end")
    api.delete(f"/api/v1/talks/{talk}")
    api.delete(f"/api/v1/webrtc/{session}")
    api.delete(f"/api/v1/phrases/{phrase.json()['id']}")


@pytest.fixture(scope="module")
def strangers(studio: Studio, people: dict[str, Person]) -> Iterator[dict[str, httpx.Client]]:
    """Who may do everything that a person, or a program, may do in the other show alone."""
    flags = ("latch", "page_all", "speak_as_assistant", "feed", "listen", "adjust", "phrases", "review", "administer")
    every = [f"may_{each}" for each in flags]
    role = {"label": "Everything", "talk_to": ["all"], "priority": "emergency", **dict.fromkeys(every, True)}
    assert studio.api.put("/api/v1/shows/other/roles/everything", json=role).status_code < 300
    person = studio.person("everyman", "other", "everything")
    body = {"name": "a program of the other show", "show": "other", "role": "everything"}
    token = studio.api.post("/api/v1/tokens", json=body)
    assert token.status_code == 201, token.text
    headers = {"Authorization": f"Bearer {token.json()['secret']}"}
    with httpx.Client(base_url=studio.url, headers=headers, timeout=LIMIT_S) as program:
        yield {"person": person.http, "token": program, "technician": people["outsider"].http}


def _say(api: httpx.Client, file: str) -> str:
    answer = api.post("/api/v1/shows/live/talks", json={"file": file, "to": ["anna"]})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["cue"])


def answered(client: httpx.Client, method: str, path: str, name: str, body: Any = None) -> tuple[int, str]:
    """Status and words, with the name taken out of them. In body and path, NAME is the name."""
    if body is not None:
        body = {key: [name] if value == ["NAME"] else name if value == "NAME" else value for key, value in body.items()}
    answer = client.request(method, path.replace("NAME", name), json=body, headers={} if body else SDP)
    return answer.status_code, answer.text.replace(name, "NAME")


OBJECTS = [
    (method, path, kind)
    for (method, path), (_, kind) in ROUTES.items()
    if kind in ("airing", "suggestion", "cue", "webrtc", "phrase", "host") and "phone" not in path
]
ELSEWHERE = [
    ("POST", "/api/v1/shows/other/talks", {"to": ["NAME"], "file": "short.wav"}, "host"),
    ("POST", "/api/v1/shows/other/talks", {"to": ["dora"], "phrase": "NAME"}, "phrase"),
    ("POST", "/api/v1/shows/other/talks", {"to": ["dora"], "source": "NAME"}, "microphone"),
    ("POST", "/api/v1/shows/other/phrases/NAME/say", {"to": ["dora"]}, "phrase"),
    ("POST", "/api/v1/hosts/dora/say-again", {"cue": "NAME"}, "cue"),
    ("PUT", "/api/v1/shows/other/sources/NAME/gain", {"gain_db": -6}, "microphone"),
    ("PATCH", "/api/v1/shows/other/hosts/NAME", {"label": "mine"}, "host"),
    ("DELETE", "/api/v1/shows/other/hosts/NAME", {}, "host"),
    ("POST", "/api/v1/shows/other/suggestions", {"text": "Smile.", "hosts": ["NAME"]}, "host"),
    ("POST", "/api/v1/shows/other/airings/NAME/undo", {}, "airing"),
    ("POST", "/api/v1/shows/other/replay", {"kind": "airing", "airing": "NAME"}, "airing"),
    ("POST", "/api/v1/shows/other/assistant/rehearsal", {"airing": "NAME"}, "airing"),
    ("GET", "/api/v1/shows/other/airings/NAME/series", {}, "airing"),
    ("GET", "/api/v1/shows/other/airings/NAME/export.zip", {}, "airing"),
    ("GET", "/api/v1/shows/other/airings/NAME/report.html", {}, "airing"),
    ("GET", "/api/v1/shows/other/airings/NAME/report.csv.zip", {}, "airing"),
]
"""In a place of one's own, with a name from elsewhere in it."""


@pytest.mark.parametrize("who", ["person", "technician", "token"])
def test_an_id_of_another_show_is_as_good_as_none(
    studio: Studio, things: Things, strangers: dict[str, httpx.Client], who: str
) -> None:
    client, wrong, asked = strangers[who], [], 0
    for method, path, kind in OBJECTS:
        for name in things.of(kind):
            place = re.sub(r"{\w+}", "NAME", path)
            there, nowhere = (answered(client, method, place, each) for each in (name, NEVER_OF.get(kind, NEVER)))
            asked += 1
            if there != nowhere or there[0] != 404:
                wrong.append(f"{method} {path} {name}: {there}, and of nothing {nowhere}")
    for method, path, body, kind in ELSEWHERE:
        for name in things.of(kind) or (things.microphone,):
            there, nowhere = (answered(client, method, path, each, body) for each in (name, NEVER_OF.get(kind, NEVER)))
            asked += 1
            if there != nowhere or there[0] < 400:
                wrong.append(f"{method} {path} {name}: {there}, and of nothing {nowhere}")
    assert asked > 30
    assert not wrong, "\n".join(wrong)
    still_there(studio, things)


def still_there(studio: Studio, things: Things) -> None:
    """Everything is as it was, and real: who belongs to the show finds it."""
    state = studio.state("live")
    assert state["suggestions"][things.suggestion]["state"] == "proposed"
    assert state["talks"][things.talk]["on_air"] and things.said in state["cues"]
    assert state["sources"][things.microphone]["gain_db"] == 0 and things.phrase in state["phrases"]
    assert (state["hosts"]["anna"]["muted"], state["hosts"]["anna"]["label"]) == (False, "anna")
    assert studio.api.patch(f"/api/v1/webrtc/{things.session}", content="", headers=SDP).status_code == 405
    sound = studio.api.get(f"/api/v1/cues/{things.said}/recording.ogg", headers={"Range": "bytes=0-3"})
    assert (sound.status_code, sound.content) == (206, b"OggS")


def test_members_of_the_show_are_let_in_with_the_same_ids(
    studio: Studio, things: Things, people: dict[str, Person]
) -> None:
    director, technician = people["director"].http, people["technician"].http
    for cue in things.of("cue"):
        assert director.get(f"/api/v1/cues/{cue}").json()["id"] == cue
        assert director.get(f"/api/v1/cues/{cue}/receipts").json()["cue"] == cue
    assert director.get(f"/api/v1/cues/{things.said}/recording.ogg").content[:4] == b"OggS"
    assert director.delete(f"/api/v1/webrtc/{things.session}").json()["error"] == "unknown_webrtc", "of somebody else"
    still_there(studio, things)
    assert technician.delete(f"/api/v1/webrtc/{things.session}").status_code == 204, "who administers may"
    assert director.delete(f"/api/v1/talks/{things.talk}").status_code == 204
    assert director.delete(f"/api/v1/cues/{things.said}/recording").status_code == 204
    wait_for("it is over", lambda: things.talk not in studio.state("live")["talks"])
