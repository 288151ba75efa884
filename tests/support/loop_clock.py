"""The clock of the running asyncio loop: a test about a limit in seconds waits for none of them."""

from __future__ import annotations

import asyncio
import time


def skip(seconds: float) -> None:
    """It goes on by so many seconds at once: every timer up to then is due. Until the loop ends."""
    loop = asyncio.get_running_loop()
    ahead = loop.time() + seconds - time.monotonic()
    loop.time = lambda: time.monotonic() + ahead  # type: ignore[method-assign]
