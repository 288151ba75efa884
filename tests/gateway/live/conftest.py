"""One gateway with two shows, and people who look at its live documents."""

from collections.abc import Iterator

import pytest
from support.patient import LASTING_KEYS
from support.person import Live, Person
from support.studio import Pack, Studio

MORE = """
[[sources]]
id = "desk"
device = "no such device"
show = "main"
"""
PACKS = (
    Pack("host-1", "main", ("left",), "Ann", runs=False),
    Pack("host-2", "main", ("left", "tall"), runs=False),
    Pack("host-9", "late", ("left",), runs=False),
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """No key is lost while this machine does something else; how one is lost is in test_lost_keys.py."""
    folder, shows = tmp_path_factory.mktemp("live"), {"main": "Main", "late": "Late"}
    with Studio(folder, shows, PACKS, more=MORE, constants=LASTING_KEYS) as running:
        yield running


@pytest.fixture(scope="module")
def people(studio: Studio) -> dict[str, Person]:
    """Everybody has the role of their name in the show "main"; Lee is director of the other one."""
    found = {name: studio.person(name, "main", name) for name in ("director", "technician", "data", "product")}
    return {**found, "lee": studio.person("lee", "late", "director")}


@pytest.fixture
def director(people: dict[str, Person]) -> Iterator[Live]:
    live = people["director"].live("main")
    yield live
    live.close()


@pytest.fixture
def technician(people: dict[str, Person]) -> Iterator[Live]:
    live = people["technician"].live("main")
    yield live
    live.close()
