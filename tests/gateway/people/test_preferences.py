"""What a person's console remembers: theirs alone, bounded, the same in every browser, gone with the account."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.house import Browser, House

from hushcue_gateway.people.preferences import DEEPEST, MOST_BYTES, demand_bounded
from hushcue_gateway.store.models.settings import PreferenceRow
from hushcue_words import Trouble

PLACE = "/api/v1/me/preferences"
LIKED = {"theme": "dark", "panel.p1.main": {"keys": {"all": "KeyQ", "host:安娜": "F1"}, "seconds": 10.5, "dense": None}}


def test_another_browser_of_the_same_person_finds_them(house: House) -> None:
    anna = house.person("Anna", main="data")
    assert anna.ask("GET", PLACE).json() == {"value": {}, "changed": None}
    written = anna.ask("PUT", PLACE, {"value": LIKED})
    assert written.status_code == 200 and written.json()["value"] == LIKED
    elsewhere = house.browser()
    elsewhere.sign_in("Anna")
    assert elsewhere.ask("GET", PLACE).json() == written.json()
    house.later(1000)
    last = elsewhere.ask("PUT", PLACE, {"value": {"theme": "light"}}).json()
    assert last["changed"] > written.json()["changed"]
    assert anna.ask("GET", PLACE).json() == last, "the last write wins, whole"


def test_they_are_nobody_elses(house: House) -> None:
    anna, owner = house.person("Anna", main="data"), house.person("Olga", owner=True)
    anna.ask("PUT", PLACE, {"value": LIKED})
    assert owner.ask("GET", PLACE).json()["value"] == {}
    assert house.browser().ask("GET", PLACE).status_code == 401
    assert anna.ask("PUT", PLACE, {"value": {}}, x_hushcue_csrf="").json()["error"] == "csrf"
    secret = owner.ask("POST", "/api/v1/tokens", {"name": "a program"}).json()["secret"]
    for method in ("GET", "PUT"):
        answer = house.browser().ask(method, PLACE, {"value": {}}, authorization=f"Bearer {secret}")
        assert answer.json()["error"] == "people_only"
    assert all(deed["what"] != "put_preferences" for deed in house.audit())


def test_they_go_with_the_account(house: House) -> None:
    anna, owner = house.person("Anna", main="data"), house.person("Olga", owner=True)
    account = house.people.accounts.named("Anna")
    assert account is not None
    for person in (anna, owner):
        person.ask("PUT", PLACE, {"value": LIKED})
    assert owner.ask("DELETE", f"/api/v1/accounts/{account.id}").status_code == 204
    rows = house.database.read(lambda session: [row.account for row in session.query(PreferenceRow)])
    assert len(rows) == 1 and account.id not in rows


def nested(layers: int) -> dict[str, Any]:
    """An object with so many layers of lists in it."""
    value: Any = 1
    for _ in range(layers - 1):
        value = [value]
    return {"a": value}


BAD = {
    "too much": json.dumps({"a": "x" * MOST_BYTES}),
    "too much of Chinese": json.dumps({"a": "漏" * (MOST_BYTES // 3)}, ensure_ascii=False),
    "too deep": json.dumps(nested(DEEPEST + 1)),
    "far too deep": '{"a":' + "[" * 10_000 + "]" * 10_000 + "}",
    "no number": '{"a": NaN}',
    "too large a number": '{"a": 1e999}',
    "half a sign": '{"a": "\\ud800"}',
    "half a sign in a key": '{"\\udfff": 1}',
    "a list": "[1]",
    "a text": '"x"',
    "nothing": "null",
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_good_is_refused_and_changes_nothing(house: House, what: str) -> None:
    anna = house.person("Anna", main="data")
    anna.ask("PUT", PLACE, {"value": LIKED})
    headers = {"x-hushcue-csrf": anna.csrf, "content-type": "application/json", "origin": anna.origin}
    body = f'{{"value": {BAD[what]}}}'.encode()
    answer = house.run(anna.client.put(PLACE, content=body, headers=headers))
    assert answer.status_code in (400, 413, 422), answer.text
    assert answer.json()["en"] and answer.json()["zh"]
    assert anna.ask("GET", PLACE).json()["value"] == LIKED


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@pytest.fixture
def anna(house: House) -> Browser:
    return house.person("Anna", main="data")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_is_accepted_is_told_again_as_it_was(anna: Browser, value: dict[str, Any]) -> None:
    try:
        demand_bounded(value)
    except Trouble:
        assert anna.ask("GET", PLACE).status_code == 200
        return
    assert anna.ask("PUT", PLACE, {"value": value}).json()["value"] == value
    assert anna.ask("GET", PLACE).json()["value"] == value
