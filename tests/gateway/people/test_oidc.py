"""Signing in with an account of the house, against a provider that signs for real, and against one that lies."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey
from support.house import Browser, House
from support.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider
from support.tree import ROOT, read_text

from hushcue_gateway.config_people import Oidc as Settings
from hushcue_gateway.config_people import RoleRule
from hushcue_gateway.logs import Log
from hushcue_gateway.people.oidc import Oidc, admit
from hushcue_gateway.people.words import WORDS
from hushcue_words import Trouble

RULES = (RoleRule("crew", "main", "director"), RoleRule("*", "late", "support"))


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture
def house(provider: Provider, tmp_path: Path) -> Iterator[House]:
    provider.next_person = {"sub": "u-1", "name": "Anna Annason", "groups": ["crew"]}
    provider.bend = lambda _: None
    settings = Settings(provider.issuer, CLIENT_ID, CLIENT_SECRET, roles=RULES, owners=("it",))
    log = io.StringIO()
    with House(tmp_path, oidc=Oidc(settings, Log((WORDS,), stream=log))) as house:
        yield house
    for secret in (CLIENT_SECRET, "eyJ"):
        assert secret not in log.getvalue() + house.written.getvalue()


def go(browser: Browser) -> str:
    """To the provider and back; the address that the browser came back with."""
    there = browser.ask("GET", "/api/v1/oidc/login")
    assert there.status_code == 303, there.text
    back = httpx.get(there.headers["location"], timeout=60.0)
    assert back.status_code == 303
    parts = urlsplit(back.headers["location"])
    assert (parts.netloc, parts.path) == ("localhost", "/api/v1/oidc/callback")
    return f"{parts.path}?{parts.query}"


def come_in(browser: Browser) -> httpx.Response:
    return browser.ask("GET", go(browser))


def test_a_person_of_the_house_comes_in_with_the_roles_of_their_groups(house: House) -> None:
    browser = house.browser()
    assert come_in(browser).headers["location"] == "/"
    answer = browser.ask("GET", "/api/v1/session").json()
    assert answer["person"]["name"] == "Anna Annason" and answer["person"]["owner"] is False
    assert {show["id"]: show["role"]["id"] for show in answer["shows"]} == {"main": "director", "late": "support"}
    assert (house.audit()[0]["what"], house.audit()[0]["name"]) == ("oidc_sign_in", "Anna Annason")
    assert house.browser().sign_in("Anna Annason", "").status_code == 401, "there is no password to guess"


def test_the_same_person_is_the_same_account_and_keeps_what_was_changed_here(house: House, provider: Provider) -> None:
    come_in(house.browser())
    (account,) = house.people.accounts
    house.shows.put_member("main", account.id, "data")
    provider.next_person["name"] = "Anna Newname"
    browser = house.browser()
    come_in(browser)
    assert [each.id for each in house.people.accounts] == [account.id]
    assert house.shows.roles_of(account.id)["main"] == "data"


def test_a_namesake_is_another_person(house: House) -> None:
    house.person("anna annason", owner=True)
    browser = house.browser()
    come_in(browser)
    person = browser.ask("GET", "/api/v1/session").json()["person"]
    assert person["name"] == "Anna Annason 2" and person["owner"] is False


def test_groups_make_owners(house: House, provider: Provider) -> None:
    provider.next_person["groups"] = ["it"]
    browser = house.browser()
    come_in(browser)
    assert browser.ask("GET", "/api/v1/accounts").status_code == 200


def test_who_is_switched_off_stays_out(house: House) -> None:
    house.person("Olga", owner=True)
    come_in(house.browser())
    account = house.people.accounts.named("Anna Annason")
    assert account is not None
    house.run(house.people.change_account(account.id, active=False))
    browser = house.browser()
    assert come_in(browser).headers["location"] == "/#/sign-in/oidc_not_admitted" and not browser.is_in


def test_only_the_browser_that_went_comes_back_and_only_once(house: House) -> None:
    browser, other = house.browser(), house.browser()
    back = go(browser)
    assert other.ask("GET", back).headers["location"] == "/#/sign-in/oidc_state" and not other.is_in
    assert browser.ask("GET", back).headers["location"] == "/#/sign-in/oidc_state", "the state is used up"
    again = go(browser)
    assert browser.ask("GET", again).headers["location"] == "/" and browser.is_in
    assert browser.ask("GET", again).headers["location"] == "/#/sign-in/oidc_state"


def test_every_journey_has_secrets_of_its_own(house: House, provider: Provider) -> None:
    browser = house.browser()
    queries = [parse_qs(urlsplit(browser.ask("GET", "/api/v1/oidc/login").headers["location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert queries[0][name] != queries[1][name] and len(queries[0][name][0]) >= 43


def test_the_code_is_bound_to_the_browser_that_asked(house: House) -> None:
    """A stolen code does not fit the verifier of another journey (PKCE)."""
    victim, thief = house.browser(), house.browser()
    code = parse_qs(urlsplit(go(victim)).query)["code"][0]
    own = parse_qs(urlsplit(go(thief)).query)
    answer = thief.ask("GET", f"/api/v1/oidc/callback?state={own['state'][0]}&code={code}")
    assert answer.headers["location"] == "/#/sign-in/oidc_answer" and not thief.is_in


LIES: dict[str, Callable[[dict[str, Any], Provider], None]] = {
    "another nonce": lambda answer, _: answer["claims"].update(nonce="x" * 43),
    "no nonce": lambda answer, _: answer["claims"].pop("nonce"),
    "another issuer": lambda answer, _: answer["claims"].update(iss="http://evil.example"),
    "another audience": lambda answer, _: answer["claims"].update(aud="somebody-else"),
    "for another party": lambda answer, _: answer["claims"].update(azp="somebody-else"),
    "over": lambda answer, _: answer["claims"].update(exp=1_000_000_000),
    "nobody": lambda answer, _: answer["claims"].pop("sub"),
    "another key": lambda answer, p: answer.update(id_token=p.sign(answer["claims"], ECKey.generate_key("P-256"))),
    "a shared secret": lambda answer, p: answer.update(
        id_token=p.sign(answer["claims"], OctKey.import_key(CLIENT_SECRET * 2), "HS256")
    ),
    "no signature": lambda answer, p: answer.update(id_token=p.sign(answer["claims"]).rpartition(".")[0] + "."),
    "no token": lambda answer, _: answer.update(id_token=None),
    "nonsense": lambda answer, _: answer.update(id_token="a.b.c"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_right_lets_nobody_in(house: House, provider: Provider, lie: str) -> None:
    provider.bend = lambda answer: LIES[lie](answer, provider)
    browser = house.browser()
    assert come_in(browser).headers["location"] == "/#/sign-in/oidc_answer"
    assert not browser.is_in and len(house.people.accounts) == 0


def test_a_provider_may_change_its_keys(house: House, provider: Provider) -> None:
    come_in(house.browser())
    provider.change_keys()
    assert come_in(house.browser()).headers["location"] == "/"


def test_a_provider_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    settings = Settings("http://127.0.0.1:9", CLIENT_ID, CLIENT_SECRET, owners=("it",))
    with House(tmp_path, oidc=Oidc(settings, Log((WORDS,), stream=io.StringIO()))) as house:
        answer = house.browser().ask("GET", "/api/v1/oidc/login")
        assert (answer.status_code, answer.headers["location"]) == (303, "/#/sign-in/oidc_unreachable")
        assert house.browser().ask("GET", "/api/v1/studio").json()["oidc"] is True


def test_who_gave_up_at_the_provider_is_told_so(house: House, provider: Provider) -> None:
    browser = house.browser()
    own = parse_qs(urlsplit(browser.ask("GET", "/api/v1/oidc/login").headers["location"]).query)
    answer = browser.ask("GET", f"/api/v1/oidc/callback?state={own['state'][0]}&error=access_denied")
    assert answer.headers["location"] == "/#/sign-in/oidc_refused" and not browser.is_in


def test_who_tries_too_often_is_told_in_the_console(house: House) -> None:
    browser = house.browser()
    places = [
        browser.ask("GET", "/api/v1/oidc/login").headers["location"] for _ in range(61)
    ]  # twelve times five a minute
    assert places[0].startswith("http://127.0.0.1") and places[-1] == "/#/sign-in/too_often"
    assert browser.ask("GET", "/api/v1/oidc/callback").headers["location"] == "/#/sign-in/too_often"


def test_the_console_has_a_sentence_for_everything_that_can_go_wrong() -> None:
    said = read_text(ROOT / "gateway/hushcue_gateway/people/words.py")
    told = read_text(ROOT / "gateway/console/src/words/sign_in.ts")
    codes = {*re.findall(r'"(oidc_\w+)": \(', said), "too_often", "too_many_people", "store_not_now"}
    codes -= {"oidc_off", "oidc_absent", "oidc_failed"}  # of the set-up; and what has a reason is told by its reason
    assert len(codes) >= 7
    assert set(re.findall(r"^  (\w+): \[", told, re.MULTILINE)) >= codes


def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        for place in ("login", "callback"):
            assert house.browser().ask("GET", f"/api/v1/oidc/{place}").json()["error"] == "oidc_off"


def test_addresses_of_a_domain_count_when_the_provider_verified_them(tmp_path: Path, provider: Provider) -> None:
    settings = Settings(provider.issuer, CLIENT_ID, CLIENT_SECRET, domains=("example.com",))
    provider.bend = lambda _: None
    with House(tmp_path, oidc=Oidc(settings, Log((WORDS,), stream=io.StringIO()))) as house:
        for mail, verified, admitted in (
            ("a@example.com", True, True),
            ("a@example.com", False, False),
            ("a@evil.example", True, False),
            ("a@example.com.evil.example", True, False),
            ("example.com", True, False),
        ):
            provider.next_person = {"sub": mail, "name": "A", "userinfo": {"email": mail, "email_verified": verified}}
            come_in(browser := house.browser())
            assert browser.is_in is admitted, mail


def test_who_is_not_meant_is_not_admitted() -> None:
    settings = Settings("https://id.example", "x", roles=RULES[:1], owners=("it",))
    assert admit(settings, {"sub": "1", "groups": "it"}).owner is True
    assert admit(settings, {"sub": "1", "groups": ["crew"], "locale": "zh-CN"}).language == "zh"
    for claims in ({"sub": "1"}, {"sub": "1", "groups": "crews"}, {"sub": "1", "groups": {"crew": True}}):
        with pytest.raises(Trouble):
            admit(settings, claims)
