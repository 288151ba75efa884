"""Foreign bytes, and any order of events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.roster_show import HELLO, KEY, OTHER_KEY, TELEMETRY, S, Show, kinds, opened

from hushcue_gateway.core.actions import NOTICE_CODES, Action, Notice, PublishSession
from hushcue_gateway.core.commands import AddStream, MoveStream, RemoveStream
from hushcue_gateway.core.engine import Engine
from hushcue_gateway.media.protect import protect
from hushcue_wire import documents, topics

# -- foreign bytes


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("hushcue/1/other/bodypack/host-1/hello", json.dumps({"v": 1, **HELLO}).encode()),
        ("hushcue/1/studio/bodypack/host-1/session", b"{}"),
        ("hushcue/1/studio/gateway/status", b"{}"),
        ("hushcue/2/studio/bodypack/host-1/hello", b"{}"),
        ("x", b""),
        ("", b""),
    ],
)
def test_topics_that_are_not_for_us_change_nothing(topic: str, payload: bytes) -> None:
    show = Show()
    assert show.roster.message(topic, payload, False, show.now_ns) == []
    assert show.view.malformed == 0


def test_malformed_documents_are_counted_and_said_once_a_minute() -> None:
    show = Show()
    topic = topics.bodypack("studio", "host-1", "hello")
    said = []
    for _ in range(121):
        said += kinds(show.roster.message(topic, b"{", False, show.now_ns))
        show.passes(1)
    assert said == ["document_malformed"] * 3
    assert show.view.malformed == 121


def test_a_cleared_retained_document_is_nothing() -> None:
    show = Show()
    assert show.roster.message(topics.bodypack("studio", "host-1", "status"), b"", True, show.now_ns) == []
    assert show.view.malformed == 0


a_document = st.one_of(
    st.binary(max_size=80),
    st.builds(
        lambda fields, name, value: json.dumps({"v": 1, **fields, name: value}).encode(),
        st.sampled_from([HELLO, TELEMETRY, {"state": "online", "boot": 11}, {"boot": 11, "number": 1, "what": "call"}]),
        st.sampled_from([*HELLO, *TELEMETRY, "v", "what", "command", "state"]),
        st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(0, 20), max_size=3)),
    ),
)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("message"), st.sampled_from(topics.FROM_BODYPACK), a_document, st.booleans()),
            st.tuples(st.just("time"), st.integers(0, 40)),
            st.tuples(st.just("link"), st.booleans()),
            st.tuples(st.just("media")),
            st.tuples(st.just("rekey")),
            st.tuples(st.just("update")),
            st.tuples(st.just("wake")),
            st.tuples(st.just("key"), st.sampled_from([KEY, OTHER_KEY])),
        ),
        max_size=25,
    )
)
def test_whatever_happens_streams_and_notices_stay_consistent(acts: list[Any]) -> None:
    """The engine never refuses what the roster orders, and the roster's view of streams is the engine's."""
    show, engine, key = Show(), Engine(None, protect), KEY
    counters: list[int] = []
    actions: list[Action] = []
    for act in acts:
        if act[0] == "message":
            topic = topics.bodypack("studio", "host-1", act[1])
            actions = show.roster.message(topic, act[2], act[3], show.now_ns)
        elif act[0] == "time":
            show.now_ns += act[1] * S
            actions = show.roster.tick(show.now_ns)
        elif act[0] == "link":
            actions = show.roster.broker_link(act[1], show.now_ns)
        elif act[0] == "rekey":
            actions = show.roster.rekey("host-1", show.now_ns)
        elif act[0] == "update":
            actions = show.roster.update("host-1", {"version": "0.5.0", "size": 1}, show.now_ns)
        elif act[0] == "wake":
            actions = show.roster.wake("host-1", show.now_ns)
        elif act[0] == "key":
            key = act[1]
            actions = show.roster.set_key("host-1", key, show.now_ns)
        else:
            actions = show.roster.media_restarted(show.now_ns)
        for action in actions:
            if isinstance(action, AddStream | MoveStream | RemoveStream):
                assert engine.handle(action, show.now_ns) == []
            elif isinstance(action, Notice):
                assert set(action.facts) == set(NOTICE_CODES[action.code])
            elif isinstance(action, PublishSession):
                counters.append(int(str(documents.read("session", opened(action, key))["counter"])))
        streams = [each.id for each in engine.take_report().streams]
        assert streams == ([show.view.stream.id] if show.view.stream else [])
        if show.view.stream:
            outgoing, *_ = engine.tick({}, show.now_ns)
            assert outgoing.address == (show.view.hello.ip, show.view.hello.port)
    assert counters == sorted(set(counters))
