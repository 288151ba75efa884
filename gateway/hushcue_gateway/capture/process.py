"""The capture process from its first to its last line."""

import importlib
import os
import sys
from multiprocessing.connection import Connection

from ..link import Activate, Link, Ready, Shutdown
from ..priority import CAPTURE_RANK, prefer_this_process
from .settings import CaptureSettings

SWITCH_INTERVAL_S = 0.0005
"""PortAudio's callback waits for the interpreter: with Python's own 5 ms, blocks get lost unreported."""

PRELOADED = ("drift", "player", "resampler", "tape")
"""What a spare has ready: everything that takes time to import but PortAudio."""


def main(connection: Connection, settings: CaptureSettings) -> None:
    """Be a spare until Activate comes, then capture until the parent is gone or says Shutdown."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    for name in PRELOADED:
        importlib.import_module(f"hushcue_gateway.capture.{name}")
    link = Link(connection)
    link.start()
    link.emit(Ready(os.getpid()))
    command = link.take(timeout_s=None)
    while not isinstance(command, Activate | Shutdown):
        command = link.take(timeout_s=None)
    if isinstance(command, Activate):
        prefer_this_process(CAPTURE_RANK)  # not before: a spare that starts must not hold up the one at work
        from .desk import Desk  # initialises PortAudio: not for a spare

        Desk(settings, link).run()
        link.flush()
