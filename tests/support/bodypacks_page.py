"""The page of bodypacks as an owner uses it, and bodypacks that were registered there."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from hushcue_gateway.store.database import FILE
from hushcue_tools.demo.children import Children, hushcue

from .panel import Panel
from .pictures import keep
from .studio import Studio

MINUTE_MS = 60_000
LONG_MS = 60_000
"""A trace, or building a firmware, on a machine that does other work."""


class BodypacksPage(Panel):
    """An owner's page."""

    @classmethod
    def open(cls, browser: Browser, studio: Studio, **how: Any) -> BodypacksPage:
        """Signed in, at the list."""
        page = cls(cls.context_of(browser, **how), studio, studio.owner().name)
        page.sign_in()
        expect(page.page.locator("a[href='#/bodypacks']").first).to_be_attached()
        page.go("bodypacks")
        expect(page.page.locator(".packs").first).to_be_visible()
        return page

    def row(self, bodypack: str) -> Locator:
        """Of the list."""
        return self.page.locator(f'[data-pack="{bodypack}"]')

    def box(self, name: str) -> Locator:
        """A part of the page of one bodypack: "who", "facts", "ceiling", "battery", "trace", "firmware", "retire"."""
        return self.page.locator(f"section[aria-labelledby=pack-{name}]")

    def speak(self, language: str) -> None:
        """Choose "zh" or "en" in the menu; it goes with the account."""
        menu = self.page.locator("details.menu")
        menu.locator("summary").click()
        self.choose(language)
        self.page.keyboard.press("Escape")
        expect(self.page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))

    def in_both_languages(self, folder: Path | None, name: str) -> None:
        """Pictures of the whole page: English and light, Chinese and dark."""
        if folder is None:
            return
        keep(self, folder, name, whole=True)
        self.speak("zh")
        self.page.emulate_media(color_scheme="dark")
        keep(self, folder, f"{name}-zh", whole=True)
        self.page.emulate_media(color_scheme="light")
        self.speak("en")

    def toast(self, text: str) -> Locator:
        """What was told just now."""
        return self.page.locator(".toast", has_text=text)

    def told(self, text: str) -> None:
        """It was said, and is taken away again, so that the next one is seen."""
        expect(self.toast(text)).to_be_visible(timeout=LONG_MS)
        self.toast(text).locator("button").last.click()


def register(studio: Studio, bodypack: str, label: str = "", groups: tuple[str, ...] = ()) -> None:
    """Write it down, as a program would."""
    body = {"id": bodypack, "label": label or bodypack, "show": "live", "groups": list(groups)}
    answer = studio.api.post("/api/v1/bodypacks", json=body)
    assert answer.status_code == 201, answer.text


def configure(studio: Studio, bodypack: str) -> dict[str, Any]:
    """Its config.json, as it would be written over a cable; what it had before no longer counts."""
    body = {"ssid": "studio", "wifi_password": "as-secret-as-any", "gateway": "127.0.0.1"}
    answer = studio.api.post(f"/api/v1/bodypacks/{bodypack}/config", json=body)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def wear(children: Children, folder: Path, config: dict[str, Any]) -> None:
    """The firmware on this machine, with that config.json."""
    file = folder / f"{config['id']}.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    sound = folder / f"{config['id']}.wav"
    words = ["bodypack", "--config", str(file), "--wav", str(sound), "--until-stdin-closes"]
    children.start(str(config["id"]), hushcue(*words))


def yesterday(studio: Studio, bodypack: str) -> None:
    """A day of a battery into the store: two charges, and a time in which it was switched off."""
    now_ms = int(time.time() * 1000)
    rows = []
    for minute in range(23 * 60, 1, -1):
        if 9 * 60 < minute < 12 * 60:
            continue
        worn = 12 * 60 - minute % (12 * 60)
        percent = max(8, 97 - worn // 9)
        rows.append((bodypack, now_ms - minute * MINUTE_MS, percent, 3300 + 9 * percent))
    into = "INSERT OR REPLACE INTO battery_points (host, at_ms, percent, millivolts) VALUES (?, ?, ?, ?)"
    with closing(sqlite3.connect(studio.folder / "state" / FILE, timeout=20.0)) as store, store:
        store.executemany(into, rows)
