"""From a bare board to a bodypack that is online, in a real browser: the page, the gateway, esptool-js, MicroPython.

``navigator.serial`` leads to a board on the bench (support/usb_bench.py); that of a browser without a screen has no
ports. The gateway's policy for the page is its own and holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect
from support.browser import chromium, find_chromium
from support.micropython_image import micropython
from support.panel import Panel
from support.person import PASSWORD
from support.pictures import keep
from support.programs import needs
from support.studio import Studio
from support.usb_bench import UsbBench

from hushcue_bodypack import slots
from hushcue_tools.demo.children import Children, hushcue
from hushcue_tools.flash import bundle
from hushcue_wire import manifest

SLOW_MS = 120_000
WRITES = 300
"""Fewer than an update over the cable takes."""
WIFI = "studio-wifi", "a-wifi-password-of-nobody"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio without bodypacks."""
    needs("mosquitto")
    find_chromium()
    with Studio(tmp_path_factory.mktemp("workshop"), {"live": "Evening show"}, ()) as studio:
        yield studio


@pytest.fixture(scope="module")
def browser(workshop: Studio, playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as made:
        yield made


@pytest.fixture(scope="module")
def owner(workshop: Studio, browser: Browser) -> Iterator[Panel]:
    """Made by the link of the first start. Others sign in by this name."""
    panel = Panel(Panel.context_of(browser, permissions=[]), workshop, "Tina")
    panel.accept(workshop.welcome)
    expect(panel.page.locator("details.menu")).to_be_visible()
    yield panel
    panel.close()


@pytest.fixture(scope="module")
def built() -> bundle.Bundle:
    return bundle.build("esp32_s3")


class Visit:
    """An owner at the page, with a board on the bench."""

    def __init__(self, browser: Browser, studio: Studio, bench: UsbBench | None, **how: object):
        self.panel = Panel(Panel.context_of(browser, permissions=[], **how), studio, "Tina")
        self.page = self.panel.page
        self.panel.context.set_default_timeout(SLOW_MS)
        expect.set_options(timeout=SLOW_MS)
        if bench is not None:
            bench.into(self.page)
        self.page.goto(studio.url + "/usb")
        self.page.locator("input[autocomplete=username]").fill("Tina")
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.locator("button[type=submit]").click()
        self.box = self.page.locator(".usb-box")

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.panel.close()

    def at(self, *states: str) -> None:
        """Until the page is there."""
        expect(self.box).to_have_attribute("data-at", re.compile("^(" + "|".join(states) + ")$"))

    def press(self, text: str) -> None:
        self.box.get_by_role("button", name=text).click()

    def fill(self, label: str, text: str) -> None:
        self.box.get_by_label(label, exact=True).fill(text)


def lies_there(flash: Path, wanted: bundle.Bundle) -> bool:
    """Whether the slot that is started holds ``wanted``, byte for byte."""
    slot = slots.kept(slots.Flash(os, open, str(flash)))
    folder = flash / "hushcue" / slot
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return bool(slot) and found == {**wanted.files, manifest.NAME: wanted.manifest}


def lay(flash: Path, wanted: bundle.Bundle) -> None:
    """As an installation leaves it."""
    wanted.write(flash / "hushcue" / "a")
    for name in wanted.loaders:
        (flash / "hushcue" / "a" / name).rename(flash / name)
    (flash / "hushcue" / "slot").write_text("a")


def test_from_a_bare_board_to_a_bodypack_that_is_online(
    browser: Browser,
    workshop: Studio,
    owner: Panel,
    built: bundle.Bundle,
    tmp_path: Path,
    pictures: Path | None,
) -> None:
    image, other = tmp_path / "own.bin", tmp_path / "c3.bin"
    image.write_bytes(micropython("ESP32-S3", filling=200))
    other.write_bytes(micropython("ESP32-C3"))
    bench = UsbBench(tmp_path / "flash")
    with bench, Visit(browser, workshop, bench) as visit:
        visit.at("choose")
        visit.press("Choose the board")
        visit.at("bare")
        assert visit.page.evaluate("() => __asked.filters.length") == 4
        visit.press("Put MicroPython on it")
        visit.at("image")
        expect(visit.box).to_contain_text("ESP32-S3 (QFN56) (revision v0.2), flash 8 MB, PSRAM 8 MB")
        expect(visit.box.locator("a.usb-file")).to_have_attribute(
            "href", re.compile(r"^https://micropython\.org/.*SPIRAM_OCT.*\.bin$")
        )
        visit.box.locator("input[type=file]").set_input_files(other)
        expect(visit.box.get_by_role("alert")).to_contain_text("is for ESP32-C3")
        visit.box.locator("input[type=file]").set_input_files(image)
        visit.at("agree")
        assert bench.rom.erased == 0
        visit.press("Write MicroPython")
        visit.at("ready")
        data = image.read_bytes()
        assert bench.rom.flash[: len(data)] == data
        assert (bench.rom.erased, "spi_flash_md5" in bench.rom.heard) == (1, True)
        assert not bench.in_rom
        expect(visit.box.get_by_label("Board", exact=True)).to_have_value("esp32_generic")
        visit.box.get_by_label("Board", exact=True).select_option("esp32_s3")
        visit.press("Install the firmware")
        visit.at("identity")
        assert lies_there(bench.flash, built)
        for name, loader in built.loaders.items():
            assert (bench.flash / name).read_bytes() == loader
        visit.fill("Id", "host-7")
        visit.fill("Name", "Host 7")
        visit.fill("Wi-Fi", WIFI[0])
        visit.fill("Wi-Fi password", WIFI[1])
        visit.fill("Address of the studio PC", "127.0.0.1")
        keep(visit.panel, pictures, "usb-en")
        visit.press("Write it to the board")
        visit.at("online")
        config = json.loads((bench.flash / "config.json").read_text())
        assert (config["id"], config["board"], config["wifi"]["ssid"]) == ("host-7", "esp32_s3", WIFI[0])
        assert config["audio"]["ceiling_db"] == -6
        expect(visit.page.locator(".usb-log")).not_to_have_text("Nothing yet.")
        with Children() as children:
            words = ["bodypack", "--config", str(bench.flash / "config.json"), "--until-stdin-closes"]
            children.start("host-7", hushcue(*words, "--wav", str(tmp_path / "host-7.wav")), {})
            expect(visit.box.locator(".usb-online")).to_have_text("host-7 is online.")
        kept = visit.page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
        seen = kept + visit.page.content()
        assert not [secret for secret in (WIFI[1], config["key"], config["broker"]["password"]) if secret in seen]
        assert not visit.panel.nameless()
        visit.panel.expect_no_complaint()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_cable_pulled_while_the_firmware_is_sent_leaves_the_old_one_and_the_page_goes_on(
    share: float, browser: Browser, workshop: Studio, owner: Panel, built: bundle.Bundle, tmp_path: Path
) -> None:
    path = "lib/hushcue_bodypack/session.mpy"
    older = replace(built, version="0.0.1", files={**built.files, path: built.files[path] * 2})
    lay(tmp_path / "flash", older)
    starts: list[str] = []
    bench = UsbBench(tmp_path / "flash", micropython=True)

    def look() -> None:
        slot = slots.kept(slots.Flash(os, open, str(bench.flash)))
        head, files = manifest.read((bench.flash / "hushcue" / slot / manifest.NAME).read_bytes())
        for name, (size, _digest) in files.items():
            assert (bench.flash / "hushcue" / slot / name).stat().st_size == size
        starts.append(str(head["version"]))

    bench.on_cut = look
    with bench, Visit(browser, workshop, bench) as visit:
        visit.press("Choose the board")
        visit.at("ready")
        visit.box.get_by_label("Board", exact=True).select_option("esp32_s3")
        bench.cut_after = bench.writes + int(WRITES * share)
        visit.press("Install the firmware")
        visit.at("identity")
        assert bench.cuts == 1
        assert starts == ["0.0.1"]
        assert lies_there(bench.flash, built)
        visit.panel.expect_no_complaint()


def test_a_cable_pulled_while_micropython_is_written_is_waited_for(
    browser: Browser, workshop: Studio, owner: Panel, tmp_path: Path
) -> None:
    image = tmp_path / "own.bin"
    image.write_bytes(micropython("ESP32-S3", filling=400))
    bench = UsbBench(tmp_path / "flash")
    bench.back = False
    with bench, Visit(browser, workshop, bench) as visit:
        visit.press("Choose the board")
        visit.at("bare")
        visit.press("Put MicroPython on it")
        visit.at("image")
        visit.box.locator("input[type=file]").set_input_files(image)
        visit.at("agree")
        bench.rom.blocks = 0
        bench.cut_after = bench.writes + 12
        visit.press("Write MicroPython")
        visit.at("gone")
        expect(visit.box).to_contain_text("hold BOOT")
        assert 0 < bench.rom.blocks < 27
        bench.plug()
        visit.at("ready")
        data = image.read_bytes()
        assert bench.rom.flash[: len(data)] == data
        visit.panel.expect_no_complaint()


def test_a_chip_that_does_not_enter_its_boot_loader_is_told_about_in_words(
    browser: Browser, workshop: Studio, owner: Panel, tmp_path: Path
) -> None:
    bench = UsbBench(tmp_path / "flash")
    bench.rom.deaf = True
    with bench, Visit(browser, workshop, bench) as visit:
        visit.press("Choose the board")
        visit.at("bare")
        visit.press("Put MicroPython on it")
        visit.at("wrong")
        expect(visit.box.get_by_role("alert")).to_contain_text("Hold BOOT")
        bench.rom.deaf = False
        visit.press("Try again")
        visit.at("image")
        assert bench.rom.erased == 0


def test_settings_that_were_cut_off_are_written_anew_and_not_made_anew(
    browser: Browser, workshop: Studio, owner: Panel, built: bundle.Bundle, tmp_path: Path, pictures: Path | None
) -> None:
    """Nothing of the firmware is sent to a board that has it; its settings stay where the cable is pulled."""
    flash = tmp_path / "flash"
    lay(flash, built)
    (flash / "config.json").write_text('{"id": "host-8", "board": "esp32_s3"}')
    bench = UsbBench(flash, micropython=True)
    before: list[str] = []
    bench.on_cut = lambda: before.append((flash / "config.json").read_text())
    made = []
    with bench, Visit(browser, workshop, bench, locale="zh-CN", color_scheme="dark") as visit:
        page = visit.page
        page.on("request", lambda request: made.append(request.url) if request.url.endswith("/config") else None)
        page.locator(".top label.segment:has(input[value=zh])").click()
        visit.press("选择板子")
        visit.at("ready")
        expect(visit.box).to_contain_text("这块板子已经是 host-8。")
        visit.press("安装固件")
        visit.at("identity")
        expect(visit.box).to_contain_text("未发送任何内容")
        expect(visit.box.get_by_label("编号", exact=True)).to_have_value("host-8")
        visit.fill("Wi-Fi 名称", WIFI[0])
        visit.fill("Wi-Fi 密码", WIFI[1])
        visit.fill("演播室电脑的地址", "127.0.0.1")
        keep(visit.panel, pictures, "usb-zh")
        bench.back = False
        bench.cut_after = bench.writes + 6
        visit.press("写入板子")
        visit.at("gone")
        page.set_viewport_size({"width": 390, "height": 844})
        assert visit.panel.overflow_px() <= 0
        bench.plug()
        visit.at("online")
        assert before == ['{"id": "host-8", "board": "esp32_s3"}']
        config = json.loads((flash / "config.json").read_text())
        assert (config["id"], config["wifi"]["password"]) == ("host-8", WIFI[1])
        assert len(made) == 1, "another key was made"
        assert not visit.panel.nameless()
        visit.panel.expect_no_complaint()


def test_only_this_page_may_open_serial_ports(owner: Panel, workshop: Studio) -> None:
    allowed = "() => document.featurePolicy.allowedFeatures().filter((name) => ['serial', 'microphone'].includes(name))"
    for path, expected in (("/usb", ["serial"]), ("/", ["microphone"]), ("/phone", ["microphone"])):
        owner.page.goto(workshop.url + path)
        assert owner.page.evaluate(allowed) == expected, path
    assert "serial=()" in workshop.api.get("/").headers["permissions-policy"]
    owner.page.goto(workshop.url + "/")


def test_a_browser_without_serial_ports_is_told_of_the_command(
    browser: Browser, workshop: Studio, owner: Panel
) -> None:
    context = Panel.context_of(browser, permissions=[])
    context.add_init_script("delete Navigator.prototype.serial")
    panel = Panel(context, workshop, "Tina")
    panel.page.goto(workshop.url + "/usb")
    panel.page.locator("input[autocomplete=username]").fill("Tina")
    panel.page.locator("input[type=password]").fill(PASSWORD)
    panel.page.locator("button[type=submit]").click()
    expect(panel.page.locator("main")).to_contain_text("hushcue flash")
    expect(panel.page.locator(".usb-box")).to_have_count(0)
    panel.close()


def test_somebody_who_does_not_own_the_studio_gets_no_further(browser: Browser, workshop: Studio, owner: Panel) -> None:
    panel = Panel(Panel.context_of(browser, permissions=[]), workshop, "Nora")
    panel.accept(workshop.invitation("live", "technician"))
    expect(panel.page.locator("details.menu")).to_be_visible()
    panel.page.goto(workshop.url + "/usb")
    expect(panel.page.locator("main")).to_contain_text("Only owners")
    expect(panel.page.locator(".usb-box")).to_have_count(0)
    panel.close()
