"""A key that cannot be released any more: the page is frozen, gone, or loaded again. The ear falls silent."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, expect
from support import voices
from support.gateway_process import wait_for
from support.panel import Panel
from support.studio import Studio

from .conftest import KEY_LOST_MS

SLOW_MS = 2500
"""The last confirmation may be a quarter of a second old; the rest is delay, a buffer, and a busy machine."""
FROZEN_MS = 6000
"""Longer than both: it is not the page that lets go."""
SILENT_DB = -70.0
FREEZE = "() => setTimeout(() => { const end = Date.now() + %d; while (Date.now() < end); }, 0)"


def is_on_air(studio: Studio, host: str) -> bool:
    return bool(studio.host(host)["hearing"])


def silent_after_ms(studio: Studio, host: str, since_ns: int) -> float:
    """How long after a moment the ear still had sound."""
    wait_for("the talk ends", lambda: not is_on_air(studio, host))
    end_ns = time.monotonic_ns() + 500_000_000
    return voices.last_loud_ms(studio.ear(host).between(since_ns, end_ns), SILENT_DB)


def test_a_frozen_page_lets_go_by_itself(director: Panel, studio: Studio) -> None:
    director.hold("host:anna")
    time.sleep(0.5)
    since_ns = time.monotonic_ns()
    director.page.evaluate(FREEZE % FROZEN_MS)
    ended_ms = silent_after_ms(studio, "anna", since_ns)
    assert 0 < ended_ms <= KEY_LOST_MS + SLOW_MS
    expect(director.page.locator(".key-air")).to_have_count(0)  # answered only once it has thawed


def test_a_page_loaded_again_has_let_go_and_is_ready_again_by_itself(director: Panel, studio: Studio) -> None:
    director.hold("host:anna")
    time.sleep(0.5)
    since_ns = time.monotonic_ns()
    director.page.reload()
    assert silent_after_ms(studio, "anna", since_ns) <= KEY_LOST_MS + SLOW_MS
    director.page.mouse.up()
    director.expect_panel()
    expect(director.page.locator(".key-air")).to_have_count(0)
    expect(director.page.locator(".mic-ready")).to_be_visible()
    with director.talking("host:anna", 0.5) as span:
        pass
    assert voices.loudest_db(studio.ear("anna").between(*span)) > SILENT_DB


@pytest.mark.parametrize("how", ["closed", "cut off"])
def test_a_page_that_is_gone_has_let_go(browsers: dict[str, Browser], studio: Studio, how: str) -> None:
    panel = Panel.join(browsers["second"], studio, f"Gina {how}", "support")
    try:
        panel.hold("host:ben")
        time.sleep(0.4)
        since_ns = time.monotonic_ns()
        if how == "closed":
            panel.page.close()
        else:
            panel.context.set_offline(True)
            panel.page.evaluate("() => { for (let id = 0; id < 1e5; id++) clearInterval(id); }")
            panel.page.mouse.up()
        assert silent_after_ms(studio, "ben", since_ns) <= KEY_LOST_MS + SLOW_MS
    finally:
        panel.close()
