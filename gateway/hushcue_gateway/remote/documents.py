"""The JSON documents of remote control over MQTT: wishes read, answers and states made. Pure.

A wish::

    {"v": 1, "id": "7", "client": "deck-1", "token": "hushcue_...", "do": "down", "show": "main", ...}

"id" is echoed in the answer; "token" is an API token, whose rights the wish has. The other fields belong to "do":
down: key, to, source?, mode?, priority?, private?, seconds?; up: key; phrase: phrase, to?, priority?; stop: cue?;
volume: host, volume_db; mute: host, muted; answer, identify: host; state: nothing. A field nobody knows is refused:
a command that is half understood is not done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from hushcue_wire import PROTOCOL

from .wishes import (
    MAX_DB,
    MAX_SECONDS,
    MIN_DB,
    MODES,
    PRIORITIES,
    AnswerCall,
    Down,
    Identify,
    Malformed,
    SayPhrase,
    SetMuted,
    SetVolume,
    Stop,
    Subscribe,
    Up,
    Wish,
    flag,
    id_of,
    key,
    name,
    names,
    number,
    one_of,
)

MAX_BYTES = 1024
MAX_TOKEN_CHARS = 128
HEAD = ("v", "id", "client", "token", "do", "show")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "down": ("key", "to", "source", "mode", "priority", "private", "seconds"),
    "up": ("key",),
    "phrase": ("phrase", "to", "priority"),
    "stop": ("cue",),
    "volume": ("host", "volume_db"),
    "mute": ("host", "muted"),
    "answer": ("host",),
    "identify": ("host",),
    "state": (),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A wish with what is needed to answer it."""

    id: str
    client: str
    token: str = field(repr=False)
    wish: Wish


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that is no wish; client and id as far as they could be read."""

    client: str
    id: str
    why: Malformed


def read(data: bytes) -> Request | Refused:
    """A document from the network. Never raises."""
    client = number_ = ""
    try:
        if len(data) > MAX_BYTES:
            raise Malformed("document", f"is longer than {MAX_BYTES} bytes")
        try:
            fields = json.loads(data.decode())
        except (ValueError, RecursionError) as error:
            raise Malformed("document", "is not JSON") from error
        if not isinstance(fields, dict):
            raise Malformed("document", "must be an object")
        client = name(fields.get("client"), "client")
        number_ = id_of(fields.get("id"), "id")
        if fields.get("v") is not PROTOCOL and fields.get("v") != PROTOCOL:
            raise Malformed("v", f"must be {PROTOCOL}")
        token = fields.get("token")
        if not isinstance(token, str) or not 1 <= len(token) <= MAX_TOKEN_CHARS or not token.isascii():
            raise Malformed("token", "must be an API token")
        do = one_of(fields.get("do"), FIELDS, "do")
        for each in fields:
            if each not in HEAD and each not in FIELDS[do]:
                raise Malformed(str(each)[:32], f'does not belong to "{do}"')
        return Request(number_, client, token, _wish(do, name(fields.get("show"), "show"), fields))
    except Malformed as why:
        return Refused(client, number_, why)


def answer(request_id: str, cue: str | None = None) -> bytes:
    """It was done."""
    return _bytes({"re": request_id, "ok": True, **({"cue": cue} if cue else {})})


def refusal(request_id: str, code: str, en: str, zh: str) -> bytes:
    """It was not."""
    return _bytes({"re": request_id, "ok": False, "error": code, "en": en, "zh": zh})


def state(fields: Mapping[str, object]) -> bytes:
    """A retained state."""
    return _bytes(fields)


def _bytes(fields: Mapping[str, object]) -> bytes:
    return json.dumps({"v": PROTOCOL, **fields}, ensure_ascii=False, separators=(",", ":")).encode()


def _wish(do: str, show: str, fields: Mapping[str, object]) -> Wish:
    if do == "down":
        return Down(
            show,
            key(fields.get("key"), "key"),
            names(fields.get("to"), "to"),
            name(fields["source"], "source") if "source" in fields else "",
            one_of(fields.get("mode", "hold"), MODES, "mode"),
            one_of(fields.get("priority", "direct"), PRIORITIES, "priority"),
            flag(fields.get("private", False), "private"),
            number(fields["seconds"], 1, MAX_SECONDS, "seconds") if "seconds" in fields else None,
        )
    if do == "up":
        return Up(show, key(fields.get("key"), "key"))
    if do == "phrase":
        priority = one_of(fields.get("priority", "direct"), PRIORITIES, "priority")
        return SayPhrase(show, id_of(fields.get("phrase"), "phrase"), names(fields.get("to", "all"), "to"), priority)
    if do == "stop":
        return Stop(show, id_of(fields["cue"], "cue") if "cue" in fields else "")
    if do == "state":
        return Subscribe(show)
    host = name(fields.get("host"), "host")
    if do == "volume":
        return SetVolume(show, host, number(fields.get("volume_db"), MIN_DB, MAX_DB, "volume_db"))
    if do == "mute":
        return SetMuted(show, host, flag(fields.get("muted"), "muted"))
    return AnswerCall(show, host) if do == "answer" else Identify(show, host)
