"""Signing in with an account of the house, in a real browser: there, back, and what is said when it does not work.

The provider is another site to the browser ("localhost" here, 127.0.0.1 there), as it is in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.gateway_process import GatewayProcess
from support.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider
from support.panel import LIMIT_MS, Panel
from support.programs import needs

TABLES = """
[[shows]]
id = "main"
label = "Main"
[[shows]]
id = "late"
label = "Late"
[oidc]
issuer = "{issuer}"
client_id = "{client_id}"
client_secret = "{client_secret}"
name = "The house"
roles = ["crew=main/support"]
"""


@dataclass(frozen=True)
class Place:
    """A gateway that knows a provider."""

    gateway: GatewayProcess
    provider: Provider

    @property
    def url(self) -> str:
        return str(self.gateway.ready["http"]).rstrip("/").replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    needs("mosquitto")
    with Provider() as provider:
        more = TABLES.format(issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        with GatewayProcess(tmp_path_factory.mktemp("house"), ("host-1",), more=more) as gateway:
            yield Place(gateway, provider)


@pytest.fixture
def context(place: Place, browsers: dict[str, Browser]) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in with. The next person is Anna of the crew."""
    place.provider.next_person = {"sub": "u-1", "name": "Anna Annason", "groups": ["crew"]}
    place.provider.bend = lambda _: None
    context = Panel.context_of(browsers["first"])
    context.set_default_timeout(LIMIT_MS)
    yield context
    context.close()


def go_to_the_house(page: Page) -> None:
    page.get_by_role("link", name="The house").click()


def test_there_and_back_and_in(place: Place, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(place.url)
    go_to_the_house(page)
    expect(page.locator(".light-open")).to_be_visible()
    expect(page.locator('[data-host="host-1"]').first).to_be_visible()
    expect(page).to_have_url(f"{place.url}/#/show/main")
    kept = {cookie["name"]: cookie for cookie in context.cookies()}
    assert set(kept) == {"hushcue_session"}, "the cookie of the journey is gone"
    assert kept["hushcue_session"]["httpOnly"] and kept["hushcue_session"]["sameSite"] == "Strict"
    page.reload()
    expect(page.locator(".light-open")).to_be_visible()


def test_what_went_wrong_is_said_on_the_page_in_both_languages(place: Place, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(place.url)
    place.provider.next_person["groups"] = ["visitors"]
    go_to_the_house(page)
    expect(page.get_by_role("alert")).to_contain_text("does not admit you yet")
    page.locator('label.segment:has(input[value="zh"])').click()
    expect(page.get_by_role("alert")).to_contain_text("尚未允许你使用")
    page.locator('label.segment:has(input[value="en"])').click()
    place.provider.next_person["groups"] = ["crew"]
    place.provider.bend = lambda answer: answer["claims"].update(nonce="x" * 43)
    go_to_the_house(page)
    expect(page.get_by_role("alert")).to_contain_text("cannot trust")
    assert not context.cookies()
    place.provider.bend = lambda _: None
    go_to_the_house(page)
    expect(page.locator(".light-open")).to_be_visible()


def test_an_invitation_waits_while_its_reader_is_at_the_house(place: Place, context: BrowserContext) -> None:
    made = place.gateway.http.post("/api/v1/invites", json={"show": "late", "role": "ops"}).json()
    page = context.new_page()
    page.goto(f"{place.url}/#/invitation/{made['token']}")
    page.get_by_role("button", name="I have an account").click()
    go_to_the_house(page)
    page.get_by_role("button", name="Join as Anna Annason").click()
    expect(page.locator(".light-open")).to_be_visible()
    expect(page).to_have_url(f"{place.url}/#/show/late")
    shows = context.request.get(f"{place.url}/api/v1/session").json()["shows"]
    assert {show["id"]: show["role"]["id"] for show in shows} == {"main": "support", "late": "ops"}
