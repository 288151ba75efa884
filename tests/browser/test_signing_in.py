"""The first person comes by the link of the first start, makes a show of it, and everybody else by invitation."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect
from support.panel import Panel
from support.studio import Studio


def test_the_link_of_the_first_start_makes_the_owner_and_works_once(
    browsers: dict[str, Browser], studio: Studio
) -> None:
    link = studio.url + studio.welcome[studio.welcome.index("/", len("https://")) :]
    owner = Panel(Panel.context_of(browsers["first"]), studio, "Frida")
    stranger = Panel(Panel.context_of(browsers["first"]), studio, "Sly")
    try:
        owner.accept(link)
        expect(owner.page.locator(".shows")).to_contain_text("Evening show")
        expect(owner.page.locator(".shows")).to_contain_text("Other show")
        owner.go("show", "live")
        owner.expect_panel()
        expect(owner.page.locator("[data-host]")).to_have_count(3)
        owner.expect_no_complaint()
        stranger.page.goto(link)
        expect(stranger.page.locator("main")).to_contain_text(re.compile("invitation", re.IGNORECASE))
        expect(stranger.page.locator("input[autocomplete=new-password]")).to_have_count(0)
    finally:
        owner.close()
        stranger.close()


def test_a_wrong_password_is_told_and_the_right_one_lets_in(browsers: dict[str, Browser], studio: Studio) -> None:
    someone = Panel(Panel.context_of(browsers["first"]), studio, "Petra")
    try:
        someone.accept(studio.invitation("live", "support"))
        someone.expect_panel()
        someone.context.clear_cookies()
        someone.sign_in("not-the-password-at-all")
        expect(someone.page.get_by_role("alert").first).to_be_visible()
        someone.sign_in()
        someone.expect_panel()
        someone.expect_no_complaint()
    finally:
        someone.close()


def test_signing_out_ends_every_page_of_this_session(browsers: dict[str, Browser], studio: Studio) -> None:
    someone = Panel(Panel.context_of(browsers["first"]), studio, "Quentin")
    try:
        someone.accept(studio.invitation("live", "support"))
        someone.expect_panel()
        someone.page.locator("details.menu summary").click()
        someone.page.get_by_role("button", name="Sign out").click()
        expect(someone.page.locator("input[type=password]")).to_be_visible()
        someone.go("show", "live")
        expect(someone.page.locator("input[type=password]")).to_be_visible()
        assert someone.context.request.get(studio.url + "/api/v1/shows/live/state").status == 401
    finally:
        someone.close()


def test_a_person_of_one_show_sees_nothing_of_the_other(product: Panel) -> None:
    state = product.context.request.get(product.studio.url + "/api/v1/shows/other/state")
    missing = product.context.request.get(product.studio.url + "/api/v1/shows/nowhere/state")
    assert state.status == missing.status == 404
    assert {**state.json(), "en": "", "zh": ""} == {**missing.json(), "en": "", "zh": ""}
    assert "dora" not in product.page.content()
