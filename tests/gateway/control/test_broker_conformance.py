"""What a broker has to do before the gateway brings it up by itself. Every kind is held to the same tests."""

import time

import pytest
from support.gateway_process import LIMIT_S, wait_for
from support.mqtt_client import MqttClient, raw_connection

from hushcue_wire import topics

from .conftest import STUDIO, BrokerUnderTest

OWN = {kind: topics.bodypack(STUDIO, "host-1", kind) for kind in topics.KINDS}
OTHER = {kind: topics.bodypack(STUDIO, "host-2", kind) for kind in topics.KINDS}
PRESENCE = topics.gateway_status(STUDIO)
EVERYTHING = f"{topics.ROOT}/{STUDIO}/#"
FENCE = f"{topics.ROOT}/{STUDIO}/fence"


def test_a_retained_document_waits_for_whoever_comes_later(broker: BrokerUnderTest) -> None:
    with MqttClient(broker.account("gateway")) as gateway:
        gateway.publish(OWN["session"], b"first", retain=True)
        gateway.publish(OWN["session"], b"second", retain=True)
        with MqttClient(broker.account("host-1"), subscribe_to=(OWN["session"],)) as bodypack:
            assert bodypack.wait_for(OWN["session"], b"second") is True
            gateway.publish(OWN["session"], b"live", retain=True)
            assert bodypack.wait_for(OWN["session"], b"live") is False, "to who is there already it is no retained one"
            assert (OWN["session"], b"first", True) not in bodypack.got
        gateway.publish(OWN["session"], b"", retain=True)
        with MqttClient(broker.account("gateway"), subscribe_to=(OWN["session"], FENCE)) as later:
            later.fence(FENCE)
            assert [got for got in later.got if got[0] == OWN["session"]] == [], "an empty one clears it"


def test_nobody_is_told_what_they_did_not_subscribe_to(broker: BrokerUnderTest) -> None:
    with MqttClient(broker.account("gateway"), subscribe_to=(EVERYTHING,)) as gateway:
        gateway.publish(OWN["session"], b"mine", retain=True)
        gateway.publish(OTHER["session"], b"not mine", retain=True)
        with MqttClient(broker.account("host-1"), subscribe_to=(OWN["command"], PRESENCE)) as bodypack:
            gateway.publish(PRESENCE, b"fence")
            bodypack.wait_for(PRESENCE, b"fence")
            assert {topic for topic, *_ in bodypack.got} == {PRESENCE}
        for topic in (OWN["session"], OTHER["session"]):
            gateway.publish(topic, b"", retain=True)


def test_the_last_will_is_said_when_the_connection_breaks(broker: BrokerUnderTest) -> None:
    with MqttClient(broker.account("gateway"), subscribe_to=(OWN["status"],)) as gateway:
        connection = raw_connection(broker.account("host-1"), "host-1", 60, (OWN["status"], b"broken"))
        connection.close()
        gateway.wait_for(OWN["status"], b"broken")
    with MqttClient(broker.account("gateway"), subscribe_to=(OWN["status"],)) as later:
        assert later.wait_for(OWN["status"], b"broken") is True, "and is retained"
        later.publish(OWN["status"], b"", retain=True)


def test_the_last_will_is_not_said_after_a_farewell(broker: BrokerUnderTest) -> None:
    with MqttClient(broker.account("gateway"), subscribe_to=(OWN["status"], FENCE)) as gateway:
        with MqttClient(broker.account("host-1"), will=(OWN["status"], b"broken")) as bodypack:
            bodypack.publish(OWN["status"], b"farewell")
        gateway.wait_for(OWN["status"], b"farewell")
        gateway.fence(FENCE, b"after")
        time.sleep(0.3)
        assert (OWN["status"], b"broken", False) not in gateway.got


def test_the_last_will_is_said_when_a_client_falls_silent(broker: BrokerUnderTest) -> None:
    with MqttClient(broker.account("gateway"), subscribe_to=(OWN["status"],)) as gateway:
        with raw_connection(broker.account("host-1"), "host-1", 1, (OWN["status"], b"silent")):
            # MQTT 3.1.1 section 3.1.2.10: one and a half times the keep-alive; brokers look every few seconds.
            gateway.wait_for(OWN["status"], b"silent")
        gateway.publish(OWN["status"], b"", retain=True)


def test_a_second_connection_of_the_same_client_takes_over(broker: BrokerUnderTest) -> None:
    status = OWN["status"]
    with (
        MqttClient(broker.account("gateway"), subscribe_to=(status,)) as gateway,
        MqttClient(broker.account("host-1"), client_id="host-1", will=(status, b"old is gone")) as old,
        MqttClient(broker.account("host-1"), client_id="host-1", subscribe_to=(OWN["command"],)) as new,
    ):
        assert old.disconnected.wait(LIMIT_S), "the old connection is closed (section 3.1.4)"
        gateway.wait_for(status, b"old is gone")
        new.publish(status, b"online", retain=True)
        gateway.wait_for(status, b"online")
        gateway.publish(OWN["command"], b"for the new one")
        new.wait_for(OWN["command"], b"for the new one")
        time.sleep(0.3)
        assert [payload for _, payload, _ in gateway.got][-1] == b"online", "no will comes after the new one's word"
        gateway.publish(status, b"", retain=True)


def test_documents_with_qos_1_come_once_each_and_in_order(broker: BrokerUnderTest) -> None:
    count = 2000
    with (
        MqttClient(broker.account("gateway"), subscribe_to=(OWN["event"],)) as gateway,
        MqttClient(broker.account("host-1")) as bodypack,
    ):
        for number in range(count):
            bodypack.client.publish(OWN["event"], b"%d" % number, 1)
        wait_for("all of them", lambda: len(gateway.got) >= count, 2 * LIMIT_S)
        assert [int(payload) for _, payload, _ in gateway.got] == list(range(count))


@pytest.mark.parametrize(
    ("name", "password"), [("host-1", "wrong"), ("host-1", ""), ("host-9", "password-1"), ("", ""), ("gateway", "x")]
)
def test_nobody_comes_in_without_the_right_password(broker: BrokerUnderTest, name: str, password: str) -> None:
    with MqttClient(broker.account(name, password), subscribe_to=(EVERYTHING,)) as client:
        assert client.disconnected.wait(LIMIT_S)
        assert not client.client.is_connected()


def test_a_bodypack_can_say_what_is_its_own_and_nothing_else(broker: BrokerUnderTest) -> None:
    foreign = [OTHER[kind] for kind in topics.KINDS] + [OWN["session"], OWN["command"], PRESENCE, FENCE, "elsewhere"]
    with MqttClient(broker.account("gateway"), subscribe_to=(EVERYTHING,)) as gateway:
        for topic in foreign:
            with MqttClient(broker.account("host-1")) as bodypack:
                bodypack.try_to_publish(topic, b"intruder")
        with MqttClient(broker.account("host-1")) as bodypack:
            for kind in topics.FROM_BODYPACK:
                bodypack.publish(OWN[kind], b"own")
        for kind in topics.FROM_BODYPACK:
            gateway.wait_for(OWN[kind], b"own")
        assert b"intruder" not in [payload for _, payload, _ in gateway.got]


def test_a_bodypack_hears_what_is_for_it_and_nothing_else(broker: BrokerUnderTest) -> None:
    greedy = ("#", EVERYTHING, topics.all_bodypacks(STUDIO, "session"), *OTHER.values(), "$SYS/#", OWN["command"])
    with (
        MqttClient(broker.account("gateway")) as gateway,
        MqttClient(broker.account("host-1"), subscribe_to=greedy) as bodypack,
    ):
        for kind in topics.KINDS:
            gateway.publish(OTHER[kind], b"secret", retain=True)
        gateway.publish(FENCE, b"secret")
        gateway.publish(PRESENCE, b"online")
        gateway.publish(OWN["command"], b"mine")
        bodypack.wait_for(OWN["command"], b"mine")
        with MqttClient(broker.account("host-1"), subscribe_to=greedy) as again:
            gateway.publish(OWN["command"], b"fence")
            again.wait_for(OWN["command"], b"fence")
            heard = bodypack.got + again.got
        for kind in topics.KINDS:
            gateway.publish(OTHER[kind], b"", retain=True)
    assert b"secret" not in [payload for _, payload, _ in heard]
    assert {topic for topic, *_ in heard} <= {OWN["command"], PRESENCE}


def test_a_slow_reader_loses_nothing_of_qos_1(broker: BrokerUnderTest) -> None:
    count = 3000
    with MqttClient(broker.account("host-1"), subscribe_to=(OWN["command"],)) as bodypack:
        bodypack.dawdle_s = 0.0003
        with MqttClient(broker.account("gateway")) as gateway:
            for number in range(count - 1):
                gateway.client.publish(OWN["command"], b"%d" % number, 1)
            gateway.publish(OWN["command"], b"last")
            wait_for("all of them", lambda: len(bodypack.got) >= count, 2 * LIMIT_S)
    assert [payload for _, payload, _ in bodypack.got] == [b"%d" % n for n in range(count - 1)] + [b"last"]
