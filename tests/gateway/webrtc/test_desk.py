"""Sessions, their sources and their taps as the control process keeps them, with the real child process."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiortc import RTCPeerConnection

from hushcue_gateway import webrtc_desk
from hushcue_gateway.config import Config, read
from hushcue_gateway.core.commands import AddMonitor, AddStream, RemoveMonitor, RemoveStream
from hushcue_gateway.source_desk import SourceEntry
from hushcue_gateway.supervisor import MediaRestarted, RingRack
from hushcue_gateway.webrtc.settings import WebrtcSettings
from hushcue_gateway.webrtc_desk import WebrtcDesk
from hushcue_gateway.webrtc_session import Owner
from hushcue_words import Trouble

ANN, BEN = Owner("session", "ann", "Ann"), Owner("session", "ben", "Ben")


@pytest.fixture(autouse=True)
def never_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that this machine has no time for is waited for."""
    start = webrtc_desk.Webrtc.start
    monkeypatch.setattr(webrtc_desk.Webrtc, "start", lambda child: start(child, 60.0))
    monkeypatch.setattr(webrtc_desk, "WebrtcSettings", partial(WebrtcSettings, hang_s=60.0))


@dataclass
class Sound:
    """The media process's side: remembers what it was told."""

    rack: RingRack = field(default_factory=RingRack)
    told: list[Any] = field(default_factory=list)

    def tell(self, command: object) -> bool:
        self.told.append(command)
        return True

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]


@dataclass
class Sources:
    """Those that are there."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)

    def add(self, entry: SourceEntry) -> None:
        self.entries[entry.id] = entry

    def remove(self, source: str) -> None:
        self.entries.pop(source)

    def change(self, source: str, *, state: str) -> None:
        self.states.append(state)

    def of_show(self, show: str) -> list[SourceEntry]:
        return [entry for entry in self.entries.values() if entry.show == show]


class Log:
    """What would stand in the log."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def error(self, code: str, **_: object) -> None:
        self.codes.append(code)


def config() -> Config:
    return read({"bodypacks": [{"id": "host-1", "password": "secretsecret"}], "webrtc": {"most_per_person": 2}}, Path())


@asynccontextmanager
async def running() -> AsyncIterator[tuple[WebrtcDesk, Sound, Sources, Log]]:
    loop, sound, sources, log = asyncio.get_running_loop(), Sound(), Sources(), Log()
    hearers: dict[type, Callable[[Any], None]] = {}

    def on_event(event: object) -> None:
        hear = hearers.get(type(event))
        if hear is not None:
            loop.call_soon_threadsafe(hear, event)

    desk = WebrtcDesk(config(), sound, sources, log, on_event)  # type: ignore[arg-type]
    hearers.update(desk.observers())
    await desk.prepare()
    try:
        yield desk, sound, sources, log
    finally:
        await desk.stop()
        sound.rack.close()


async def offer(direction: str = "sendonly") -> str:
    peer = RTCPeerConnection()
    peer.addTransceiver("audio", direction=direction)
    await peer.setLocalDescription(await peer.createOffer())
    text = peer.localDescription.sdp
    await peer.close()
    return str(text)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.02)


def test_a_microphone_comes_and_goes_with_its_session() -> None:
    async def go() -> None:
        async with running() as (desk, _, sources, _log):
            session, source, answer = await desk.publish(ANN, "main", await offer())
            assert "m=audio" in answer and sources.entries[source].who == "ann"
            assert desk.microphone_of("ann", "main") == source and desk.microphone_of("ben", "main") is None
            assert desk.mic_state("ann", "main") == "connecting" and desk.mic_state("ben", "main") == "none"
            assert desk.show_of(session) == "main"
            other, *_ = await desk.publish(ANN, "main", await offer(), encoder=True)
            assert desk.microphone_of("ann", "main") == source
            with pytest.raises(Trouble) as refused:
                await desk.publish(ANN, "main", await offer())
            assert refused.value.code == "webrtc_yours"
            await desk.publish(BEN, "main", await offer())
            desk.close(session)
            desk.close(session)
            desk.close_of("ben")
            assert desk.microphone_of("ann", "main") is None and len(sources.entries) == 1
            assert [each.id for each in desk.sessions()] == [other]

    asyncio.run(go())


def test_a_person_in_two_shows_has_a_microphone_in_each() -> None:
    async def go() -> None:
        async with running() as (desk, _, sources, _log):
            first, main, _answer = await desk.publish(ANN, "main", await offer())
            second, late, _answer = await desk.publish(ANN, "late", await offer())
            assert main != late and (sources.entries[main].show, sources.entries[late].show) == ("main", "late")
            assert (desk.microphone_of("ann", "main"), desk.microphone_of("ann", "late")) == (main, late)
            assert desk.microphone_of("ann", "none") is None and desk.mic_state("ann", "none") == "none"
            desk.close(second)
            assert (desk.microphone_of("ann", "main"), desk.microphone_of("ann", "late")) == (main, None)
            assert (desk.mic_state("ann", "main"), desk.mic_state("ann", "late")) == ("connecting", "none")
            desk.close(first)
            assert desk.microphone_of("ann", "main") is None

    asyncio.run(go())


def test_what_cannot_be_answered_leaves_nothing_behind() -> None:
    async def go() -> None:
        async with running() as (desk, sound, sources, _):
            for text in ("hello", await offer("recvonly")):
                with pytest.raises(Trouble) as refused:
                    await desk.publish(ANN, "main", text)
                assert refused.value.code in ("offer_bad", "offer_sends_nothing")
            with pytest.raises(Trouble):
                await desk.monitor("host-1", "hello", ANN, "main")
            assert not sources.entries and not desk.sessions()
            assert len(sound.of(AddMonitor)) == len(sound.of(RemoveMonitor)) == 1

    asyncio.run(go())


def test_a_listener_has_a_tap_without_itself_and_another_key_after_the_media_process() -> None:
    async def go() -> None:
        async with running() as (desk, sound, _, _log):
            session, answer = await desk.monitor("host-1", await offer("recvonly"), ANN, "main")
            (monitor,), (stream,) = sound.of(AddMonitor), sound.of(AddStream)
            assert "m=audio" in answer and monitor.of == "host-1" and "mic-ann-1" in monitor.without
            assert stream.mix_of == monitor.id and stream.address[0] == "127.0.0.1" and len(stream.key) == 30
            desk.observers()[MediaRestarted](MediaRestarted(0, "died", -9, 5.0, 1, (stream.id, "another")))
            again = sound.of(AddStream)[1]
            assert again.id == stream.id and again.key != stream.key and again.address == stream.address
            desk.close(session)
            assert sound.of(RemoveStream)[0].id == stream.id and sound.of(RemoveMonitor)[0].id == monitor.id

    asyncio.run(go())


def test_when_the_process_dies_its_sessions_are_gone_and_the_next_is_there_at_once() -> None:
    async def go() -> None:
        async with running() as (desk, _, sources, log):
            await desk.publish(ANN, "main", await offer())
            changes: list[int] = []
            desk.on_change(lambda: changes.append(1))
            before = desk.pid
            os.kill(before, signal.SIGKILL)
            await until(lambda: desk.restarts == 1)
            assert log.codes == ["webrtc_restarted"] and changes
            assert not sources.entries and not desk.sessions() and desk.microphone_of("ann", "main") is None
            assert desk.pid != before
            await desk.publish(ANN, "main", await offer())

    asyncio.run(go())
