"""Somebody at the assistant's page who decides about suggestions as they come: by mouse and by keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Error, Locator, expect

from .panel import Panel
from .suggestion_watch import Seen, Watch

GLANCE_MS = 2500
"""A card may be gone before it is reached: at sixty times the speed, more often than not."""
SETTLED_S = 1.0
"""The console does not take a key for a card that has only just come."""
LOOK_S = 0.05


class Producer:
    """decided: suggestion -> what was done about it: "mouse", "keyboard", "edited", "skipped", "anyway". missed: what
    came too late, and why."""

    def __init__(self, panel: Panel, watch: Watch):
        self.panel, self.page, self.watch = panel, panel.page, watch
        self.decided: dict[str, str] = {}
        self.missed: list[str] = []

    # -- where ----------------------------------------------------------------------------------------------------

    def card(self, one: Seen) -> Locator:
        """Of one that waits."""
        return self.page.locator(f'article[data-suggestion="{one.id}"]')

    def button(self, within: Locator, name: str) -> Locator:
        return within.get_by_role("button", name=name)

    # -- what is decided ------------------------------------------------------------------------------------------

    def send(self, one: Seen) -> bool:
        """With the mouse."""
        return self._does(one, "mouse", lambda: self.button(self.card(one), "Send").click(timeout=GLANCE_MS))

    def send_by_key(self, one: Seen) -> bool:
        """Enter, on the card that is marked."""
        return self._does(one, "keyboard", lambda: self._key(one, "Enter"))

    def skip(self, one: Seen) -> bool:
        """X, on the card that is marked."""
        return self._does(one, "skipped", lambda: self._key(one, "x"))

    def edit(self, one: Seen, text: str) -> bool:
        """Other words, sent by Enter within them."""

        def write() -> None:
            self.button(self.card(one), "Edit").click(timeout=GLANCE_MS)
            field = self.card(one).get_by_label("What the host hears")
            field.fill(text, timeout=GLANCE_MS)
            field.press("Enter")

        return self._does(one, "edited", write)

    def say_anyway(self, one: Seen) -> bool:
        """What the coin held back: it stands among what is over."""
        line = self.page.locator("li.going-held", has_text=one.text).first
        return self._does(one, "anyway", lambda: self.button(line, "Say it anyway").click(timeout=GLANCE_MS))

    def own_words(self, host: str, text: str) -> None:
        """Something of one's own, in the assistant's voice. host: as people call them."""
        box = self.page.locator("details.own-words")
        if box.get_attribute("open") is None:
            box.locator("summary").click()
        box.locator("textarea").fill(text)
        box.locator("select").select_option(label=host)
        box.locator("button[type=submit]").click()

    def _key(self, one: Seen, key: str) -> None:
        mark = self.card(one).locator(".suggestion-head")
        mark.click(timeout=GLANCE_MS)
        expect(self.card(one)).to_have_attribute("aria-current", "true", timeout=GLANCE_MS)
        time.sleep(max(0.0, SETTLED_S - one.age_s()))
        self.page.keyboard.press(key)

    def _does(self, one: Seen, what: str, task: Callable[[], object]) -> bool:
        """Whether the gateway went on from there; False: the moment was over first."""
        before = self.watch.of(one.id).state
        try:
            task()
        except (Error, AssertionError) as error:
            self.missed.append(f"{what}: {str(error).splitlines()[0]}")
            return False
        deadline = time.monotonic() + GLANCE_MS / 1000
        while time.monotonic() < deadline:
            now = self.watch.of(one.id)
            if now.state != before:
                if now.state == "expired" and not now.card.get("by"):  # before anybody could decide
                    self.missed.append(f"{what}: {now.card.get('why')}")
                    return False
                self.decided[one.id] = what
                return True
            time.sleep(LOOK_S)
        self.missed.append(f"{what}: {before} and nothing moved")
        return False
