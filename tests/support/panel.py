"""The operators' console as a person uses it: a page in a real browser, found by what it shows and told by hand."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .person import PASSWORD
from .studio import Studio

LIMIT_MS = 60_000
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, [role=button]")]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim() || each.title
    || [...(each.labels ?? [])].some((label) => label.textContent.trim())))
  .map((each) => each.outerHTML.slice(0, 120))"""
TOO_WIDE = "() => document.scrollingElement.scrollWidth - window.innerWidth"


class Panel:
    """One person's page. What it complains of, and whatever it asks of another place, is kept."""

    def __init__(self, context: BrowserContext, studio: Studio, name: str):
        self.context, self.studio, self.name = context, studio, name
        context.set_default_timeout(LIMIT_MS)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self._home = urlsplit(studio.url).netloc
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        context.on("request", self._request)

    @classmethod
    def join(cls, browser: Browser, studio: Studio, name: str, role: str, show: str = "live", **how: Any) -> Panel:
        """By an invitation, to the panel of a show, with an open microphone."""
        panel = cls(cls.context_of(browser, **how), studio, name)
        panel.accept(studio.invitation(show, role))
        panel.expect_panel()
        panel.open_microphone()
        return panel

    @staticmethod
    def context_of(browser: Browser, **how: Any) -> BrowserContext:
        """A person with a microphone they have allowed, and nothing remembered."""
        settings = {"viewport": DESK, "locale": "en-GB", "permissions": ["microphone"], **how}
        return browser.new_context(**settings)

    # -- coming in ------------------------------------------------------------------------------------------------

    def accept(self, link: str) -> None:
        """Follow an invitation and make an account."""
        self.page.goto(link)
        self.page.locator("input[autocomplete=username]").fill(self.name)
        for field in self.page.locator("input[autocomplete=new-password]").all():
            field.fill(PASSWORD)
        self.page.locator("button[type=submit]").click()

    def sign_in(self, password: str = PASSWORD) -> None:
        """By name and password."""
        self.page.goto(self.studio.url + "/")
        self.page.locator("input[autocomplete=username]").fill(self.name)
        self.page.locator("input[type=password]").fill(password)
        self.page.locator("button[type=submit]").click()

    def go(self, *parts: str) -> None:
        """To an address within the console."""
        self.page.goto(f"{self.studio.url}/#/{'/'.join(parts)}")

    def expect_panel(self) -> None:
        """The panel is there, and its connection."""
        expect(self.page.locator(".light-open")).to_be_visible()
        expect(self.page.locator(".tile").first).to_be_visible()

    def open_microphone(self) -> None:
        """Switch the microphone on and wait for the gateway to have it."""
        if not self.page.locator(".mic-ready").count():
            button = self.page.locator(".mic .button-primary")
            if button.count():
                button.click()
        expect(self.page.locator(".mic-ready")).to_be_visible()

    # -- talking --------------------------------------------------------------------------------------------------

    def key(self, name: str) -> Locator:
        """A talk key: "all", "group:NAME", "host:ID"."""
        return self.page.locator(f'[data-key="{name}"]').first

    def tile(self, host: str) -> Locator:
        """All about one host."""
        return self.page.locator(f'[data-host="{host}"]')

    def hold(self, name: str) -> None:
        """Press a talk key with the mouse and stay on it, until the gateway says that it is on air."""
        self.point_at(name)
        self.page.mouse.down()
        expect(self.key(name)).to_have_class(re.compile("key-air"))

    def point_at(self, name: str) -> None:
        """Move the mouse there."""
        self.key(name).scroll_into_view_if_needed()
        box = self.key(name).bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def let_go(self) -> None:
        """Release the mouse, wherever it is; wait until nothing of this page is on air."""
        self.page.mouse.up()
        expect(self.page.locator(".key-air")).to_have_count(0)

    @contextmanager
    def talking(self, name: str, seconds: float = 1.5) -> Iterator[tuple[int, int]]:
        """Hold a key for so long. Gives the monotonic time within which the talk was on air, some margin inside it."""
        self.hold(name)
        begun_ns = time.monotonic_ns() + 300_000_000
        time.sleep(seconds + 0.3)
        ended_ns = time.monotonic_ns()
        try:
            yield begun_ns, ended_ns
        finally:
            self.let_go()

    def choose(self, value: str) -> None:
        """One of a row of choices: a priority, a mode, a language ("zh"), an appearance ("dark")."""
        self.page.locator(f'label.segment:has(input[value="{value}"])').first.click()

    # -- looking --------------------------------------------------------------------------------------------------

    def nameless(self) -> list[str]:
        """What can be pressed and has no name for a screen reader."""
        found: list[str] = self.page.evaluate(NAMELESS)
        return found

    def overflow_px(self) -> int:
        """How much wider the page is than its window."""
        return int(self.page.evaluate(TOO_WIDE))

    def expect_no_complaint(self) -> None:
        """Nothing was refused by the page's own policy, nothing was raised, nobody else was asked for anything."""
        complaints, self.complaints = self.complaints, []
        assert not complaints, "\n".join(complaints)

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _console(self, message: Any) -> None:
        # what the gateway refuses is told to people in words; the browser's own line about it says nothing new
        refused = message.text.startswith("Failed to load resource")
        if "Content Security Policy" in message.text or (message.type == "error" and not refused):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        place = urlsplit(request.url)
        if place.scheme in ("http", "https", "ws", "wss") and place.netloc != self._home:
            self.complaints.append(f"asked another place: {request.url}")
