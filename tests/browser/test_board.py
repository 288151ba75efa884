"""The data board and the assistant in a browser: numbers by hand, the demo, a suggestion that is sent and heard."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from support import voices
from support.panel import DESK, PHONE, Panel
from support.pictures import keep
from support.studio import Studio

PATIENCE_MS = 90_000
"""Until a rule has found something in a show that is played sixty times as fast."""
SPOKEN_DB = -45.0
TALL = {"width": 1280, "height": 1130}


@pytest.fixture(scope="module")
def feeder(browsers: dict[str, Browser], studio: Studio) -> Iterator[Panel]:
    """Somebody who enters numbers and directs the assistant."""
    panel = Panel.join(browsers["first"], studio, "Fay", "director")
    yield panel
    panel.close()


def number(panel: Panel, label: str) -> Locator:
    """A number of the room."""
    return panel.page.locator(".number", has=panel.page.locator(".number-label", has_text=re.compile(f"^{label}")))


def button(panel: Panel, name: str) -> Locator:
    return panel.page.get_by_role("button", name=name, exact=True)


def test_a_show_without_any_integration_is_run_by_hand(feeder: Panel) -> None:
    page = feeder.page
    feeder.go("show", "live", "settings", "products")
    button(feeder, "Add a product").click()
    page.get_by_label("Id (SKU)").fill("SKU1")
    page.get_by_label("Name", exact=True).fill("Silk dress")
    page.get_by_label("No.").fill("3")
    page.get_by_label("Price").fill("19.90")
    page.get_by_label("Currency").fill("USD")
    button(feeder, "Save").click()
    expect(page.locator(".table")).to_contain_text("$19.90")
    feeder.go("show", "live", "board")
    button(feeder, "Begin an airing").click()
    expect(page.locator(".numbers")).to_be_visible()
    page.get_by_label("Viewers", exact=True).fill("532")
    page.get_by_label("Viewers", exact=True).press("Enter")
    expect(number(feeder, "Viewers")).to_contain_text("532")
    button(feeder, "One more order").click()
    expect(number(feeder, "GMV")).to_contain_text("$19.90")
    page.get_by_label("Stock of Silk dress").fill("48")
    page.get_by_label("Stock of Silk dress").press("Enter")
    expect(page.locator(".products tbody tr")).to_contain_text("48")
    page.locator(".toast", has_text="48 in stock").get_by_role("button", name="Undo").click()
    expect(page.locator(".products tbody tr")).not_to_contain_text("48")
    assert not feeder.nameless()
    button(feeder, "End the airing").click()
    page.locator("dialog").get_by_role("button", name="End the airing").click()
    expect(button(feeder, "Start the demo")).to_be_visible()


def test_a_suggestion_of_the_demo_is_sent_once_and_heard(
    feeder: Panel, browsers: dict[str, Browser], studio: Studio, pictures: Path | None
) -> None:
    page, sent = feeder.page, []
    speaks_english(studio, "anna", "ben")
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/approve") else None)
    feeder.go("show", "live", "board")
    feeder.choose("60")
    button(feeder, "Start the demo").click()
    try:
        expect(page.locator(".strip .button-primary", has_text="Send")).to_be_visible(timeout=PATIENCE_MS)
        feeder.go("show", "live", "assistant")
        card = page.locator("article.suggestion", has_text="Anna").first
        expect(card.get_by_role("button", name="Send")).to_be_enabled(timeout=PATIENCE_MS)
        assert not feeder.nameless()
        begun_ns = time.monotonic_ns()
        card.get_by_role("button", name="Send").dblclick()
        expect(page.locator(".going-speaking, .going-done").first).to_be_visible()
        expect(page.locator(".going-done").first).to_be_visible()
        assert len(sent) == 1, sent
        assert voices.level_db(studio.ear("anna").between(begun_ns, time.monotonic_ns())) > SPOKEN_DB
        a_phone(browsers, studio, pictures)
        if pictures is not None:  # they show an urgent one too
            urgent = page.locator("article.suggestion", has_text="Stock is low").filter(has_text="Anna")
            expect(urgent).to_be_visible(timeout=PATIENCE_MS)
        draw(feeder, pictures, "assistant")
        feeder.go("show", "live", "board")
        draw(feeder, pictures, "board")
    finally:
        feeder.go("show", "live", "board")
        button(feeder, "Stop the replay").click()
    expect(button(feeder, "Start the demo")).to_be_visible()
    feeder.expect_no_complaint()


def speaks_english(studio: Studio, *hosts: str) -> None:
    """The assistant, to these hosts."""
    change = {"languages": dict.fromkeys(hosts, "en")}
    answer = studio.api.put("/api/v1/shows/live/assistant/settings", json=change)
    assert answer.is_success, answer.text


def draw(panel: Panel, pictures: Path | None, name: str) -> None:
    """The page as it stands, in both languages, where somebody asks for pictures. Viewers write Thai and emoji: without
    fonts for them the pictures show boxes."""
    if pictures is None:
        return
    panel.page.set_viewport_size(TALL)
    for language in ("zh", "en"):
        panel.page.locator("details.menu summary").click()
        panel.choose(language)
        panel.page.keyboard.press("Escape")
        expect(panel.page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
        keep(panel, pictures, f"{name}-{language}")
    panel.page.set_viewport_size(DESK)


def a_phone(browsers: dict[str, Browser], studio: Studio, pictures: Path | None) -> None:
    """The same fits a phone, in Chinese."""
    phone = Panel.join(
        browsers["second"], studio, "小米", "ops", viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True
    )
    try:
        for place in ("board", "assistant"):
            phone.go("show", "live", place)
            expect(phone.page.locator("main h1")).to_be_visible()
            assert phone.overflow_px() <= 0, place
            keep(phone, pictures, f"{place}-phone")
    finally:
        phone.close()
