"""The guard and the needs of routes: every kind of caller at every kind of door, and pages from elsewhere."""

import pytest
from support.house import PASSWORD, TOKEN, Browser, House

from hushcue_gateway.core.rights import Action
from hushcue_gateway.web.caller import Needs, marks

BEARER = f"Bearer {TOKEN}"
DOORS = {
    "/open": {"nobody", "visitor", "director", "data", "owner", "gateway", "phone"},
    "/self": {"visitor", "director", "data", "owner", "gateway"},
    "/own": {"owner", "gateway"},
    "/metrics": {"owner", "gateway"},
    "/anywhere": {"director", "data", "owner", "gateway"},
    "/api/v1/phone/x": {"phone"},
    "/hosts/host-1": {"director", "owner", "gateway"},
    "/shows/main/see": {"director", "data", "owner", "gateway"},
    "/shows/main/talk": {"director", "data", "owner", "gateway"},
    "/shows/main/administer": {"owner", "gateway"},
    "/shows/main/phrases": {"director", "owner", "gateway"},
}
WHO = ("nobody", "visitor", "director", "data", "owner", "gateway", "phone")


@pytest.fixture
def people(house: House) -> dict[str, Browser]:
    """Somebody of every kind. The visitor belongs to another show alone."""
    house.people.phone_sessions = lambda secret: ("host-1", "Host 1") if secret == "a-phones-secret" else None
    phone = house.browser()
    phone.bring("a-phones-secret", "hushcue_phone")
    return {
        "nobody": house.browser(),
        "visitor": house.person("Vera", late="support"),
        "director": house.person("Dora", main="director"),
        "data": house.person("Dan", main="data"),
        "owner": house.person("Olga", owner=True),
        "gateway": house.browser(),
        "phone": phone,
    }


def ask(who: str, browser: Browser, method: str, path: str) -> int:
    headers = {"authorization": BEARER} if who == "gateway" else {}
    return browser.ask(method, path if path.startswith("/api") else "/doors" + path, **headers).status_code


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_door_lets_in_exactly_who_it_names(people: dict[str, Browser], method: str) -> None:
    for path, may in DOORS.items():
        passed = {who for who in WHO if ask(who, people[who], method, path) == 200}
        assert passed == may, path


def test_who_is_nobody_is_asked_to_sign_in_and_who_may_not_is_told_so(people: dict[str, Browser]) -> None:
    answer = people["nobody"].ask("GET", "/doors/own")
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    answer = people["director"].ask("GET", "/doors/own")
    assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert answer.json()["en"] != answer.json()["zh"]


def test_what_belongs_to_another_show_is_as_if_it_were_not_there(people: dict[str, Browser]) -> None:
    for there, not_there in (("/shows/late/see", "/shows/none/see"), ("/hosts/host-9", "/hosts/none")):
        answers = [people["director"].ask("GET", "/doors" + path) for path in (there, not_there)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text.replace("late", "none").replace("host-9", "none") == answers[1].text
        assert people["owner"].ask("GET", "/doors" + there).status_code == 200


def test_rights_count_at_once(house: House, people: dict[str, Browser]) -> None:
    dora = house.people.accounts.named("Dora")
    assert dora is not None
    house.shows.put_member("main", dora.id, "data")
    assert people["director"].ask("GET", "/doors/shows/main/phrases").status_code == 403
    house.shows.remove_member("main", dora.id)
    assert people["director"].ask("GET", "/doors/shows/main/see").status_code == 404
    house.run(house.people.change_account(dora.id, owner=True))
    assert people["director"].ask("GET", "/doors/own").status_code == 200
    house.run(house.people.change_account(dora.id, active=False))
    assert people["director"].ask("GET", "/doors/self").status_code == 401


def test_monitoring_is_open_to_this_machine_alone(house: House) -> None:
    assert house.browser("127.0.0.1").ask("GET", "/doors/metrics").status_code == 200
    assert house.browser("::1").ask("GET", "/doors/metrics").status_code == 200
    assert house.browser("192.0.2.1").ask("GET", "/doors/metrics").status_code == 401


class TestPagesFromElsewhere:
    def test_a_change_needs_the_token_of_this_session(self, house: House) -> None:
        anna, bert = house.person("Anna"), house.person("Bert")
        for token in ("", "0" * 64, bert.csrf, anna.cookie):
            answer = anna.ask("POST", "/doors/self", x_hushcue_csrf=token)
            assert (answer.status_code, answer.json()["error"]) == (403, "csrf")
        assert anna.ask("GET", "/doors/self", x_hushcue_csrf="").status_code == 200
        assert anna.ask("POST", "/doors/self").status_code == 200

    @pytest.mark.parametrize(
        "origin",
        [
            "null",
            "http://evil.example",
            "http://localhost:81",
            "http://localhost.evil.example",
            "file://",
            "http://[",
            "x",
        ],
    )
    def test_a_change_is_not_taken_from_another_origin(self, house: House, origin: str) -> None:
        anna = house.person("Anna")
        answer = anna.ask("POST", "/doors/self", origin=origin)
        assert (answer.status_code, answer.json()["error"]) == (403, "foreign_origin")

    def test_nobody_can_be_signed_in_from_elsewhere(self, house: House) -> None:
        house.person("Anna")
        body = {"name": "Anna", "password": PASSWORD}
        browser = house.browser()
        for headers in ({"origin": "http://evil.example"}, {"sec_fetch_site": "cross-site"}):
            assert browser.ask("POST", "/api/v1/session", body, **headers).json()["error"] == "foreign_origin"
        assert browser.cookie == ""
        assert browser.ask("POST", "/api/v1/session", body, origin="").status_code == 200, "a program tells none"

    @pytest.mark.parametrize(
        ("host", "origin"),
        [
            ("localhost:8580", "http://localhost:8580"),
            ("studio.local", "https://studio.local:443"),
            ("[::1]:1", "http://[::1]:1"),
        ],
    )
    def test_our_own_pages_may_whatever_they_call_us(self, house: House, host: str, origin: str) -> None:
        anna = house.person("Anna")
        assert anna.ask("POST", "/doors/self", host=host, origin=origin).status_code == 200

    def test_a_program_with_a_token_brings_no_cookie_and_needs_no_csrf(self, house: House) -> None:
        browser = house.browser()
        assert browser.ask("POST", "/doors/own", authorization=BEARER, origin="http://evil.example").status_code == 200

    def test_a_header_that_is_wrong_is_not_made_good_by_a_cookie(self, house: House) -> None:
        anna = house.person("Anna")
        for header in ("Bearer wrong", "Bearer", "Basic abc", "Bearer " + "x" * 200):
            assert anna.ask("GET", "/doors/self", authorization=header).status_code == 401

    def test_a_phone_needs_to_tell_its_origin(self, people: dict[str, Browser]) -> None:
        assert people["phone"].ask("POST", "/api/v1/phone/x", origin="").json()["error"] == "foreign_origin"
        assert people["phone"].ask("GET", "/api/v1/phone/x", origin="").status_code == 200

    def test_no_answer_invites_pages_from_elsewhere(self, house: House) -> None:
        answer = house.browser().ask("GET", "/doors/open", origin="http://evil.example")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cache-control"] == "no-store" and answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in answer.headers


def test_strangers_may_not_send_what_is_long(house: House) -> None:
    place, stranger = "/api/v1/phrases/x/sound", house.browser()
    for content, browser, headers, status in (
        (b" " * 100_000, stranger, {}, 401),
        (b" " * 100_000, house.browser(), {"authorization": BEARER}, 404),
        (b" " * (4 * 1024 * 1024 + 1), house.browser(), {"authorization": BEARER}, 413),
    ):
        request = browser.client.request("PUT", place, content=content, headers=headers)
        assert house.run(request).status_code == status


def test_every_route_carries_one_mark_and_marks_can_be_read_back(house: House) -> None:
    found = {(place.path, min(place.methods or {"WS"})): place.needs for place in marks(house.app)}
    assert all(len(each) == 1 for each in found.values()), found
    assert found["/doors/shows/{show}/talk", "POST"] == (Needs(Action.TALK, "show", "show"),)
    assert found["/doors/shows/{show}/live", "WS"][0].action is Action.SEE
    assert found["/api/v1/accounts/{account}", "DELETE"][0].action is Action.OWN
    assert found["/api/v1/session", "POST"][0].action is Action.OPEN


def test_what_is_said_of_shows_that_went_away(house: House, people: dict[str, Browser]) -> None:
    house.shows.add_show("short", "Short")
    vera = house.people.accounts.named("Vera")
    assert vera is not None
    house.shows.put_member("short", vera.id, "director")
    assert people["visitor"].ask("GET", "/doors/shows/short/talk").status_code == 200
    house.shows.remove_show("short")
    assert people["visitor"].ask("GET", "/doors/shows/short/talk").status_code == 404
    assert people["owner"].ask("GET", "/doors/shows/short/talk").status_code == 404


def test_browsers_are_told_to_come_by_https_alone_only_by_name_and_with_ones_own_certificate(house: House) -> None:
    header = "strict-transport-security"
    for strict, base, told in (
        (True, "https://studio.local:8543", True),
        (True, "https://192.0.2.1:8543", False),
        (True, "http://studio.local", False),
        (False, "https://studio.local:8543", False),
    ):
        house.guard._strict = strict
        assert (header in house.browser(base=base).ask("GET", "/doors/open").headers) is told, base
