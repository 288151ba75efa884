"""What the roster wants done: documents to publish, media commands to pass on, notices for the event log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .commands import AddStream, MoveStream, RemoveStream
from .events import Fact


@dataclass(frozen=True, slots=True)
class PublishSession:
    """Publish with QoS 1, retained: the desired state of one bodypack."""

    bodypack: str
    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class SendCommand:
    """Publish with QoS 1, not retained."""

    bodypack: str
    topic: str
    payload: bytes
    number: int
    """the document's "id": the event that answers carries it"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for the event log. ``code`` is one of NOTICE_CODES, ``facts`` fill its sentence."""

    code: str
    bodypack: str
    at_ns: int
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Played:
    """A bodypack told what became of frames, perhaps of a session that is over; perhaps not for the first time."""

    bodypack: str
    at_ns: int
    boot: int
    session: int
    number: int
    """rises within the boot"""
    first: int
    """sequence number of the first frame, 0..65535"""
    fates: bytes
    """one octet per frame, ``hushcue_wire.fates``"""


@dataclass(frozen=True, slots=True)
class Updating:
    """A bodypack told how far its update is, or what came of it: "fetch 40", "restart", "refused older ..."."""

    bodypack: str
    at_ns: int
    detail: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A piece of a link trace (``hushcue_wire.documents.TRACE``): two octets per packet from number ``first`` on."""

    bodypack: str
    at_ns: int
    boot: int
    trace: str
    first: int
    state: str
    came: bytes


Action = PublishSession | SendCommand | AddStream | MoveStream | RemoveStream | Notice | Played | Updating | Traced

NOTICE_CODES: Mapping[str, tuple[str, ...]] = {
    # code: the names of its facts (the bodypack's id is in the notice itself)
    "bodypack_online": (),  # heard again after offline or lost, or for the first time
    "bodypack_quiet": ("silent_s",),
    "bodypack_lost": ("silent_s",),
    "bodypack_offline": (),  # its last will or farewell arrived
    "bodypack_expired": ("silent_s",),  # its stream has been stopped
    "bodypack_restarted": (),  # a hello of another boot
    "bodypack_unknown": (),  # not configured: refused (said once per id)
    "bodypack_no_format": ("encodings", "frame_ms", "max_datagram_bytes"),  # nothing both can do
    "bodypack_wrong_key": ("key", "ours"),  # its hello names another device key: provision it again
    "key_replaced": (),  # its device key is another one now
    "bodypack_not_in_session": ("do",),  # a command for a bodypack without session
    "document_malformed": ("kind", "place", "reason"),  # said once per bodypack and kind; all are counted
    "session_started": ("encoding", "frame_ms"),
    "bodypack_moved": ("ip", "port"),
    "acknowledged": (),
    "called": (),
    "command_done": ("command",),
    "command_refused": ("command", "detail"),
    "fault": ("detail",),
}
