"""The media process from its first to its last line."""

import os
import secrets
import socket
import sys
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np

from hushcue_wire import rtcp_write
from hushcue_wire.audio import MAX_DATAGRAM_BYTES, MAX_DEPTH, frame_samples, smallest_datagram_bytes
from hushcue_wire.rtcp import SR, Report

from ..core.commands import AddSource, AddStream, StartTalk
from ..core.ducking import Priority
from ..core.engine import Engine
from ..core.protection import MASTER_BYTES
from ..core.redundancy import shapes
from ..link import Activate, Link, Ready, Shutdown
from ..priority import MEDIA_RANK, prefer_this_process
from .lateness import LatenessMeter
from .loop import TickLoop
from .protect import protect
from .settings import MediaSettings
from .udp import DatagramSocket

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
        TickLoop(settings, link, DatagramSocket(sock)).run()
        link.flush()
    sock.close()


def rehearse(settings: MediaSettings) -> None:
    """Tick an engine that nobody hears, so that whatever is imported or set up at first use is done before: numpy's
    parts, ciphers, copies of frames, reports both ways."""
    engine = Engine(settings.engine, protect)
    frame_ms = settings.engine.frame_ms
    engine.handle(AddSource("rehearsal", "talk"), 0)
    keys = secrets.token_bytes(MASTER_BYTES), secrets.token_bytes(MASTER_BYTES)
    for number, stream in enumerate(_rehearsed(settings, keys)):
        engine.handle(replace(stream, id=str(number), ssrc=number), 0)
    talk = StartTalk("rehearsal", "rehearsal", ("nobody",), Priority.DIRECT, tone_to=("nobody",))
    engine.handle(talk, 0)
    frame = np.full(frame_samples(frame_ms), 1.5, np.float32)
    for tick in range(20):
        engine.tick({"rehearsal": frame} if tick < 10 else {}, tick)
    receiver = protect(keys[1], RECEIVER, keys[0], REHEARSED)
    compound = bytearray(80)
    block = Report(REHEARSED, 128, 1, 19, 0, 1, 0)
    at = rtcp_write.rr_into(compound, 0, RECEIVER, [block])
    at = rtcp_write.nack_into(compound, at, RECEIVER, REHEARSED, rtcp_write.nack_pairs([3, 5]))
    at = rtcp_write.xr_into(compound, at, RECEIVER, (1, 2), [], None)
    for outgoing in engine.feedback(receiver.protect_rtcp(bytes(compound[:at])), ("127.0.0.1", 9), 20):
        if outgoing.data[1] >= SR:
            receiver.unprotect_rtcp(outgoing.data)
    engine.feedback(bytes(compound[:at]), ("127.0.0.1", 9), 21)
    engine.take_events()
    engine.take_report(22)
    LatenessMeter().take()


REHEARSED = 2
RECEIVER = 0xFFFFFFFF


def _rehearsed(settings: MediaSettings, keys: tuple[bytes, bytes]) -> list[AddStream]:
    """Plain streams of both encodings, and a protected one with copies, of SSRC REHEARSED."""
    frame_ms = settings.engine.frame_ms
    size = smallest_datagram_bytes("L16", frame_ms) + 4
    plain = AddStream("", "nobody", ("127.0.0.1", 9), 0, "L16", 96, frame_ms, size, 0, 0)
    size = smallest_datagram_bytes("PCMU", frame_ms)
    other = replace(plain, encoding="PCMU", payload_type=97, datagram_bytes=size)
    shape = shapes(settings.engine.redundancy, "L16", frame_ms, MAX_DEPTH, MAX_DATAGRAM_BYTES)[0]
    copies = replace(
        plain,
        redundancy=shape.depth,
        datagram_bytes=shape.datagram_bytes,
        key=keys[0],
        report_key=keys[1],
        report_ssrc=RECEIVER,
    )
    return [plain, other, copies]
