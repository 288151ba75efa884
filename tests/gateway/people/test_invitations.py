"""Links: one use, for a time, for what they were made for, and the first owner's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support.house import DAY_MS, PASSWORD, Browser, House

NEW = {"name": "Nina", "password": "a password of hers"}


def accept(house: House, secret: str, body: dict[str, Any] | None = None) -> tuple[Any, Browser]:
    browser = house.browser()
    answer = browser.ask("POST", f"/api/v1/invitation/{secret}", body or NEW)
    if answer.status_code == 201:
        browser.csrf = answer.json()["csrf"]
    return answer, browser


def test_a_link_makes_an_account_with_a_role_and_signs_it_in(house: House) -> None:
    owner = house.person("Olga", owner=True)
    made = owner.ask("POST", "/api/v1/invites", {"show": "main", "role": "ops"}).json()
    assert made["url"] == f"http://localhost/#/invitation/{made['token']}"
    seen = house.browser().ask("GET", f"/api/v1/invitation/{made['token']}").json()
    assert (seen["show_label"], seen["role"], seen["studio"], seen["owner"]) == ("Main", "ops", "test", False)
    answer, nina = accept(house, made["token"])
    assert answer.status_code == 201 and [show["role"]["id"] for show in answer.json()["shows"]] == ["ops"]
    assert nina.is_in and nina.ask("POST", "/doors/self").status_code == 200
    assert house.browser().sign_in("nina", NEW["password"]).status_code == 200


def test_a_link_leads_to_where_a_microphone_may_be_used(house: House) -> None:
    house.people.places.https = "https://192.0.2.9:8543"
    owner = house.person("Olga", owner=True)
    made = owner.ask("POST", "/api/v1/invites", {"owner": True}).json()
    assert made["url"].startswith("https://192.0.2.9:8543/#/invitation/")


def test_a_link_is_good_once(house: House) -> None:
    secret = house.invitation(show="main", role="ops")
    assert accept(house, secret)[0].status_code == 201
    again = accept(house, secret, {**NEW, "name": "Somebody else"})[0]
    assert (again.status_code, again.json()["error"]) == (404, "unknown_invitation")
    assert house.browser().ask("GET", f"/api/v1/invitation/{secret}").status_code == 404
    assert house.people.accounts.named("Somebody else") is None


def test_of_two_who_use_a_link_at_the_same_time_one_comes_in(house: House) -> None:
    secret = house.invitation(owner=True)
    clients = [house.browser().client for _ in range(4)]

    async def together() -> list[int]:
        bodies = [{**NEW, "name": f"Nina {n}"} for n in range(4)]
        place = f"/api/v1/invitation/{secret}"
        answers = await asyncio.gather(*(c.post(place, json=b) for c, b in zip(clients, bodies, strict=True)))
        return sorted(answer.status_code for answer in answers)

    assert house.run(together()) == [201, 404, 404, 404] and len(house.people.accounts) == 1


def test_a_link_ends_with_its_time(house: House) -> None:
    secret = house.invitation(lasts_ms=60_000, show="main", role="ops")
    house.later(59_999)
    assert house.browser().ask("GET", f"/api/v1/invitation/{secret}").status_code == 200
    house.later(1)
    assert accept(house, secret)[0].status_code == 404


def test_a_link_that_was_withdrawn_is_worthless(house: House) -> None:
    owner = house.person("Olga", owner=True)
    made = owner.ask("POST", "/api/v1/invites", {"show": "main", "role": "ops"}).json()
    assert [each["id"] for each in owner.ask("GET", "/api/v1/invites").json()] == [made["id"]]
    assert made["token"] not in owner.ask("GET", "/api/v1/invites").text
    assert owner.ask("DELETE", f"/api/v1/invites/{made['id']}").status_code == 204
    assert owner.ask("GET", "/api/v1/invites").json() == [] and accept(house, made["token"])[0].status_code == 404
    assert owner.ask("DELETE", f"/api/v1/invites/{made['id']}").status_code == 404


def test_a_mistake_in_the_form_does_not_use_the_link_up(house: House) -> None:
    house.person("Anna")
    secret = house.invitation(owner=True)
    for body, code in (
        ({**NEW, "password": "short"}, "password_short"),
        ({**NEW, "name": "anna"}, "name_taken"),
        ({**NEW, "name": " "}, "name_bad"),
    ):
        assert accept(house, secret, body)[0].json()["error"] == code
    assert accept(house, secret)[0].status_code == 201


def test_a_link_to_a_role_that_is_gone_gives_nothing(house: House) -> None:
    house.shows.add_show("short", "Short")
    secret = house.invitation(show="short", role="ops")
    house.shows.remove_show("short")
    assert accept(house, secret)[0].status_code == 404 and house.people.accounts.named("Nina") is None


def test_who_administers_a_show_invites_to_it_and_to_nothing_else(house: House) -> None:
    tech = house.person("Tina", main="technician", late="support")
    made = tech.ask("POST", "/api/v1/invites", {"show": "main", "role": "ops"})
    assert made.status_code == 201
    for body, status in (
        ({"show": "late", "role": "ops"}, 403),
        ({"show": "none", "role": "ops"}, 404),
        ({"owner": True}, 403),
        ({"show": "main", "role": "ops", "owner": True}, 403),
        ({"account": "p00000000"}, 403),
        ({}, 403),
        ({"show": "main", "role": "nothing"}, 422),
    ):
        assert tech.ask("POST", "/api/v1/invites", body).status_code == status, body
    house.invitation(owner=True)
    assert [each["id"] for each in tech.ask("GET", "/api/v1/invites").json()] == [made.json()["id"]]
    ops = house.person("Otto", main="ops")
    assert ops.ask("POST", "/api/v1/invites", {"show": "main", "role": "ops"}).status_code == 403


def test_an_owner_lets_somebody_choose_a_new_password(house: House) -> None:
    owner, anna = house.person("Olga", owner=True), house.person("Anna", main="data")
    account = house.people.accounts.named("Anna")
    assert account is not None
    made = owner.ask("POST", "/api/v1/invites", {"account": account.id}).json()
    assert house.browser().ask("GET", f"/api/v1/invitation/{made['token']}").json()["name"] == "Anna"
    answer, browser = accept(house, made["token"], {"name": "ignored", "password": "what she chose now"})
    assert answer.json()["person"] == {"id": account.id, "name": "Anna", "owner": False, "language": "en"}
    assert browser.is_in and not anna.is_in
    assert house.browser().sign_in("Anna", PASSWORD).status_code == 401
    assert house.browser().sign_in("Anna", "what she chose now").status_code == 200


class TestWelcome:
    def test_the_first_start_makes_a_link_for_an_owner(self, house: House) -> None:
        assert house.browser().ask("GET", "/api/v1/studio").json()["first_start"] is True
        secret = house.run(house.people.welcome())
        house.log.warning("library", library="x", text=f"somebody logs {secret}")
        assert secret not in house.written.getvalue()
        answer, nina = accept(house, secret)
        assert answer.json()["person"]["owner"] is True and nina.ask("GET", "/doors/own").status_code == 200
        assert house.browser().ask("GET", "/api/v1/studio").json()["first_start"] is False
        assert house.run(house.people.welcome()) is None

    def test_every_start_makes_another_and_voids_the_one_before(self, house: House) -> None:
        first, second = house.run(house.people.welcome()), house.run(house.people.welcome())
        assert accept(house, first)[0].status_code == 404 and accept(house, second)[0].status_code == 201

    def test_it_is_good_for_a_day(self, house: House) -> None:
        secret = house.run(house.people.welcome())
        house.later(DAY_MS)
        assert accept(house, secret)[0].status_code == 404


@pytest.mark.parametrize("secret", ["x", "x" * 128, "%00", "é"])
def test_what_is_no_link_is_no_link(house: House, secret: str) -> None:
    assert house.browser().ask("GET", f"/api/v1/invitation/{secret}").status_code in (404, 422)


class TestWithAnAccount:
    def test_a_link_of_another_show_gives_a_role_there_once(self, house: House) -> None:
        anna = house.person("Anna", main="data")
        secret = house.invitation(show="late", role="ops")
        answer = anna.ask("POST", f"/api/v1/invitation/{secret}/accept")
        assert answer.status_code == 200, answer.text
        assert {show["id"]: show["role"]["id"] for show in answer.json()["shows"]} == {"main": "data", "late": "ops"}
        assert answer.json()["csrf"] == anna.csrf and anna.ask("POST", "/doors/shows/late/talk").status_code == 200
        account = house.people.accounts.named("Anna")
        assert account is not None and len(house.people.accounts) == 1
        noted = next(deed for deed in house.audit() if deed["what"] == "post_invitation_accepted")
        assert (noted["who"], noted["show"], noted["result"]) == (account.id, "late", "done")
        assert secret not in str(house.audit())
        other = house.person("Ben", main="data")
        for again in (anna, other):
            assert again.ask("POST", f"/api/v1/invitation/{secret}/accept").json()["error"] == "unknown_invitation"
        assert accept(house, secret)[0].status_code == 404 and set(house.shows.members("late")) == {account.id}

    def test_the_role_becomes_the_one_of_the_link(self, house: House) -> None:
        anna = house.person("Anna", main="data")
        answer = anna.ask("POST", f"/api/v1/invitation/{house.invitation(show='main', role='ops')}/accept")
        assert [show["role"]["id"] for show in answer.json()["shows"]] == ["ops"]

    def test_a_link_for_an_owner_makes_one_of_somebody(self, house: House) -> None:
        anna = house.person("Anna", main="data")
        answer = anna.ask("POST", f"/api/v1/invitation/{house.invitation(owner=True)}/accept")
        assert answer.json()["person"]["owner"] is True and anna.ask("GET", "/doors/own").status_code == 200

    def test_what_would_change_nothing_leaves_the_link_for_somebody_else(self, house: House) -> None:
        anna, owner = house.person("Anna", main="data"), house.person("Olga", owner=True)
        link = house.invitation(show="main", role="data")
        for somebody in (anna, owner):
            answer = somebody.ask("POST", f"/api/v1/invitation/{link}/accept")
            assert (answer.status_code, answer.json()["error"]) == (409, "already_in")
        assert accept(house, link)[0].status_code == 201

    def test_a_link_for_a_password_is_for_nothing_else(self, house: House) -> None:
        anna, ben = house.person("Anna", main="data"), house.person("Ben", main="ops")
        account = house.people.accounts.named("Ben")
        assert account is not None
        link = house.invitation(kind="reset", account=account.id)
        answer = anna.ask("POST", f"/api/v1/invitation/{link}/accept")
        assert (answer.status_code, answer.json()["error"]) == (409, "invitation_for_password")
        assert ben.is_in and house.browser().ask("GET", f"/api/v1/invitation/{link}").status_code == 200

    def test_nobody_else_takes_it(self, house: House) -> None:
        place = f"/api/v1/invitation/{house.invitation(show='late', role='ops')}/accept"
        assert house.browser().ask("POST", place).status_code == 401
        anna = house.person("Anna", main="data")
        assert anna.ask("POST", place, x_hushcue_csrf="").json()["error"] == "csrf"
        assert anna.ask("POST", place, origin="http://evil.example").json()["error"] == "foreign_origin"
        owner = house.person("Olga", owner=True)
        token = owner.ask("POST", "/api/v1/tokens", {"name": "a program"}).json()["secret"]
        answer = house.browser().ask("POST", place, authorization=f"Bearer {token}")
        assert (answer.status_code, answer.json()["error"]) == (403, "people_only")
        assert house.shows.members("late") == {}

    def test_of_two_who_take_it_at_the_same_time_one_gets_in(self, house: House) -> None:
        people = [house.person(name, main="data") for name in ("Anna", "Ben", "Chen")]
        place = f"/api/v1/invitation/{house.invitation(show='late', role='ops')}/accept"

        async def together() -> list[int]:
            asked = [each.client.post(place, headers={"x-hushcue-csrf": each.csrf}) for each in people]
            return sorted(answer.status_code for answer in await asyncio.gather(*asked))

        assert house.run(together()) == [200, 404, 404] and len(house.shows.members("late")) == 1

    def test_a_role_that_is_gone_uses_nothing_up(self, house: House) -> None:
        anna = house.person("Anna", main="data")
        house.shows.add_show("short", "Short")
        link = house.invitation(show="short", role="ops")
        house.shows.remove_show("short")
        assert anna.ask("POST", f"/api/v1/invitation/{link}/accept").status_code == 404
        assert [show["id"] for show in anna.ask("GET", "/api/v1/session").json()["shows"]] == ["main"]
