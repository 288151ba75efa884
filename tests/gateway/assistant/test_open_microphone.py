"""A microphone that is always open (``open = true``) is nobody's key: the assistant speaks beside it, and gives way to
who speaks into it alone. The engine, the cue desk and the speaker are those of the gateway; time is virtual."""

from __future__ import annotations

import asyncio
import io
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support.desk import Desk

from hushcue_gateway.assistant.book import SuggestionBook
from hushcue_gateway.assistant.speaker import Speaker
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.config import read
from hushcue_gateway.core.commands import SetPolicy, SetProgramme
from hushcue_gateway.core.ducking import DuckingPolicy
from hushcue_gateway.core.events import OpenTalk, TalkEnded, TalkStarted
from hushcue_gateway.core.groups import Resolved, resolve
from hushcue_gateway.core.open_talks import HOLD_MS
from hushcue_gateway.cue_desk import CueDesk, Wish
from hushcue_gateway.cues import Cue
from hushcue_gateway.logs import Log
from hushcue_gateway.manners.queue import SETTLE_MS
from hushcue_gateway.manners.settings import Manners
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.store import Database
from hushcue_gateway.supervisor import MediaRestarted
from hushcue_gateway.words import WORDS

STUDIO = """
studio = "main"
[[sources]]
id = "desk"
to = ["all"]
open = true
[[sources]]
id = "lapel"
to = ["all"]
open = true
owner = "host-1"
[[sources]]
id = "feed"
kind = "programme"
to = ["all"]
open = true
[[bodypacks]]
id = "host-1"
password = "12345678"
[[bodypacks]]
id = "host-2"
password = "87654321"
"""
LOUD, ROOM, ASSISTANT = 0.2, 0.001, 0.5
HOLD = HOLD_MS // 10
"""In frames; the engine's own hold, after which what is cut may be heard again, is HELD."""
HELD = 31


class Studio:
    """The two ends of the cue desk, and its shows."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk()
        self.desk.stream("host-1", "host-2")
        for source, owner in (("desk", ""), ("lapel", "host-1")):
            self.desk.source(source, owner=owner)
        self.desk.source("feed", "programme")
        log = Log((WORDS,), io.StringIO())
        config = read(tomllib.loads(STUDIO), folder)
        self.cues = CueDesk(config, self, self, self, ReceiptDesk(Database(folder, log), 10, log, "main"), log, "test")
        self.book = SuggestionBook()
        self.speaker = Speaker(
            self.book,
            self.cues,
            lambda: self.now_ms,
            self.fresh,
            lambda show, host: (None, True, False),
            lambda show: Manners(gap_s=0),
            lambda *_: None,
            log,
        )

    @property
    def now_ms(self) -> int:
        return self.desk.now_ns // 1_000_000

    async def fresh(self, suggestion: Suggestion) -> Suggestion:
        return suggestion

    def send(self, command: object) -> bool:
        return not self.desk.tell(command)  # type: ignore[arg-type]

    def play_file(self, source: str, path: str, cue: str) -> bool:
        return True

    def stop_source(self, source: str) -> bool:
        return True

    def resolve(self, show: str, names: tuple[str, ...]) -> Resolved:
        return resolve(names, {"host-1": (), "host-2": ()})

    def shows(self) -> Mapping[str, str]:
        return {"main": "Main"}

    async def play(self, frames: int, **levels: float) -> None:
        """Frames of sound; what the engine tells goes to the cue desk, and the speaker looks after each."""
        observers = self.cues.observers()
        for _ in range(frames):
            said = {cue.source: ASSISTANT for cue in self.saying("host-1") + self.saying("host-2")}
            self.desk.play(1, **{"desk": ROOM, "lapel": ROOM, "feed": ROOM} | said | levels)
            events, self.desk.events = self.desk.events, []
            for event in events:
                if isinstance(event, TalkStarted | TalkEnded | OpenTalk):
                    observers[type(event)](event)
            self.speaker.changed("main")
            await asyncio.sleep(0)

    async def put(self, name: str, *hosts: str) -> None:
        made = Suggestion(name, "main", self.now_ms, self.now_ms + 60_000, hosts, "en", text=name, seconds=2.0)
        self.book.add(replace(made, sound="nothing.wav", decided_by="acc-1"))
        for what in ("made", "approved", "queued"):
            self.book.step(name, what, self.now_ms)
        found = self.book.get(name)
        assert found is not None
        self.speaker.put(found)
        for _ in range(5):
            await asyncio.sleep(0)

    def saying(self, host: str) -> list[Cue]:
        return [cue for cue in self.cues.log.going_on_for(host) if cue.priority == "assistant"]

    def so(self, name: str) -> tuple[str, str]:
        found = self.book.get(name)
        assert found is not None
        return found.state, found.why


def in_studio(folder: Path, work: Callable[[Studio], Awaitable[None]]) -> None:
    async def run() -> None:
        studio = Studio(folder)
        await studio.cues.start()
        await studio.play(5)
        try:
            await work(studio)
        finally:
            await studio.speaker.stop()

    asyncio.run(run())


def test_it_speaks_beside_microphones_that_are_open_and_silent(tmp_path: Path) -> None:
    async def work(studio: Studio) -> None:
        await studio.put("one", "host-1")
        await studio.play(5)
        studio.desk.heard("host-1")
        await studio.play(5)
        assert studio.so("one")[0] == "speaking"
        assert studio.desk.heard("host-1")[-1] == pytest.approx(ASSISTANT, abs=0.02)

    in_studio(tmp_path, work)


@pytest.mark.parametrize("by", ["key", "activity"])
def test_who_speaks_into_an_open_microphone_silences_it_and_it_does_not_come_again(tmp_path: Path, by: str) -> None:
    async def work(studio: Studio) -> None:
        studio.send(SetPolicy(DuckingPolicy(by="activity" if by == "activity" else "key")))
        await studio.put("one", "host-1")
        await studio.play(10)
        studio.desk.heard("host-1")
        await studio.play(2, desk=LOUD)
        assert studio.so("one") == ("cut", "person_spoke")
        assert studio.desk.heard("host-1")[-1] == pytest.approx(LOUD, abs=0.02)
        await studio.play(HOLD + HELD + 50)
        assert studio.saying("host-1") == []

    in_studio(tmp_path, work)


def test_it_waits_while_somebody_speaks_into_one_and_does_not_mistake_a_breath_for_the_end(tmp_path: Path) -> None:
    async def work(studio: Studio) -> None:
        await studio.play(5, desk=LOUD)
        await studio.put("one", "host-1")
        for _ in range(3):
            await studio.play(HOLD - 1)
            await studio.play(1, desk=LOUD)
            assert studio.so("one")[0] == "queued"
        await studio.play(HOLD + SETTLE_MS // 10 + 2)
        assert studio.so("one")[0] == "speaking"

    in_studio(tmp_path, work)


def test_a_key_silences_it_though_nothing_is_said_and_though_the_same_microphone_is_open(tmp_path: Path) -> None:
    async def work(studio: Studio) -> None:
        await studio.put("one", "host-1")
        await studio.play(5)
        studio.cues.talk("desk", Wish("main", ("host-1",)))
        await studio.play(3)
        assert studio.so("one") == ("cut", "person_spoke")

    in_studio(tmp_path, work)


def test_what_a_host_says_into_their_own_open_microphone_silences_it_for_the_others_alone(tmp_path: Path) -> None:
    async def work(studio: Studio) -> None:
        await studio.put("mine", "host-1")
        await studio.put("theirs", "host-2")
        await studio.play(5)
        await studio.play(3, lapel=LOUD)
        assert studio.so("mine")[0] == "speaking"
        assert studio.so("theirs") == ("cut", "person_spoke")

    in_studio(tmp_path, work)


def test_a_loud_programme_silences_nobody_and_is_dimmed_by_an_open_microphone_only_while_somebody_speaks(
    tmp_path: Path,
) -> None:
    async def work(studio: Studio) -> None:
        studio.send(SetProgramme("feed", ("host-1",), 0.0))
        await studio.play(30, feed=LOUD)
        studio.desk.heard("host-1")
        await studio.play(1, feed=LOUD)
        assert studio.desk.heard("host-1")[-1] == pytest.approx(LOUD, abs=0.02)
        await studio.put("one", "host-1")
        await studio.play(30, feed=LOUD)
        assert studio.so("one")[0] == "speaking"

    in_studio(tmp_path, work)


def test_of_another_engine_nobody_knows_yet_that_anybody_speaks(tmp_path: Path) -> None:
    async def work(studio: Studio) -> None:
        await studio.play(5, desk=LOUD)
        assert [cue.source for cue in studio.cues.heard_by("host-1")] == ["desk"]
        studio.cues.media_restarted(MediaRestarted(0, "died", 1, 0.0, 1))
        assert studio.cues.heard_by("host-1") == []

    in_studio(tmp_path, work)
