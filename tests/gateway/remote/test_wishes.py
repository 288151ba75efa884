"""What a remote control says is read exactly, or refused: never half."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.remote import documents, topics, wishes
from hushcue_gateway.remote.addresses import wish_of
from hushcue_gateway.remote.feedback import changed, lights
from hushcue_gateway.remote.wishes import Malformed
from hushcue_wire.errors import WireError

HEAD: dict[str, Any] = {"v": 1, "id": "7", "client": "deck-1", "token": "hushcue_secret", "show": "main"}


@pytest.mark.parametrize(
    ("address", "arguments", "wish"),
    [
        ("/hushcue/main/talk/host-1/down", [], wishes.Down("main", "osc host-1", ("host-1",))),
        ("/hushcue/main/talk/all", [1], wishes.Down("main", "osc all", ("all",))),
        ("/hushcue/main/talk/all", [0.0], wishes.Up("main", "osc all")),
        ("/hushcue/main/talk/host-1/up", [], wishes.Up("main", "osc host-1")),
        (
            "/hushcue/main/talk/a/down",
            ["source=director", "mode=timed", "seconds=5", "to=host-1,hosts", "private=1", "key=k"],
            wishes.Down("main", "k", ("host-1", "hosts"), "director", "timed", "direct", True, 5.0),
        ),
        ("/hushcue/main/phrase/p1", [1], wishes.SayPhrase("main", "p1")),
        ("/hushcue/main/phrase/p1", ["to=host-1"], wishes.SayPhrase("main", "p1", ("host-1",))),
        ("/hushcue/main/phrase/p1", [0], None),
        ("/hushcue/main/volume/host-1", [-6.5], wishes.SetVolume("main", "host-1", -6.5)),
        ("/hushcue/main/mute/host-1", [True], wishes.SetMuted("main", "host-1", True)),
        ("/hushcue/main/answer/host-1", [], wishes.AnswerCall("main", "host-1")),
        ("/hushcue/main/identify/host-1", [1], wishes.Identify("main", "host-1")),
        ("/hushcue/main/stop", [], wishes.Stop("main")),
        ("/hushcue/main/stop", ["64ff-1"], wishes.Stop("main", "64ff-1")),
        ("/hushcue/main/state", [], wishes.Subscribe("main")),
    ],
)
def test_an_address_is_a_wish(address: str, arguments: list[Any], wish: wishes.Wish | None) -> None:
    assert wish_of(address, arguments) == wish


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("", []),
        ("/", []),
        ("/hushcue", []),
        ("/hushcue/main/nothing", []),
        ("/hushcue/Main/state", []),
        ("/other/main/state", []),
        ("/hushcue/main/talk/host-1/sideways", []),
        ("/hushcue/main/talk/host-1", []),
        ("/hushcue/main/talk/host-1", [2]),
        ("/hushcue/main/talk/host-1/down", ["loud"]),
        ("/hushcue/main/talk/host-1/down", ["priority=highest"]),
        ("/hushcue/main/talk/host-1/down", ["mode=tap"]),
        ("/hushcue/main/volume/host-1", [float("nan")]),
        ("/hushcue/main/volume/host-1", [1e9]),
        ("/hushcue/main/volume/host-1", ["loud"]),
        ("/hushcue/main/volume/host-1", [True]),
        ("/hushcue/main/mute/host-1", []),
    ],
)
def test_what_is_no_wish_is_refused(address: str, arguments: list[Any]) -> None:
    with pytest.raises(Malformed):
        wish_of(address, arguments)


def test_a_document_is_a_wish_with_whom_to_answer() -> None:
    read = documents.read(json.dumps({**HEAD, "do": "down", "key": "k", "to": ["host-1"]}).encode())
    assert isinstance(read, documents.Request)
    assert (read.id, read.client, read.token) == ("7", "deck-1", "hushcue_secret")
    assert read.wish == wishes.Down("main", "k", ("host-1",))
    assert "hushcue_secret" not in repr(read)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"v": 2}, "v"),
        ({"v": None}, "v"),
        ({"id": ""}, "id"),
        ({"client": "No"}, "client"),
        ({"token": 5}, "token"),
        ({"do": "explode"}, "do"),
        ({"show": "../x"}, "show"),
        ({"key": ""}, "key"),
        ({"to": []}, "to"),
        ({"mode": "tap"}, "mode"),
        ({"priority": 1}, "priority"),
        ({"seconds": 0}, "seconds"),
        ({"private": "yes"}, "private"),
        ({"volume_db": 3}, "volume_db"),
    ],
)
def test_a_document_with_anything_wrong_is_refused(change: dict[str, Any], place: str) -> None:
    read = documents.read(json.dumps({**HEAD, "do": "down", "key": "k", "to": ["a"], **change}).encode())
    assert isinstance(read, documents.Refused)
    assert read.why.place == place


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda value: json.dumps(value).encode())
)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert isinstance(documents.read(data), documents.Refused)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["", "hushcue", "main", "talk", "phrase", "volume", "stop", "a", "down"]) | st.text()),
    st.lists(st.none() | st.integers() | st.floats() | st.text() | st.binary(), max_size=4),
)
def test_no_address_breaks_the_reader(parts: list[str], arguments: list[Any]) -> None:
    try:
        wish_of("/".join(parts), arguments)
    except Malformed as wrong:
        assert wrong.place and wrong.reason


def test_topics_hold_names_alone() -> None:
    assert topics.host_state("test", "main", "host-1") == "hushcue/1/test/control/state/main/host-1"
    for bad in ("#", "+", "a/b", ""):
        with pytest.raises(WireError):
            topics.answer("test", bad)


def test_lights_follow_what_is_on_air_and_whose_it_is() -> None:
    document = {
        "talks": {
            "1": {"on_air": True, "who": "t1", "hosts": ["a"]},
            "2": {"on_air": False, "who": "t1", "hosts": ["b"]},
        },
        "hosts": {"a": {"label": "A", "state": "online"}, "b": {"label": "B", "calling_since": "now"}},
        "groups": {"g": ["a"]},
    }
    found = lights(document, "t1")
    assert (found["on_air"], found["host/a/on_air"], found["host/b/on_air"]) == (1, 1, 0)
    assert (found["host/a/mine"], lights(document, "t2")["host/a/mine"]) == (1, 0)
    assert (found["host/b/calling"], found["group/g/on_air"], found["group/all/on_air"]) == (1, 1, 0)
    assert changed(found, {**found, "on_air": 0}) == {"on_air": 0}
    assert changed({"host/x/on_air": 1, "host/x/label": "X"}, {}) == {"host/x/on_air": 0, "host/x/label": ""}
