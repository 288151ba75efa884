"""A roster in virtual time, what bodypacks say to it, and everything it wants done."""

import random
from typing import Any

from hushcue_gateway.core.actions import Action, Notice, PublishSession, SendCommand
from hushcue_gateway.core.bodypack import BodypackConfig, BodypackView
from hushcue_gateway.core.roster import Roster
from hushcue_gateway.core.sessions import RosterSettings
from hushcue_gateway.keys import hmac_sha256
from hushcue_wire import documents, keys, signed, topics

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
S = 1_000_000_000
"""One second in ns."""
HELLO: dict[str, Any] = {
    "id": "host-1",
    "boot": 11,
    "firmware": "0.1.0",
    "board": "esp32-c3",
    "ip": "192.168.1.20",
    "port": 5004,
    "encodings": ["L16", "PCMU"],
    "frame_ms": [5, 10, 20],
    "max_datagram_bytes": 700,
    "ceiling_db": -6,
    "key": keys.key_id(hmac_sha256, KEY),
    "depth": 6,
}
TELEMETRY: dict[str, Any] = {
    "boot": 11,
    "session": 0,
    **dict.fromkeys(("uptime_s", "received", "lost", "late", "duplicate", "rejected", "concealed", "underruns"), 0),
    **dict.fromkeys(("redundant", "resent", "nacks", "forged", "replayed"), 0),
    "jitter_ms": 0.5,
    "buffer_ms": 12.0,
    "target_ms": 10.0,
    "level_db": -20.0,
}


class Show:
    """A roster, a clock, and everything it ever wanted done."""

    def __init__(self, link: bool = True, **settings: Any) -> None:
        packs = [
            BodypackConfig("host-1", KEY, ("hosts",), "Anna", volume_db=-6.0, max_volume_db=0.0),
            BodypackConfig("host-2", KEY, ("hosts",), encoding="PCMU"),
        ]
        self.roster = Roster(RosterSettings("studio", **settings), packs, random.Random(7), hmac_sha256)
        self.now_ns = 1000 * S
        self.done: list[Action] = []
        if link:
            self.do(self.roster.broker_link(True, self.now_ns))

    def do(self, actions: list[Action]) -> list[Action]:
        self.done += actions
        return actions

    def says(self, kind: str, fields: dict[str, Any], retained: bool = False, who: str = "host-1") -> list[Action]:
        topic = topics.bodypack("studio", who, kind)
        return self.do(self.roster.message(topic, documents.make(kind, fields), retained, self.now_ns))

    def hello(self, who: str = "host-1", **changes: Any) -> list[Action]:
        return self.says("hello", {**HELLO, "id": who, **changes}, who=who)

    def telemetry(self, session: int | None = None, **changes: Any) -> list[Action]:
        number = self.view.session or 0 if session is None else session
        return self.says("telemetry", {**TELEMETRY, "session": number, **changes})

    def passes(self, seconds: float, step_s: float = 1.0) -> list[Action]:
        actions: list[Action] = []
        for _ in range(round(seconds / step_s)):
            self.now_ns += round(step_s * S)
            actions += self.do(self.roster.tick(self.now_ns))
        return actions

    @property
    def view(self) -> BodypackView:
        """host-1 now."""
        return self.roster.view("host-1")


def kinds(actions: list[Action]) -> list[str]:
    return [each.code if isinstance(each, Notice) else type(each).__name__ for each in actions]


def document(actions: list[Action]) -> dict[str, Any]:
    (published,) = [each for each in actions if isinstance(each, PublishSession)]
    return documents.read("session", opened(published))


def opened(action: PublishSession | SendCommand, key: bytes = KEY) -> bytes:
    """The document in a signed payload."""
    command_key = keys.command_key(hmac_sha256, key)
    return signed.open(action.topic, action.payload, lambda data: hmac_sha256(command_key, data))


def what_stays(session: dict[str, Any]) -> dict[str, Any]:
    """A session document without the number that rises whenever it is published."""
    return {name: value for name, value in session.items() if name != "counter"}


def one(actions: list[Action], kind: type) -> Any:
    (found,) = [each for each in actions if isinstance(each, kind)]
    return found


def command_of(actions: list[Action]) -> dict[str, Any]:
    """The command document among ``actions``."""
    return documents.read("command", opened(one(actions, SendCommand)))
