"""Commands over MQTT, by a client and a broker that nobody here wrote."""

import json

from support.gateway_process import wait_for

from .conftest import STATES, MqttControl, Remote


def test_a_press_talks_and_states_are_retained(remote: Remote, mqtt: MqttControl) -> None:
    answer = mqtt.ask(remote.ops, do="down", show="main", key="k1", to=["host-1"])
    assert answer["ok"] is True and answer["re"] == "1" and answer["cue"]
    wait_for("on air", lambda: mqtt.retained["state/main/host-1"]["on_air"])
    wait_for("the show is, too", lambda: mqtt.retained["state/main"]["on_air"])
    assert mqtt.retained["state/main/host-2"]["on_air"] is False
    again = mqtt.ask(remote.ops, do="down", show="main", key="k1", to=["host-1"])
    assert again["cue"] == answer["cue"]
    assert mqtt.ask(remote.ops, do="up", show="main", key="k1")["ok"]
    wait_for("off air", lambda: not mqtt.retained["state/main/host-1"]["on_air"])
    wait_for("the show is, too", lambda: not mqtt.retained["state/main"]["on_air"])
    assert mqtt.ask(remote.ops, do="up", show="main", key="k1")["ok"]  # of a key that is up: nothing


def test_volume_and_mute_come_back_as_state(remote: Remote, mqtt: MqttControl) -> None:
    assert mqtt.ask(remote.ops, do="volume", show="main", host="host-2", volume_db=-12)["ok"]
    assert mqtt.ask(remote.ops, do="mute", show="main", host="host-2", muted=True)["ok"]
    wait_for("both", lambda: (host := mqtt.retained["state/main/host-2"])["muted"] and host["volume_db"] == -12)


def test_rights_are_those_of_the_token(remote: Remote, mqtt: MqttControl) -> None:
    refused = mqtt.ask(remote.support, do="volume", show="main", host="host-1", volume_db=0)
    assert (refused["ok"], refused["error"]) == (False, "forbidden") and refused["en"] and refused["zh"]
    assert mqtt.ask("hushcue_wrong", do="state", show="main")["error"] == "remote_not_admitted"
    assert mqtt.ask(remote.ops, do="state", show="late")["error"] == "unknown_show"
    assert mqtt.ask(remote.ops, do="answer", show="main", host="host-1")["error"] == "not_calling"


def test_what_is_malformed_is_answered_where_it_says_by_whom(remote: Remote, mqtt: MqttControl) -> None:
    answer = mqtt.ask(remote.ops, do="volume", show="main", host="host-1", volume_db=1000)
    assert answer["error"] == "remote_malformed" and "volume_db" in answer["en"]
    for nonsense in (b"", b"{", b"[]", b'{"v":1}', b"\xff" * 20, json.dumps({"client": 5}).encode(), b"x" * 5000):
        mqtt.raw(nonsense)
    assert mqtt.ask(remote.ops, do="state", show="main")["ok"]
    wait_for("its line in the log", lambda: "mqtt_control_refused" in remote.gateway.codes())
    assert "our_mistake" not in remote.gateway.codes()


def test_a_retained_wish_is_nobodys_press(remote: Remote, mqtt: MqttControl) -> None:
    document = {"v": 1, "id": "9", "client": "deck-1", "token": remote.ops, "do": "state", "show": "main"}
    topic = "hushcue/1/test/control/request"
    mqtt.raw(json.dumps(document).encode(), topic, retain=True)
    mqtt.answer()  # fresh, it is one
    mqtt.raw(b"", topic, retain=True)


def test_the_account_reaches_nothing_else(remote: Remote, mqtt: MqttControl) -> None:
    wait_for("nobody talks", lambda: not remote.talks() and not mqtt.retained["state/main"]["talks"])
    before = mqtt.retained["state/main"]
    for topic in ("control/state/main", "bodypack/host-1/event", "gateway/status"):
        other = MqttControl(remote.gateway.broker_port, "deck-2")
        try:
            wait_for("the retained states", lambda other=other: set(other.retained) >= STATES)
            other.attempt(b"{}", f"hushcue/1/test/{topic}")
            assert other.ask(remote.ops, do="state", show="main")["ok"], "it came after the attempt"
        finally:
            other.close()
    assert mqtt.ask(remote.ops, do="state", show="main")["ok"]
    assert mqtt.retained["state/main"] == before
    assert "document_malformed" not in remote.gateway.codes()
