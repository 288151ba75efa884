"""A host whose earpiece is a phone: one page in a real browser, from its link to what leaves it for the earphone."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from support.gateway_process import wait_for
from support.panel import Panel
from support.phone_page import PhonePage
from support.studio import Studio

from .test_looks import keep

HOST = "pia"
HEARD_DB = -40.0
SILENT_DB = -90.0
CEILING_DB = -6.0
MOST_SAID = 6


@pytest.fixture(scope="module")
def host(studio: Studio) -> Iterator[str]:
    """Somebody of the show whose earpiece is a phone."""
    made = {"id": HOST, "label": "Pia", "kind": "phone", "language": "en"}
    answer = studio.api.post("/api/v1/shows/live/hosts", json=made)
    assert answer.status_code == 201, answer.text
    yield HOST
    assert studio.api.delete(f"/api/v1/shows/live/hosts/{HOST}").status_code == 204


@pytest.fixture(scope="module")
def phone(studio: Studio, browsers: dict[str, Browser], host: str) -> Iterator[PhonePage]:
    """Its page, which listens."""
    phone = PhonePage(browsers["second"], studio)
    try:
        phone.open("live", host)
        phone.listen()
        yield phone
    finally:
        phone.close()


@pytest.fixture(autouse=True)
def no_complaint(phone: PhonePage) -> Iterator[None]:
    yield
    phone.expect_no_complaint()


def seen(studio: Studio) -> dict[str, Any]:
    """The host as operators see it; a merge patch takes away what is null."""
    found: dict[str, Any] = studio.state("live")["hosts"][HOST]
    return found


def begin(studio: Studio, *to: str, **how: Any) -> str:
    answer = studio.api.post("/api/v1/shows/live/talks", json={"file": "tone.wav", "to": list(to), **how})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["cue"])


def end(studio: Studio, cue: str) -> None:
    assert studio.api.delete(f"/api/v1/talks/{cue}").status_code == 204


def test_a_cue_is_heard_named_received_and_acknowledged(phone: PhonePage, studio: Studio) -> None:
    wait_for("operators see it online", lambda: seen(studio)["state"] == "online")
    assert phone.leaves()[0] < SILENT_DB

    def receipt() -> Any:
        found = studio.api.get(f"/api/v1/cues/{cue}/receipts").json()["receipts"]
        return found and found[0]["state"] != "pending" and found[0]

    for _ in range(MOST_SAID):  # once more, where a browser that had no processor heard less of it
        cue = begin(studio, HOST)
        expect(phone.big).to_have_class(re.compile("phone-air"))
        level_db, peak_db = wait_for("it leaves the page", lambda: (now := phone.leaves())[0] > HEARD_DB and now)
        assert peak_db <= CEILING_DB + 0.1, (level_db, peak_db)
        time.sleep(1.5)
        assert [each["cue"] for each in seen(studio)["hearing"]] == [cue]
        end(studio, cue)
        phone.expect_listening()
        wait_for("it is silent again", lambda: phone.leaves()[0] < SILENT_DB)
        told = wait_for("the receipt", receipt)
        assert told["state"] == "complete", told
        if told["heard_percent"] > 95.0:
            break
    assert told["heard_percent"] > 95.0, told
    phone.look_anew()
    phone.got_it.tap()
    wait_for("it says so", lambda: [each for each in phone.seen() if "phone-note" in each and "They know" in each])

    def acknowledged() -> Any:
        return studio.state("live")["cues"][cue]["receipts"][HOST].get("acknowledged")

    wait_for("operators see it", acknowledged)
    assert seen(studio)["acknowledged"]["cue"] == cue


def test_what_an_operator_says_is_heard_and_a_private_word_to_another_host_is_not(
    phone: PhonePage, director: Panel, studio: Studio
) -> None:
    director.hold(f"host:{HOST}")
    expect(phone.big).to_contain_text("Dana is talking")
    wait_for("the voice leaves the page", lambda: phone.leaves()[0] > HEARD_DB)
    director.let_go()
    phone.expect_listening()
    wait_for("it is silent again", lambda: phone.leaves()[0] < SILENT_DB)
    cue = begin(studio, "anna", private=True)
    wait_for("anna hears it", lambda: studio.host("anna").get("hearing"))
    for _ in range(6):
        assert phone.leaves()[0] < SILENT_DB
        time.sleep(0.2)
    phone.expect_listening()
    end(studio, cue)


def test_call_me_lights_the_tile_and_both_buttons_are_lines_of_the_show(
    phone: PhonePage, director: Panel, studio: Studio
) -> None:
    assert not seen(studio).get("calling_since")
    phone.call.tap()
    expect(phone.call).to_have_attribute("aria-pressed", "true")
    wait_for("operators see it", lambda: seen(studio).get("calling_since"))
    expect(director.tile(HOST)).to_have_class(re.compile("call"))
    director.page.get_by_role("tab", name="Events").click()
    expect(director.page.get_by_role("tabpanel")).to_contain_text(f"{HOST}: calls")
    expect(director.page.get_by_role("tabpanel")).to_contain_text(f"{HOST}: heard it")
    assert studio.api.delete(f"/api/v1/hosts/{HOST}/call").status_code == 204
    expect(phone.call).to_have_attribute("aria-pressed", "false")


def test_a_text_stays_until_it_is_acknowledged(phone: PhonePage, studio: Studio, pictures: Path | None) -> None:
    answer = studio.api.post(f"/api/v1/hosts/{HOST}/text", json={"text": "Fifty left, then the blue one"})
    assert answer.status_code == 201, answer.text
    card = phone.page.locator(".phone-text")
    expect(card).to_contain_text("Fifty left, then the blue one")
    assert phone.overflow_px() <= 0 and phone.nameless() == []
    keep(phone, pictures, "phone-text")
    card.get_by_role("button").tap()
    expect(card).to_have_count(0)
    wait_for("operators see it", lambda: (seen(studio).get("acknowledged") or {}).get("cue") == answer.json()["cue"])


def test_muted_by_the_studio_nothing_leaves_the_page_and_the_host_is_told(phone: PhonePage, studio: Studio) -> None:
    studio.api.put(f"/api/v1/hosts/{HOST}/muted", json={"muted": True})
    expect(phone.big).to_contain_text("Muted by the studio")
    cue = begin(studio, HOST)
    wait_for("it is on air", lambda: seen(studio)["hearing"])
    time.sleep(0.5)
    assert phone.leaves()[0] < SILENT_DB
    studio.api.put(f"/api/v1/hosts/{HOST}/muted", json={"muted": False})
    studio.api.put(f"/api/v1/hosts/{HOST}/volume", json={"volume_db": 12})
    wait_for("it leaves the page", lambda: phone.leaves()[0] > HEARD_DB)
    for _ in range(5):
        assert phone.leaves()[1] <= CEILING_DB + 0.1, "louder than the ceiling"
        time.sleep(0.1)
    studio.api.put(f"/api/v1/hosts/{HOST}/volume", json={"volume_db": 0})
    end(studio, cue)


def test_a_network_that_goes_is_told_at_once_and_the_page_comes_back_by_itself(
    phone: PhonePage, studio: Studio
) -> None:
    phone.context.set_offline(True)
    expect(phone.big).to_contain_text("cannot be reached")
    expect(phone.call).to_be_disabled()
    phone.context.set_offline(False)
    phone.expect_listening()
    wait_for("operators see it online", lambda: seen(studio)["state"] == "online")
    cue = begin(studio, HOST)
    wait_for("it leaves the page", lambda: phone.leaves()[0] > HEARD_DB)
    end(studio, cue)


def test_sound_that_is_cut_off_is_told_and_comes_back_by_itself(phone: PhonePage, studio: Studio) -> None:
    phone.look_anew()
    os.kill(studio.gateway.state()["webrtc"]["pid"], signal.SIGKILL)
    wait_for("it is told", lambda: [each for each in phone.seen() if "phone-big" in each and "phone-good" not in each])
    phone.expect_listening()
    wait_for("operators see it online", lambda: seen(studio)["state"] == "online")
    cue = begin(studio, HOST)
    wait_for("it leaves the page", lambda: phone.leaves()[0] > HEARD_DB)
    end(studio, cue)


def test_the_page_speaks_chinese_and_its_buttons_fit_a_thumb(
    phone: PhonePage, studio: Studio, pictures: Path | None
) -> None:
    phone.page.locator(".phone-language").select_option("zh")
    expect(phone.call).to_have_text("呼叫")
    assert phone.overflow_px() <= 0 and phone.nameless() == []
    for button in (phone.call, phone.got_it):
        box = button.bounding_box()
        assert box is not None and box["height"] >= 44 and box["width"] >= 44, box
        assert box["y"] + box["height"] <= 844, "below the edge of the screen"
    cue = begin(studio, HOST)
    expect(phone.big).to_contain_text("正在讲话")
    keep(phone, pictures, "phone-zh")
    end(studio, cue)
    phone.page.locator(".phone-language").select_option("en")


def test_another_phone_takes_over_and_the_one_before_hears_nothing_more(
    phone: PhonePage, browsers: dict[str, Browser], studio: Studio, pictures: Path | None
) -> None:
    other = PhonePage(browsers["first"], studio, locale="zh-CN")
    try:
        other.open("live", HOST)
        expect(other.page.locator(".phone-unlock")).to_have_text(re.compile("点这里开始收听"))
        expect(other.big).to_contain_text("你还听不到声音")
        keep(other, pictures, "phone-locked-zh")
        other.listen()
        expect(phone.big).to_contain_text("another phone has taken over")
        keep(phone, pictures, "phone-ended")
        cue = begin(studio, HOST)
        wait_for("it leaves the new one", lambda: other.leaves()[0] > HEARD_DB)
        assert phone.leaves()[0] < SILENT_DB
        end(studio, cue)
        other.expect_no_complaint()
    finally:
        other.close()
