"""The mix and the studio's ducking: set in one browser, seen in the other, and heard by that host alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect
from support import voices
from support.gateway_process import wait_for
from support.panel import PHONE, Panel
from support.studio import Studio

SOFTER_DB = 9
NEAR_DB = 1.5
SPAN_S = 1.5
MUTED_DB = 60.0
LIMIT_S = 60.0
REFERENCE = "chen"
"""Hears the same, and nothing is changed there."""


def source_of(studio: Studio, name: str) -> str:
    """The microphone of somebody's browser."""
    (found,) = [id for id, each in studio.state("live")["sources"].items() if each["label"] == name]
    return str(found)


def cell(panel: Panel, source: str, host: str) -> Locator:
    return panel.page.locator(f'[data-source="{source}"] [data-host="{host}"]')


def below_db(studio: Studio, *hosts: str) -> tuple[list[float], bool]:
    """How much softer each of them hears what is said now than the reference does, and whether anything is said."""
    time.sleep(0.3)
    begun_ns = time.monotonic_ns()
    time.sleep(SPAN_S)
    span = (begun_ns, time.monotonic_ns())
    level = voices.level_db(studio.ear(REFERENCE).between(*span))
    if level <= -50.0:  # nobody speaks
        return [0.0 for _ in hosts], False
    return [level - voices.level_db(studio.ear(host).between(*span)) for host in hosts], True


def expect_below(studio: Studio, **wanted: float) -> None:
    """So much softer, MUTED_DB being at least that. A stretch in which one of the programs of the sound stood still is
    another for each ear: so the next one is looked at too."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        found, spoken = below_db(studio, *wanted)
        near = [abs(min(each, MUTED_DB) - limit) <= NEAR_DB for each, limit in zip(found, wanted.values(), strict=True)]
        if spoken and all(near):
            return
        assert time.monotonic() < deadline, (found, wanted, spoken)


@pytest.fixture
def speaking(director: Panel) -> Iterator[Panel]:
    """The director, whose voice is latched to everybody while they do something else."""
    director.go("show", "live")
    director.choose("latch")
    director.key("all").click()
    expect(director.key("all")).to_have_class(re.compile("key-air"))
    yield director
    director.go("show", "live")
    director.expect_panel()
    if "key-air" in (director.key("all").get_attribute("class") or ""):  # or it would begin anew
        director.key("all").click()
    expect(director.page.locator(".key-air")).to_have_count(0)
    director.choose("hold")


def test_a_gain_is_heard_by_that_host_alone_and_seen_by_everybody_at_once(
    speaking: Panel, product: Panel, studio: Studio
) -> None:
    source = source_of(studio, "Dana")
    speaking.go("show", "live", "mix")
    product.go("show", "live", "mix")
    here, there = (cell(panel, source, "anna") for panel in (speaking, product))
    try:
        expect(here).to_have_class(re.compile("mix-air"))
        expect_below(studio, anna=0.0, ben=0.0)

        fader = here.get_by_role("slider")
        fader.focus()
        for _ in range(SOFTER_DB):
            speaking.page.keyboard.press("ArrowLeft")
        for panel_cell in (here, there):
            expect(panel_cell.locator("output")).to_have_text(f"−{SOFTER_DB} dB")
        expect_below(studio, anna=SOFTER_DB, ben=0.0)
        expect(there.get_by_role("slider")).to_be_disabled()
        expect(cell(product, source, "ben").locator("output")).to_have_text("0 dB")

        speaking.page.keyboard.press("m")
        for panel_cell in (here, there):
            expect(panel_cell.locator("output")).to_have_text("muted")
        expect_below(studio, anna=MUTED_DB, ben=0.0)

        fader.dblclick()
        expect(there.locator("output")).to_have_text("0 dB")
        expect_below(studio, anna=0.0, ben=0.0)
        assert "at" not in studio.state("live")["sources"][source]
    finally:
        studio.api.delete(f"/api/v1/shows/live/sources/{source}/hosts/anna/gain")
        product.go("show", "live")


def test_what_was_done_can_be_undone_and_a_muted_voice_is_told_at_its_key(director: Panel, studio: Studio) -> None:
    source = source_of(studio, "Dana")
    director.go("show", "live")
    director.tile("ben").get_by_role("button", name=re.compile("Ben")).first.click()
    director.page.get_by_role("link", name="Mix of Ben").click()
    ben = cell(director, source, "ben")
    expect(ben).to_have_class(re.compile("mix-chosen"))
    ben.get_by_role("button").click()
    undo = director.page.locator(".toast", has_text="Dana for Ben: muted").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    director.go("show", "live")
    expect(director.key("host:ben")).to_contain_text("Your voice is muted here")
    undo.click()
    expect(director.key("host:ben")).to_contain_text("Free")
    wait_for("the gateway has it", lambda: "at" not in studio.state("live")["sources"][source])


def test_on_a_phone_it_is_one_host_at_a_time(browsers: dict[str, Browser], studio: Studio) -> None:
    phone = Panel.join(browsers["second"], studio, "小满", "ops", viewport=PHONE, locale="zh-CN", has_touch=True)
    try:
        source = source_of(studio, "小满")
        phone.go("show", "live", "mix?host=ben")
        strip = phone.page.locator(f'.mix-strip[data-source="{source}"]')
        expect(phone.page.locator("select").first).to_have_value("ben")
        strip.get_by_role("button").tap()
        expect(strip.locator("output")).to_have_text("静音")
        wait_for("the gateway has it", lambda: studio.state("live")["sources"][source].get("at") == {"ben": -60})
        strip.get_by_role("button").tap()
        expect(strip.locator("output")).to_have_text("0 dB")
        assert phone.overflow_px() <= 0
        assert not phone.nameless()
        phone.expect_no_complaint()
    finally:
        phone.close()


def test_how_the_studio_dims_is_the_owners_to_set_and_to_take_back(
    director: Panel, browsers: dict[str, Browser], studio: Studio
) -> None:
    owner = Panel(Panel.context_of(browsers["second"]), studio, studio.owner().name)
    try:
        director.go("show", "live", "mix")
        shown = director.page.get_by_label("Programme under speech for Anna").locator("option:checked")
        expect(shown).to_have_text("studio: −18 dB")
        owner.sign_in()
        expect(owner.page.get_by_role("link", name="Studio")).to_be_visible()
        owner.go("studio", "ducking")
        picture = owner.page.get_by_role("img", name=re.compile("Programme under speech: −18 dB"))
        expect(picture).to_be_visible()
        before = picture.locator(".dim-programme").first.get_attribute("d")

        save = owner.page.get_by_role("button", name="Save")
        expect(save).to_be_disabled()
        owner.page.get_by_label("Programme under speech", exact=True).select_option("−24 dB")
        picture = owner.page.get_by_role("img", name=re.compile("Programme under speech: −24 dB"))
        assert picture.locator(".dim-programme").first.get_attribute("d") != before
        expect(shown).to_have_text("studio: −18 dB")  # nothing counts before it is saved
        save.click()
        expect(shown).to_have_text("studio: −24 dB")
        expect(owner.page.locator("form")).to_contain_text(f"Set by {owner.name}")
        assert not owner.nameless()

        owner.page.get_by_role("button", name="As the file says").click()
        expect(shown).to_have_text("studio: −18 dB")
        owner.page.locator(".toast", has_text="as the file says").get_by_role("button", name="Undo").click()
        expect(shown).to_have_text("studio: −24 dB")
        owner.expect_no_complaint()
    finally:
        studio.api.delete("/api/v1/ducking")
        owner.close()
        director.go("show", "live")
