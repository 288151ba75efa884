"""What people may ask of bodypacks, and what they are answered when it cannot be."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from support.gateway_process import wait_for

from .conftest import HOME, Fleet

Name = Callable[[], str]


def refusal(answer: Any) -> tuple[int, str]:
    body = answer.json()
    assert body["en"] and body["zh"] and body["en"] != body["zh"]
    return answer.status_code, body["error"]


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"id": "host-1"}, 409, "host_exists"),
        ({"id": "gateway"}, 422, "reserved_name"),
        ({"id": "controller"}, 422, "reserved_name"),
        ({"id": "all"}, 422, "reserved_name"),
        ({"id": "Not A Name"}, 422, "bad_request"),
        ({"id": "x" * 33}, 422, "bad_request"),
        ({"id": "fine", "show": "nowhere"}, 404, "unknown_show"),
        ({"id": "fine", "label": "a\nb"}, 422, "bad_label"),
        ({"id": "fine", "language": "!"}, 422, "bad_request"),
        ({"id": "fine", "groups": ["host-1"]}, 422, "group_is_host"),
        ({"id": "hosts"}, 422, "group_is_host"),
        ({"id": "fine", "password": "x"}, 422, "bad_request"),
    ],
)
def test_what_cannot_be_registered_leaves_nothing_behind(
    fleet: Fleet, body: dict[str, Any], status: int, error: str
) -> None:
    before = set(fleet.all())
    assert refusal(fleet.http.post("/api/v1/bodypacks", json=body)) == (status, error)
    assert set(fleet.all()) == before
    assert "fine" not in json.loads((fleet.gateway.folder / "state" / "keys.json").read_text())


def test_registered_twice_it_is_there_once_also_from_another_show(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack, label="first")
    for body in ({"id": pack}, {"id": pack, "show": "late", "label": "second"}):
        assert refusal(fleet.http.post("/api/v1/bodypacks", json=body)) == (409, "host_exists")
    assert fleet.all()[pack]["label"] == "first" and fleet.all()[pack]["show"] == "main"
    fleet.retire(pack)
    assert refusal(fleet.http.delete(f"/api/v1/bodypacks/{pack}")) == (404, "unknown_bodypack")


def test_a_phone_of_that_name_is_in_the_way(fleet: Fleet, name: Name) -> None:
    phone = name()
    body = {"id": phone, "label": "Phone", "kind": "phone"}
    assert fleet.http.post("/api/v1/shows/main/hosts", json=body).status_code == 201
    assert refusal(fleet.http.post("/api/v1/bodypacks", json={"id": phone})) == (409, "host_exists")
    assert phone not in fleet.all()
    assert fleet.http.delete(f"/api/v1/bodypacks/{phone}").status_code == 404
    assert fleet.http.delete(f"/api/v1/shows/main/hosts/{phone}").status_code == 204


def test_it_is_renamed_regrouped_and_moved(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    change = {"label": "新名字", "groups": ["tall", "tall"], "language": "en", "show": "late"}
    answer = fleet.http.patch(f"/api/v1/bodypacks/{pack}", json=change)
    assert answer.status_code == 200, answer.text
    assert answer.json() == fleet.all()[pack]
    assert {**change, "groups": ["tall"]} == {key: answer.json()[key] for key in change}
    inside = fleet.gateway.bodypack(pack)
    assert (inside["label"], inside["groups"]) == ("新名字", ["tall"])
    assert pack in fleet.http.get("/api/v1/shows/late/state").json()["hosts"]
    assert fleet.http.patch(f"/api/v1/bodypacks/{pack}", json={}).json()["label"] == "新名字"
    moved = fleet.http.patch(f"/api/v1/bodypacks/{pack}", json={"show": "nowhere"})
    assert refusal(moved) == (404, "unknown_show")


def test_a_bodypack_of_the_file_is_renamed_as_any_other(fleet: Fleet) -> None:
    answer = fleet.http.patch("/api/v1/bodypacks/host-2", json={"label": "Two", "groups": ["hosts", "tall"]})
    assert answer.status_code == 200 and answer.json()["label"] == "Two"
    assert fleet.all()["host-2"]["groups"] == ["hosts", "tall"]


def test_who_only_administers_its_show_cannot_take_it_away(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    assert refusal(fleet.http.delete(f"/api/v1/shows/main/hosts/{pack}")) == (409, "retire_instead")
    assert pack in fleet.all()


@pytest.mark.parametrize(
    ("more", "status", "error"),
    [
        ({"gateway": "192.168.1.10"}, 409, "broker_not_heard"),
        ({"wifi_password": "short"}, 422, "bad_wifi_password"),
        ({"country": "cn"}, 422, "bad_country"),
        ({"ceiling_db": 3}, 422, "bad_request"),
        ({"broker_password": "of another"}, 422, "broker_password_ours"),
        ({"pins": {}}, 422, "bad_request"),
    ],
)
def test_a_config_that_would_not_work_is_refused_and_the_one_before_stays_good(
    fleet: Fleet, name: Name, more: dict[str, Any], status: int, error: str
) -> None:
    pack = name()
    fleet.register(pack)
    good = fleet.configure(pack)
    answer = fleet.http.post(f"/api/v1/bodypacks/{pack}/config", json={**HOME, **more})
    assert refusal(answer) == (status, error)
    with fleet.fake(good) as fake:
        fake.wait_for_sound()
    fleet.retire(pack)


def test_a_config_of_nobody_is_not_made(fleet: Fleet) -> None:
    assert refusal(fleet.http.post("/api/v1/bodypacks/nobody/config", json=HOME)) == (404, "unknown_bodypack")


def test_secrets_are_told_once_and_nowhere_else(fleet: Fleet, name: Name) -> None:
    pack = name()
    fleet.register(pack)
    document = fleet.configure(pack)
    secrets = [document["key"], document["broker"]["password"], document["wifi"]["password"]]
    places = ["bodypacks", "state", "audit", "updates", "shows/main/state"]
    told = {place: fleet.http.get(f"/api/v1/{place}").text for place in places}
    told["log"] = json.dumps(fleet.gateway.log())
    for path in (fleet.gateway.folder / "state").rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # some are there while they are written
            if path.is_file() and path.name != "keys.json":
                told[path.name] = path.read_bytes().decode("latin-1")
    assert not [place for place, text in told.items() if any(secret in text for secret in secrets)]
    fleet.retire(pack)
    assert document["key"] not in (fleet.gateway.folder / "state" / "keys.json").read_text()

    def done() -> set[str]:
        entries = fleet.http.get("/api/v1/audit").json()["entries"]
        return {deed["what"] for deed in entries if pack in deed["about"].values()}

    wait_for("both deeds in the audit log", lambda: done() >= {"post_config", "delete_bodypack"})
