"""A host's own words, from the programme feed to a cue that waits for their end, through the whole gateway: heard in
the samples that leave it for an earpiece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for
from support.programme import Programme

from hushcue_tools.bench.leak_scenes import spoken

HOST, AWAY = "host-1", "host-2"
SHOW = "/api/v1/shows/main"
LOUD = 0.02
LATE_S = 0.15
"""A feed that is later than that may have been taken for a pause: what came of it says nothing."""
TRIES = 6
NEVER_S, SOON_S = 60, 1


class Studio:
    """A gateway, an earpiece that hears cues alone, and the host whom the studio's microphone hears."""

    def __init__(self, gateway: GatewayProcess, ear: FakeBodypack, programme: Programme):
        self.gateway, self.ear, self.programme = gateway, ear, programme
        self.texts = iter(f"Smile and wave, number {number}." for number in range(100))

    def manners(self, pause_deadline_s: int) -> None:
        manners = {"gap_s": 0, "ttl_s": 300, "pause_deadline_s": pause_deadline_s}
        answer = self.gateway.http.put(f"{SHOW}/assistant/settings", json={"manners": manners})
        assert answer.status_code == 200, answer.text

    def host(self, *, speaks: bool) -> None:
        """He does, or pauses, and the gateway knows."""
        self.programme.begin(speaks=speaks)
        wait_for(f"the host speaks: {speaks}", lambda: self.state()["assistant"].get("host_speaks") is speaks)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.gateway.http.get(f"{SHOW}/state").json()
        return found

    def say(self) -> str:
        """A cue that a person sent: it waits for nothing but people and pauses."""
        body = {"text": next(self.texts), "hosts": [HOST], "language": "en", "say": True}
        answer = self.gateway.http.post(f"{SHOW}/suggestions", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def is_so(self, name: str, state: str) -> bool:
        return bool(self.state()["suggestions"][name]["state"] == state)

    def over(self, name: str) -> None:
        wait_for("it was said", lambda: self.is_so(name, "done"), 60.0)

    def heard(self) -> int:
        """Samples that have come."""
        return len(self.ear.samples())

    def first_loud(self, since: int) -> int:
        """The first sample of a cue."""
        loud = np.flatnonzero(np.abs(self.ear.samples()[since:]) > LOUD)
        assert loud.size, "nothing of it was heard"
        return since + int(loud[0])

    def until_undisturbed(self, scene: Callable[[], None]) -> None:
        """The scene once more where the feed itself made a pause. What it asserts, it asserts at its end."""
        for _ in range(TRIES - 1):
            try:
                scene()
            except AssertionError:
                if self.programme.late_s < LATE_S:
                    raise
            else:
                return
        scene()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    speech = spoken(8.0, np.random.default_rng(2))
    with (
        GatewayProcess(tmp_path_factory.mktemp("pauses"), (HOST, AWAY)) as gateway,
        FakeBodypack(HOST, gateway.broker_port) as ear,
        Programme(gateway, speech, [AWAY]) as programme,
    ):
        ear.wait_for_sound()
        yield Studio(gateway, ear, programme)


def test_a_cue_waits_while_the_host_speaks_and_is_heard_in_the_pause_and_not_before(studio: Studio) -> None:
    def scene() -> None:
        studio.manners(NEVER_S)
        studio.host(speaks=True)
        before = studio.heard()
        name = studio.say()
        studio.ear.wait_for_sound(100)
        waits, mark = studio.is_so(name, "queued"), studio.heard()
        studio.host(speaks=False)
        studio.over(name)
        assert waits, "it was said while the host spoke"
        assert mark <= studio.first_loud(before)

    studio.until_undisturbed(scene)


def test_a_host_who_never_pauses_hears_it_when_its_wait_is_over(studio: Studio) -> None:
    def scene() -> None:
        studio.manners(SOON_S)
        studio.host(speaks=True)
        before = studio.heard()
        name = studio.say()
        studio.over(name)
        speaks = studio.state()["assistant"].get("host_speaks")
        studio.host(speaks=False)
        rows = studio.gateway.http.get(f"{SHOW}/suggestions").json()
        (row,) = (each for each in rows if each["id"] == name)
        since = {state: at_ms for state, at_ms in row["states"]}
        assert speaks, "the host did not pause"
        assert since["speaking"] - since["queued"] >= SOON_S * 1000
        assert studio.first_loud(before) - before >= SOON_S * 16_000 * 0.9, "and nothing of it was heard before"

    studio.until_undisturbed(scene)
