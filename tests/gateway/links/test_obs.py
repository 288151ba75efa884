"""OBS: what its messages mean, and a real connection to a server that speaks obs-websocket 5."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import obs_server
from support.closed_door import closed_door
from support.obs_server import FakeObs, url_of

from hushcue_gateway.links.obs import ObsLink
from hushcue_gateway.links.obs_map import ASKED, SCENE_LIST, NotObs, ObsView, answer_to, identify
from hushcue_gateway.links.settings import Obs
from hushcue_gateway.links.state import Backoff, LinkState
from hushcue_gateway.links.words import WORDS
from hushcue_gateway.logs import Log
from hushcue_gateway.showdata.fact import Fact, OnAir, Pin

SCENES = {"Break": "quiet", "Dress": "product:SKU3", "Shoes": "product:SKU4"}


def on(scene: str, quiet: bool = False) -> OnAir:
    return OnAir(5, True, scene, quiet, "obs")


OFF = OnAir(5, False, src="obs")


def event(kind: str, **data: Any) -> dict[str, Any]:
    return {"op": 5, "d": {"eventType": kind, "eventIntent": 4, "eventData": data}}


def scene(name: str) -> dict[str, Any]:
    return event("CurrentProgramSceneChanged", sceneName=name)


def stream(state: str, active: bool = False) -> dict[str, Any]:
    return event("StreamStateChanged", outputActive=active, outputState=f"OBS_WEBSOCKET_OUTPUT_{state}")


def answers(streams: bool, name: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = [{"outputActive": streams}, {"sceneName": name}]
    return [{"op": 7, "d": {"requestId": asked, "responseData": each}} for asked, each in zip(ASKED, data, strict=True)]


def view(*first: dict[str, Any]) -> ObsView:
    """One that has been told how things stood."""
    made = ObsView(SCENES)
    made.connected()
    for message in first or answers(False, "Desk"):
        made.take(message, 5)
    return made


def test_the_answer_to_the_challenge_of_the_protocols_document() -> None:
    assert answer_to(obs_server.PASSWORD, obs_server.SALT, obs_server.CHALLENGE) == obs_server.ANSWER


def test_where_no_password_is_wanted_none_is_given() -> None:
    said = identify({"op": 0, "d": {"rpcVersion": 1}}, "secret")
    assert said == {"op": 1, "d": {"rpcVersion": 1, "eventSubscriptions": 4 | 64}}


@pytest.mark.parametrize(
    "hello",
    [
        None,
        [],
        {"op": 2, "d": {"rpcVersion": 1}},
        {"op": 0, "d": {}},
        {"op": 0, "d": {"rpcVersion": 0}},
        {"op": 0, "d": {"rpcVersion": 1, "authentication": {"salt": 1}}},
        {"update-type": "StreamStarted"},
    ],
)
def test_what_does_not_speak_version_five_is_noticed(hello: object) -> None:
    with pytest.raises(NotObs):
        identify(hello, "secret")


def test_nothing_is_told_before_both_questions_are_answered() -> None:
    made = ObsView(SCENES)
    made.connected()
    first, second = answers(True, "Dress")
    assert made.take(first, 5) == []
    assert made.take(second, 5) == [on("Dress"), Pin(5, "SKU3", src="obs")]


def test_scenes_that_are_tried_out_before_the_show_tell_nothing() -> None:
    made = view()
    assert made.take(scene("Dress"), 5) == []
    assert made.take(stream("STARTING"), 5) == []
    assert made.take(stream("STARTED", True), 5) == [on("Dress"), Pin(5, "SKU3", src="obs")]


def test_a_scene_shows_a_product_or_is_quiet_or_is_just_a_scene() -> None:
    made = view()
    assert made.take(stream("STARTED", True), 5) == [on("Desk")]
    assert made.take(scene("Break"), 5) == [on("Break", quiet=True)]
    assert made.take(scene("Shoes"), 5) == [on("Shoes"), Pin(5, "SKU4", src="obs")]
    assert made.take(scene("Shoes"), 5) == []
    assert made.take(scene("Desk"), 5) == [on("Desk")]


def test_a_product_is_pinned_again_when_its_scene_comes_again() -> None:
    made = view(*answers(True, "Dress"))
    made.take(scene("Desk"), 5)
    assert made.take(scene("Dress"), 5) == [on("Dress"), Pin(5, "SKU3", src="obs")]


def test_a_stream_that_breaks_and_comes_back_is_one_show() -> None:
    made = view(*answers(True, "Desk"))
    assert made.take(stream("RECONNECTING"), 5) == made.take(stream("RECONNECTED", True), 5) == []
    assert made.take(stream("STOPPING"), 5) == []
    assert made.take(stream("STOPPED"), 5) == [OFF]
    assert made.take(stream("STOPPED"), 5) == []


def test_a_connection_that_breaks_changes_nothing_unless_the_show_ended_meanwhile() -> None:
    made = view(*answers(True, "Desk"))
    made.connected()
    assert [made.take(message, 5) for message in answers(True, "Desk")] == [[], []]
    made.connected()
    assert [made.take(message, 5) for message in answers(False, "Desk")] == [[], [OFF]]


def test_a_scene_that_is_renamed_is_the_scene_by_that_name() -> None:
    made = view(*answers(True, "Draft"))
    assert made.take(event("SceneNameChanged", oldSceneName="Other", sceneName="Break"), 5) == []
    assert made.take(event("SceneNameChanged", oldSceneName="Draft", sceneName="Break"), 5) == [on("Break", quiet=True)]


def scenes(*names: str) -> list[dict[str, Any]]:
    return [{"sceneIndex": at, "sceneName": name} for at, name in enumerate(names)]


def test_scenes_of_the_configuration_that_obs_has_not_are_known_as_they_come_and_go() -> None:
    made = view()
    assert made.missing == [], "nobody has said yet which there are"
    listed = {"scenes": scenes("Desk", "Break", "Dress")}
    made.take({"op": 7, "d": {"requestId": SCENE_LIST, "responseData": listed}}, 5)
    assert made.missing == ["Shoes"]
    made.take(event("SceneCreated", sceneName="Shoes", isGroup=True), 5)
    assert made.missing == ["Shoes"], "a group is no scene"
    made.take(event("SceneCreated", sceneName="Shoes", isGroup=False), 5)
    made.take(event("SceneNameChanged", oldSceneName="Dress", sceneName="Red dress"), 5)
    assert made.missing == ["Dress"]
    made.take(event("SceneNameChanged", oldSceneName="Red dress", sceneName="Dress"), 5)
    made.take(event("SceneRemoved", sceneName="Break", isGroup=False), 5)
    assert made.missing == ["Break"]
    made.take(event("SceneListChanged", scenes=scenes("Break", "Dress", "Shoes")), 5)
    assert made.missing == []
    made.connected()
    assert made.missing == []


SAID = ["StreamStateChanged", "GetStreamStatus", "Break", "SceneListChanged", "SceneRemoved", SCENE_LIST]
FIELDS = ["op", "d", "eventType", "eventData", "requestId", "responseData", "scenes", "sceneName", "oldSceneName"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(SAID),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=10,
)


@given(st.lists(JSON, max_size=5))
def test_whatever_is_said_nothing_breaks(messages: list[object]) -> None:
    made = view(*answers(True, "Desk"))
    for message in messages:
        made.take(message, 5)


def test_a_scene_may_have_any_name_and_screens_are_told_what_they_can_show() -> None:
    seen = ObsView({"Desk\u202e \u0000 1": "product:SKU3"})
    seen.connected()
    answers = {
        "GetStreamStatus": {"outputActive": True},
        "GetCurrentProgramScene": {"sceneName": "Desk\u202e \u0000 1"},
    }
    news = [
        fact
        for name, data in answers.items()
        for fact in seen.take({"op": 7, "d": {"requestId": name, "responseData": data}}, 1)
    ]
    assert [getattr(fact, "product", None) for fact in news] == [None, "SKU3"]
    (scene,) = [fact.scene for fact in news if isinstance(fact, OnAir)]
    assert scene.isprintable()
    event = {"eventType": "CurrentProgramSceneChanged", "eventData": {"sceneName": "\ud800 half"}}
    (changed,) = seen.take({"op": 5, "d": event}, 2)
    assert isinstance(changed, OnAir) and changed.scene == "half"


def test_waits_double_up_to_the_longest_and_begin_anew_when_it_worked() -> None:
    backoff = Backoff(1.0, 5.0)
    assert [backoff.next_s() for _ in range(4)] == [1.0, 2.0, 4.0, 5.0]
    backoff.good()
    assert backoff.next_s() == 1.0


# --- the connection -------------------------------------------------------------------------------------------------


class Rig:
    """A link to an OBS; ``told`` are facts, ``pauses`` the seconds it waited before it tried again."""

    def __init__(self, url: str, password: str | None = obs_server.PASSWORD):
        self.told: asyncio.Queue[Fact] = asyncio.Queue()
        self.pauses: list[float] = []
        self.failed = asyncio.Event()
        self.log = io.StringIO()
        self.state = LinkState("connecting")
        settings = Obs("main", url, password, SCENES)
        self.link = ObsLink(settings, self.state, self._tell, lambda: 5, Log([WORDS], self.log), self._pause)

    async def next(self) -> Fact:
        async with asyncio.timeout(60):
            return await self.told.get()

    async def _tell(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.told.put_nowait(fact)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.failed.set()
        await asyncio.sleep(0.01)


def play(obs: FakeObs, script: Callable[[Rig], Awaitable[None]], password: str | None = obs_server.PASSWORD) -> Rig:
    """The link runs beside the script."""

    async def run() -> Rig:
        async with obs.up():
            rig = Rig(obs.url, password)
            task = asyncio.create_task(rig.link.run())
            try:
                async with asyncio.timeout(60):
                    await script(rig)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            return rig

    return asyncio.run(run())


def test_a_show_from_its_begin_to_its_end() -> None:
    obs = FakeObs(scene="Dress")

    async def script(rig: Rig) -> None:
        await obs.here.wait()
        await obs.go("STARTED")
        assert [await rig.next(), await rig.next()] == [on("Dress"), Pin(5, "SKU3", src="obs")]
        await obs.show("Break")
        assert await rig.next() == on("Break", quiet=True)
        await obs.go("STOPPED")
        assert await rig.next() == OFF
        assert rig.state.shown()["state"] == "connected" and rig.state.last_at_ms == 5

    play(obs, script)
    assert obs.subprotocols == ["obswebsocket.json"]
    assert obs.identified[0]["d"]["authentication"] == obs_server.ANSWER


def test_a_scene_that_was_renamed_is_said_on_the_link_until_it_has_its_name_again() -> None:
    obs = FakeObs(streams=True, scene="Desk")

    async def script(rig: Rig) -> None:
        assert await rig.next() == on("Desk")
        await obs.here.wait()
        await obs.event("SceneNameChanged", oldSceneName="Dress", sceneName="Red dress")
        await obs.show("Shoes")
        assert [await rig.next(), await rig.next()] == [on("Shoes"), Pin(5, "SKU4", src="obs")]
        shown = rig.state.shown()
        assert shown["code"] == "obs_scenes" and shown["last"] == 5
        assert "Dress" in shown["en"] and "Dress" in shown["zh"] and "Shoes" not in shown["en"]
        turns = rig.state.turns
        await obs.show("Desk")
        assert await rig.next() == on("Desk") and rig.state.turns == turns, "said once"
        await obs.event("SceneNameChanged", oldSceneName="Red dress", sceneName="Dress")
        await obs.show("Break")
        assert await rig.next() == on("Break", quiet=True)
        assert rig.state.shown()["state"] == "connected" and rig.state.shown()["code"] == ""

    rig = play(obs, script)
    assert rig.log.getvalue().count("Dress") == 1


def test_without_a_password_it_comes_in_too() -> None:
    obs = FakeObs(password="", streams=True)

    async def script(rig: Rig) -> None:
        assert await rig.next() == on("Desk")

    play(obs, script, password=None)


def test_a_connection_that_broke_is_made_again_and_the_show_goes_on() -> None:
    obs = FakeObs(streams=True)

    async def script(rig: Rig) -> None:
        assert await rig.next() == on("Desk")
        await obs.leave()
        await obs.here.wait()
        await obs.show("Shoes")
        assert [await rig.next(), await rig.next()] == [on("Shoes"), Pin(5, "SKU4", src="obs")]
        assert rig.state.shown()["state"] == "connected"

    rig = play(obs, script)
    assert rig.pauses == [1.0]
    assert rig.told.empty()


def test_a_wrong_password_is_said_once_and_tried_less_and_less_often() -> None:
    obs = FakeObs()

    async def script(rig: Rig) -> None:
        while len(rig.pauses) < 4:
            rig.failed.clear()
            await rig.failed.wait()

    rig = play(obs, script, password="another")
    assert rig.pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert rig.state.shown()["code"] == "obs_password"
    assert rig.log.getvalue().count("\n") == 1
    assert "another" not in rig.log.getvalue()


def test_who_was_sent_away_by_hand_does_not_come_back() -> None:
    obs = FakeObs(streams=True)

    async def run() -> Rig:
        async with obs.up(), asyncio.timeout(60):
            rig = Rig(obs.url)
            task = asyncio.create_task(rig.link.run())
            await rig.next()
            await obs.leave(4011)
            await task
            return rig

    rig = asyncio.run(run())
    assert (rig.pauses, rig.state.shown()["code"]) == ([], "obs_sent_away")


@pytest.mark.parametrize(
    "hello", ["", "no JSON", "[" * 5000, '{"op": 0, "d": {"rpcVersion": 0}}', '{"update-type": "x"}']
)
def test_another_server_is_no_obs(hello: str) -> None:
    obs = FakeObs()
    obs.hello = hello

    async def script(rig: Rig) -> None:
        await rig.failed.wait()

    assert play(obs, script).state.shown()["code"] == "obs_version"


def test_nonsense_between_events_is_passed_over() -> None:
    obs = FakeObs(streams=True)

    async def script(rig: Rig) -> None:
        await rig.next()
        for nonsense in ("", "{", "[]", '{"op": 5}', '{"op": 5, "d": {"eventType": 7}}'):
            await obs.send(nonsense)
        await obs.show("Break")
        assert await rig.next() == on("Break", quiet=True)

    play(obs, script)


def test_obs_that_is_not_running_is_said_and_found_when_it_starts() -> None:
    obs = FakeObs(streams=True)

    async def run() -> None:
        with closed_door() as door:
            rig = Rig(url_of(door))
            task = asyncio.create_task(rig.link.run())
            try:
                async with asyncio.timeout(60):
                    await rig.failed.wait()
                    assert rig.state.shown()["code"] == "obs_away"
                    async with obs.up(door):
                        assert await rig.next() == on("Desk")
                        task.cancel()
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())
