"""A host's phone: the page that an invitation opens in a real browser, and what leaves it towards the earphone."""

from __future__ import annotations

import math
import re
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from .panel import LIMIT_MS, NAMELESS, PHONE, TOO_WIDE
from .studio import Studio

OUTPUT = """
(() => {
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) {
      const meter = new AnalyserNode(this.context, {fftSize: 16384, smoothingTimeConstant: 0});
      connect.call(this, meter);
      window.__leaves = () => {
        const samples = new Float32Array(meter.fftSize);
        meter.getFloatTimeDomainData(samples);
        return {state: this.context.state, rate_hz: this.context.sampleRate, samples: [...samples]};
      };
    }
    return connect.call(this, to, ...more);
  };
})()
"""
"""Before the page's own program: whatever it sends to the loudspeaker is measured there, a third of a second of it."""
SEEN = """
window.__seen = new Set();
new MutationObserver(() => {
  for (const each of document.querySelectorAll(".phone-big, .phone-note"))
    window.__seen.add(`${each.className}: ${each.textContent}`);
}).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
"""
"""What shows for a moment only is kept: whoever looks may come too late for it."""
SILENT_DB = -120.0


class PhonePage:
    """A phone without a microphone that is allowed. What the page complains of is kept."""

    def __init__(self, browser: Browser, studio: Studio, **how: Any):
        settings = {"viewport": PHONE, "locale": "en-GB", "has_touch": True, "is_mobile": True, **how}
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(LIMIT_MS)
        self.context.add_init_script(OUTPUT)
        self.context.add_init_script(SEEN)
        self.studio = studio
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._console)

    def open(self, show: str, host: str) -> None:
        """Follow an invitation, as its QR code would be."""
        answer = self.studio.api.post(f"/api/v1/shows/{show}/hosts/{host}/invite")
        assert answer.status_code == 201, answer.text
        secret = answer.json()["url"].partition("#")[2]
        self.page.goto(f"{self.studio.url}/phone#{secret}")

    def listen(self) -> None:
        """The tap that lets a browser play."""
        self.page.locator(".phone-unlock").tap()
        self.expect_listening()

    def expect_listening(self) -> None:
        """It hears, and nobody talks."""
        expect(self.big).to_have_class(re.compile("phone-good"))

    def look_anew(self) -> None:
        """Forget what showed so far."""
        self.page.evaluate("() => window.__seen.clear()")

    def seen(self) -> list[str]:
        """What showed since then, each with its classes before it."""
        found: list[str] = self.page.evaluate("() => [...window.__seen]")
        return found

    @property
    def big(self) -> Locator:
        """What one look must show."""
        return self.page.locator(".phone-big")

    @property
    def call(self) -> Locator:
        return self.page.locator(".phone-call")

    @property
    def got_it(self) -> Locator:
        return self.page.locator(".phone-ack")

    def leaves(self) -> tuple[float, float]:
        """(level, loudest sample) in dBFS of what went to the loudspeaker just now."""
        told = self.page.evaluate("() => window.__leaves?.() ?? null")
        assert told is not None, "the page has no output"
        assert told["state"] == "running", told["state"]
        samples = [float(each) for each in told["samples"]]
        power = sum(each * each for each in samples) / len(samples)
        return _db(math.sqrt(power)), _db(max(abs(each) for each in samples))

    def nameless(self) -> list[str]:
        """What can be pressed and has no name for a screen reader."""
        found: list[str] = self.page.evaluate(NAMELESS)
        return found

    def overflow_px(self) -> int:
        """How much wider the page is than its window."""
        return int(self.page.evaluate(TOO_WIDE))

    def expect_no_complaint(self) -> None:
        """Nothing was refused by the page's own policy, nothing was raised."""
        complaints, self.complaints = self.complaints, []
        assert not complaints, "\n".join(complaints)

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _console(self, message: Any) -> None:
        network = "Failed to load resource" in message.text or "WebSocket connection" in message.text
        if "Content Security Policy" in message.text or (message.type == "error" and not network):
            self.complaints.append(f"{message.type}: {message.text}")


def _db(value: float) -> float:
    return max(SILENT_DB, 20 * math.log10(max(value, 1e-9)))
