"""What makes a command refusable: pure checks of its values, before it meets any state."""

from __future__ import annotations

import math
from typing import get_args

from hushcue_wire import audio
from hushcue_wire.errors import WireError

from . import commands as c
from .ducking import Priority
from .events import CommandRefused, Fact
from .protection import MASTER_BYTES
from .redundancy import RedundancyPolicy, ladder_of
from .sender import MAX_PADDING_BYTES

MIN_HEARTBEAT_MS = 100
MAX_HEARTBEAT_MS = 60000
MAX_TARGETS = 4096
MAX_RANGES = 1024
MOST_FIRST_SEQUENCE = 0x3FFF
"""Of a protected stream: far from the wrap, so that its receiver knows the rollover counter is 0."""


class Refusal(Exception):
    """A command that makes no sense; never leaves the engine."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.event = CommandRefused(code, facts)


def whole(value: object, low: int, high: int) -> bool:
    """True for an int (not a bool) from ``low`` to ``high``."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def check_id(command: c.Command, name: str, value: object) -> None:
    """Ids are 1..MAX_ID_CHARS characters of text."""
    if not isinstance(value, str) or not 1 <= len(value) <= c.MAX_ID_CHARS:
        raise Refusal("id_invalid", command=type(command).__name__, field=name)


def check_targets(command: c.Command, to: object) -> None:
    """Targets are a tuple of ids."""
    if not isinstance(to, tuple) or len(to) > MAX_TARGETS:
        raise Refusal("id_invalid", command=type(command).__name__, field="to")
    for bodypack in to:
        check_id(command, "to", bodypack)


def check_gain(source: str, gain_db: object) -> None:
    """Gains are finite and within MIN_GAIN_DB..MAX_GAIN_DB."""
    number = isinstance(gain_db, int | float) and not isinstance(gain_db, bool) and math.isfinite(gain_db)
    if not number or not c.MIN_GAIN_DB <= float(gain_db) <= c.MAX_GAIN_DB:  # type: ignore[arg-type]
        raise Refusal("gain_out_of_range", id=source, gain_db=str(gain_db), low=c.MIN_GAIN_DB, high=c.MAX_GAIN_DB)


def check_source(command: c.AddSource) -> None:
    """All values of a new source."""
    check_id(command, "id", command.id)
    if command.owner != "":
        check_id(command, "owner", command.owner)
    if command.kind not in get_args(c.SourceKind):
        raise Refusal("source_kind_invalid", id=command.id, kind=str(command.kind))
    check_gain(command.id, command.gain_db)


def _unicast(ip: object) -> bool:
    """True for the text of an IPv4 address that is one host's: not 0.x, not multicast, not reserved."""
    parts = ip.split(".") if isinstance(ip, str) and len(ip) <= 15 and ip.isascii() else []
    octets = [int(part) for part in parts if part.isdigit() and len(part) <= 3]
    return len(parts) == len(octets) == 4 and max(octets) <= 255 and 1 <= octets[0] < 224


def check_address(stream: str, address: object) -> None:
    """(unicast IPv4 text, port 1..65535)."""
    if not isinstance(address, tuple) or len(address) != 2 or not _unicast(address[0]):
        raise Refusal("stream_invalid", id=stream, field="address", value=str(address)[: c.MAX_ID_CHARS])
    if not whole(address[1], 1, 65535):
        raise Refusal("stream_invalid", id=stream, field="port", value=str(address[1])[: c.MAX_ID_CHARS])


def check_stream(command: c.AddStream, engine_frame_ms: int, redundancy: RedundancyPolicy) -> None:
    """All values of a new stream, against the wire's geometry, the engine's frame and its redundancy ladder. A key is
    never shown, not even a wrong one."""
    check_id(command, "id", command.id)
    check_id(command, "mix_of", command.mix_of)
    check_address(command.id, command.address)

    def demand(name: str, good: bool) -> None:
        if not good:
            value = "" if name.endswith("key") else str(getattr(command, name))[: c.MAX_ID_CHARS]
            raise Refusal("stream_invalid", id=command.id, field=name, value=value)

    demand("ssrc", whole(command.ssrc, 0, 0xFFFFFFFF))
    demand("payload_type", whole(command.payload_type, 0, 127))
    demand("first_sequence", whole(command.first_sequence, 0, 0xFFFF))
    demand("first_timestamp", whole(command.first_timestamp, 0, 0xFFFFFFFF))
    demand("encoding", command.encoding in get_args(c.Encoding))
    demand("frame_ms", whole(command.frame_ms, 1, 1000) and command.frame_ms % engine_frame_ms == 0)
    try:
        smallest = audio.smallest_datagram_bytes(command.encoding, command.frame_ms)
    except WireError:
        smallest = audio.MAX_DATAGRAM_BYTES + 1
    demand("frame_ms", smallest <= audio.MAX_DATAGRAM_BYTES)
    for name in ("key", "report_key"):
        master = getattr(command, name)
        demand(name, isinstance(master, bytes) and len(master) in (0, MASTER_BYTES))
    demand("report_key", bool(command.key) or not command.report_key)
    demand("report_key", not command.report_key or command.report_key != command.key)
    demand("report_ssrc", whole(command.report_ssrc, 0, 0xFFFFFFFF))
    demand("first_sequence", not command.key or command.first_sequence <= MOST_FIRST_SEQUENCE)
    demand("red_payload_type", whole(command.red_payload_type, 0, 127))
    demand("redundancy", whole(command.redundancy, 0, audio.MAX_DEPTH))
    demand("most_redundancy", whole(command.most_redundancy, command.redundancy, audio.MAX_DEPTH))
    demand("most_datagram_bytes", whole(command.most_datagram_bytes, 1, audio.MAX_DATAGRAM_BYTES))
    tag_bytes = audio.TAG_BYTES if command.key else 0
    smallest += tag_bytes
    if command.redundancy:
        begun = ladder_of(redundancy, command)
        demand("redundancy", begun is not None)
        smallest = largest = begun[0][begun[1]].datagram_bytes - audio.TAG_BYTES + tag_bytes if begun else 0
    else:
        largest = min(smallest + MAX_PADDING_BYTES, command.most_datagram_bytes)
    demand("datagram_bytes", whole(command.datagram_bytes, smallest, largest))


def check_say_again(command: c.SayAgain) -> None:
    """What only a repetition has; the rest is checked as source and talk."""
    check_id(command, "of", command.of)
    good = isinstance(command.ranges, tuple) and len(command.ranges) <= MAX_RANGES
    for each in command.ranges if good else ():
        good = good and isinstance(each, tuple) and len(each) == 2 and whole(each[0], 0, each[1])
    if not good:
        raise Refusal("id_invalid", command=type(command).__name__, field="ranges")


def check_monitor(command: c.AddMonitor) -> None:
    """All values of a new monitor."""
    check_id(command, "id", command.id)
    check_id(command, "of", command.of)
    check_targets(command, command.without)


def check_dim(command: c.SetDim) -> None:
    """A depth from MIN_GAIN_DB to 0, or silence."""
    check_targets(command, command.to)
    depth_db = command.depth_db
    if depth_db is None or depth_db == -math.inf:
        return
    number = isinstance(depth_db, int | float) and not isinstance(depth_db, bool) and math.isfinite(depth_db)
    if not number or not c.MIN_GAIN_DB <= depth_db <= 0.0:
        raise Refusal("dim_out_of_range", depth_db=str(depth_db), low=c.MIN_GAIN_DB)


def check_talk(command: c.StartTalk) -> None:
    """All values of a new talk."""
    check_id(command, "cue", command.cue)
    check_id(command, "source", command.source)
    check_targets(command, command.to)
    if not command.to:
        raise Refusal("talk_no_target", cue=command.cue)
    check_targets(command, command.tone_to)
    if not whole(command.priority, min(Priority), max(Priority)):
        raise Refusal("talk_priority_invalid", cue=command.cue, priority=str(command.priority))
    heartbeat_ms = command.heartbeat_ms
    if heartbeat_ms is not None and not whole(heartbeat_ms, MIN_HEARTBEAT_MS, MAX_HEARTBEAT_MS):
        raise Refusal("talk_heartbeat_invalid", cue=command.cue, heartbeat_ms=str(heartbeat_ms))
