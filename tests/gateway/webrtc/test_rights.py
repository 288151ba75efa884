"""Whoever may no longer is heard no longer and hears no more, at once: sessions of WebRTC end with the right to them.
On the real gateway; the peers are aiortc offers that are never connected, since a session counts from its answer on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from aiortc import RTCPeerConnection
from support.gateway_process import wait_for
from support.person import Person
from support.studio import Pack, Studio

SDP = {"Content-Type": "application/sdp"}
AT_ONCE_S = 15.0
"""Generous for a machine that does other work; a session that never connects is given up after CONNECT_S."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    packs = (Pack("host-1", "main", ("left",), runs=False), Pack("host-2", "main", runs=False))
    with Studio(tmp_path_factory.mktemp("rights"), {"main": "Main", "late": "Late"}, packs) as running:
        yield running


def offer(direction: str) -> str:
    async def make() -> str:
        peer = RTCPeerConnection()
        peer.addTransceiver("audio", direction=direction)
        await peer.setLocalDescription(await peer.createOffer())
        text = peer.localDescription.sdp
        await peer.close()
        return str(text)

    return asyncio.run(make())


def talk_in(http: httpx.Client, query: str = "", show: str = "main", **headers: str) -> str:
    """A microphone; the place of its session."""
    url = f"/api/v1/shows/{show}/whip{query}"
    answer = http.post(url, content=offer("sendonly"), headers={**SDP, **headers})
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def listen(http: httpx.Client) -> str:
    """An ear; the place of its session."""
    url = "/api/v1/shows/main/whep?hear=host:host-1"
    answer = http.post(url, content=offer("recvonly"), headers=SDP)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def is_there(studio: Studio, place: str) -> bool:
    """Whether a session is. Asked by what is allowed nowhere and told apart from what does not exist."""
    status = studio.api.patch(place, content="", headers=SDP).status_code
    assert status in (404, 405)
    return bool(status == 405)


def ends(studio: Studio, *places: str) -> bool:
    wait_for("they end", lambda: not any(is_there(studio, place) for place in places), AT_ONCE_S)
    return True


@pytest.fixture
def ann(studio: Studio, request: pytest.FixtureRequest) -> Iterator[Person]:
    yield studio.person(f"ann {request.node.name}"[:60], "main", "director")


def test_who_signs_out_talks_and_listens_no_more_and_the_other_browser_goes_on(studio: Studio, ann: Person) -> None:
    elsewhere = Person(studio.url, ann.name)
    elsewhere.sign_in()
    places, other = (talk_in(ann.http), listen(ann.http)), listen(elsewhere.http)
    assert all(is_there(studio, place) for place in (*places, other))
    assert ann.http.delete("/api/v1/session").status_code == 204
    assert ends(studio, *places) and is_there(studio, other)
    assert elsewhere.http.delete("/api/v1/session").status_code == 204
    assert ends(studio, other)
    elsewhere.close()


@pytest.mark.parametrize(
    "how", ["switched off", "removed", "out of the show", "another role", "the role may no longer"]
)
def test_who_may_no_longer_is_cut_off(studio: Studio, ann: Person, how: str) -> None:
    member = f"/api/v1/shows/main/members/{ann.id}"
    role = {"label": "R", "talk_to": ["all"], "may_listen": True}
    for name, may_listen in (("deaf", False), ("ears", True)):
        body = {**role, "may_listen": may_listen}
        assert studio.api.put(f"/api/v1/shows/main/roles/{name}", json=body).status_code == 200
    assert studio.api.put(member, json={"role": "ears"}).status_code in (200, 204)
    ear, mouth = listen(ann.http), talk_in(ann.http)
    sources = "/api/v1/shows/main/state"
    assert [each for each in studio.api.get(sources).json()["sources"].values() if each.get("who") == ann.id]
    if how == "switched off":
        assert studio.api.patch(f"/api/v1/accounts/{ann.id}", json={"active": False}).status_code == 200
    elif how == "removed":
        assert studio.api.delete(f"/api/v1/accounts/{ann.id}").status_code == 204
    elif how == "out of the show":
        assert studio.api.delete(member).status_code == 204
    elif how == "another role":
        assert studio.api.put(member, json={"role": "deaf"}).status_code in (200, 204)
    else:
        body = {**role, "may_listen": False}
        assert studio.api.put("/api/v1/shows/main/roles/ears", json=body).status_code == 200
    assert ends(studio, ear)
    if how in ("another role", "the role may no longer"):
        assert is_there(studio, mouth), "talking is still allowed"
    else:
        assert ends(studio, mouth)
        assert not [each for each in studio.api.get(sources).json()["sources"].values() if each.get("who") == ann.id]


def test_an_encoder_ends_with_its_token_and_with_the_right_to_its_hosts(studio: Studio) -> None:
    place = "/api/v1/shows/main/roles/encoder"
    role: dict[str, Any] = {"label": "Encoder", "talk_to": ["host-1", "host-2"], "may_latch": True}
    assert studio.api.put(place, json=role).status_code == 200
    made = studio.api.post("/api/v1/tokens", json={"name": "obs", "show": "main", "role": "encoder"})
    assert made.status_code == 201, made.text
    with httpx.Client(base_url=studio.url, headers={"Authorization": f"Bearer {made.json()['secret']}"}) as http:
        one, two = talk_in(http, "?talk_to=host-1"), talk_in(http, "?talk_to=host-2")
        assert is_there(studio, one) and is_there(studio, two)
        assert studio.api.put(place, json={**role, "talk_to": ["host-2"]}).status_code == 200
        assert ends(studio, one) and is_there(studio, two)
        assert studio.api.delete(f"/api/v1/tokens/{made.json()['id']}").status_code in (200, 204)
        assert ends(studio, two)


def test_in_each_show_a_person_talks_with_the_microphone_of_that_show(studio: Studio, ann: Person) -> None:
    assert studio.api.put(f"/api/v1/shows/late/members/{ann.id}", json={"role": "director"}).status_code in (200, 204)
    place = talk_in(ann.http)
    talk_in(ann.http, show="late")  # the newest, and none of theirs in the first show
    state = studio.state("main")
    (mine,) = [name for name, source in state["sources"].items() if source.get("who") == ann.id]
    begun = ann.http.post("/api/v1/shows/main/talks", json={"to": ["host-1"], "mode": "latch"})
    assert begun.status_code == 201, begun.text
    cue = begun.json()["cue"]
    assert ann.http.get(f"/api/v1/cues/{cue}").json()["source"] == mine
    assert ann.http.delete(f"/api/v1/talks/{cue}").status_code == 204
    assert ann.http.delete(place).status_code == 204
    answer = ann.http.post("/api/v1/shows/main/talks", json={"to": ["host-1"]})
    assert answer.json()["error"] == "no_microphone", "one in another show does not count"

    def mics() -> list[str]:
        return [studio.state(show)["people"][ann.id]["mic"] for show in ("main", "late")]

    wait_for("each show tells of its own", lambda: mics() == ["none", "connecting"], AT_ONCE_S)


def test_the_metrics_tell_sessions_and_sockets(studio: Studio, ann: Person) -> None:
    live = ann.live("main")
    talk_in(ann.http)
    listen(ann.http)
    text = studio.api.get("/metrics").text
    for direction in ("in", "out"):
        assert _value(text, f'hushcue_webrtc_sessions{{direction="{direction}",state="connecting"}}') >= 1
    for line in (
        'hushcue_webrtc_packets_lost_total{direction="in"} 0.0',
        'hushcue_webrtc_frames_concealed_total{direction="in"} 0.0',
        "hushcue_live_sockets 1.0",
        'hushcue_live_sockets_dropped_total{reason="lagging"} 0.0',
    ):
        assert line in text, line
    dropped = _value(text, 'hushcue_live_sockets_dropped_total{reason="signed_out"}')
    ended = _value(text, "hushcue_webrtc_ended_for_rights_total")
    ann.http.delete("/api/v1/session")
    live.read_until(lambda message: message["t"] == "bye")
    assert live.closed()

    def told() -> bool:
        text = studio.api.get("/metrics").text
        return (
            _value(text, 'hushcue_live_sockets_dropped_total{reason="signed_out"}') == dropped + 1
            and _value(text, "hushcue_webrtc_ended_for_rights_total") == ended + 2
            and "hushcue_live_sockets 0.0" in text
        )

    wait_for("the metrics tell", told, AT_ONCE_S)


def _value(text: str, name: str) -> float:
    return float(next(line for line in text.splitlines() if line.startswith(name)).rpartition(" ")[2])


def test_a_phone_whose_link_was_given_away_again_hears_no_more(studio: Studio) -> None:
    body = {"id": "phone-1", "label": "Phone", "kind": "phone"}
    assert studio.api.post("/api/v1/shows/main/hosts", json=body).status_code == 201

    def phone() -> httpx.Client:
        link = studio.api.post("/api/v1/shows/main/hosts/phone-1/invite").json()["url"]
        http = httpx.Client(base_url=studio.url, headers={"Origin": studio.url})
        answer = http.post("/api/v1/phone/session", json={"token": link.rpartition("#")[2]})
        assert answer.status_code in (200, 201, 204), answer.text
        return http

    with closing(phone()) as first:
        answer = first.post("/api/v1/phone/whep", content=offer("recvonly"), headers=SDP)
        assert answer.status_code == 201, answer.text
        before = _listeners(studio)
        assert before
        with closing(phone()):
            wait_for("its session ends", lambda: _listeners(studio) == before - 1, AT_ONCE_S)


def _listeners(studio: Studio) -> float:
    lines = studio.api.get("/metrics").text.splitlines()
    return sum(float(each.split()[-1]) for each in lines if each.startswith('hushcue_webrtc_sessions{direction="out"'))
