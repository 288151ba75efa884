"""Phrase keys of the panel: one press says it, another one ends it."""

from __future__ import annotations

import time

from playwright.sync_api import expect
from support import voices
from support.gateway_process import wait_for
from support.panel import Panel
from support.studio import Studio

HEARD_DB = -50.0


def test_a_phrase_is_said_by_its_key_and_ended_by_the_same_key(director: Panel, studio: Studio) -> None:
    made = studio.api.post("/api/v1/shows/live/phrases", json={"label": "long one", "kind": "recorded"})
    assert made.status_code == 201, made.text
    phrase = made.json()["id"]
    sound = (studio.folder / "cues" / "tone.wav").read_bytes()
    kept = studio.api.put(f"/api/v1/phrases/{phrase}/sound", content=sound, headers={"Content-Type": "audio/wav"})
    assert kept.json()["seconds"] > 10, kept.text
    try:
        director.page.get_by_role("tab", name="Phrases").click()
        director.page.get_by_label("Say to").select_option("anna")
        key = director.page.locator(f'[data-phrase="{phrase}"]')
        before = set(studio.state("live")["cues"])
        key.click()
        expect(key).to_have_attribute("aria-pressed", "true")
        wait_for("it is on air", lambda: studio.host("anna").get("hearing"))
        begun_ns = time.monotonic_ns()
        time.sleep(0.5)
        assert voices.loudest_db(studio.ear("anna").between(begun_ns, time.monotonic_ns())) > HEARD_DB
        key.click()
        expect(key).to_have_attribute("aria-pressed", "false")
        wait_for("it is over", lambda: not studio.host("anna").get("hearing"))
        (cue,) = set(studio.state("live")["cues"]) - before
        assert studio.state("live")["cues"][cue]["text"] == "long one"
    finally:
        studio.api.delete(f"/api/v1/phrases/{phrase}")
