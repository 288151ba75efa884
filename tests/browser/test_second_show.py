"""An invitation in the hands of somebody who has an account: they join with it, and are told what that changes."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from support.panel import Panel
from support.person import PASSWORD
from support.studio import Studio


def roles(panel: Panel) -> dict[str, str]:
    """Show -> role, as the gateway tells this person."""
    shows = panel.context.request.get(panel.studio.url + "/api/v1/session").json()["shows"]
    return {show["id"]: show["role"]["id"] for show in shows}


def test_a_person_of_one_show_joins_another_with_the_same_account(browsers: dict[str, Browser], studio: Studio) -> None:
    rosa = Panel(Panel.context_of(browsers["first"]), studio, "Rosa")
    elsewhere = Panel(Panel.context_of(browsers["second"]), studio, "Rosa")
    try:
        rosa.accept(studio.invitation("live", "support"))
        rosa.expect_panel()
        link = studio.invitation("other", "director")
        rosa.page.goto(link)
        expect(rosa.page.locator("main")).to_contain_text("“Other show”")
        expect(rosa.page.locator("main")).to_contain_text("You are signed in as Rosa.")
        expect(rosa.page.locator("input")).not_to_have_count(0)  # language and appearance, but
        expect(rosa.page.locator("input[type=password]")).to_have_count(0)
        rosa.page.get_by_role("button", name="Join as Rosa").click()
        rosa.expect_panel()
        expect(rosa.tile("dora").first).to_be_visible()
        assert roles(rosa) == {"live": "support", "other": "director"}
        rosa.page.goto(link)
        expect(rosa.page.locator("main")).to_contain_text("cannot be used")

        # a browser that knows nobody, and a link to what she is already
        elsewhere.page.goto(studio.invitation("other", "ops"))
        elsewhere.page.get_by_role("button", name="I have an account").click()
        elsewhere.page.locator("input[autocomplete=username]").fill("Rosa")
        elsewhere.page.locator("input[autocomplete=current-password]").fill(PASSWORD)
        elsewhere.page.locator("button[type=submit]").click()
        expect(elsewhere.page.locator("main")).to_contain_text("You are Director")
        elsewhere.choose("zh")
        expect(elsewhere.page.locator("main")).to_contain_text("你已登录为 Rosa")
        assert roles(elsewhere)["other"] == "director", "nothing is joined by looking"
        elsewhere.page.get_by_role("button", name="以 Rosa 加入").click()
        elsewhere.expect_panel()
        assert roles(elsewhere)["other"] == "ops"

        elsewhere.page.goto(studio.invitation("other", "ops"))
        expect(elsewhere.page.locator("main")).to_contain_text("链接没有被使用")
        expect(elsewhere.page.get_by_role("button", name="以 Rosa 加入")).to_have_count(0)
        for panel in (rosa, elsewhere):
            panel.expect_no_complaint()
    finally:
        rosa.close()
        elsewhere.close()
