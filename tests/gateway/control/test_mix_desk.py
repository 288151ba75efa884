"""The gain matrix as people set it: told to the engine, found again after a restart and by another microphone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select
from support.desk import Desk
from support.house import SHOWS, TOKEN, House

from hushcue_gateway.config import read
from hushcue_gateway.core.commands import MAX_GAIN_DB, MIN_GAIN_DB, RemoveStream, StopTalk
from hushcue_gateway.core.directory import Host
from hushcue_gateway.core.limiter import db_to_gain
from hushcue_gateway.logs import Log
from hushcue_gateway.mix_desk import MixDesk
from hushcue_gateway.sound_desk import SoundDesk
from hushcue_gateway.source_desk import SourceDesk, SourceEntry
from hushcue_gateway.store.models.settings import SourceGainRow
from hushcue_gateway.talk_words import WORDS as TALK_WORDS
from hushcue_gateway.web.caller import marks
from hushcue_gateway.web.guard import Guard
from hushcue_gateway.web.mix import mix_routes
from hushcue_gateway.words import WORDS
from hushcue_words import Trouble

LSB = 1.0 / 32768.0
SOURCES = [{"id": "desk", "show": "main"}, {"id": "lobby", "show": "late"}]
PATH = "/api/v1/shows/{}/sources/{}/hosts/{}/gain"


class Sound:
    """The engine itself, in this process; what people configure is opened nowhere."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.capture = self
        self.full = False
        self.told = 0

    def tell(self, command: object) -> bool:
        if self.full:
            return False
        self.told += 1
        assert self.desk.tell(command) == []  # type: ignore[arg-type]
        return True

    def open_microphone(self, *_: object) -> bool:
        return True

    def level(self, source: str, host: str) -> float:
        """Of 0.4 that comes from ``source``, what ``host`` hears."""
        self.desk.stream(host)
        self.desk.talk("cue", source, host)
        self.desk.play(5, **{source: 0.4})
        level = self.desk.level(host)
        assert not self.desk.tell(StopTalk("cue"), RemoveStream(host))
        self.desk.play(1)
        return level


class Run:
    """One run of the gateway, as far as the matrix goes."""

    def __init__(self, house: House, folder: Path):
        self.house = house
        self.sound = Sound()
        config = read({**SHOWS, "sources": SOURCES}, folder)
        log = Log((WORDS, TALK_WORDS), stream=io.StringIO())
        self.sources = SourceDesk(config, house.shows, cast(SoundDesk, self.sound), log)
        self.mix = MixDesk(house.database, house.shows, self.sources, self.sound)
        house.run(self.sources.start())
        house.run(self.mix.start())

    def microphone(self, source: str, account: str = "account-1") -> None:
        """Somebody opens one in a browser."""
        self.sources.add(SourceEntry(source, "main", "webrtc", "Dana", who=account))

    def at(self, source: str, show: str = "main") -> dict[str, float]:
        return dict(self.mix.at(self.sources.get(source, show)))

    def rows(self) -> set[tuple[str, str, str, float]]:
        assert self.house.database.settle()
        rows = self.house.database.read(lambda session: session.scalars(select(SourceGainRow)).all())
        return {(row.show, row.source, row.host, row.gain_db) for row in rows}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as house:
        yield house


@pytest.fixture
def run(house: House, tmp_path: Path) -> Run:
    house.shows.add_phone(Host("host-2", "main", "phone"))
    return Run(house, tmp_path)


def test_what_is_set_is_heard_and_seen_and_0_takes_it_back(run: Run) -> None:
    assert run.mix.set("desk", "main", "host-1", -12.04) == -12.0
    assert run.at("desk") == {"host-1": -12.0} and run.rows() == {("main", "desk", "host-1", -12.0)}
    assert run.sound.level("desk", "host-1") == pytest.approx(0.4 * db_to_gain(-12.0), abs=LSB)
    assert run.sound.level("desk", "host-2") == pytest.approx(0.4, abs=LSB)
    assert str(run.mix.set("desk", "main", "host-1", -0.01)) == "0.0"
    assert run.at("desk") == {} and run.rows() == set()
    assert run.sound.level("desk", "host-1") == pytest.approx(0.4, abs=LSB)


@pytest.mark.parametrize(("wish", "became"), [(-999.0, MIN_GAIN_DB), (999.0, MAX_GAIN_DB)])
def test_there_is_an_end_to_louder_and_softer(run: Run, wish: float, became: float) -> None:
    assert run.mix.set("desk", "main", "host-1", wish) == became == run.at("desk")["host-1"]


def test_the_engine_is_told_what_changed_and_nothing_twice(run: Run) -> None:
    run.mix.set("desk", "main", "host-1", -6.0)
    told = run.sound.told
    run.mix.set("desk", "main", "host-1", -6.0)
    run.mix.set("desk", "main", "host-2", 0.0)
    run.sources.touch()
    assert run.sound.told == told


def test_an_engine_that_had_no_room_is_told_again(run: Run) -> None:
    told = run.sound.told
    run.sound.full = True
    run.mix.set("desk", "main", "host-1", -6.0)
    run.mix.tick(0)
    run.sound.full = False
    run.mix.tick(1)
    run.mix.tick(2)
    assert run.sound.told == told + 1
    assert run.sound.level("desk", "host-1") == pytest.approx(0.4 * db_to_gain(-6.0), abs=LSB)


def test_a_person_is_as_loud_with_the_next_microphone_and_after_a_restart(run: Run, tmp_path: Path) -> None:
    run.microphone("mic-1")
    run.microphone("mic-9", "account-2")
    run.mix.set("mic-1", "main", "host-1", -9.0)
    assert run.rows() == {("main", "person:account-1", "host-1", -9.0)}
    run.sources.remove("mic-1")
    run.microphone("mic-1")
    run.microphone("mic-2")
    later = Run(run.house, tmp_path)
    later.microphone("mic-7")
    for each, source in ((run, "mic-1"), (run, "mic-2"), (later, "mic-7")):
        assert each.at(source) == {"host-1": -9.0}
        assert each.sound.level(source, "host-1") == pytest.approx(0.4 * db_to_gain(-9.0), abs=LSB)
    assert run.at("mic-9") == {}


def test_it_is_forgotten_with_its_host_and_is_not_waiting_in_another_show(run: Run) -> None:
    run.mix.set("desk", "main", "host-1", -9.0)
    run.mix.set("desk", "main", "host-2", -9.0)
    run.house.shows.change_host("host-1", show="late")
    run.house.shows.remove_host("host-2")
    assert run.at("desk") == {} and run.rows() == set()
    run.house.shows.change_host("host-1", show="main")
    assert run.at("desk") == {}
    assert run.sound.level("desk", "host-1") == pytest.approx(0.4, abs=LSB)


def test_it_is_forgotten_with_its_show(run: Run) -> None:
    shows = run.house.shows
    shows.add_show("pop-up", "Pop-up")
    shows.add_phone(Host("host-3", "pop-up", "phone"))
    run.sources.add(SourceEntry("feed", "pop-up", "webrtc"))
    run.mix.set("feed", "pop-up", "host-3", 3.0)
    shows.change_host("host-3", show="late")
    run.mix.set("desk", "main", "host-1", 3.0)
    run.sources.remove("feed")
    shows.remove_show("pop-up")
    assert run.rows() == {("main", "desk", "host-1", 3.0)}


@pytest.mark.parametrize(
    ("source", "host", "code"),
    [("nobody", "host-1", "unknown_source"), ("lobby", "host-1", "unknown_source"), ("desk", "host-9", "unknown_host")],
)
def test_what_is_of_another_show_is_unknown(run: Run, source: str, host: str, code: str) -> None:
    with pytest.raises(Trouble) as refused:
        run.mix.set(source, "main", host, -3.0)
    assert refused.value.code == code and run.rows() == set()


def test_who_may_adjust_sets_it_by_request(run: Run) -> None:
    house = run.house
    house.app.include_router(mix_routes(run.mix))
    house.guard = Guard(house.app, house.people, TOKEN, (), marks(house.app))
    place = PATH.format("main", "desk", "host-1")
    director, product, guest = (
        house.person("dana", main="director"),
        house.person("paul", main="product"),
        house.browser(),
    )
    assert guest.ask("PUT", place, {"gain_db": -6}).status_code == 401
    assert product.ask("PUT", place, {"gain_db": -6}).status_code == 403
    answer = director.ask("PUT", place, {"gain_db": -6})
    assert (answer.status_code, answer.json()) == (200, {"gain_db": -6.0})
    assert run.at("desk") == {"host-1": -6.0}
    for body in ({}, {"gain_db": None}, {"gain_db": -61}, {"gain_db": 25}, {"gain_db": "loud"}, {"gain_db": 1, "x": 1}):
        assert director.ask("PUT", place, body).status_code == 422
    answer = director.ask("DELETE", place)
    assert (answer.status_code, answer.json()) == (200, {"gain_db": 0.0})
    assert run.at("desk") == {}
    for elsewhere, code in (
        (("late", "lobby", "host-9"), "unknown_show"),
        (("main", "lobby", "host-1"), "unknown_source"),
        (("main", "desk", "host-9"), "unknown_host"),
    ):
        refused = director.ask("PUT", PATH.format(*elsewhere), {"gain_db": -6}).json()
        assert refused["error"] == code and refused["en"] != refused["zh"]
    done = [entry for entry in house.audit() if "gain_at_host" in entry["what"] and entry["result"] == "done"]
    assert len(done) == 2
