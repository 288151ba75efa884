"""The JSON documents on MQTT: what fields each has, made and checked by one table.

``make(kind, fields)`` gives the bytes, ``read(kind, data)`` gives a dict that holds every field of the table (absent
optional ones as None) and nothing else. Unknown fields are ignored, so that a newer peer can say more. Every limit on
what a peer may announce is in the table.
"""

import json

from . import PROTOCOL
from .errors import WireError
from .topics import check_name

MAX_DOCUMENT_BYTES = 1024
MAX_DEPTH = 3
MAX_TEXT_CHARS = 64

UINT32 = 0xFFFFFFFF
_HEX = "0123456789abcdef"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
COUNT = ("int", 0, 0x7FFFFFFF)

# field -> (type, low, high) | ("text", max chars) | ("name",) | ("choice", values) | ("bool",) | ("ipv4",)
#          | ("choices", values, max items) | ("hex", chars) | ("base64", max bytes)
# a field whose name ends in "?" may be absent

HELLO = {
    "id": ("name",),
    "boot": ("int", 0, UINT32),  # random per start: a new one means everything before is void
    "firmware": ("text", 24),
    "board": ("text", 32),
    "ip": ("ipv4",),
    "port": ("int", 1024, 65535),
    "encodings": ("choices", ("L16", "PCMU"), 4),
    "frame_ms": ("choices", (5, 10, 20), 3),
    "max_datagram_bytes": ("int", 92, 1472),
    "ceiling_db": ("number", -60, 0),  # provisioned hearing-protection ceiling, dBFS peak
    "key": ("hex", 8),  # which device key it holds: keys.key_id()
    "depth": ("int", 0, 6),  # most copies of earlier frames in one packet (RFC 2198) that it takes
    "label?": ("text", 32),
    "machine?": ("text", 16),  # what mpy-cross calls the processor
    "mpy?": ("int", 1, 255),  # version of compiled files
    "build?": ("hex", 16),  # beginning of the SHA-256 of the manifest of the slot that runs
    "trial?": ("bool",),  # whether that slot has yet to prove good
}

STATUS = {
    "state": ("choice", ("online", "offline")),
    "boot": ("int", 0, UINT32),
    "session?": ("int", 0, UINT32),
    "playout?": ("choice", ("idle", "priming", "playing", "concealing", "silent")),
    "volume_db?": ("number", -60, 12),
    "muted?": ("bool",),
    "fault?": ("text", 64),
}

TELEMETRY = {
    "boot": ("int", 0, UINT32),
    "session": ("int", 0, UINT32),
    "uptime_s": COUNT,
    "received": COUNT,
    "lost": COUNT,
    "late": COUNT,
    "duplicate": COUNT,
    "rejected": COUNT,
    "concealed": COUNT,
    "underruns": COUNT,
    "redundant": COUNT,  # frames that a copy in a later packet repaired
    "resent": COUNT,  # frames that a retransmission repaired
    "nacks": COUNT,  # requests for retransmission
    "forged": COUNT,  # datagrams and documents whose tag was wrong
    "replayed": COUNT,  # that came again with a good tag, or too old to tell
    "rtt_ms?": ("number", 0, 10000),
    "jitter_ms": ("number", 0, 10000),
    "buffer_ms": ("number", 0, 10000),
    "target_ms": ("number", 0, 10000),
    "level_db": ("number", -120, 0),  # loudest sample since the last report, after volume and ceiling, dBFS
    "heap_free_bytes?": COUNT,
    "rssi_dbm?": ("int", -127, 0),
    "battery_mv?": ("int", 0, 20000),
    "battery_percent?": ("int", 0, 100),
    "temperature_c?": ("number", -60, 150),
}

SESSION = {
    "session": ("int", 0, UINT32),
    "revision": ("int", 0, 0x7FFFFFFF),  # rises with every change within one session; lower ones are stale
    "boot": ("int", 0, UINT32),  # the hello this answers; a session for another boot is stale
    "ssrc": ("int", 0, UINT32),
    "encoding": ("choice", ("L16", "PCMU")),
    "payload_type": ("int", 96, 127),
    "frame_ms": ("choice", (5, 10, 20)),
    "datagram_bytes": ("int", 92, 1472),  # constant for the whole session
    "min_delay_ms": ("int", 5, 200),
    "volume_db": ("number", -60, 12),
    "muted": ("bool",),
    "nonce": ("hex", 32),  # with the device key: the keys of this session
    "report_ssrc": ("int", 0, UINT32),  # the bodypack's own source, for RTCP
    "red_payload_type": ("int", 96, 127),
    "epoch": ("int", 0, UINT32),  # rises with every start of the gateway
    "counter": COUNT,  # rises within the epoch with every document to this bodypack
}

COMMAND = {
    "id": COUNT,  # rising within one session: a repeated or older one is ignored
    "session": ("int", 0, UINT32),
    "epoch": ("int", 0, UINT32),
    "counter": COUNT,
    "do": ("choice", ("volume", "mute", "unmute", "identify", "report", "restart", "update", "trace", "ceiling")),
    "volume_db?": ("number", -60, 12),  # with "volume"
    "version?": ("text", 32),  # this and what follows with "update": of the firmware
    "manifest?": ("hex", 64),  # SHA-256 of its manifest
    "size?": COUNT,  # bytes of all files that the manifest names
    "place?": ("text", 64),  # "192.168.1.10:8590/NAME": where manifest and files are, by HTTP/1.0
    "older?": ("bool",),  # it may be older than what runs
    "trace?": ("hex", 8),  # with "trace": its name
    "seconds?": ("int", 0, 300),  # with "trace": how long; 0 ends the one that is being taken
    "ceiling_db?": ("number", -30, 0),  # with "ceiling": lower than before, dBFS
}

EVENT = {
    "boot": ("int", 0, UINT32),
    "number": COUNT,  # rising within one boot
    "what": ("choice", ("acknowledge", "call", "command_done", "command_refused", "fault", "update")),
    "command?": COUNT,
    "detail?": ("text", 64),
}

PLAYED = {
    "boot": ("int", 0, UINT32),
    "session": ("int", 0, UINT32),
    "number": COUNT,  # rising within one boot
    "from": ("int", 0, 65535),  # sequence number of the first frame
    "fates": ("base64", 480),  # one byte per frame: fates.py
}

TRACE = {
    "boot": ("int", 0, UINT32),
    "session": ("int", 0, UINT32),
    "trace": ("hex", 8),  # of the command
    "at": COUNT,  # number of the first packet in it, 0 is the first of the trace; at the end: how many were told
    "state": ("choice", ("going", "done", "stopped", "silent", "renewed", "overrun", "no_memory")),
    "came?": ("base64", 480),  # two octets per packet, when it came: the bodypack's tracing.py
}

GATEWAY = {
    "state": ("choice", ("online", "offline")),
    "boot": ("int", 0, UINT32),
}

TABLES = {
    "hello": HELLO,
    "status": STATUS,
    "telemetry": TELEMETRY,
    "session": SESSION,
    "command": COMMAND,
    "event": EVENT,
    "played": PLAYED,
    "trace": TRACE,
    "gateway": GATEWAY,
}


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_text(place: str, value: object, limit: int) -> None:
    if not isinstance(value, str) or len(value) > limit:
        raise WireError(place, "must be text of at most %d characters" % limit)
    for char in value:
        if ord(char) < 32 or ord(char) == 127 or 0xD800 <= ord(char) <= 0xDFFF:
            raise WireError(place, "must not hold control characters")


def _check_alphabet(place: str, value: object, alphabet: str, fewest: int, most: int) -> str:
    if not isinstance(value, str) or not fewest <= len(value) <= most:
        raise WireError(place, "must be %d to %d of %s" % (fewest, most, alphabet))
    for char in value:
        if char not in alphabet:
            raise WireError(place, "must be %d to %d of %s" % (fewest, most, alphabet))
    return value


def _check_ipv4(place: str, value: object) -> None:
    parts = value.split(".") if isinstance(value, str) and len(value) <= 15 else []
    good = len(parts) == 4
    for part in parts:
        good = good and 1 <= len(part) <= 3 and all(c in "0123456789" for c in part) and int(part) <= 255
    if not good or parts[0] == "0" or int(parts[0]) >= 224:
        raise WireError(place, "must be a unicast IPv4 address")


def _check_field(place: str, value: object, rule: "tuple") -> None:  # type: ignore[type-arg]
    kind = rule[0]
    if kind == "int":
        if not _is_int(value) or not rule[1] <= value <= rule[2]:
            raise WireError(place, "must be a whole number from %d to %d" % (rule[1], rule[2]))
    elif kind == "number":
        if not (_is_int(value) or isinstance(value, float)) or not rule[1] <= value <= rule[2]:
            raise WireError(place, "must be a number from %s to %s" % (rule[1], rule[2]))
    elif kind == "text":
        _check_text(place, value, rule[1])
    elif kind == "name":
        check_name(value, place)
    elif kind == "bool":
        if not isinstance(value, bool):
            raise WireError(place, "must be true or false")
    elif kind == "hex":
        _check_alphabet(place, value, _HEX, rule[1], rule[1])
    elif kind == "base64":
        text = _check_alphabet(place, value, _BASE64, 4, (rule[1] + 2) // 3 * 4)
        if len(text) & 3 or "=" in text.rstrip("=") or text[-3:] == "===":
            raise WireError(place, "is not base64")
    elif kind == "ipv4":
        _check_ipv4(place, value)
    elif kind == "choice":
        if isinstance(value, (bool, float)) or value not in rule[1]:
            raise WireError(place, "must be one of " + ", ".join([str(v) for v in rule[1]]))
    elif kind == "choices":
        if not isinstance(value, list) or not 1 <= len(value) <= rule[2]:
            raise WireError(place, "must be a list of 1 to %d items" % rule[2])
        for item in value:
            _check_field(place, item, ("choice", rule[1]))


def check(kind: str, fields: object) -> "dict[str, object]":
    """``fields`` reduced to what the table of ``kind`` knows, each value within its limits. Raises WireError."""
    if not isinstance(fields, dict):
        raise WireError(kind, "must be an object")
    if not _is_int(fields.get("v")) or fields["v"] != PROTOCOL:
        raise WireError(kind + ".v", "must be %d" % PROTOCOL)
    checked = {}
    for entry, rule in TABLES[kind].items():  # type: ignore[attr-defined]
        optional = entry[-1] == "?"
        name = entry[:-1] if optional else entry
        value = fields.get(name)
        if value is not None:
            _check_field(kind + "." + name, value, rule)
        elif not optional:
            raise WireError(kind + "." + name, "is missing")
        checked[name] = value
    return checked


def make(kind: str, fields: "dict[str, object]") -> bytes:
    """The UTF-8 JSON of a document; ``fields`` without the version. Raises WireError where a field is out of limits."""
    full = {"v": PROTOCOL}
    for name in fields:
        if fields[name] is not None:
            full[name] = fields[name]  # type: ignore[assignment]
    check(kind, full)
    data = json.dumps(full).encode()
    if len(data) > MAX_DOCUMENT_BYTES:
        raise WireError(kind, "is longer than %d bytes" % MAX_DOCUMENT_BYTES)
    return data


def _refuse_nesting(kind: str, data: "bytes | bytearray | memoryview") -> None:
    depth = 0
    quoted = escaped = False
    for byte in data:
        if quoted:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                quoted = False
        elif byte == 0x22:
            quoted = True
        elif byte == 0x7B or byte == 0x5B:
            depth += 1
            if depth > MAX_DEPTH:
                raise WireError(kind, "is nested too deep")
        elif byte == 0x7D or byte == 0x5D:
            depth -= 1


def read(kind: str, data: "bytes | bytearray | memoryview") -> "dict[str, object]":
    """A document from the network, checked. Raises WireError on anything that does not keep the contract."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise WireError(kind, "is longer than %d bytes" % MAX_DOCUMENT_BYTES)
    _refuse_nesting(kind, data)
    try:
        fields = json.loads(bytes(data).decode())
    except (ValueError, UnicodeError):
        raise WireError(kind, "is not JSON") from None
    return check(kind, fields)
