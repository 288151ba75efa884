"""The data board and the assistant in a browser: numbers by hand, the demo, a suggestion that is sent and heard."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, TimeoutError, expect
from support import voices
from support.panel import DESK, PHONE, Panel
from support.pictures import keep
from support.studio import Studio

PATIENCE_MS = 90_000
"""Until a rule has found something in a show that is played sixty times as fast."""
SPOKEN_DB = -45.0
TALL = {"width": 1280, "height": 1130}

PRESS_AS_IT_COMES = """() => new MutationObserver((_, watch) => {
  const key = document.querySelector(".suggestion-urgent .suggestion-keys button:not(:disabled)");
  if (key === null) return;
  watch.disconnect();
  key.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
}).observe(document.body, { subtree: true, childList: true, attributes: true })"""
"""A finger that comes down where an urgent suggestion appears at that moment, on the first of its keys."""


@pytest.fixture(scope="module")
def feeder(browsers: dict[str, Browser], studio: Studio) -> Iterator[Panel]:
    """Somebody who enters numbers and directs the assistant."""
    panel = Panel.join(browsers["first"], studio, "Fay", "director")
    yield panel
    panel.close()


def number(panel: Panel, label: str) -> Locator:
    """A number of the room."""
    return panel.page.locator(".number", has=panel.page.locator(".number-label", has_text=re.compile(f"^{label}")))


def for_host(panel: Panel, label: str) -> Locator:
    """Cards of what is to be said to them. A card may name others too, who are told the same in another language."""
    return panel.page.locator("article.suggestion", has=panel.page.locator(".suggestion-how > span", has_text=label))


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


def test_what_is_typed_stays_and_what_just_came_is_not_pressed(feeder: Panel, studio: Studio) -> None:
    page, decided = feeder.page, []
    verbs = ("/approve", "/skip")
    page.on("request", lambda request: decided.append(request.url) if request.url.endswith(verbs) else None)
    speaks_english(studio, "anna")
    airing = told(studio, "airings", {"title": "By hand"})
    try:
        own = told(studio, "suggestions", {"text": "Slow down a little", "hosts": ["anna"], "say": False})
        feeder.go("show", "live", "assistant")
        card = page.locator("article.suggestion", has_text="Own words")
        card.get_by_role("button", name="Edit").press("Enter")
        card.get_by_label("What the host hears").fill("Slow down, and smile")
        feeder.go("show", "live", "board")
        expect(page.locator(".numbers")).to_be_visible()
        feeder.go("show", "live", "assistant")
        expect(card.get_by_label("What the host hears")).to_have_value("Slow down, and smile")
        page.evaluate(PRESS_AS_IT_COMES)
        told(studio, "ingest", {"type": "product", "product": "SKU9", "label": "Tote", "slot": 9})
        for stock in (60, 5):
            told(studio, "ingest", {"type": "gauge", "product": "SKU9", "src": "manual", "stock": stock})
        expect(page.locator(".toast", has_text="only just come")).to_be_visible()
        expect(page.locator("article.suggestion-urgent").first).to_contain_text("Tote")
        assert not decided
        studio.api.post(f"/api/v1/suggestions/{own['id']}/skip")  # somebody else sends it away
        expect(card).to_contain_text("It no longer waits")
        expect(card.get_by_label("What the host hears")).to_have_value("Slow down, and smile")
        card.get_by_role("button", name="Edit").press("Enter")
        expect(page.locator(".toast", has_text="What you typed is dropped")).to_be_visible()
    finally:
        studio.api.post(f"/api/v1/airings/{airing['id']}/end")
    feeder.expect_no_complaint()


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
        card = for_host(feeder, "Anna").first
        expect(card.get_by_role("button", name="Send")).to_be_enabled(timeout=PATIENCE_MS)
        assert not feeder.nameless()
        begun_ns = time.monotonic_ns()
        for _ in range(5):  # what has just moved is not pressed, and much moves in a show that is played so fast
            with contextlib.suppress(TimeoutError), page.expect_request("**/approve", timeout=3_000):
                card.get_by_role("button", name="Send").dblclick()
            if sent:
                break
        expect(page.locator(".going-speaking, .going-done").first).to_be_visible()
        expect(page.locator(".going-done").first).to_be_visible()
        assert len(sent) == 1, sent
        assert voices.level_db(studio.ear("anna").between(begun_ns, time.monotonic_ns())) > SPOKEN_DB
        a_phone(browsers, studio, pictures)
        if pictures is not None:  # they show an urgent one too
            urgent = for_host(feeder, "Anna").filter(has_text="Stock is low")
            expect(urgent).to_be_visible(timeout=PATIENCE_MS)
        draw(feeder, pictures, "assistant")
        feeder.go("show", "live", "board")
        draw(feeder, pictures, "board")
    finally:
        feeder.go("show", "live", "board")
        button(feeder, "Stop the replay").click()
    expect(button(feeder, "Start the demo")).to_be_visible()
    feeder.expect_no_complaint()


def told(studio: Studio, place: str, document: dict[str, Any]) -> dict[str, Any]:
    """The gateway, at a place of the show, by a program."""
    answer = studio.api.post(f"/api/v1/shows/live/{place}", json=document)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


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
