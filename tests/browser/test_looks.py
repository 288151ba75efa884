"""How the console looks and reads: two languages, light and dark, a phone's window, keyboard and screen reader.

With HUSHCUE_SCREENSHOTS=docs/images the pictures of the documentation are made anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.panel import PHONE, Panel
from support.pictures import keep
from support.studio import Studio

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def viewer(browsers: dict[str, Browser], studio: Studio) -> Panel:
    """Somebody who may do much, at a window of an ordinary size."""
    return Panel.join(browsers["first"], studio, "Vera", "director")


def test_it_speaks_both_languages_and_switches_at_once(viewer: Panel, pictures: Path | None) -> None:
    page = viewer.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert not CHINESE.search(page.locator(".dock").inner_text())
    viewer.hold("host:anna")
    keep(viewer, pictures, "console-en")
    viewer.let_go()
    page.locator("details.menu summary").click()
    viewer.choose("zh")
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    expect(viewer.key("all")).to_contain_text("全体")
    expect(viewer.tile("anna")).to_contain_text("已连接")
    viewer.hold("group:hosts")
    keep(viewer, pictures, "console-zh")
    viewer.let_go()
    page.locator("details.menu summary").click()
    viewer.choose("en")
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_light_and_dark_differ_and_both_can_be_read(viewer: Panel, pictures: Path | None) -> None:
    seen = {}
    for theme in ("light", "dark"):
        viewer.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        seen[theme] = viewer.page.evaluate(
            "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        keep(viewer, pictures, f"console-{theme}")
    assert seen["light"][0] != seen["dark"][0]
    assert all(background != text for background, text in seen.values())


def test_on_a_phone_everything_fits_and_one_can_talk(
    browsers: dict[str, Browser], studio: Studio, pictures: Path | None
) -> None:
    phone = Panel.join(
        browsers["second"], studio, "小美", "support", viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True
    )
    try:
        expect(phone.page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
        assert phone.overflow_px() <= 0
        phone.hold("host:anna")
        keep(phone, pictures, "console-phone")
        phone.let_go()
        small = phone.page.evaluate(
            """() => [...document.querySelectorAll("[data-key]")].filter((each) => each.offsetParent !== null)
            .map((each) => each.getBoundingClientRect()).filter((box) => box.height < 40 || box.width < 40).length"""
        )
        assert small == 0, "a finger needs 40 pixels"
        phone.expect_no_complaint()
    finally:
        phone.close()


def test_everything_that_can_be_pressed_has_a_name(viewer: Panel, pictures: Path | None) -> None:
    for place in (
        ("show", "live"),
        ("show", "live", "mix"),
        ("show", "live", "cues"),
        ("show", "live", "settings"),
        ("account",),
    ):
        viewer.go(*place)
        expect(viewer.page.locator("main, .panel-main").first).to_be_visible()
        assert not viewer.nameless(), place
        keep(viewer, pictures if "mix" in place else None, "console-mix")
    viewer.go("show", "live")
    viewer.expect_panel()


def test_a_talk_key_can_be_held_by_the_keyboard_alone(viewer: Panel) -> None:
    viewer.go("show", "live")
    viewer.open_microphone()
    viewer.key("host:ben").focus()
    viewer.page.keyboard.down("Space")
    expect(viewer.key("host:ben")).to_have_attribute("aria-pressed", "true")
    viewer.page.keyboard.up("Space")
    expect(viewer.key("host:ben")).to_have_attribute("aria-pressed", "false")
    viewer.close()
