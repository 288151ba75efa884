"""Accounts as an owner keeps them, tokens of programs, and the log of what was done."""

from __future__ import annotations

import pytest
from support.house import House

from hushcue_gateway.store.models.people import AuditRow

TOKENS = "/api/v1/tokens"


def id_of(house: House, name: str) -> str:
    account = house.people.accounts.named(name)
    assert account is not None
    return account.id


def test_an_owner_sees_and_changes_accounts(house: House) -> None:
    owner, anna = house.person("Olga", owner=True), house.person("Anna", main="data")
    shown = {each["name"]: each for each in owner.ask("GET", "/api/v1/accounts").json()}
    assert set(shown) == {"Olga", "Anna"} and shown["Anna"]["roles"] == {"main": "data"}
    assert "hash" not in str(shown) and "argon2" not in str(shown)
    place = f"/api/v1/accounts/{id_of(house, 'Anna')}"
    assert owner.ask("PATCH", place, {"owner": True}).json()["owner"] is True
    assert anna.ask("GET", "/api/v1/accounts").status_code == 200
    assert owner.ask("PATCH", place, {"active": False}).json()["active"] is False
    assert not anna.is_in and house.browser().sign_in("Anna").status_code == 401
    assert owner.ask("DELETE", place).status_code == 204 and owner.ask("GET", place).status_code == 404
    assert house.shows.members("main") == {}


def test_an_account_with_a_password_can_be_made(house: House) -> None:
    owner = house.person("Olga", owner=True)
    body = {"name": "Bert", "password": "handed over on paper"}
    assert owner.ask("POST", "/api/v1/accounts", body).status_code == 201
    assert owner.ask("POST", "/api/v1/accounts", body).status_code == 409
    assert house.browser().sign_in("Bert", body["password"]).status_code == 200


@pytest.mark.parametrize("how", ["remove", "demote", "switch off"])
def test_the_last_owner_stays(house: House, how: str) -> None:
    owner = house.person("Olga", owner=True)
    house.person("Anna", main="director")
    place = f"/api/v1/accounts/{id_of(house, 'Olga')}"

    def attempt() -> int:
        if how == "remove":
            return owner.ask("DELETE", place).status_code
        change = {"owner": False} if how == "demote" else {"active": False}
        return owner.ask("PATCH", place, change).status_code

    assert attempt() == 409 and owner.is_in
    # an owner who cannot come in is no owner
    house.run(house.people.accounts.add("Ghost", house.now_ms, owner=True, language=""))
    assert attempt() == 409
    house.person("Second", owner=True)
    assert attempt() in (200, 204)


def test_accounts_outlive_a_restart(house: House) -> None:
    house.person("Anna", main="data")
    before = list(house.people.accounts)
    house.run(house.people.start())
    assert list(house.people.accounts) == before


def test_ids_of_accounts_fit_into_the_id_of_a_microphone(house: House) -> None:
    house.person("Anna")
    name = f"mic-{id_of(house, 'Anna')}-1"
    assert len(name) <= 32 and name.replace("-", "").isalnum() and name == name.lower()


class TestTokens:
    def test_a_token_is_shown_once_and_lets_a_program_in(self, house: House) -> None:
        owner = house.person("Olga", owner=True)
        made = owner.ask("POST", TOKENS, {"name": "deck", "show": "main", "role": "ops"}).json()
        assert made["secret"].startswith("hushcue_") and made["secret"] not in owner.ask("GET", TOKENS).text
        deck, header = house.browser(), f"Bearer {made['secret']}"
        assert deck.ask("GET", "/doors/shows/main/talk", authorization=header).status_code == 200
        assert deck.ask("GET", "/doors/shows/late/talk", authorization=header).status_code == 404
        assert deck.ask("GET", "/doors/own", authorization=header).status_code == 403
        assert (
            deck.ask("PUT", "/api/v1/session/password", {"old": "", "new": "x" * 12}, authorization=header).json()[
                "error"
            ]
            == "people_only"
        )
        assert owner.ask("GET", TOKENS).json()[0]["used"] is not None
        house.run(house.people.start())
        assert deck.ask("GET", "/doors/shows/main/talk", authorization=header).status_code == 200
        assert owner.ask("DELETE", f"{TOKENS}/{made['id']}").status_code == 204
        assert deck.ask("GET", "/doors/shows/main/talk", authorization=header).status_code == 401

    def test_scopes_confine_it(self, house: House) -> None:
        owner = house.person("Olga", owner=True)
        body = {"name": "deck", "show": "main", "role": "ops", "scopes": ["talk"]}
        header = f"Bearer {owner.ask('POST', TOKENS, body).json()['secret']}"
        deck = house.browser()
        passed = {
            action: deck.ask("POST", f"/doors/shows/main/{action}", authorization=header).status_code
            for action in ("talk", "see", "listen", "administer", "phrases")
        }
        assert passed == {"talk": 200, "see": 403, "listen": 403, "administer": 403, "phrases": 403}

    def test_scopes_of_an_owners_token_hold_too(self, house: House) -> None:
        owner = house.person("Olga", owner=True)
        secret = owner.ask("POST", TOKENS, {"name": "screen", "scopes": ["see"]}).json()["secret"]
        screen = house.browser()
        for path, status in (("/doors/shows/late/see", 200), ("/doors/own", 403), ("/doors/shows/main/talk", 403)):
            assert screen.ask("GET", path, authorization=f"Bearer {secret}").status_code == status

    @pytest.mark.parametrize(
        "body",
        [
            {"name": "x", "show": "main"},
            {"name": "x", "role": "ops"},
            {"name": "x", "show": "none", "role": "ops"},
            {"name": "x", "show": "main", "role": "none"},
            {"name": "x", "scopes": ["everything"]},
            {"name": ""},
        ],
    )
    def test_a_token_for_nothing_is_not_made(self, house: House, body: dict[str, object]) -> None:
        assert house.person("Olga", owner=True).ask("POST", TOKENS, body).status_code in (404, 422)

    def test_tokens_are_the_owners_business(self, house: House) -> None:
        tech = house.person("Tina", main="technician")
        assert tech.ask("GET", TOKENS).status_code == 403
        assert tech.ask("POST", TOKENS, {"name": "x"}).status_code == 403


class TestAudit:
    def test_it_says_who_did_what_on_what_and_from_where(self, house: House) -> None:
        owner = house.person("Olga", owner=True)
        anna = house.person("Anna", main="data")
        place = f"/api/v1/accounts/{id_of(house, 'Anna')}"
        owner.ask("PATCH", place, {"owner": False})
        anna.ask("POST", "/doors/shows/main/administer")
        newest = house.audit()
        refused, done = newest[0], newest[1]
        assert (refused["name"], refused["result"], refused["status"], refused["show"]) == (
            "Anna",
            "refused",
            403,
            "main",
        )
        assert (done["name"], done["what"], done["result"]) == ("Olga", "patch_account", "done")
        assert done["about"] == {"account": id_of(house, "Anna")} and done["address"] == "192.0.2.7"
        assert done["kind"] == "session" and done["at"].startswith("2027-01-15T")

    def test_what_changes_nothing_and_strangers_are_not_noted(self, house: House) -> None:
        anna = house.person("Anna", main="data")
        before = len(house.audit())
        anna.ask("GET", "/doors/self")
        anna.ask("POST", "/doors/quiet/main")
        anna.ask("POST", "/api/v1/tokens", {"nonsense": 1})
        for _ in range(5):
            house.browser().ask("POST", "/doors/own")
        assert [entry["status"] for entry in house.audit()[: len(house.audit()) - before]] == [403]

    def test_coming_in_is_noted_and_what_was_typed_is_not(self, house: House) -> None:
        house.person("Anna")
        house.browser("198.51.100.9").sign_in("my-password-in-the-wrong-field", "typed-password")
        house.browser("198.51.100.9").ask(
            "POST", "/api/v1/invitation/a-secret-link", {"name": "n", "password": "p" * 12}
        )
        entries = house.audit()
        assert [entry["what"] for entry in entries] == ["post_invitation", "post_session", "post_session"]
        assert [entry["result"] for entry in entries] == ["refused", "refused", "done"]
        assert entries[2]["name"] == "Anna" and entries[1]["name"] == ""
        for secret in ("wrong-field", "typed", "a-secret-link"):
            assert secret not in str(entries) and secret not in house.written.getvalue()

    def test_a_forged_request_is_noted(self, house: House) -> None:
        anna = house.person("Anna")
        anna.ask("POST", "/doors/self", origin="http://evil.example")
        assert (house.audit()[0]["name"], house.audit()[0]["result"]) == ("Anna", "refused")

    def test_it_is_read_in_pages_by_owners_and_by_who_administers_a_show(self, house: House) -> None:
        owner, tech = house.person("Olga", owner=True), house.person("Tina", main="technician")
        for show in ("main", "late") * 4:
            owner.ask("POST", f"/doors/shows/{show}/see")
        house.database.settle()
        first = owner.ask("GET", "/api/v1/audit?limit=3").json()
        older = owner.ask("GET", f"/api/v1/audit?limit=3&before={first['before']}").json()
        numbers = [entry["n"] for entry in first["entries"] + older["entries"]]
        assert len(numbers) == 6 and numbers == sorted(numbers, reverse=True)
        assert tech.ask("GET", "/api/v1/audit").status_code == 403
        assert tech.ask("GET", "/api/v1/audit?show=late").status_code == 404
        own = tech.ask("GET", "/api/v1/audit?show=main").json()
        assert {entry["show"] for entry in own["entries"]} == {"main"} and len(own["entries"]) == 4

    def test_what_is_old_is_forgotten(self, house: House) -> None:
        owner = house.person("Olga", owner=True)
        owner.ask("POST", "/doors/self")
        house.later(401 * 24 * 3_600_000)
        house.people.tick(10**18)
        house.database.settle()
        assert house.database.read(lambda session: session.query(AuditRow).count()) == 0
