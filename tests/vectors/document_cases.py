"""What a peer may say over MQTT and what it may not: the source of documents.json.

Each table holds one good document per kind, and for every field the values at and beyond its limits. Written down
from the contract's prose, not from the module that checks it; ``place`` is what the refusal has to name.
"""

from __future__ import annotations

from typing import Any

Case = dict[str, Any]

UINT32 = 2**32 - 1
INT31 = 2**31 - 1
COUNT: tuple[list[Any], list[Any]] = ([0, INT31], [-1, INT31 + 1, 1.5, "1", True, [1], {}])
NONCE: tuple[list[Any], list[Any]] = ([0, UINT32], [-1, UINT32 + 1, 0.5, "7", False])
VOLUME: tuple[list[Any], list[Any]] = ([-60, 12, -7.5], [-60.5, 12.5, 1000, "0", True])
PERIOD_MS: tuple[list[Any], list[Any]] = ([0, 10000, 2.25], [-0.5, 10001, "3", False])
FLAG: tuple[list[Any], list[Any]] = ([True, False], [0, 1, "true", []])
NAME: tuple[list[Any], list[Any]] = (
    ["a", "0", "host-1", "x" * 32],
    ["", "x" * 33, "-host", "Host", "host_1", "host/1", "host+", "host#", "主播", "a b", 7, True, ["a"]],
)


def text(limit: int) -> tuple[list[Any], list[Any]]:
    """Texts within and beyond ``limit`` characters."""
    return (["", "x" * limit, "面" * limit], ["x" * (limit + 1), "a\nb", "a\u0000b", "a\u007fb", 5, True, ["a"]])


IPV4: tuple[list[Any], list[Any]] = (
    ["1.0.0.0", "192.168.1.20", "223.255.255.255", "127.0.0.1"],
    ["", "0.1.2.3", "224.0.0.1", "255.255.255.255", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", "1..2.3", "a.b.c.d",
     "1.2.3.-4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.0004", "::1", "localhost", 16909060, True, [1, 2, 3, 4]],
)  # fmt: skip


def hexes(chars: int) -> tuple[list[Any], list[Any]]:
    """So many lower-case hexadecimal digits."""
    return (["0" * chars, "f" * chars], ["", "0" * (chars - 1), "0" * (chars + 1), "F" * chars, "g" * chars, 5, True])


FATES: tuple[list[Any], list[Any]] = (
    ["QA==", "QEA=", "QEBA", "QEBA" * 160],
    ["", "QE", "QEA", "QEBA" * 161, "Q===", "QA=A", "QA-_", "QEBA\n", 5, True, []],
)


def choice(*values: Any) -> tuple[list[Any], list[Any]]:
    """Exactly these values and nothing near them."""
    wrong: list[Any] = ["", "other", "x" * 100, 3, True, [], {}]
    wrong += [str(value) for value in values if isinstance(value, int)]
    wrong += [value.upper() + "S" for value in values if isinstance(value, str)][:1]
    return (list(values), wrong)


# kind -> field -> (a good value, values that are in, values that are out); a "?" behind a field: it may be left out
KINDS: dict[str, dict[str, tuple[Any, tuple[list[Any], list[Any]]]]] = {
    "hello": {
        "id": ("host-1", NAME),
        "boot": (123456, NONCE),
        "firmware": ("0.1.0", text(24)),
        "board": ("esp32-s3-devkit", text(32)),
        "ip": ("192.168.1.20", IPV4),
        "port": (5004, ([1024, 65535], [0, 1023, 65536, "5004", 5004.5])),
        "encodings": (
            ["L16", "PCMU"],
            ([["L16"], ["PCMU"], ["PCMU", "L16"]], [[], ["OPUS"], "L16", ["L16"] * 5, [["L16"]], [1], {"0": "L16"}]),
        ),
        "frame_ms": ([5, 10, 20], ([[10], [20, 5]], [[], [15], 10, [5, 10, 20, 10], ["10"], [True], [10.5]])),
        "max_datagram_bytes": (1472, ([92, 1472], [91, 1473, "512", 92.5])),
        "ceiling_db": (-6, ([-60, 0, -3.5], [-61, 0.5, "-6", True])),
        "key": ("0a1b2c3d", hexes(8)),
        "depth": (6, ([0, 6], [-1, 7, "6", 2.5, True])),
        "label?": ("主播一号", text(32)),
        "machine?": ("xtensawin", text(16)),
        "mpy?": (6, ([1, 255], [0, 256, "6", 6.5, True])),
        "build?": ("0123456789abcdef", hexes(16)),
        "trial?": (True, FLAG),
    },
    "status": {
        "state": ("online", choice("online", "offline")),
        "boot": (1, NONCE),
        "session?": (77, NONCE),
        "playout?": ("playing", choice("idle", "priming", "playing", "concealing", "silent")),
        "volume_db?": (-3, VOLUME),
        "muted?": (False, FLAG),
        "fault?": ("i2s", text(64)),
    },
    "telemetry": {
        "boot": (1, NONCE),
        "session": (77, NONCE),
        "uptime_s": (3600, COUNT),
        "received": (1000, COUNT),
        "lost": (0, COUNT),
        "late": (0, COUNT),
        "duplicate": (0, COUNT),
        "rejected": (0, COUNT),
        "concealed": (0, COUNT),
        "underruns": (0, COUNT),
        "redundant": (12, COUNT),
        "resent": (3, COUNT),
        "nacks": (2, COUNT),
        "forged": (0, COUNT),
        "replayed": (0, COUNT),
        "rtt_ms?": (3.5, PERIOD_MS),
        "jitter_ms": (0.8, PERIOD_MS),
        "buffer_ms": (20, PERIOD_MS),
        "target_ms": (15.5, PERIOD_MS),
        "level_db": (-18.2, ([-120, 0, -0.1], [-121, 0.1, "-3", True])),
        "heap_free_bytes?": (60000, COUNT),
        "rssi_dbm?": (-61, ([-127, 0], [-128, 1, -61.5, "-61"])),
        "battery_mv?": (3900, ([0, 20000], [-1, 20001, 3.9, "3900"])),
        "battery_percent?": (80, ([0, 100], [-1, 101, 80.5])),
        "temperature_c?": (41.5, ([-60, 150], [-61, 151, "40"])),
    },
    "session": {
        "session": (77, NONCE),
        "revision": (3, COUNT),
        "boot": (1, NONCE),
        "ssrc": (0x11223344, NONCE),
        "encoding": ("L16", choice("L16", "PCMU")),
        "payload_type": (96, ([96, 127], [95, 128, 0, "96", 96.5])),
        "frame_ms": (10, choice(5, 10, 20)),
        "datagram_bytes": (332, ([332, 1472], [91, 1473, "332", 332.5])),
        "min_delay_ms": (10, ([5, 200], [4, 201, "10", 10.5])),
        "volume_db": (0, VOLUME),
        "muted": (False, FLAG),
        "nonce": ("00112233445566778899aabbccddeeff", hexes(32)),
        "report_ssrc": (0x55667788, NONCE),
        "red_payload_type": (98, ([96, 127], [95, 128, 0, "98", 98.5])),
        "epoch": (1760000000, NONCE),
        "counter": (5, COUNT),
    },
    "command": {
        "id": (1, COUNT),
        "session": (77, NONCE),
        "epoch": (1760000000, NONCE),
        "counter": (6, COUNT),
        "do": (
            "volume",
            choice("volume", "mute", "unmute", "identify", "report", "restart", "update", "trace", "ceiling"),
        ),
        "volume_db?": (-12, VOLUME),
        "version?": ("0.5.0", text(32)),
        "manifest?": ("0123456789abcdef" * 4, hexes(64)),
        "size?": (92643, COUNT),
        "place?": ("192.168.1.10:8590/0123456789abcdef", text(64)),
        "older?": (False, FLAG),
        "trace?": ("00c0ffee", hexes(8)),
        "seconds?": (60, ([0, 300], [-1, 301, 1.5, "60", True])),
        "ceiling_db?": (-14.5, ([-30, 0, -7.5], [-30.5, 0.5, "-12", True])),
    },
    "event": {
        "boot": (1, NONCE),
        "number": (0, COUNT),
        "what": ("acknowledge", choice("acknowledge", "call", "command_done", "command_refused", "fault", "update")),
        "command?": (4, COUNT),
        "detail?": ("说得好", text(64)),
    },
    "played": {
        "boot": (1, NONCE),
        "session": (77, NONCE),
        "number": (4, COUNT),
        "from": (65530, ([0, 65535], [-1, 65536, "1", 1.5, True])),
        "fates": ("QEBgQA==", FATES),
    },
    "trace": {
        "boot": (1, NONCE),
        "session": (77, NONCE),
        "trace": ("00c0ffee", hexes(8)),
        "at": (240, COUNT),
        "state": (
            "going",
            choice("going", "done", "stopped", "silent", "renewed", "overrun", "no_memory"),
        ),
        "came?": ("A+kD6g==", FATES),
    },
    "gateway": {"state": ("online", choice("online", "offline")), "boot": (9, NONCE)},
}


def good_document(kind: str, only_needed: bool = False) -> dict[str, Any]:
    """A document of ``kind`` that keeps every limit, with the version in front."""
    fields = KINDS[kind].items()
    return {"v": 1} | {name.rstrip("?"): case[0] for name, case in fields if not (only_needed and name[-1] == "?")}


def wanted(kind: str, document: dict[str, Any]) -> dict[str, Any]:
    """What reading ``document`` has to give: every field of the table, absent ones as None, unknown ones gone."""
    return {name.rstrip("?"): document.get(name.rstrip("?")) for name in KINDS[kind]}


def accepted_cases() -> list[Case]:
    """Documents a peer may send."""
    cases: list[Case] = []

    def add(name: str, kind: str, document: dict[str, Any], **more: Any) -> None:
        cases.append({"name": name, "kind": kind, "document": document, "want": wanted(kind, document)} | more)

    for kind, fields in KINDS.items():
        add(f"{kind}, every field", kind, good_document(kind))
        add(f"{kind}, only what is needed", kind, good_document(kind, only_needed=True))
        for entry, (_, (inside, _)) in fields.items():
            name = entry.rstrip("?")
            for value in inside:
                if kind == "command" and name == "do" and value != "volume":
                    continue  # each with its own fields below
                add(f"{kind}.{name} may be {shown(value)}", kind, good_document(kind) | {name: value})
            if entry[-1] == "?":
                add(f"{kind}.{name} may be null", kind, good_document(kind) | {name: None})
    for what in ("mute", "unmute", "identify", "report", "restart"):
        add(f"command {what}", "command", good_document("command", only_needed=True) | {"do": what})
    add("a field of a newer peer is read over", "gateway", good_document("gateway") | {"weather": {"rain": [1]}})
    add("spread over lines", "session", good_document("session"), indent=2)
    gateway = good_document("gateway")
    for name, raw in (
        ("white space around everything", ' \t\r\n{ "v" : 1 , "state" : "online" , "boot" : 9 } \n'),
        ("letters spelled as escapes", '{"v":1,"st\\u0061te":"\\u006fnline","boot":9}'),
        ("brackets inside a text are not nesting", '{"v":1,"state":"online","boot":9,"x":"[[[[{{{{\\"[["}'),
    ):
        cases.append({"name": name, "kind": "gateway", "raw": raw, "want": wanted("gateway", gateway)})
    return cases


def refused_cases() -> list[Case]:
    """Documents to be refused, each with the place the refusal names."""
    cases: list[Case] = []
    for kind, fields in KINDS.items():
        for wrong in (0, 2, "1", None, True, 1.5):
            document = good_document(kind) | {"v": wrong}
            cases.append({"name": f"{kind} of version {shown(wrong)}", "kind": kind, "place": f"{kind}.v",
                          "document": document})  # fmt: skip
        for entry, (_, (_, outside)) in fields.items():
            name = entry.rstrip("?")
            place = f"{kind}.{name}"
            for value in outside:
                cases.append({"name": f"{place} must not be {shown(value)}", "kind": kind, "place": place,
                              "document": good_document(kind) | {name: value}})  # fmt: skip
            if entry[-1] != "?":
                short = good_document(kind)
                del short[name]
                cases.append({"name": f"{place} is missing", "kind": kind, "place": place, "document": short})
                cases.append({"name": f"{place} is null", "kind": kind, "place": place,
                              "document": good_document(kind) | {name: None}})  # fmt: skip
    for name, raw in (
        ("nothing", ""),
        ("not JSON", "hello"),
        ("half a document", '{"v":1,"state":"onl'),
        ("a list", "[1]"),
        ("a number", "1"),
        ("a text", '"online"'),
        ("null", "null"),
        ("single quotes", "{'v':1,'state':'online','boot':9}"),
        ("something after the document", '{"v":1,"state":"online","boot":9} x'),
        ("a second document", '{"v":1,"state":"online","boot":9}{}'),
        ("nested four deep", '{"v":1,"state":"online","boot":9,"x":[[[1]]]}'),
        ("nested without an end", "[" * 900),
        ("a number that is not one", '{"v":1,"state":"online","boot":NaN}'),
        ("an endless number", '{"v":1,"state":"online","boot":1e999}'),
        ("longer than any document", '{"v":1,"state":"online","boot":9,"x":"' + "x" * 1000 + '"}'),
    ):
        place = "gateway.boot" if "boot" in raw and "number" in name else "gateway"
        cases.append({"name": name, "kind": "gateway", "place": place, "raw": raw})
    return cases


def shown(value: Any) -> str:
    """A short form of a value for the case's name."""
    form = repr(value)
    return form if len(form) <= 24 else f"{form[:12]}... ({len(value)} items)"
