"""The media process from its first to its last line."""

import os
import socket
import sys
from multiprocessing.connection import Connection

import numpy as np

from hushcue_wire.audio import frame_samples, smallest_datagram_bytes

from ..core.commands import AddSource, AddStream, Encoding, StartTalk
from ..core.ducking import Priority
from ..core.engine import Engine
from ..link import Activate, Link, Ready, Shutdown
from ..priority import MEDIA_RANK, prefer_this_process
from .lateness import LatenessMeter
from .loop import TickLoop
from .settings import MediaSettings
from .udp import DatagramSender

SWITCH_INTERVAL_S = 0.0005
"""How long another thread of this process may keep the interpreter when the tick is due; Python's own 5 ms is half a
tick."""


def main(connection: Connection, settings: MediaSettings, sock: socket.socket) -> None:
    """Be a spare until Activate comes, then tick until the parent is gone or says Shutdown.

    sock: bound and non-blocking, shared with the parent, so that its port outlives this process.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    rehearse(settings)
    link = Link(connection)
    link.start()
    link.emit(Ready(os.getpid()))
    command = link.take(timeout_s=None)
    while not isinstance(command, Activate | Shutdown):
        command = link.take(timeout_s=None)
    if isinstance(command, Activate):
        prefer_this_process(MEDIA_RANK)  # not before: a spare that starts must not hold up the one at work
        TickLoop(settings, link, DatagramSender(sock)).run()
        link.flush()
    sock.close()


def rehearse(settings: MediaSettings) -> None:
    """Tick an engine that nobody hears, so that whatever numpy imports or sets up at first use is done before."""
    engine = Engine(settings.engine)
    frame_ms = settings.engine.frame_ms
    engine.handle(AddSource("rehearsal", "talk"), 0)
    encodings: tuple[tuple[Encoding, int], ...] = (("L16", 96), ("PCMU", 97))
    for encoding, payload_type in encodings:
        address = ("127.0.0.1", 9)
        size = smallest_datagram_bytes(encoding, frame_ms) + 4
        engine.handle(AddStream(encoding, "nobody", address, 0, encoding, payload_type, frame_ms, size, 0, 0), 0)
    engine.handle(StartTalk("rehearsal", "rehearsal", ("nobody",), Priority.DIRECT), 0)
    frame = np.full(frame_samples(frame_ms), 1.5, np.float32)
    for tick in range(20):
        engine.tick({"rehearsal": frame} if tick < 10 else {}, tick)
    engine.take_events()
    engine.take_report()
    LatenessMeter().take()
