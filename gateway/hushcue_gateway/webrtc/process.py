"""The WebRTC process from its first to its last line."""

import asyncio
import gc
import os
import sys
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from ..link import Activate, Link, Ready, Shutdown
from ..opus import load
from ..priority import CAPTURE_RANK, prefer_this_process
from .settings import WebrtcSettings

if TYPE_CHECKING:
    from .desk import Sessions

SWITCH_INTERVAL_S = 0.0005
"""The pump waits for the interpreter while the loop works; Python's own 5 ms is half a tick."""
TAKE_S = 0.2


def main(connection: Connection, settings: WebrtcSettings) -> None:
    """Be a spare until Activate comes, then hold sessions until the parent is gone or says Shutdown."""
    from .aiortc_ways import know_only_opus  # aiortc takes half a second to import: not in the parent
    from .desk import Sessions
    from .ice import offer_addresses

    sys.setswitchinterval(SWITCH_INTERVAL_S)
    know_only_opus()
    offer_addresses(settings.networks)
    load()
    link = Link(connection)
    link.start()
    link.emit(Ready(os.getpid()))
    command = link.take(timeout_s=None)
    while not isinstance(command, Activate | Shutdown):
        command = link.take(timeout_s=None)
    if isinstance(command, Activate):
        prefer_this_process(CAPTURE_RANK)
        gc.collect()
        gc.freeze()
        asyncio.run(_work(Sessions(settings, link), link))
        link.flush()


async def _work(sessions: "Sessions", link: Link) -> None:
    loop = asyncio.get_running_loop()

    def take() -> None:
        while not link.closed:
            order = link.take(timeout_s=TAKE_S)
            if order is not None and not isinstance(order, Shutdown):
                loop.call_soon_threadsafe(sessions.order, order)

    reader = threading.Thread(target=take, name="orders", daemon=True)
    reader.start()
    await sessions.run()
    reader.join(2 * TAKE_S)
