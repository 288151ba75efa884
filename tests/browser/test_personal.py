"""What a person chose goes with them: another browser has their keys and their colours as soon as they sign in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, expect
from support.gateway_process import wait_for
from support.panel import Panel
from support.studio import Studio


def test_hotkeys_and_appearance_are_there_in_the_next_browser(browsers: dict[str, Browser], studio: Studio) -> None:
    first = Panel(Panel.context_of(browsers["first"]), studio, "Theo")
    second = Panel(Panel.context_of(browsers["second"]), studio, "Theo")

    def kept() -> dict[str, Any]:
        value: dict[str, Any] = first.context.request.get(f"{studio.url}/api/v1/me/preferences").json()["value"]
        return value

    try:
        first.accept(studio.invitation("live", "support"))
        first.expect_panel()
        assert kept() == {}
        first.go("show", "live", "settings", "keys")
        row = first.page.locator("table.table tr").first
        row.get_by_role("button", name="Change").click()
        first.page.keyboard.press("q")
        expect(row.locator("kbd")).to_have_text("Q")
        first.page.locator("details.menu summary").click()
        first.choose("dark")
        wait_for("the gateway keeps both", lambda: "KeyQ" in str(kept()) and kept().get("theme") == "dark")
        assert not any(key.startswith("microphone") for key in kept()), "a microphone is the browser's"

        second.sign_in()
        second.expect_panel()
        expect(second.page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(second.key("all").locator("kbd")).to_have_text("Q")
        second.page.locator("details.menu summary").click()
        second.choose("light")
        wait_for("the gateway keeps that", lambda: kept().get("theme") == "light")
        assert "KeyQ" in str(kept()), "and nothing else of it is lost"

        first.page.reload()
        first.page.wait_for_selector('html[data-theme="light"]')
        for panel in (first, second):
            panel.expect_no_complaint()
    finally:
        first.close()
        second.close()
