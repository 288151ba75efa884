"""Documents from the network that keep no contract: counted, answered in the log, and the sound goes on."""

import json
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, device_key, wait_for
from support.mqtt_client import Account, MqttClient

from hushcue_gateway.core.actions import Notice
from hushcue_gateway.core.bodypack import BodypackConfig
from hushcue_gateway.core.roster import Roster
from hushcue_gateway.core.sessions import RosterSettings
from hushcue_gateway.keys import hmac_sha256, key_id
from hushcue_gateway.notices import NOTICES
from hushcue_wire import documents, topics

STUDIO = "test"
NS_PER_S = 1_000_000_000

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
GOOD: dict[str, dict[str, object]] = {
    "hello": {
        "id": "host-1",
        "boot": 1,
        "firmware": "0",
        "board": "b",
        "ip": "127.0.0.1",
        "port": 5004,
        "encodings": ["L16"],
        "frame_ms": [10],
        "max_datagram_bytes": 1472,
        "ceiling_db": -6,
        "key": key_id(device_key("host-1")),
        "depth": 6,
    },
    "status": {"state": "online", "boot": 1},
    "telemetry": {
        **dict.fromkeys(("uptime_s", "received", "lost", "late", "duplicate", "rejected", "concealed", "underruns"), 1),
        **dict.fromkeys(("redundant", "resent", "nacks", "forged", "replayed"), 1),
        **{"boot": 1, "session": 1, "jitter_ms": 1, "buffer_ms": 1, "target_ms": 1, "level_db": -1},
    },
    "event": {"boot": 1, "number": 1, "what": "call"},
    "played": {"boot": 1, "session": 1, "number": 1, "from": 1, "fates": "QEFC"},
    "trace": {"boot": 1, "session": 1, "trace": "00c0ffee", "at": 0, "state": "going", "came": "A+kD6g=="},
}


@st.composite
def payloads(draw: st.DrawFn, kind: str) -> bytes:
    """Anything, from noise to a good document with one field gone astray."""
    how = draw(st.sampled_from(["noise", "json", "field", "missing", "cut", "deep", "long"]))
    good = {"v": 1, **GOOD[kind]}
    if how == "noise":
        return draw(st.binary(max_size=1200))
    if how == "json":
        return json.dumps(draw(VALUES)).encode()
    if how == "field":
        good[draw(st.sampled_from([*good, "v", "new"]))] = draw(VALUES)
        return json.dumps(good).encode()
    if how == "missing":
        del good[draw(st.sampled_from(list(good)))]
        return json.dumps(good).encode()
    if how == "cut":
        data = json.dumps(good).encode()
        return data[: draw(st.integers(0, len(data)))]
    if how == "deep":
        return b"[" * draw(st.integers(1, 1024)) + b"]" * draw(st.integers(0, 10))
    return json.dumps({**good, "padding": "x" * draw(st.integers(0, 3000))}).encode()


MESSAGES = st.sampled_from(topics.FROM_BODYPACK).flatmap(
    lambda kind: st.tuples(
        st.one_of(
            st.sampled_from(["host-1", "host-2", "stranger"]).map(lambda name: topics.bodypack(STUDIO, name, kind)),
            st.text(max_size=40),
        ),
        payloads(kind),
        st.booleans(),
    )
)


def a_roster() -> Roster:
    bodypacks = [BodypackConfig(name, device_key(name)) for name in ("host-1", "host-2")]
    roster = Roster(RosterSettings(studio=STUDIO), bodypacks, Random(1), hmac_sha256)
    roster.broker_link(True, 0)
    return roster


@settings(max_examples=300)
@given(messages=st.lists(MESSAGES, max_size=12), seconds=st.integers(0, 40))
def test_no_document_makes_the_roster_raise_and_every_notice_can_be_said(
    messages: list[tuple[str, bytes, bool]], seconds: int
) -> None:
    roster = a_roster()
    good = documents.make("hello", GOOD["hello"])
    for number, (topic, payload, retained) in enumerate(messages):
        now_ns = number * seconds * NS_PER_S
        actions = roster.message(topic, payload, retained, now_ns) + roster.tick(now_ns)
        for action in actions:
            if isinstance(action, Notice):
                assert all(NOTICES.both(action.code, id=action.bodypack, **action.facts).values())
    # And whoever keeps the contract is served all the same.
    actions = roster.message(topics.bodypack(STUDIO, "host-1", "hello"), good, False, len(messages) * 40 * NS_PER_S)
    assert roster.view("host-1").stream is not None
    assert actions


@given(payload=st.sampled_from(topics.FROM_BODYPACK).flatmap(lambda kind: st.tuples(st.just(kind), payloads(kind))))
def test_what_is_not_used_is_counted(payload: tuple[str, bytes]) -> None:
    kind, data = payload
    roster = a_roster()
    before = roster.view("host-1")
    roster.message(topics.bodypack(STUDIO, "host-1", kind), data, False, 1)
    after = roster.view("host-1")
    try:
        documents.read(kind, data)
    except documents.WireError:
        assert after.malformed == before.malformed + 1
    else:
        assert after.malformed in (before.malformed, before.malformed + 1), "an id that is not its topic's is malformed"
    assert (after.malformed == before.malformed) or after.session is None


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("gateway")) as running:
        yield running


def test_hundreds_of_them_through_the_broker_leave_the_sound_as_it_is(gateway: GatewayProcess) -> None:
    random = Random(7)

    def spoiled(kind: str) -> bytes:
        data = bytearray(json.dumps({"v": 1, **GOOD[kind]}).encode())
        for _ in range(random.randint(1, 8)):
            data[random.randrange(len(data))] = random.randrange(256)
        return bytes(data[: random.randint(1, len(data))]) + random.choice([b"", b"x" * 2000, b"[" * 900])

    with FakeBodypack("host-1", gateway.broker_port) as bodypack:
        bodypack.wait_for_sound()
        session = bodypack.session
        sent = 0
        for _ in range(100):
            for kind in topics.FROM_BODYPACK:
                bodypack.publish(kind, spoiled(kind))
                sent += 1

        def counted() -> int:
            return sum(gateway.bodypack("host-1")["documents"].values())

        wait_for("all are counted", lambda: counted() >= sent)
        bodypack.wait_for_sound()
        wait_for("it is here", lambda: gateway.bodypack("host-1")["state"] == "online")
        assert bodypack.session == session
    metrics = gateway.http.get("/metrics").text.splitlines()
    (line,) = [line for line in metrics if line.startswith('hushcue_mqtt_documents_refused_total{reason="malformed"}')]
    assert float(line.split()[-1]) >= sent * 0.9
    notices = [entry for entry in gateway.state()["notices"] if entry["code"] == "document_malformed"]
    assert {entry["facts"]["kind"] for entry in notices} == set(topics.FROM_BODYPACK)
    assert len(notices) <= 20, "answered, and not once for each"
    assert not [entry for entry in gateway.log() if entry["level"] == "error"]


def test_a_document_for_a_bodypack_from_somebody_the_broker_lets_in_is_refused(gateway: GatewayProcess) -> None:
    hello = documents.make("hello", {**GOOD["hello"], "id": "host-1"})
    with MqttClient(Account("127.0.0.1", gateway.broker_port, "host-2", "a-password-of-its-own")) as intruder:
        intruder.try_to_publish(topics.bodypack(STUDIO, "host-1", "hello"), hello)
        before = gateway.bodypack("host-2")["documents"]["malformed"]
    with MqttClient(Account("127.0.0.1", gateway.broker_port, "host-2", "a-password-of-its-own")) as intruder:
        intruder.publish(topics.bodypack(STUDIO, "host-2", "hello"), hello)
    wait_for("it is counted", lambda: gateway.bodypack("host-2")["documents"]["malformed"] == before + 1)
    assert gateway.bodypack("host-2")["session"] is None
