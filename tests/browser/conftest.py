"""One studio and two browsers for the whole room: two shows, four bodypacks, operators with voices of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from support import voices
from support.browser import chromium, find_chromium
from support.panel import LIMIT_MS, Panel
from support.patient import LASTING_KEYS
from support.programs import needs
from support.studio import Pack, Studio

SHOWS = {"live": "Evening show", "other": "Other show"}
PACKS = (
    Pack("anna", "live", ("hosts",), "Anna"),
    Pack("ben", "live", ("hosts",), "Ben"),
    Pack("chen", "live", ("guests",), "陈晨"),
    Pack("dora", "other", ("hosts",), "Dora"),
)
UPDATES = '[updates]\nhost = "127.0.0.1"\nport = 0\naddress = "127.0.0.1"\n'
"""What bodypacks would fetch firmware from."""
KEY_LOST_MS = 3000
"""A browser may be too busy for two seconds to say that a key is still held; test_stuck_keys.py waits for this."""

expect.set_options(timeout=LIMIT_MS)


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    needs("mosquitto")
    find_chromium()
    lost = dict.fromkeys(LASTING_KEYS, KEY_LOST_MS)
    with Studio(tmp_path_factory.mktemp("studio"), SHOWS, PACKS, more=UPDATES, constants=lost) as studio:
        voices.write_tone(studio.folder / "cues" / "tone.wav", seconds=29.0)
        studio.wait_until_worn()
        yield studio


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """There can be one in a run."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browsers(
    tmp_path_factory: pytest.TempPathFactory, studio: Studio, playwright: Playwright
) -> Iterator[dict[str, Browser]]:
    """ "first" and "second": each is a person with a microphone and a voice of their own."""
    folder = tmp_path_factory.mktemp("voices")
    first = voices.write_speech(folder / "first.wav", pitch_hz=118)
    second = voices.write_speech(folder / "second.wav", pitch_hz=190)
    with chromium(playwright, first) as one, chromium(playwright, second) as two:
        yield {"first": one, "second": two}


@pytest.fixture(scope="session")
def director(studio: Studio, browsers: dict[str, Browser]) -> Iterator[Panel]:
    """Signed in, at the panel of the show, with an open microphone."""
    panel = Panel.join(browsers["first"], studio, "Dana", "director")
    yield panel
    panel.close()


@pytest.fixture(scope="session")
def product(studio: Studio, browsers: dict[str, Browser]) -> Iterator[Panel]:
    """The same with the role that talks to one host at a time, privately."""
    panel = Panel.join(browsers["second"], studio, "Paul", "product")
    yield panel
    panel.close()


@pytest.fixture(autouse=True)
def nobody_talks_before_or_after(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test begins in silence, and what a page complains of belongs to the test in which it did."""
    yield
    for name in ("director", "product"):
        if name in request.fixturenames:
            panel: Panel = request.getfixturevalue(name)
            panel.let_go()
            panel.expect_no_complaint()


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where screenshots are to be kept, when somebody asks for them: HUSHCUE_SCREENSHOTS=docs/images."""
    folder = os.environ.get("HUSHCUE_SCREENSHOTS", "")
    return Path(folder) if folder else None
