"""Guessing comes to an end, for one address, for one account, and however many guesses are sent at once."""

import asyncio
from pathlib import Path

from support.house import PASSWORD, House

from hushcue_gateway.config_people import SignIn
from hushcue_gateway.people.limits import Limits, house_of
from hushcue_words import Trouble


def test_wrong_passwords_stop_an_address(house: House) -> None:
    house.person("Anna")
    guesser = house.browser("198.51.100.1")
    answers = [guesser.sign_in("Anna", f"guess number {n}") for n in range(9)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 4
    last = answers[-1]
    assert 1 <= int(last.headers["retry-after"]) <= 61 and last.headers["retry-after"] in last.json()["zh"]
    assert guesser.sign_in("Anna").status_code == 429, "the right one does not help either"
    assert house.browser("198.51.100.2").sign_in("Anna").status_code == 200, "nor does it concern others"
    assert "198.51.100.1" in house.written.getvalue() and "guess" not in house.written.getvalue()


def test_guesses_that_are_sent_all_at_once_are_no_more_than_the_bound(house: House) -> None:
    house.person("Anna")
    client = house.browser("198.51.100.1").client
    verified: list[str] = []
    matches = house.people.passwords._matches
    house.people.passwords._matches = lambda kept, password: verified.append(kept) or matches(kept, password)  # type: ignore[assignment, func-returns-value]

    async def storm() -> list[int]:
        bodies = [{"name": "Anna", "password": f"guess number {n}"} for n in range(50)]
        answers = await asyncio.gather(*(client.post("/api/v1/session", json=body) for body in bodies))
        return [answer.status_code for answer in answers]

    assert sorted(house.run(storm())) == [401] * 5 + [429] * 45
    assert len(verified) == 5


def test_many_addresses_together_come_to_an_end_at_one_account(house: House) -> None:
    house.person("Anna")
    house.person("Bert")
    answers = [house.browser(f"198.51.100.{n}").sign_in("Anna", "a wrong guess").status_code for n in range(60)]
    assert answers.count(401) == 50 and answers[50:] == [429] * 10
    assert house.browser("198.51.100.99").sign_in("Bert").status_code == 200


def test_those_who_are_in_stay_in_while_their_account_is_being_guessed(house: House) -> None:
    anna = house.person("Anna")
    for n in range(55):
        house.browser(f"198.51.100.{n}").sign_in("Anna", "a wrong guess")
    assert anna.is_in and house.browser().sign_in("Anna").status_code == 429


def test_fifty_people_behind_one_address_come_in_side_by_side(house: House) -> None:
    for n in range(5):
        house.person(f"Person {n}")
    assert all(house.browser().sign_in(f"Person {n % 5}").status_code == 200 for n in range(50))


def test_links_cannot_be_guessed_for_long_either(house: House) -> None:
    guesser = house.browser("198.51.100.1")
    answers = [guesser.ask("GET", f"/api/v1/invitation/guess-{n}").status_code for n in range(8)]
    assert answers == [404] * 5 + [429] * 3


def test_requests_are_counted_by_caller_and_the_gateways_own_are_not(tmp_path: Path) -> None:
    with House(tmp_path, SignIn(requests_per_second=10)) as house:
        anna, bert = house.person("Anna"), house.person("Bert")
        answers = [anna.ask("GET", "/doors/self") for _ in range(110)]
        assert answers.count(answers[-1]) == 1 and [a.status_code for a in answers[:95]] == [200] * 95
        assert answers[-1].status_code == 429 and answers[-1].json()["error"] == "too_often"
        assert bert.ask("GET", "/doors/self").status_code == 200
        for _ in range(110):
            answer = house.browser().ask("GET", "/doors/own", authorization="Bearer the-gateways-own-token")
            assert answer.status_code == 200


def test_a_house_of_ipv6_is_one_address() -> None:
    assert house_of("2001:db8::1") == house_of("2001:db8::ffff:2") != house_of("2001:db8:0:1::1")
    assert house_of("::ffff:192.0.2.1") == house_of("192.0.2.1") == "192.0.2.1"
    assert house_of("fe80::1%eth0") == "fe80::"
    assert house_of("no address") == "no address"


def test_the_wait_is_told() -> None:
    limits = Limits(attempts=3)
    for _ in range(3):
        limits.failed_guess("192.0.2.1")
    try:
        limits.demand_guess("192.0.2.1")
    except Trouble as trouble:
        assert trouble.code == "too_often" and 1 <= int(str(trouble.facts["seconds"])) <= 61
    else:
        raise AssertionError("it may go on")


def test_a_right_password_is_no_guess(house: House) -> None:
    house.person("Anna")
    browser = house.browser("198.51.100.1")
    for _ in range(4):
        assert browser.sign_in("Anna", "a wrong guess").status_code == 401
        assert browser.sign_in("Anna", PASSWORD).status_code == 200
