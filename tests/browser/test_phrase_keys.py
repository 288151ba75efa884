"""Phrase keys of the panel: a press says a phrase, another one ends it, and so may whoever might have said it there."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from support import voices
from support.gateway_process import wait_for
from support.panel import Panel
from support.studio import Studio

HEARD_DB = -50.0


@pytest.fixture
def phrase(studio: Studio) -> Iterator[str]:
    """A long one."""
    made = studio.api.post("/api/v1/shows/live/phrases", json={"label": "long one", "kind": "recorded"})
    assert made.status_code == 201, made.text
    found = str(made.json()["id"])
    sound = (studio.folder / "cues" / "tone.wav").read_bytes()
    kept = studio.api.put(f"/api/v1/phrases/{found}/sound", content=sound, headers={"Content-Type": "audio/wav"})
    assert kept.json()["seconds"] > 10, kept.text
    yield found
    studio.api.delete(f"/api/v1/phrases/{found}")


def phrase_key(panel: Panel, phrase: str, to: str) -> Locator:
    """Its key, with a host chosen."""
    panel.page.get_by_role("tab", name="Phrases").click()
    panel.page.get_by_label("Say to").select_option(to)
    return panel.page.locator(f'[data-phrase="{phrase}"]')


def wait_until_over(studio: Studio) -> None:
    wait_for("it is over", lambda: not studio.host("anna").get("hearing"))


def test_a_phrase_is_said_by_its_key_and_ended_by_the_same_key(director: Panel, studio: Studio, phrase: str) -> None:
    key = phrase_key(director, phrase, "anna")
    before = set(studio.state("live")["cues"])
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")
    wait_for("it is on air", lambda: studio.host("anna").get("hearing"))
    begun_ns = time.monotonic_ns()
    ear = studio.ear("anna")
    wait_for("it is heard", lambda: voices.loudest_db(ear.between(begun_ns, time.monotonic_ns())) > HEARD_DB)
    key.click()
    expect(key).to_have_attribute("aria-pressed", "false")
    wait_until_over(studio)
    (cue,) = set(studio.state("live")["cues"]) - before
    assert studio.state("live")["cues"][cue]["text"] == "long one"


def test_what_somebody_else_began_is_ended_by_its_key_or_on_the_hosts_tile(
    director: Panel, product: Panel, studio: Studio, phrase: str
) -> None:
    theirs, mine = phrase_key(director, phrase, "anna"), phrase_key(product, phrase, "ben")
    theirs.click()
    expect(mine).to_contain_text("Dana says it")
    expect(mine).to_have_attribute("aria-pressed", "false")  # a press would say it to Ben
    product.page.get_by_label("Say to").select_option("anna")
    expect(mine).to_have_attribute("aria-pressed", "true")
    mine.click()
    expect(theirs).to_have_attribute("aria-pressed", "false")
    wait_until_over(studio)

    end = product.tile("anna").get_by_role("button", name="End “long one”")
    expect(end).to_have_count(0)
    theirs.click()
    end.click()
    expect(theirs).to_have_attribute("aria-pressed", "false")
    wait_until_over(studio)
