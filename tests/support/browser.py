"""Real Chromium with a fake microphone: what a person opens. Skips aloud where there is none, fails in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from .programs import needs

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
)


def find_chromium() -> Path:
    """The program. Skips or fails where there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    needs(NAMES[0])
    raise AssertionError("not reached: needs() has skipped or failed")


@contextmanager
def chromium(playwright: Playwright, says: Path | None = None, more: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser whose microphone says a WAV file over and over; without one, Chromium's own beeps.

    Its sandbox needs namespaces that a container's root does not have.
    """
    arguments = [*ARGUMENTS, *more]
    if says is not None:
        arguments.append(f"--use-file-for-fake-audio-capture={says}")
    sandbox = hasattr(os, "geteuid") and os.geteuid() != 0
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        headless=True,
        chromium_sandbox=sandbox,
        args=arguments,
        ignore_default_args=["--mute-audio"],
    )
    try:
        yield browser
    finally:
        browser.close()
