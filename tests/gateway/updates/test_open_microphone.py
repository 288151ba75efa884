"""A microphone that is always open (``open = true``) holds up no update: only who speaks into it does.

The parts are those of the gateway, put together as it does; the engine runs in virtual time, nothing is started that
is a process, and the bodypack is the documents that it would send.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from support.desk import Desk
from support.gateway_process import device_key

from hushcue_gateway.config import load
from hushcue_gateway.control import Control
from hushcue_gateway.core.open_talks import HOLD_MS
from hushcue_gateway.keys import hmac_sha256
from hushcue_gateway.logs import Log
from hushcue_gateway.updates.rollout import HUSH_NS, NS_PER_S, Rollout
from hushcue_gateway.words import WORDS
from hushcue_tools.flash.bundle import read
from hushcue_wire import documents, keys, manifest, topics

STUDIO = """
studio = "test"
[http]
port = 0
[https]
enabled = false
[broker]
port = 0
[updates]
host = "127.0.0.1"
port = 0
address = "127.0.0.1"
[[sources]]
id = "desk"
to = ["all"]
open = true
[[bodypacks]]
id = "host-1"
password = "12345678"
"""
LOUD, ROOM = 0.2, 0.001
HOST = "host-1"


class Studio:
    """A gateway that was put together and not started, but for its store and its desks."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = folder / "gateway.toml"
        path.write_text(STUDIO, encoding="utf-8")
        (folder / "state").mkdir(mode=0o700)
        (folder / "state" / "keys.json").write_text(f'{{"{HOST}": "{device_key(HOST).hex()}"}}')
        self.build = a_bundle(folder)
        self.control = Control(load(path), Log((WORDS,), io.StringIO()))
        self.control.unlock()
        self.parts = self.control.parts
        self.desk = Desk()
        self.desk.stream(HOST)
        self.desk.source("desk")
        self.now_ns = time.monotonic_ns()
        monkeypatch.setattr(self.parts.sound.media, "send", lambda command: not self.desk.tell(command))

    async def start(self) -> None:
        parts = self.parts
        for part in (parts.database, parts.registry, parts.shows, parts.cues, parts.updates):
            await part.prepare()
            await part.start()
        said = {
            "hello": {
                **{"id": HOST, "boot": 1, "firmware": "0.0.1", "board": "esp32_c3", "machine": "rv32imc", "mpy": 6},
                **{"build": "0" * 16, "ip": "127.0.0.1", "port": 5004, "encodings": ["L16"], "frame_ms": [10]},
                **{"max_datagram_bytes": 1472, "ceiling_db": -6, "depth": 6},
                "key": keys.key_id(hmac_sha256, device_key(HOST)),
            },
            "status": {"state": "online", "boot": 1, "playout": "playing"},
        }
        roster = self.parts.bodypacks.roster
        roster.broker_link(True, self.now_ns)
        for kind, fields in said.items():
            roster.message(topics.bodypack("test", HOST, kind), documents.make(kind, fields), False, self.now_ns)
        self.play(5)

    def play(self, frames: int, desk: float = ROOM) -> None:
        """Sound into the microphone; the parts are told what the engine tells."""
        for _ in range(frames):
            self.desk.play(1, desk=desk)
            events, self.desk.events = self.desk.events, []
            for event in events:
                self.control.observe(event)

    async def begin(self) -> Rollout:
        """A roll-out to the one bodypack, whose bundle is there already."""
        updates = self.parts.updates
        updates.rollout = rollout = Rollout("update-1", "0.0.1", ((HOST,),))
        rollout.rows[HOST].build = self.build
        updates.tick(self.now_ns)
        while not updates.port:
            await asyncio.sleep(0.01)
        return rollout

    def tick(self, after_ns: int = NS_PER_S // 2) -> None:
        self.now_ns += after_ns
        self.parts.updates.tick(self.now_ns)

    def told(self) -> str:
        return str(self.parts.updates.sight_of(HOST)["code"])

    @property
    def on_air(self) -> bool:
        return bool(self.parts.fleet.sight(HOST)["on_air"])


def a_bundle(folder: Path) -> str:
    """One on the shelf; its build."""
    made = folder / "made"
    (made / "lib").mkdir(parents=True)
    (made / "lib" / "a.mpy").write_bytes(b"M\x06\x00\x1f")
    sealed = read(made, "esp32_c3", "rv32imc", "0.0.1").manifest
    (made / manifest.NAME).write_bytes(sealed)
    build = hashlib.sha256(sealed).hexdigest()[:16]
    (folder / "state" / "bundles").mkdir()
    made.rename(folder / "state" / "bundles" / build)
    return build


def in_studio(folder: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Studio], Awaitable[None]]) -> None:
    async def run() -> None:
        studio = Studio(folder, monkeypatch)
        try:
            await studio.start()
            await work(studio)
        finally:
            await studio.control.stop()

    asyncio.run(run())


def test_an_update_begins_beside_a_microphone_that_is_open_and_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(studio: Studio) -> None:
        assert [cue.state for cue in studio.parts.cues.log.going_on_for(HOST)] == ["talking"]
        rollout = await studio.begin()
        assert (studio.told(), studio.on_air) == ("waiting", False)
        studio.tick()
        assert rollout.rows[HOST].phase == "asked"

    in_studio(tmp_path, monkeypatch, work)


def test_an_update_waits_while_somebody_speaks_into_it_and_a_moment_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(studio: Studio) -> None:
        studio.play(2, desk=LOUD)
        rollout = await studio.begin()
        assert (studio.told(), studio.on_air) == ("talked_to", True)
        studio.play(HOLD_MS // 10 - 1)  # a breath
        studio.tick()
        assert rollout.rows[HOST].phase == "waiting"
        studio.play(2)
        studio.tick()
        assert rollout.rows[HOST].phase == "asked"

    in_studio(tmp_path, monkeypatch, work)


def test_who_begins_to_speak_into_it_takes_the_stream_back_and_the_update_goes_on_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(studio: Studio) -> None:
        rollout = await studio.begin()
        studio.tick()
        woken: list[str] = []
        monkeypatch.setattr(studio.parts.bodypacks, "wake", woken.append)
        studio.play(2, desk=LOUD)
        studio.tick()
        assert (rollout.rows[HOST].phase, woken) == ("waiting", [HOST])
        studio.play(HOLD_MS // 10 + 1)
        studio.tick(HUSH_NS)
        assert rollout.rows[HOST].phase == "asked"

    in_studio(tmp_path, monkeypatch, work)
