"""Every role, every route, every target: what is allowed is exactly what the table written by hand says.

A request that is let through carries nothing useful, so that it is refused for what it says (422, 409) or finds
nothing: who asks, and whether they may, is decided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from api.rights_table import ROLES, ROUTES
from support import sounds
from support.gateway_process import LIMIT_S
from support.person import Person
from support.show_data import airing_on, suggestion_of
from support.studio import Studio
from support.whole_app import app_and_places
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

OPEN_PAGES = re.compile(r"/assets/.*|/[\w.-]+\.(svg|png|ico|webmanifest|txt)")
NOT_LET_IN = {"unauthorized", "forbidden", "unknown_show"}
UNDOES = {
    ("DELETE", "/api/v1/session"),  # the asker would be gone
    ("DELETE", "/api/v1/shows/{show}"),
    ("DELETE", "/api/v1/phrases/{phrase}"),
    ("DELETE", "/api/v1/airings/{airing}"),
}
"""Not done by those who may: the rest of the matrix needs what it removes."""
SHOWS = {"live": ROLES, "other": {"outsider": ROLES["technician"]}}


@dataclass(frozen=True)
class Target:
    """What the path names, and the show it is of; None: there is no such thing."""

    name: str
    show: str | None


@pytest.fixture(scope="module")
def targets(studio: Studio) -> dict[str, list[Target]]:
    """Of each kind: one of the show, one of the other show, one that does not exist."""
    found = {
        "show": [Target("live", "live"), Target("other", "other"), Target("nowhere", None)],
        "host": [Target("anna", "live"), Target("dora", "other"), Target("nobody", None)],
        "cue": [Target("nothing", None)],
        "webrtc": [Target("nothing", None)],
        "phrase": [Target("nothing", None)],
        "airing": [Target("nothing", None)],
        "suggestion": [Target("nothing", None)],
    }
    sounds.write(studio.folder / "cues" / "word.wav", sounds.voice_like(0.3))
    for show, host in (("live", "anna"), ("other", "dora")):
        body = {"label": "Smile", "text": "Smile, please.", "language": "en"}
        answer = studio.api.post(f"/api/v1/shows/{show}/phrases", json=body)
        assert answer.status_code == 201, answer.text
        found["phrase"].append(Target(answer.json()["id"], show))
        answer = studio.api.post(f"/api/v1/shows/{show}/talks", json={"file": "word.wav", "to": ["all"]})
        assert answer.status_code == 201, answer.text
        found["cue"].append(Target(answer.json()["cue"], show))
        found["airing"].append(Target(airing_on(studio.api, show), show))
        found["suggestion"].append(Target(suggestion_of(studio.api, show, host), show))
    return found


def places_of(target: str, path: str, targets: dict[str, list[Target]]) -> Iterator[tuple[str, Target | None]]:
    """The path with a target of each kind in it."""
    if target in targets:
        parameter = re.search(r"{(\w+)}", path).group(0)
        for each in targets[target]:
            yield re.sub(r"{\w+}", "nothing", path.replace(parameter, each.name)), each
    else:
        yield re.sub(r"{\w+}", "nothing", path), None


def expected(asker: str, need: str, kind: str, target: Target | None) -> int:
    """200: let in; else the status that refuses."""
    if need == "open":
        return 200
    if asker == "nobody" or kind == "phone":
        return 401
    if asker == "owner" or need == "self":
        return 404 if target is not None and target.show is None else 200
    if need == "own":
        return 403
    show = "other" if asker == "outsider" else "live"
    allowed = need in SHOWS[show][asker]
    if kind == "anywhere":
        return 200 if allowed else 403
    assert target is not None
    if target.show != show:
        return 404
    return 200 if allowed else 403


def ask(client: httpx.Client, method: str, path: str, about: dict[str, str] | None = None) -> httpx.Response:
    """``about``: the show, where neither path nor object names it."""
    body = dict(about or {}) if method in ("POST", "PUT", "PATCH") else None
    return client.request(method, path, json=body, params=about or {})


def test_every_route_is_in_the_table_and_carries_one_mark_that_agrees_with_it(tmp_path: Path) -> None:
    _, places = app_and_places(tmp_path)
    found = {}
    for place in places:
        assert len(place.needs) == 1, f"{place.path} carries {len(place.needs)} marks"
        need = place.needs[0]
        for method in place.methods - {"HEAD"} or {"WS"}:
            if not OPEN_PAGES.fullmatch(place.path):
                kind = "phone" if need.phone else "anywhere" if need.anywhere else need.kind
                found[method, place.path.replace(":path}", "}")] = (need.action.value, kind)
            else:
                assert need.action.value == "open"
    assert found == ROUTES


@pytest.mark.parametrize("asker", ["nobody", "owner", "outsider", *ROLES])
def test_what_is_allowed_is_what_the_table_says(
    studio: Studio, people: dict[str, Person], targets: dict[str, list[Target]], asker: str
) -> None:
    client = studio.api if asker == "owner" else people[asker].http if asker in people else None
    with httpx.Client(base_url=studio.url, timeout=LIMIT_S) as stranger:
        wrong, asked = [], 0
        for (method, path), (need, kind) in ROUTES.items():
            if method == "WS" or path == "/metrics":  # open to this machine; WebSockets below
                continue
            for place, target in places_of(kind, path, targets):
                wanted = expected(asker, need, kind, target)
                if wanted == 200 and (method, path) in UNDOES:
                    continue
                about = {"show": "other" if asker == "outsider" else "live"} if kind == "anywhere" else {}
                answer = ask(client or stranger, method, place, about)
                asked += 1
                error = answer.json()["error"] if answer.status_code >= 400 else ""
                let_in = answer.status_code < 500 and error not in NOT_LET_IN
                if not (let_in if wanted == 200 else answer.status_code == wanted):
                    wrong.append(f"{method} {place}: {answer.status_code} {error}, not {wanted}")
    assert asked > 100
    assert not wrong, "\n".join(wrong)


def test_a_token_reaches_no_further_than_its_scopes_and_its_show(
    studio: Studio, targets: dict[str, list[Target]]
) -> None:
    body = {"name": "a panel on the wall", "show": "live", "role": "director", "scopes": ["see"]}
    made = studio.api.post("/api/v1/tokens", json=body)
    assert made.status_code == 201, made.text
    secret = made.json().get("secret") or made.json()["token"]
    with httpx.Client(base_url=studio.url, headers={"Authorization": f"Bearer {secret}"}, timeout=LIMIT_S) as client:
        assert client.get("/api/v1/shows/live/state").status_code == 200
        assert client.get("/api/v1/shows/other/state").status_code == 404
        for (method, path), (need, kind) in ROUTES.items():
            if method == "WS" or path == "/metrics":
                continue
            if need in ("talk", "listen", "adjust", "phrases", "review", "administer", "own"):
                for place, target in places_of(kind, path, targets):
                    if target is None or target.show == "live":
                        answer = ask(client, method, place)
                        assert answer.status_code == 403, f"{method} {place}: {answer.status_code}"


def test_the_live_document_of_a_show_tells_nothing_of_another(people: dict[str, Person]) -> None:
    for name, own, foreign in (("director", "anna", "dora"), ("outsider", "dora", "anna")):
        live = people[name].live("other" if name == "outsider" else "live")
        text = str(live.heard)
        assert own in text and foreign not in text
        live.close()


def says_hello(address: str, origin: str, headers: dict[str, str]) -> bool:
    """Whether the first message there is one. Raises WebSocketException where nobody is let in."""
    settings: dict[str, Any] = {"origin": origin, "additional_headers": headers, "open_timeout": LIMIT_S}
    with connect(address, **settings) as socket:
        return '"hello"' in str(socket.recv(LIMIT_S))[:200]


@pytest.mark.parametrize("asker", ["nobody", "director", "outsider"])
def test_a_live_socket_opens_for_members_alone(studio: Studio, people: dict[str, Person], asker: str) -> None:
    for show, members in (("live", {"director"}), ("other", {"outsider"}), ("nowhere", set())):
        address = studio.url.replace("http", "ws", 1) + f"/api/v1/shows/{show}/live"
        headers = {"Cookie": people[asker].cookie()} if asker in people else {}
        try:
            opened = says_hello(address, studio.url, headers)
        except WebSocketException:
            opened = False
        assert opened == (asker in members), (show, asker)


@pytest.mark.parametrize("asker", ["nobody", "technician", "outsider", "owner"])
def test_the_live_socket_of_all_bodypacks_opens_for_owners_alone(
    studio: Studio, people: dict[str, Person], asker: str
) -> None:
    address = studio.url.replace("http", "ws", 1) + "/api/v1/bodypacks/live"
    who = people.get(asker) or (studio.owner() if asker == "owner" else None)
    headers = {"Cookie": who.cookie()} if who else {}
    try:
        opened = says_hello(address, studio.url, headers)
    except WebSocketException:
        opened = False
    assert opened == (asker == "owner")
