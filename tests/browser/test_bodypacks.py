"""Bodypacks in the console: a new one comes, is called something, protected, looked after, updated, and retired.

Real bodypacks on this machine, registered through the page. What a PC has none of, a battery and a flash, is told by
one that speaks the contract alone.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support import voices
from support.bodypacks_page import LONG_MS, BodypacksPage, configure, register, wear, yesterday
from support.fake_bodypack import FakeBodypack
from support.gateway_process import wait_for
from support.panel import PHONE, Panel
from support.pictures import keep
from support.proxied_bodypack import ProxiedBodypack
from support.studio import Ear, Studio

from hushcue_tools.bench.link_weather import Conditions
from hushcue_tools.demo.children import Children

FIRMWARE = {"board": "esp32_s3", "machine": "xtensawin", "mpy": 6, "firmware": "0.0.1", "build": "0123456789abcdef"}
BUSY = Conditions(loss=0.02, burst_ms=40, delay_ms=3, jitter_ms=6)
TRACE_S = 10


@pytest.fixture(scope="module")
def owner(browsers: dict[str, Browser], studio: Studio) -> Iterator[BodypacksPage]:
    page = BodypacksPage.open(browsers["first"], studio)
    yield page
    page.close()


@pytest.fixture(autouse=True)
def no_complaint(owner: BodypacksPage) -> Iterator[None]:
    owner.go("bodypacks")
    yield
    owner.expect_no_complaint()


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children() as children:
        yield children


@pytest.fixture(scope="module")
def eva(owner: BodypacksPage, studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ear]:
    """Registered by hand in the page, given its identity, and switched on, on a busy Wi-Fi. What it hears."""
    folder = tmp_path_factory.mktemp("eva")
    page = owner.page
    page.get_by_role("button", name="Add a bodypack").click()
    page.get_by_label("Id").fill("eva")
    page.get_by_label("Name for people").fill("Eva")
    page.get_by_label("Show", exact=True).select_option("live")
    page.get_by_label("Groups").fill("hosts")
    page.get_by_role("button", name="Register", exact=True).click()
    owner.told("Eva is registered")
    expect(page).to_have_url(re.compile("#/bodypacks/eva$"))
    expect(page.locator(".banner", has_text="Two steps to its first sound")).to_be_visible()
    expect(page.get_by_role("link", name="Connect by USB")).to_have_attribute("href", re.compile(r"usb.*\beva\b"))
    owner.go("bodypacks")
    expect(page.locator("[data-pack]").first).to_have_attribute("data-pack", "eva")
    expect(owner.row("eva")).to_contain_text("Give it its identity")
    config = configure(studio, "eva")
    key, password = bytes.fromhex(config["key"]), config["broker"]["password"]
    with ProxiedBodypack("eva", studio.gateway.broker_port, password, key, folder, BUSY, 5):
        expect(owner.row("eva")).to_contain_text("online", timeout=LONG_MS)
        yield Ear(folder / "eva.wav")


def test_a_new_one_comes_online_by_itself_and_is_spoken_to_at_once(
    owner: BodypacksPage, director: Panel, studio: Studio, eva: Ear
) -> None:
    expect(director.tile("eva")).to_contain_text("Connected", ignore_case=True)
    with director.talking("host:eva") as span:
        expect(owner.row("eva").locator(".tag-air")).to_be_visible()
        level_db = voices.level_db(eva.between(*span))
    assert level_db > -50.0
    expect(owner.row("eva").locator(".tag-air")).to_have_count(0)


def test_a_name_and_groups_are_changed_where_they_stand_and_put_back_by_one_press(
    owner: BodypacksPage, director: Panel, studio: Studio, eva: Ear
) -> None:
    owner.go("bodypacks", "eva")
    page = owner.page
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("伊娃")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("伊娃")
    expect(director.tile("eva")).to_contain_text("伊娃")
    owner.toast("It is called 伊娃 now").get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_contain_text("Eva")
    expect(director.tile("eva")).to_contain_text("Eva")

    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("not this")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_contain_text("Eva")

    who = owner.box("who")
    who.get_by_label("New group").fill("stage-left")
    page.keyboard.press("Enter")
    expect(who.locator(".chip")).to_have_text(["hosts", "stage-left"])
    expect(director.key("group:stage-left")).to_be_visible()
    who.get_by_role("button", name="Take out of stage-left").click()
    expect(who.locator(".chip")).to_have_text(["hosts"])
    owner.toast("no longer in stage-left").get_by_role("button", name="Undo").click()
    expect(who.locator(".chip")).to_have_text(["hosts", "stage-left"])
    assert studio.state("live")["hosts"]["eva"]["groups"] == ["hosts", "stage-left"]


def test_its_ceiling_only_goes_down_and_is_confirmed_by_the_bodypack_itself(
    owner: BodypacksPage, studio: Studio, eva: Ear
) -> None:
    owner.go("bodypacks", "eva")
    box, page = owner.box("ceiling"), owner.page
    expect(box).to_contain_text("−6 dB")
    box.get_by_role("button", name="Lower").click()
    offered = [int(value) for value in page.locator("dialog option").evaluate_all("all => all.map(one => one.value)")]
    assert offered == list(range(-7, -31, -1))
    page.get_by_label("Lower to").select_option("-18")
    expect(page.locator("dialog")).to_contain_text("from −6 dB to −18 dB")
    page.get_by_role("button", name="Lower it").click()
    expect(box.locator(".pack-big")).to_have_text("−18 dB")
    expect(box).not_to_contain_text("on its way")
    raised = studio.api.patch("/api/v1/bodypacks/eva", json={"ceiling_db": -6})
    assert (raised.status_code, raised.json()["error"]) == (409, "ceiling_only_lowers")


def test_it_is_found_by_its_beep(owner: BodypacksPage, studio: Studio, eva: Ear) -> None:
    owner.go("bodypacks", "eva")
    begun_ns = time.monotonic_ns()
    owner.page.get_by_role("button", name="Locate").click()
    expect(owner.toast("Eva beeps softly")).to_be_visible()
    wait_for("it beeps", lambda: voices.loudest_db(eva.between(begun_ns, time.monotonic_ns()), 100) > -60.0)


def test_a_link_trace_is_taken_drawn_read_aloud_and_saved(
    owner: BodypacksPage, studio: Studio, eva: Ear, tmp_path: Path, pictures: Path | None
) -> None:
    yesterday(studio, "eva")
    owner.go("bodypacks", "eva")
    box, page = owner.box("trace"), owner.page
    expect(box).to_contain_text("No trace yet")
    box.get_by_label("For").select_option(str(TRACE_S))
    box.get_by_role("button", name="Begin a trace").click()
    expect(box).to_contain_text("The trace runs")
    plot = box.get_by_role("slider", name=re.compile("Link trace"))
    expect(plot).to_be_visible(timeout=LONG_MS)
    expect(box.get_by_role("button", name="Begin a trace")).to_be_visible()
    (kept,) = studio.api.get("/api/v1/bodypacks/eva/traces").json()
    assert kept["packets"] > TRACE_S * 1000 / 20 * 0.8
    expect(box.locator(".trace-facts")).to_contain_text(str(kept["packets"]))
    assert page.locator(".trace-middle").get_attribute("d")
    assert kept["lost_percent"] > 0
    expect(page.locator(".trace-loss").first).to_be_visible()

    plot.focus()
    page.keyboard.press("Home")
    expect(plot).to_have_attribute("aria-valuetext", re.compile(r"^0\.0 s: .* ms to .* ms, \d+ of \d+ lost$"))
    page.keyboard.press("ArrowRight")
    expect(plot).to_have_attribute("aria-valuenow", "1")

    with page.expect_download() as saved:
        box.get_by_role("link", name="Save as file").click()
    file = tmp_path / "trace.csv"
    saved.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert set(rows[0]) == {"send_ms", "delay_ms"}
    assert len(rows) == kept["packets"]
    owner.page.mouse.move(0, 0)
    owner.in_both_languages(pictures, "console-bodypack")


def test_a_trace_can_be_stopped(owner: BodypacksPage, eva: Ear) -> None:
    owner.go("bodypacks", "eva")
    box = owner.box("trace")
    box.get_by_label("For").select_option("300")
    box.get_by_role("button", name="Begin a trace").click()
    box.get_by_role("button", name="Stop").click()
    expect(box.get_by_role("button", name="Begin a trace")).to_be_visible(timeout=LONG_MS)


def test_who_comes_with_yesterdays_password_is_told_at_the_door_and_helped_by_cable(
    owner: BodypacksPage, studio: Studio, children: Children, tmp_path: Path
) -> None:
    register(studio, "gus", "Gus")
    wear(children, tmp_path, configure(studio, "gus"))
    expect(owner.row("gus")).to_contain_text("online", timeout=LONG_MS)
    configure(studio, "gus")
    knock = owner.page.locator('[data-knock="gus"]')
    expect(knock).to_contain_text("comes with a wrong password", timeout=LONG_MS)
    expect(knock.get_by_role("link", name="Connect by USB")).to_have_attribute("href", re.compile(r"usb.*\bgus\b"))
    expect(owner.row("gus")).to_contain_text("last here", timeout=LONG_MS)
    assert studio.api.delete("/api/v1/bodypacks/gus").status_code == 204
    expect(owner.row("gus")).to_have_count(0)
    expect(owner.page.locator(".knock")).to_contain_text("an unknown name or a wrong password", timeout=LONG_MS)


def test_a_battery_is_drawn_and_an_update_is_begun_followed_and_stopped(
    owner: BodypacksPage, studio: Studio, pictures: Path | None
) -> None:
    register(studio, "fay", "Fay", ("guests",))
    register(studio, "zoe", "小满")
    config = configure(studio, "fay")
    yesterday(studio, "fay")
    page, box, battery = owner.page, owner.box("firmware"), owner.box("battery")
    key, password = bytes.fromhex(config["key"]), config["broker"]["password"]
    with FakeBodypack("fay", studio.gateway.broker_port, key=key, password=password, firmware=FIRMWARE) as fay:
        expect(owner.row("fay")).to_contain_text("80 %")
        owner.go("bodypacks", "fay")
        plot = battery.get_by_role("slider", name=re.compile("Battery: From .* % to 80 %"))
        expect(plot).to_be_visible()
        assert page.locator(".plot-line").count() == 2, "it was off for a while"
        battery.locator("label", has_text="7 days").click()
        expect(plot).to_have_attribute("aria-label", re.compile("7 days"))
        plot.focus()
        page.keyboard.press("End")
        expect(plot).to_have_attribute("aria-valuetext", re.compile(r": 80 %$"))

        expect(box).to_contain_text("This gateway has")
        box.get_by_role("button", name="Update this one").click()
        owner.told("Fay: the update begins")
        orders = lambda: [each for each in fay.commands if each["do"] == "update"]  # noqa: E731
        wait_for("it is told of the new firmware", orders, 60.0)
        fay.event(1, "update", detail="fetch 42")
        expect(box).to_contain_text("fetches the new firmware, 42 %")
        box.get_by_role("button", name="Pause").click()
        expect(box.locator("[data-rollout=paused]")).to_be_visible()
        box.get_by_role("button", name="Go on").click()
        expect(box.locator("[data-rollout=running]")).to_be_visible()
        owner.go("bodypacks")
        expect(owner.row("fay").locator("progress")).to_have_attribute("value", "42")
        expect(page.locator(".rollout")).to_contain_text("0 of 1 done")
        owner.in_both_languages(pictures, "console-bodypacks")
        fay.event(2, "update", detail="refused no_room 4096")
        expect(page.locator("[data-rollout=stopped] .rollout-failed")).to_contain_text("too little room in its flash")
        expect(owner.row("fay")).to_contain_text("update failed")
        page.get_by_role("button", name="Try again").click()
        wait_for("it is told once more", lambda: len(orders()) > 1)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("[data-rollout=stopped]")).to_be_visible()
        fay.event(3, "update", detail="failed no_room 4096")
        expect(page.locator("[data-rollout=stopped] .rollout-failed")).to_be_visible()

        page.get_by_role("button", name="Update them").click()
        dialog = page.locator("dialog")
        expect(dialog).to_contain_text("These are updated: Fay")
        expect(dialog.get_by_label("The first")).to_have_value("fay")
        dialog.get_by_role("button", name="Begin").click()
        expect(page.locator("[data-rollout=running]")).to_be_visible()
        wait_for("it is told by the new roll-out", lambda: len(orders()) > 2)
        fay.event(4, "update", detail="refused older 9.9.9")
        expect(page.locator("[data-rollout=stopped] .rollout-failed")).to_contain_text("older version")
    assert studio.api.delete("/api/v1/bodypacks/zoe").status_code == 204
    expect(owner.row("fay")).to_contain_text("last here", timeout=LONG_MS)


def test_what_the_file_declares_is_not_retired_here_and_what_was_made_here_is_only_with_its_id(
    owner: BodypacksPage, studio: Studio, director: Panel, eva: Ear
) -> None:
    owner.go("bodypacks", "anna")
    expect(owner.box("firmware")).to_contain_text("no updates over the air")
    expect(owner.box("retire")).to_contain_text("configuration file")
    expect(owner.box("retire").get_by_role("button", name="Retire")).to_be_disabled()

    owner.go("bodypacks", "eva")
    page = owner.page
    owner.box("retire").get_by_role("button", name="Retire").click()
    sure = page.locator("dialog").get_by_role("button", name="Retire", exact=True)
    page.get_by_label("Type eva to confirm").fill("Eva")
    expect(sure).to_be_disabled()
    page.get_by_label("Type eva to confirm").fill("eva")
    sure.click()
    owner.told("Eva is retired")
    expect(page).to_have_url(re.compile("#/bodypacks$"))
    expect(owner.row("eva")).to_have_count(0)
    expect(director.tile("eva")).to_have_count(0)
    expect(page.locator(".knock")).to_be_visible(timeout=LONG_MS)  # it is still on, and not let in


def test_nobody_but_owners_sees_it(director: Panel) -> None:
    try:
        director.page.locator("details.menu summary").click()
        expect(director.page.locator("details.menu a[href='#/account']")).to_be_visible()
        expect(director.page.locator("a[href='#/bodypacks']")).to_have_count(0)
        director.page.keyboard.press("Escape")
        director.go("bodypacks")
        expect(director.page.locator("body")).to_contain_text("its owners manage them")
    finally:
        director.go("show", "live")
        director.expect_panel()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_on_a_phone_everything_fits_and_has_a_name(
    browsers: dict[str, Browser], studio: Studio, locale: str, pictures: Path | None
) -> None:
    phone = BodypacksPage.open(browsers["second"], studio, viewport=PHONE, locale=locale, has_touch=True)
    try:
        phone.speak(locale[:2])
        keep(phone, pictures if locale == "zh-CN" else None, "console-bodypacks-phone")
        for place in ((), ("anna",), ("nobody",)):
            phone.go("bodypacks", *place)
            expect(phone.page.locator("main .box, main .packs").first).to_be_visible()
            assert phone.overflow_px() <= 0
            assert not phone.nameless(), place
        phone.expect_no_complaint()
    finally:
        phone.speak("en")
        phone.close()
