"""The studio's ducking as people set it: told to the engine at once, kept, taken back; emergency stays as it is."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update
from support.house import TOKEN, House

from hushcue_gateway.config import DIM_CHOICES, Ducking
from hushcue_gateway.core.commands import SetPolicy
from hushcue_gateway.core.ducking import DEFAULT_DIMS, DuckingPolicy, Priority
from hushcue_gateway.core_settings import ducking_policy
from hushcue_gateway.ducking_desk import DuckingDesk
from hushcue_gateway.logs import Log
from hushcue_gateway.store.database import Database
from hushcue_gateway.store.models.settings import SettingRow
from hushcue_gateway.supervisor.media_state import MediaState
from hushcue_gateway.talk_words import WORDS
from hushcue_gateway.web.caller import marks
from hushcue_gateway.web.ducking import ducking_routes
from hushcue_gateway.web.guard import Guard

FILE = Ducking(programme=-12, hold_ms=200.0)
WANTED = Ducking(programme="mute", speech=-6, attack_ms=5.0, release_ms=900.0, by="activity", threshold_db=-30.0)
PATH = "/api/v1/ducking"


class Engine:
    """What a media process would be told, now and after it was started anew."""

    def __init__(self) -> None:
        self.state = MediaState()
        self.full = False
        self.told: list[DuckingPolicy] = []

    def tell(self, command: object) -> bool:
        assert isinstance(command, SetPolicy)
        self.state.remember(command, 1)
        if not self.full:
            self.told.append(command.policy)
        return not self.full

    def replayed(self) -> DuckingPolicy:
        (command,) = self.state.replay(2)
        assert isinstance(command, SetPolicy)
        return command.policy


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("ducking")) as house:
        yield house


@pytest.fixture
def engine() -> Engine:
    return Engine()


def make(database: Database, engine: Engine, said: io.StringIO | None = None) -> DuckingDesk:
    log = Log((WORDS,), stream=said or io.StringIO())
    desk = DuckingDesk(FILE, database, engine.tell, log, clock=lambda: 1_800_000_000_000)
    asyncio.run(desk.start())
    return desk


@pytest.fixture
def desk(house: House, engine: Engine) -> Iterator[DuckingDesk]:
    desk = make(house.database, engine)
    yield desk
    desk.forget()
    assert house.database.settle()


def test_nothing_is_told_while_the_file_counts(desk: DuckingDesk, engine: Engine) -> None:
    assert desk.now == FILE and desk.change is None
    assert engine.told == []


def test_what_is_set_counts_at_once_and_after_the_engine_was_started_anew(desk: DuckingDesk, engine: Engine) -> None:
    desk.set(WANTED, "olga")
    assert engine.told == [ducking_policy(WANTED)] and engine.replayed() == ducking_policy(WANTED)
    desk.forget()
    assert engine.told[-1] == engine.replayed() == ducking_policy(FILE)


def test_it_survives_a_restart_and_so_does_taking_it_back(desk: DuckingDesk, house: House) -> None:
    desk.set(WANTED, "olga")
    assert house.database.settle()
    later = Engine()
    again = make(house.database, later)
    assert again.now == WANTED and later.told == [ducking_policy(WANTED)]
    assert again.change is not None and again.change.by == "olga"
    again.forget()
    assert house.database.settle()
    assert make(house.database, Engine()).now == FILE


def test_whoever_listens_hears_of_every_change(desk: DuckingDesk) -> None:
    heard: list[Ducking] = []
    desk.on_change(lambda: heard.append(desk.now))
    desk.set(WANTED, "olga")
    desk.forget()
    assert heard == [WANTED, FILE]


def test_an_engine_that_had_no_room_is_told_again(desk: DuckingDesk, engine: Engine) -> None:
    engine.full = True
    desk.set(WANTED, "olga")
    desk.tick(0)
    assert engine.told == []
    engine.full = False
    desk.tick(1)
    desk.tick(2)
    assert engine.told == [ducking_policy(WANTED)]


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        {"programme": -18},
        {**vars(WANTED), "programme": -7},
        {**vars(WANTED), "speech": []},
        {**vars(WANTED), "attack_ms": 900.0},
        {**vars(WANTED), "hold_ms": "long"},
    ],
)
def test_what_cannot_be_read_any_longer_gives_way_to_the_file(desk: DuckingDesk, house: House, damage: Any) -> None:
    desk.set(WANTED, "olga")
    house.database.write(lambda session: session.execute(update(SettingRow).values(value=damage)))
    said = io.StringIO()
    again = make(house.database, Engine(), said)
    assert again.now == FILE and again.change is None
    assert "cannot be read" in said.getvalue()


@pytest.mark.parametrize(("programme", "speech"), list(product(DIM_CHOICES, DIM_CHOICES)))
def test_emergency_is_nobodys_to_weaken(programme: str | int, speech: str | int) -> None:
    given = {pair[:2]: pair[2] for pair in DEFAULT_DIMS}
    policy = ducking_policy(replace(WANTED, programme=programme, speech=speech))
    for higher, lower, depth_db in policy.dims:
        if higher == Priority.EMERGENCY or lower == Priority.ASSISTANT:
            assert depth_db == given[higher, lower]


def test_owners_set_it_everybody_who_is_signed_in_sees_it(house: House, desk: DuckingDesk) -> None:
    house.app.include_router(ducking_routes(desk, house.people))
    house.guard = Guard(house.app, house.people, TOKEN, (), marks(house.app))
    stranger, viewer, owner = house.browser(), house.person("vera", main="product"), house.person("olga", owner=True)
    assert stranger.ask("GET", PATH).status_code == 401
    seen = viewer.ask("GET", PATH)
    assert seen.status_code == 200 and seen.json()["now"] == seen.json()["file"] == vars(FILE)
    assert (seen.json()["changed"], seen.json()["changed_by"]) == (None, None)
    assert [viewer.ask("PUT", PATH, vars(WANTED)).status_code, viewer.ask("DELETE", PATH).status_code] == [403, 403]

    assert owner.ask("PUT", PATH, vars(WANTED)).status_code == 200
    seen = viewer.ask("GET", PATH)
    assert (seen.json()["now"], seen.json()["file"]) == (vars(WANTED), vars(FILE))
    assert seen.json()["changed_by"] == "olga" and seen.json()["changed"].startswith("2027-01-15")
    wrong = {"programme": -7, "speech": "quiet", "attack_ms": 21, "hold_ms": -1, "release_ms": 0, "by": "luck"}
    for name, value in wrong.items():
        answer = owner.ask("PUT", PATH, {**vars(WANTED), name: value})
        assert answer.status_code == 422 and name in answer.json()["en"] and name in answer.json()["zh"]
    assert desk.now == WANTED

    assert owner.ask("DELETE", PATH).json()["now"] == vars(FILE)
    assert [entry["what"] for entry in house.audit() if entry["result"] == "done" and "ducking" in entry["what"]] == [
        "delete_studio_ducking",
        "put_studio_ducking",
    ]
