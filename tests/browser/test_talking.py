"""Talking from a browser, judged by what left the DAC of every bodypack."""

from __future__ import annotations

import re
import time
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect
from support import voices
from support.gateway_process import wait_for
from support.panel import Panel
from support.studio import Studio

EVERYBODY = ("anna", "ben", "chen", "dora")
HEARD_DB = -50.0
"""A voice through microphone processing, Opus and the mix, its pauses included."""
PRIVATE_DB = 60.0
"""How far below the target's every other mix must lie."""
QUICK_MS = 20.0
DIMMED_MS = 300
"""What is softer for a shorter time is a packet that this machine lost."""
MOST_SAID = 6


def levels(studio: Studio, begun_ns: int, ended_ns: int) -> dict[str, float]:
    """The loudest 20 ms that each host heard in a stretch of time."""
    return {name: voices.loudest_db(studio.ear(name).between(begun_ns, ended_ns)) for name in EVERYBODY}


def expect_only(studio: Studio, listeners: set[str], span: tuple[int, int]) -> None:
    """These heard it, and everybody else heard 60 dB less than the quietest of them."""
    heard = levels(studio, *span)
    assert {name for name in EVERYBODY if heard[name] > HEARD_DB} == listeners, heard
    quietest = min(heard[name] for name in listeners)
    assert all(heard[name] < quietest - PRIVATE_DB for name in set(EVERYBODY) - listeners), heard


@pytest.mark.parametrize(
    ("key", "listeners"),
    [
        ("host:anna", {"anna"}),
        ("group:hosts", {"anna", "ben"}),
        ("all", {"anna", "ben", "chen"}),  # dora has the same group, in another show
    ],
)
def test_a_key_is_heard_by_whom_it_names_and_by_nobody_else(
    director: Panel, studio: Studio, key: str, listeners: set[str]
) -> None:
    with director.talking(key) as span:
        pass
    expect_only(studio, listeners, span)


def test_private_talk_is_in_no_other_mix_and_others_see_that_the_host_is_busy(
    director: Panel, product: Panel, studio: Studio
) -> None:
    with product.talking("host:ben") as span:
        expect(director.tile("ben")).to_contain_text("Paul")
        expect(director.key("host:ben")).to_contain_text("privately")
    expect_only(studio, {"ben"}, span)


def test_two_people_who_talk_at_once_are_both_heard(director: Panel, product: Panel, studio: Studio) -> None:
    with director.talking("host:anna", 1.0) as alone:
        pass
    with director.talking("host:anna"), product.talking("host:anna") as both:
        expect(director.tile("anna")).to_contain_text("Paul")
        expect(director.tile("anna")).to_contain_text("Dana")
    assert voices.level_db(studio.ear("anna").between(*both)) > HEARD_DB
    assert voices.level_db(studio.ear("anna").between(*alone)) > HEARD_DB


def test_emergency_takes_the_place_of_what_is_said_within_20_ms_of_sound(director: Panel, studio: Studio) -> None:
    answer = studio.api.post("/api/v1/shows/live/talks", json={"file": "tone.wav", "to": ["chen"]})
    assert answer.status_code == 201, answer.text
    begun_ns = time.monotonic_ns()
    wait_for("the tone is on air", lambda: studio.host("chen")["hearing"])
    time.sleep(0.7)
    director.choose("emergency")
    try:
        with director.talking("host:chen"):
            pass
    finally:
        director.choose("direct")
    sound = studio.ear("chen").between(begun_ns, time.monotonic_ns() - 200_000_000)
    studio.api.delete(f"/api/v1/talks/{answer.json()['cue']}")
    tone = voices.tone_db(sound)
    loud = float(np.median(np.sort(tone)[-300:]))
    under = tone < loud - 10
    assert under.any(), "the tone was never dimmed"
    first = int(np.argmax(tone > loud - 1))
    stays = np.convolve(under, np.ones(DIMMED_MS), "full")[DIMMED_MS - 1 :] > DIMMED_MS - 1  # from here on
    assert stays.any(), "the tone was never dimmed for long"
    fell = first + int(np.argmax(stays[first:]))
    still_full = first + int(np.flatnonzero(tone[first:fell] > loud - 1)[-1])
    assert fell - still_full <= QUICK_MS + 5, f"{fell - still_full} ms"  # of a window of 5 ms


def test_both_operators_see_the_same(director: Panel, product: Panel) -> None:
    director.hold("host:anna")
    for panel in (director, product):
        expect(panel.tile("anna")).to_contain_text("Dana")
        expect(panel.tile("ben")).not_to_contain_text("Dana")
    expect(product.key("host:anna")).to_contain_text("Dana")  # told before one presses
    director.let_go()
    for panel in (director, product):
        expect(panel.tile("anna")).not_to_contain_text("Dana")


def test_a_receipt_comes_back_for_what_was_said(director: Panel, studio: Studio) -> None:
    """Said once more where a program of the sound stood still, and the receipt tells that not all was heard."""
    for _ in range(MOST_SAID):
        before = set(studio.state("live")["cues"])
        with director.talking("host:anna", 1.0):
            pass
        (cue,) = set(studio.state("live")["cues"]) - before
        percent = wait_for("the receipt", lambda cue=cue: heard_percent(studio, cue))
        if percent == 100:
            break
    expect(director.tile("anna")).to_contain_text(re.compile(r"100\s?%"))


def heard_percent(studio: Studio, cue: str) -> Any:
    """As the live document tells it to operators; None while there is no receipt."""
    return studio.state("live")["cues"].get(cue, {}).get("receipts", {}).get("anna", {}).get("heard_percent")


def test_a_hotkey_held_down_is_one_talk_however_often_the_keyboard_repeats_it(
    director: Panel, product: Panel, studio: Studio
) -> None:
    before = set(studio.state("live")["cues"])
    director.page.locator("h1").first.evaluate("() => document.activeElement?.blur()")
    begun_ns = time.monotonic_ns()
    director.page.keyboard.down("1")
    expect(director.key("host:anna")).to_have_attribute("aria-pressed", "true")
    for _ in range(20):
        director.page.keyboard.down("1")  # what a keyboard does while a key is held
        time.sleep(0.03)
    director.page.keyboard.up("1")
    expect(director.key("host:anna")).to_have_attribute("aria-pressed", "false")
    new = set(studio.state("live")["cues"]) - before
    assert len(new) == 1, new
    ear = studio.ear("anna")
    wait_for("it is heard", lambda: voices.loudest_db(ear.between(begun_ns, time.monotonic_ns())) > HEARD_DB)


def test_letters_typed_into_a_field_press_no_key(director: Panel, studio: Studio) -> None:
    before = set(studio.state("live")["cues"])
    director.page.get_by_role("tab", name="Events").click()
    director.page.locator("input[type=search]").click()
    director.page.keyboard.type("a1gr ", delay=40)
    expect(director.page.locator("input[type=search]")).to_have_value("a1gr ")
    assert set(studio.state("live")["cues"]) == before
    director.page.locator("input[type=search]").fill("")
