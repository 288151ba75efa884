"""What a bodypack says about itself: hello, status, telemetry and event documents, built from its session and sensors.

Pure. Readings are brought within the limits of the documents here: a sensor that answers nonsense costs its own value,
never the report.
"""

import binascii

from hushcue_wire import __version__, audio, documents

from .levels import level_db

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .session import Session
    from .trust import Trust

LARGEST_COUNT = 0x7FFFFFFF
MAX_DETAIL_CHARS = 64

ENCODINGS = ("L16", "PCMU")
FRAME_MS = (5, 10, 20)
MAX_DATAGRAM_BYTES = 1472
"""The contract's limit: padding and header extensions of a later gateway fit."""


class Identity:
    """What does not change between two starts.

    bodypack_id and studio: names as topics know them; boot: random 0..2**32-1, new at every start; ceiling_db: -60..0,
    the provisioned hearing-protection ceiling; port: the UDP port that is listened on; label: for people, or None.
    firmware: processor and version of the compiled files it takes, and which build runs, "" for what came otherwise
    than through a slot; on_trial: whether that build has yet to prove good.
    """

    __slots__ = (
        "board",
        "bodypack_id",
        "boot",
        "ceiling_db",
        "firmware",
        "label",
        "max_datagram_bytes",
        "on_trial",
        "port",
        "studio",
    )

    def __init__(
        self,
        studio: str,
        bodypack_id: str,
        boot: int,
        board: str,
        port: int,
        ceiling_db: float,
        label: "str | None" = None,
        max_datagram_bytes: int = MAX_DATAGRAM_BYTES,
    ):
        self.studio = studio
        self.bodypack_id = bodypack_id
        self.boot = boot
        self.board = board
        self.port = port
        self.ceiling_db = ceiling_db
        self.label = label
        self.max_datagram_bytes = max_datagram_bytes
        self.firmware = ("", 0, "")
        self.on_trial = False


def _count(value: int) -> int:
    return min(max(0, int(value)), LARGEST_COUNT)


def _span_ms(value: float) -> float:
    return round(min(max(0.0, value), 10000.0), 1)


def _within(value: "float | None", low: int, high: int) -> "float | None":
    """The reading where it lies in the limits; a sensor outside of them says nothing."""
    return value if value is not None and low <= value <= high else None


def hello(identity: Identity, ip: str, key_id: str) -> bytes:
    """The hello document; ``ip`` is where audio shall be sent, ``key_id`` names the device key. Raises WireError where
    ``ip`` is no unicast address."""
    machine, mpy, build = identity.firmware
    return documents.make(
        "hello",
        {
            "id": identity.bodypack_id,
            "boot": identity.boot,
            "firmware": __version__,
            "board": identity.board,
            "ip": ip,
            "port": identity.port,
            "encodings": list(ENCODINGS),
            "frame_ms": list(FRAME_MS),
            "max_datagram_bytes": identity.max_datagram_bytes,
            "ceiling_db": identity.ceiling_db,
            "key": key_id,
            "depth": audio.MAX_DEPTH,
            "label": identity.label,
            "machine": machine or None,
            "mpy": mpy or None,
            "build": build or None,
            "trial": identity.on_trial or None,
        },
    )


def offline(boot: int) -> bytes:
    """The status that the broker publishes for a bodypack that is gone."""
    return documents.make("status", {"state": "offline", "boot": boot})


def status(
    boot: int, session: "int | None", playout: str, volume_db: "float | None", muted: "bool | None", fault: str = ""
) -> bytes:
    """The status of a bodypack that is there. ``playout``: one of STATE_NAMES; ``session`` None: none yet."""
    return documents.make(
        "status",
        {
            "state": "online",
            "boot": boot,
            "session": session,
            "playout": playout,
            "volume_db": volume_db,
            "muted": muted,
            "fault": fault[:MAX_DETAIL_CHARS] or None,
        },
    )


def telemetry(
    boot: int,
    session_id: int,
    uptime_s: int,
    session: "Session",
    sensors: "dict[str, float | None]",
    trusted: "Trust",
) -> bytes:
    """The telemetry document. Takes the session's level, which starts anew.

    ``sensors`` may hold heap_free_bytes, rssi_dbm, battery_mv, battery_percent, temperature_c. ``trusted`` counts
    documents that were forged or replayed: they are added to the session's datagrams.
    """
    rtt_ms = session.rtt_ms
    return documents.make(
        "telemetry",
        {
            "boot": boot,
            "session": session_id,
            "uptime_s": _count(uptime_s),
            "received": _count(session.received),
            "lost": _count(session.lost),
            "late": _count(session.late),
            "duplicate": _count(session.duplicate),
            "rejected": _count(session.rejected),
            "concealed": _count(session.concealed),
            "underruns": _count(session.underruns),
            "redundant": _count(session.redundant),
            "resent": _count(session.resent),
            "nacks": _count(session.nacks),
            "forged": _count(session.forged + trusted.forged),
            "replayed": _count(session.replayed + trusted.replayed),
            "rtt_ms": None if rtt_ms is None else _span_ms(rtt_ms),
            "jitter_ms": _span_ms(session.jitter_ms),
            "buffer_ms": _span_ms(session.buffer_ms),
            "target_ms": _span_ms(session.target_ms),
            "level_db": level_db(session.take_level()),
            "heap_free_bytes": _within(sensors.get("heap_free_bytes"), 0, LARGEST_COUNT),
            "rssi_dbm": _within(sensors.get("rssi_dbm"), -127, 0),
            "battery_mv": _within(sensors.get("battery_mv"), 0, 20000),
            "battery_percent": _within(sensors.get("battery_percent"), 0, 100),
            "temperature_c": _within(sensors.get("temperature_c"), -60, 150),
        },
    )


def played(boot: int, session: int, number: int, first: int, fates: bytes) -> bytes:
    """The played document: what became of the frames from sequence number ``first`` on; ``number`` rises within one
    boot."""
    text = binascii.b2a_base64(fates)[:-1].decode()
    return documents.make("played", {"boot": boot, "session": session, "number": number, "from": first, "fates": text})


def event(boot: int, number: int, what: str, command: "int | None" = None, detail: str = "") -> bytes:
    """The event document; ``number`` rises within one boot."""
    return documents.make(
        "event",
        {
            "boot": boot,
            "number": number,
            "what": what,
            "command": command,
            "detail": detail[:MAX_DETAIL_CHARS] or None,
        },
    )
