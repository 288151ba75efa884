"""Signing in and out: what a cookie is worth, for how long, and who can make it worthless."""

import asyncio

import pytest
from support.house import CHEAP, DAY_MS, PASSWORD, House

from hushcue_gateway.people.passwords import Effort, Passwords, demand_good, key_of
from hushcue_words import Trouble

HOUR_MS = 3_600_000


def test_a_person_signs_in_and_is_told_who_they_are(house: House) -> None:
    anna = house.person("Anna", main="director")
    answer = anna.ask("GET", "/api/v1/session").json()
    assert answer["person"]["name"] == "Anna" and answer["person"]["owner"] is False
    assert [(show["id"], show["role"]["id"]) for show in answer["shows"]] == [("main", "director")]
    assert answer["csrf"] == anna.csrf != ""


def test_an_owner_is_told_of_every_show(house: House) -> None:
    owner = house.person("Olga", owner=True)
    assert [show["id"] for show in owner.ask("GET", "/api/v1/session").json()["shows"]] == ["main", "late"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    house.person("Anna")
    for base, secure in (("http://localhost", False), ("https://studio.local:8543", True)):
        browser = house.browser(base=base)
        cookie = browser.sign_in("Anna").headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie and "path=/;" in cookie
        assert ("secure" in cookie) is secure


def test_no_secret_is_kept_where_it_could_be_read(house: House) -> None:
    anna = house.person("Anna", owner=True)
    token = anna.ask("POST", "/api/v1/tokens", {"name": "deck"}).json()["secret"]
    invite = anna.ask("POST", "/api/v1/invites", {"owner": True}).json()["token"]
    anna.ask("DELETE", f"/api/v1/invitation/{invite}")
    house.database.settle()
    kept = b"".join(path.read_bytes() for path in house.database.path.parent.iterdir() if path.is_file())
    for secret in (anna.cookie, anna.csrf, token, invite, PASSWORD):
        assert secret.encode() not in kept and secret not in house.written.getvalue()
    assert b"$argon2id$" in kept


@pytest.mark.parametrize("name", ["Anna", "anna", " ANNA ", "Ａｎｎａ"])
def test_a_name_is_the_same_however_it_is_written(house: House, name: str) -> None:
    house.person("Anna")
    assert house.browser().sign_in(name).status_code == 200


def test_wrong_name_and_wrong_password_are_answered_alike(house: House) -> None:
    house.person("Anna")
    answers = [house.browser().sign_in("Anna", "not the password"), house.browser().sign_in("Nobody", PASSWORD)]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].content == answers[1].content


def test_a_name_that_nobody_has_costs_the_same_effort(house: House) -> None:
    """Counted, not timed: the very same verification runs."""
    passwords, verified = house.people.passwords, []
    matches = passwords._matches
    passwords._matches = lambda kept, password: verified.append(kept) or matches(kept, password)  # type: ignore[assignment, func-returns-value]
    house.browser().sign_in("Nobody")
    assert len(verified) == 1 and verified[0].startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_a_new_sign_in_is_a_new_secret_whatever_the_browser_brought(house: House) -> None:
    house.person("Anna")
    browser = house.browser()
    browser.bring("planted-by-somebody-else")
    browser.sign_in("Anna")
    first = browser.cookie
    assert first != "planted-by-somebody-else" and len(first) >= 43
    browser.sign_in("Anna")
    assert browser.cookie != first
    other = house.browser()
    other.bring(first)
    assert not other.is_in, "signing in again ends what was before"


def test_a_sign_in_ends_when_nobody_was_seen_for_long(house: House) -> None:
    anna = house.person("Anna")
    for _ in range(4):
        house.later(11 * HOUR_MS)
        assert anna.is_in
    house.later(12 * HOUR_MS)
    assert not anna.is_in


def test_a_sign_in_ends_however_often_it_is_used(house: House) -> None:
    anna = house.person("Anna")
    for _ in range(59):
        house.later(12 * HOUR_MS - 1000)
        assert anna.is_in
    house.later(12 * HOUR_MS)
    assert not anna.is_in


def test_signing_out_counts_at_once_and_for_this_browser_alone(house: House) -> None:
    anna = house.person("Anna")
    other = house.browser()
    other.sign_in("Anna")
    secret = anna.cookie
    assert anna.ask("DELETE", "/api/v1/session").status_code == 204
    assert anna.cookie == "" and other.is_in
    anna.bring(secret)
    assert not anna.is_in


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_one_can_sign_out_everywhere_else(house: House, method: str) -> None:
    anna, bert = house.person("Anna"), house.person("Bert")
    others = [house.browser() for _ in range(3)]
    for other in others:
        other.sign_in("Anna")
    assert anna.ask(method, "/api/v1/session/everywhere-else").status_code == 204
    assert anna.is_in and bert.is_in and not any(other.is_in for other in others)


def test_a_new_password_ends_every_other_sign_in_and_the_old_secret_of_this_one(house: House) -> None:
    anna = house.person("Anna")
    other = house.browser()
    other.sign_in("Anna")
    secret = anna.cookie
    wrong = anna.ask("PUT", "/api/v1/session/password", {"old": "wrong", "new": "another good password"})
    assert wrong.status_code == 401 and other.is_in
    answer = anna.ask("PUT", "/api/v1/session/password", {"old": PASSWORD, "new": "another good password"})
    assert answer.status_code == 200 and anna.is_in and not other.is_in and anna.cookie != secret
    other.bring(secret)
    assert not other.is_in
    assert house.browser().sign_in("Anna").status_code == 401
    assert house.browser().sign_in("Anna", "another good password").status_code == 200


def test_sign_ins_outlive_a_restart_and_those_that_are_over_do_not(house: House) -> None:
    anna, bert = house.person("Anna"), house.person("Bert")
    bert.ask("DELETE", "/api/v1/session")
    house.later(HOUR_MS)
    assert anna.is_in
    house.database.settle()
    house.run(house.people.start())
    assert anna.is_in and len(house.people.sign_ins._by_id) == 1
    house.later(30 * DAY_MS)
    house.run(house.people.start())
    assert not house.people.sign_ins._by_id


def test_one_person_has_a_bounded_number_of_browsers(house: House) -> None:
    first = house.person("Anna")
    house.later(1000)
    account = house.people.accounts.named("Anna")
    assert account is not None
    for _ in range(50):
        house.run(house.people.sign_ins.begin(account.id, house.now_ms, "192.0.2.1"))
    assert len(house.people.sign_ins.of(account.id)) == 50 and not first.is_in


def test_people_choose_their_own_name_and_language(house: House) -> None:
    anna = house.person("Anna")
    house.person("Bert")
    assert anna.ask("PATCH", "/api/v1/session", {"language": "zh"}).json()["person"]["language"] == "zh"
    assert anna.ask("PATCH", "/api/v1/session", {"name": "Anne"}).json()["person"]["name"] == "Anne"
    assert anna.ask("PATCH", "/api/v1/session", {"name": "bert"}).json()["error"] == "name_taken"
    assert anna.ask("PATCH", "/api/v1/session", {"name": " x"}).json()["error"] == "name_bad"


def test_what_is_wrong_with_a_password_is_said() -> None:
    for password, code in {
        "short": "password_short",
        "x" * 257: "password_long",
        "aaaaaaaaaaaa": "password_weak",
        "1234567890": "password_weak",
        "abababababab": "password_weak",
        "Anna Annason": "password_weak",
    }.items():
        with pytest.raises(Trouble) as caught:
            demand_good(password, "anna annason")
        assert caught.value.code == code
    demand_good("correct horse battery", "Anna")
    demand_good("四字成语画蛇添足之后", "Anna")


def test_a_hash_of_less_effort_is_made_anew_when_its_owner_comes(house: House) -> None:
    house.person("Anna")
    house.people.passwords = Passwords(Effort(memory_kib=16, passes=1, lanes=1))
    house.browser().sign_in("Anna")
    account = house.people.accounts.named("Anna")
    assert account is not None and "$m=16,t=1,p=1$" in (account.password_hash or "")
    assert house.browser().sign_in("Anna").status_code == 200


def test_todays_effort_is_what_owasp_recommends() -> None:
    kept = asyncio.run(Passwords().hash("correct horse battery"))
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert asyncio.run(Passwords(CHEAP).check(kept, "correct horse battery"))


def test_looking_alike_is_being_alike() -> None:
    assert key_of("ＡＢ  c") == key_of("ab C") != key_of("abc")
    passwords = Passwords(CHEAP)
    kept = asyncio.run(passwords.hash("ｃorrect horse"))
    assert asyncio.run(passwords.check(kept, "correct horse"))
