"""A speech process from its first to its last line: texts in, sound out, one after the other."""

import os
import time
from multiprocessing.connection import Connection

from ..link import Activate, Heartbeat, Link, Ready, Shutdown
from .engine import Engine, EngineName, make_engine
from .languages import Unreadable
from .messages import NotSpoken, Speak, Spoken

WAIT_S = 0.2


def main(connection: Connection, name: EngineName) -> None:
    """Wait for Activate, then speak until the parent is gone or says Shutdown."""
    link = Link(connection)
    link.start()
    link.emit(Ready(os.getpid()))
    command = link.take(timeout_s=None)
    while not isinstance(command, Activate | Shutdown):
        command = link.take(timeout_s=None)
    if isinstance(command, Activate):
        _work(link, name)
    link.flush()


def _work(link: Link, name: EngineName) -> None:
    engine: Engine | None = None
    while not link.closed:
        link.emit(Heartbeat(time.monotonic_ns()))
        command = link.take(timeout_s=WAIT_S)
        if not isinstance(command, Speak):
            continue
        try:
            engine = engine or make_engine(name)
            sound = engine.speak(command.text, command.voice, command.pace, command.most_s)
        except Unreadable as trouble:
            link.emit(NotSpoken(command.id, trouble.code, trouble.facts))
        else:
            link.emit(Spoken(command.id, sound.pcm, sound.rate_hz))
