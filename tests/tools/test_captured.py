"""Somebody who has the run of the broker replays what was said and makes things up: a bodypack believes none of it.

A real gateway and a real bodypack at a broker without rules. The intruder hears everything and may publish everywhere.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.foreign_broker import ForeignBroker
from support.gateway_process import PASSWORD, GatewayProcess, device_key, wait_for
from support.mqtt_client import Account, MqttClient

from hushcue_gateway.keys import hmac_sha256
from hushcue_tools.demo.children import Children, hushcue
from hushcue_wire import documents, keys, signed, topics

HOST = "host-1"
ACCOUNTS = {"gateway": "gateway-password", HOST: PASSWORD, "intruder": "an-intruders-password"}
SESSION, COMMAND = (topics.bodypack("test", HOST, kind) for kind in ("session", "command"))

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[ForeignBroker]:
    with ForeignBroker(tmp_path / "broker", ACCOUNTS) as running:
        yield running


@pytest.fixture
def gateway(tmp_path: Path, broker: ForeignBroker) -> Iterator[GatewayProcess]:
    lines = ['mode = "external"', 'host = "127.0.0.1"', f"port = {broker.port}", 'username = "gateway"']
    with GatewayProcess(tmp_path, (HOST,), broker="\n".join([*lines, 'password = "gateway-password"'])) as running:
        yield running


def said(intruder: MqttClient, topic: str) -> list[bytes]:
    """What has been published there, oldest first."""
    return [payload for place, payload, _ in list(intruder.got) if place == topic]


def counted(gateway: GatewayProcess, name: str) -> int:
    telemetry: dict[str, Any] = gateway.bodypack(HOST)["telemetry"] or {}
    return int(telemetry.get(name, 0))


def test_what_was_captured_and_what_was_made_up_change_nothing(
    gateway: GatewayProcess, broker: ForeignBroker, tmp_path: Path
) -> None:
    words = ["bodypack", "--id", HOST, "--studio", "test", "--broker", f"127.0.0.1:{broker.port}"]
    words += ["--password-env", "SECRET", "--key-env", "KEY", "--wav", str(tmp_path / "heard.wav")]
    environment = {"SECRET": PASSWORD, "KEY": device_key(HOST).hex()}
    account = Account("127.0.0.1", broker.port, "intruder", ACCOUNTS["intruder"])
    with MqttClient(account, subscribe_to=("#",)) as intruder, Children() as children:
        children.start(HOST, hushcue(*words, "--until-stdin-closes"), environment)
        wait_for("it plays", lambda: gateway.bodypack(HOST)["playout"] in ("playing", "silent"))
        gateway.http.put(f"/api/v1/hosts/{HOST}/muted", json={"muted": True})
        wait_for("it is muted", lambda: (gateway.bodypack(HOST), status(intruder))[1].get("muted") is True)
        gateway.http.put(f"/api/v1/hosts/{HOST}/muted", json={"muted": False})
        gateway.http.post(f"/api/v1/hosts/{HOST}/rekey")
        wait_for("another session", lambda: len({session_of(each) for each in said(intruder, SESSION)}) >= 2)
        wait_for("it is followed", lambda: status(intruder).get("session") == session_of(said(intruder, SESSION)[-1]))
        before = status(intruder)
        assert before["muted"] is False
        sessions, commands = (list(dict.fromkeys(said(intruder, topic))) for topic in (SESSION, COMMAND))
        began_s = time.monotonic()
        assert len(sessions) >= 4 and len(commands) >= 2

        for payload in sessions[:-1]:
            intruder.publish(SESSION, payload)
        for payload in commands[:-1]:
            intruder.publish(COMMAND, payload)
        many = len(sessions) + len(commands) - 2
        wait_for("they are counted", lambda: counted(gateway, "replayed") >= many)

        newest = json.loads(sessions[-1])
        mute = documents.make(
            "command", {"id": 99, "session": newest["session"], "epoch": newest["epoch"], "counter": 999, "do": "mute"}
        )
        wrong = keys.command_key(hmac_sha256, os.urandom(32))
        made_up = [
            mute,
            signed.sign(COMMAND, mute, lambda data: hmac_sha256(wrong, data)),
            sessions[-1],
            commands[-1].replace(b'"do": "unmute"', b'"do": "mute"'),
            b"",
        ]
        for payload in made_up:
            intruder.publish(COMMAND, payload)
        intruder.publish(SESSION, b"", retain=True)
        intruder.publish(SESSION, sessions[-1].replace(b'"muted": false', b'"muted": true'))
        wait_for("they are counted", lambda: counted(gateway, "forged") >= len(made_up) + 2)

        gateway.http.put(f"/api/v1/hosts/{HOST}/volume", json={"volume_db": -7})
        wait_for("the gateway is still obeyed", lambda: status(intruder).get("volume_db") == -7)
        sessions_of = lambda: (status(intruder)["session"], gateway.bodypack(HOST)["session"])  # noqa: E731
        wait_for("its session is the gateway's", lambda: len(set(sessions_of())) == 1)
        assert status(intruder)["muted"] is False
        told = {entry["facts"]["detail"] for entry in gateway.log() if entry["code"] == "fault"}
        assert any("replayed" in each or "forged" in each for each in told)
        faults = len([entry for entry in gateway.log() if entry["code"] == "fault"])
        assert faults <= 4 + (time.monotonic() - began_s) / 10, "told, and not once for each"


def session_of(payload: bytes) -> int:
    return int(json.loads(payload)["session"])


def status(intruder: MqttClient) -> dict[str, Any]:
    """The newest that the bodypack said of itself."""
    found = said(intruder, topics.bodypack("test", HOST, "status"))
    return documents.read("status", found[-1]) if found else {}
