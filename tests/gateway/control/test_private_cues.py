"""Who is told that a talk is private: its hosts, where the studio wants it, and nobody besides."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.house import SHOWS, House

from hushcue_gateway.config import read
from hushcue_gateway.core.commands import SayAgain, StartTalk
from hushcue_gateway.core.events import TalkEnded, TalkStarted
from hushcue_gateway.cue_desk import CueDesk, Wish
from hushcue_gateway.logs import Log
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.words import WORDS


class Told:
    """What media and capture were told."""

    def __init__(self) -> None:
        self.commands: list[object] = []

    def send(self, command: object) -> bool:
        self.commands.append(command)
        return True

    def play_file(self, source: str, path: str, cue: str) -> bool:
        return True

    def stop_source(self, source: str) -> bool:
        return True

    def talk(self) -> StartTalk:
        return next(each for each in reversed(self.commands) if isinstance(each, StartTalk))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("private")) as house:
        yield house


def a_desk(house: House, folder: Path, cues: dict[str, object]) -> tuple[CueDesk, Told]:
    config, told, log = read({**SHOWS, "cues": cues}, folder), Told(), Log((WORDS,), io.StringIO())
    receipts = ReceiptDesk(house.database, 10, log, "main")
    desk = CueDesk(config, told, told, house.shows, receipts, log, "test")
    desk.record_with(lambda cue: f"tap-{cue.id}")
    return desk, told


@pytest.mark.parametrize(
    ("cues", "private", "tone_to"),
    [
        ({}, True, ("host-1",)),
        ({}, False, ()),
        ({"private_tone": False}, True, ()),
        ({"private_tone": True}, False, ()),
    ],
)
def test_the_hosts_of_a_private_talk_and_nothing_that_records(
    house: House, tmp_path: Path, cues: dict[str, object], private: bool, tone_to: tuple[str, ...]
) -> None:
    desk, told = a_desk(house, tmp_path, cues)
    wish = Wish("main", ("host-1",), private=private)
    cue = desk.talk("desk", wish)
    assert told.talk().to == ("host-1", f"tap-{cue.id}")
    assert told.talk().tone_to == tone_to and told.talk().private == private
    desk.say_sound(tmp_path / "smile.wav", wish)
    assert told.talk().tone_to == tone_to and told.talk().source.startswith("file-")


def test_what_is_said_again_says_nothing_of_the_kind(house: House, tmp_path: Path) -> None:
    desk, told = a_desk(house, tmp_path, {})
    wish = Wish("main", ("host-1",), private=True)
    cue = desk.talk("desk", wish)
    desk.talk_started(TalkStarted(cue.id, 1, 1))
    desk.talk_ended(TalkEnded(cue.id, 2, 2, "released"))
    talks = sum(isinstance(each, StartTalk) for each in told.commands)
    desk.say_again("host-1", None, False, wish)
    assert isinstance(told.commands[-1], SayAgain) and told.commands[-1].private
    assert sum(isinstance(each, StartTalk) for each in told.commands) == talks
