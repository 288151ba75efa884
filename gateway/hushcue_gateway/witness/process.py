"""The witness process from its first to its last line."""

import os
import socket
from multiprocessing.connection import Connection

from ..link import Activate, Link, Ready, Shutdown
from .settings import WitnessSettings


def main(connection: Connection, settings: WitnessSettings, sock: socket.socket) -> None:
    """Listen until the parent is gone or says Shutdown. sock: bound, shared with the parent, so that what comes while
    this process is being replaced waits in it."""
    from .loop import WitnessLoop  # loads FFmpeg's muxer and libopus

    link = Link(connection)
    link.start()
    link.emit(Ready(os.getpid()))
    command = link.take(timeout_s=None)
    while not isinstance(command, Activate | Shutdown):
        command = link.take(timeout_s=None)
    if isinstance(command, Activate):
        WitnessLoop(settings, link, sock).run()
        link.flush()
    sock.close()
