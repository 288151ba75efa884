"""The page of the assistant's voices in a browser: clips are bound and speak, a speech service is tried and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from support.gateway_process import wait_for
from support.panel import PHONE, Panel
from support.pictures import keep
from support.speech_server import SECONDS, SpeechServer, a_wav, speech_server
from support.studio import Studio

KEY = "sesame-open-0815"
SHOW = "/api/v1/shows/other"


@pytest.fixture(scope="module")
def server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture(scope="module")
def owner(browsers: dict[str, Browser], studio: Studio) -> Iterator[Panel]:
    """Somebody who may set everything, at the voices of the other show."""
    panel = Panel(Panel.context_of(browsers["first"]), studio, "Violet")
    answer = studio.api.post("/api/v1/invites", json={"owner": True})
    panel.accept(f"{studio.url}/#/invitation/{answer.json()['token']}")
    expect(panel.page.locator("input[autocomplete=username]")).to_have_count(0)
    panel.go("show", "other", "settings", "voices")
    yield panel
    panel.close()
    remove_phrases(studio)


def thai(panel: Panel) -> Locator:
    """The card of a language that nobody speaks."""
    return panel.page.locator('.voice[data-language="th"]')


def row(panel: Panel, rule: str) -> Locator:
    return thai(panel).locator("tbody tr", has=panel.page.get_by_role("rowheader", name=rule, exact=True))


def setup(studio: Studio) -> dict[str, Any]:
    found: dict[str, Any] = studio.api.get(f"{SHOW}/voices/setup").json()
    return found


def test_a_language_that_nobody_speaks_gets_to_sound_by_a_clip(owner: Panel, studio: Studio) -> None:
    expect(thai(owner)).to_contain_text("nobody speaks it")
    expect(thai(owner)).to_contain_text("No phrases yet: record one")
    low = row(owner, "Stock is low")
    sound = {"name": "low.wav", "mimeType": "audio/wav", "buffer": a_wav()}
    low.get_by_label("Upload a clip for “Stock is low”").set_input_files([sound])
    expect(low).to_contain_text(f"{SECONDS:.1f} s")
    expect(thai(owner)).to_contain_text("clips for 1 of 9 rules")
    bound = setup(studio)["clips"]
    assert list(bound) == ["stock_low/th"]

    sold = row(owner, "Sold out")
    sold.get_by_label("Clip for “Sold out”", exact=True).select_option(bound["stock_low/th"])
    expect(thai(owner)).to_contain_text("clips for 2 of 9 rules")
    sold.get_by_role("button", name="Take the clip of “Sold out” away").click()
    expect(thai(owner)).to_contain_text("clips for 1 of 9 rules")
    owner.page.locator(".toast", has_text="has no clip any more").get_by_role("button", name="Undo").click()
    expect(thai(owner)).to_contain_text("clips for 2 of 9 rules")
    assert setup(studio)["clips"] == {**bound, "sold_out/th": bound["stock_low/th"]}

    question = row(owner, "Frequent question")
    question.get_by_role("button", name="Record a clip for “Frequent question”").click()
    question.get_by_role("button", name=re.compile("Recording… [1-9]")).click()
    expect(thai(owner)).to_contain_text("clips for 3 of 9 rules")
    expect(question.locator("option:checked")).to_have_text("Frequent question · Thai")
    assert not owner.nameless()


def test_what_was_bound_speaks_and_one_that_was_removed_is_told(owner: Panel, studio: Studio) -> None:
    """The clip of the test before."""
    phrase = setup(studio)["clips"]["stock_low/th"]
    studio.api.put(f"{SHOW}/assistant/settings", json={"languages": {"dora": "th"}})
    tell(studio, '{"type": "on_air", "on": true}')
    try:
        tell(studio, '{"type": "product", "product": "Hat", "label": "Hat", "slot": 3, "stock_low": 20}')
        tell(studio, '{"type": "pin", "product": "Hat", "slot": 3}')
        tell(studio, '{"type": "gauge", "product": "Hat", "stock": 100}')
        tell(studio, '{"type": "gauge", "product": "Hat", "stock": 12}')

        def made() -> list[dict[str, Any]]:
            cards = studio.state("other")["suggestions"].values()
            return [card for card in cards if card["rule"] == "stock_low" and card["engine"]]

        (card,) = wait_for("a suggestion with its sound", made)
        assert (card["language"], card["engine"], card["voice"]) == ("th", "clip", phrase)
    finally:
        airing = next(each for each in studio.api.get(f"{SHOW}/airings").json() if each["ended"] is None)
        assert studio.api.post(f"/api/v1/airings/{airing['id']}/end").is_success
        studio.api.put(f"{SHOW}/assistant/settings", json={"languages": {}})
    remove_phrases(studio)
    expect(row(owner, "Stock is low")).to_contain_text("Its phrase was removed, so this clip cannot be said")
    expect(thai(owner)).to_contain_text("nobody speaks it")


def remove_phrases(studio: Studio) -> None:
    for phrase in studio.api.get(f"{SHOW}/phrases").json():
        assert studio.api.delete(f"/api/v1/phrases/{phrase['id']}").is_success


def tell(studio: Studio, line: str) -> None:
    answer = studio.api.post(f"{SHOW}/ingest", content=line, headers={"Content-Type": "application/x-ndjson"})
    assert answer.is_success, answer.text


def test_a_speech_service_is_tried_before_it_is_kept_and_its_key_never_comes_back(
    owner: Panel, studio: Studio, server: SpeechServer
) -> None:
    page = owner.page
    box = page.locator(".box", has=page.get_by_role("heading", name="Speech service"))
    address, key = box.get_by_label("Address"), box.get_by_label("Key", exact=True)
    address.fill("https://me:secret@a.example/")
    expect(box).to_contain_text("No name and password in it")
    box.get_by_label("Waits at most").fill("20")
    address.fill(server.broken)
    key.fill(KEY)
    box.get_by_role("button", name="Try it", exact=True).click()
    expect(box.get_by_role("alert")).to_contain_text("it answered with an error (HTTP 500)")
    address.fill(server.good.removesuffix("/v1/audio/speech"))
    box.get_by_role("button", name=f"Take {server.good}").click()
    box.get_by_role("button", name="Try it", exact=True).click()
    expect(box.get_by_role("status").last).to_contain_text(f"It works: {SECONDS:.1f} s of sound")
    assert server.asked[-1][1] == f"Bearer {KEY}" and setup(studio)["service"] is None
    box.get_by_role("checkbox", name="Thai").check()
    box.get_by_role("button", name="Save").click()
    expect(box).to_contain_text("A key is set.")
    expect(key).to_have_value("")
    expect(thai(owner)).to_contain_text("Speech service · alloy")
    assert KEY not in page.content()

    thai(owner).get_by_role("button", name="Listen to Thai").click()
    expect(thai(owner)).to_contain_text(f"{SECONDS:.1f} s of sound")
    box.get_by_role("switch", name="In use").click()
    expect(thai(owner)).to_contain_text("nobody speaks it")
    box.get_by_role("button", name="Remove the key").click()
    page.locator("dialog").get_by_role("button", name="Remove the key").click()
    expect(box).not_to_contain_text("A key is set.")
    box.get_by_role("button", name="Remove the service").click()
    page.locator("dialog").get_by_role("button", name="Remove the service").click()
    expect(address).to_have_value("")
    wait_for("the gateway has none", lambda: setup(studio)["service"] is None)
    owner.expect_no_complaint()


def test_the_page_says_where_voices_are_put_in_both_languages_and_fits_a_phone(
    owner: Panel, studio: Studio, pictures: Path | None
) -> None:
    page = owner.page
    expect(page.get_by_label("The folder, on the gateway’s computer")).to_have_value(setup(studio)["piper"]["folder"])
    for language, says in (("zh", "无可用声音"), ("en", "nobody speaks it")):
        page.locator("details.menu summary").click()
        owner.choose(language)
        page.keyboard.press("Escape")
        expect(thai(owner)).to_contain_text(says)
        keep(owner, pictures, f"voices-{language}", whole=True)
        before = page.viewport_size
        assert before is not None
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        assert owner.overflow_px() <= 0, language
        keep(owner, pictures, f"voices-phone-{language}", whole=True)
        page.set_viewport_size(before)
    assert not owner.nameless()
    owner.expect_no_complaint()
