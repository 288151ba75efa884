"""A key that nobody means any longer, on the real gateway: it is lost after a second, and what needs no key is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from support.person import Live, Person
from support.studio import Studio

from .conftest import MORE, PACKS


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """As people run it."""
    with Studio(tmp_path_factory.mktemp("lost"), {"main": "Main", "late": "Late"}, PACKS, more=MORE) as running:
        yield running


@pytest.fixture(scope="module")
def person(hasty: Studio) -> Person:
    return hasty.person("director", "main", "director")


@pytest.fixture
def live(person: Person) -> Iterator[Live]:
    live = person.live("main")
    yield live
    live.close()


def begin(person: Person, **how: Any) -> str:
    """Over HTTP; the cue."""
    answer = person.http.post("/api/v1/shows/main/talks", json={"source": "desk", **how})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["cue"])


def over(live: Live, cue: str) -> dict[str, Any]:
    """It, once it is over."""
    live.wait_state(lambda state: cue in state["cues"] and cue not in state["talks"])
    return dict(live.wait_state(lambda state: (found := state["cues"][cue]) and found["state"] == "ended" and found))


def test_a_stuck_key_releases_itself(live: Live) -> None:
    answer = live.ask("down", key="k", to=["host-1"], mode="hold", source="desk")
    assert answer["ok"], answer
    live.say("keep", keys=["k"])
    assert over(live, answer["cue"])["reason"] in ("heartbeat", "released")
    live.wait_state(lambda state: not state["show"]["on_air"])


def test_a_hold_over_http_ends_when_it_is_not_kept_and_a_latch_goes_on(person: Person, live: Live) -> None:
    latched = begin(person, to=["host-2"], mode="latch")
    held = begin(person, to=["host-1"])
    assert over(live, held)["reason"] == "heartbeat"
    assert person.http.put(f"/api/v1/talks/{held}/keep").json()["error"] == "unknown_cue"
    live.ask("stop", cue="nothing")  # all that was told before it has come
    assert latched in live.state["talks"], "begun before, and nobody has to keep it"
    assert person.http.delete(f"/api/v1/talks/{latched}").status_code == 204
    over(live, latched)
