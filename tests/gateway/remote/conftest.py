"""A gateway that takes OSC and MQTT commands, and remote controls that nobody here wrote."""

import json
import socket
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from support.gateway_process import GatewayProcess, wait_for

CONTROLLER_PASSWORD = "a-controllers-password"
LIMIT_S = 60.0
LASTING = {"talk_desk.LOST_MS": 60_000}
"""A gateway that gets no time for a second ends what is said by remote controls, rightly: here it has a minute."""
MORE = f"""
[webrtc]
enabled = false
[osc]
enabled = true
port = 0
hold_s = 600
[mqtt_control]
enabled = true
password = "{CONTROLLER_PASSWORD}"
hold_s = 600
[[shows]]
id = "main"
[[shows]]
id = "late"
[[sources]]
id = "director"
kind = "microphone"
device = "no such device"
show = "main"
"""


REQUESTS = "hushcue/1/test/control/request"
STATES = {"state/main", "state/main/host-1", "state/main/host-2", "state/late"}
"""Topics below control/ that say how things stand."""


class Remote:
    """A running gateway, with tokens of several rights."""

    def __init__(self, gateway: GatewayProcess):
        self.gateway = gateway
        self.owner = self.token("owner")
        self.ops = self.token("ops", show="main", role="ops")
        self.support = self.token("support", show="main", role="support")
        self.osc_port = osc_port(gateway)

    def token(self, name: str, **more: str) -> str:
        answer = self.gateway.http.post("/api/v1/tokens", json={"name": name, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["secret"])

    def document(self, show: str = "main") -> dict[str, Any]:
        document: dict[str, Any] = self.gateway.http.get(f"/api/v1/shows/{show}/state").json()
        return document

    def talks(self) -> list[dict[str, Any]]:
        return list(self.document().get("talks", {}).values())


def osc_port(gateway: GatewayProcess) -> int:
    """Where it listens, as its log says: that may come after its line of readiness."""
    lines = wait_for("OSC", lambda: [entry for entry in gateway.log() if entry["code"] == "osc_listening"])
    return int(str(lines[0]["facts"]["address"]).rpartition(":")[2])


class OscControl:
    """Sends, and keeps what it is told."""

    def __init__(self, port: int, local: str = "127.0.0.1"):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((local, 0))
        self._socket.settimeout(0.05)
        self._port = port
        self.lights: dict[str, Any] = {}
        self.answers: list[tuple[Any, ...]] = []

    def send(self, address: str, *arguments: object) -> None:
        builder = OscMessageBuilder(address)
        for argument in arguments:
            builder.add_arg(argument)  # type: ignore[arg-type]
        self.raw(builder.build().dgram)

    def raw(self, datagram: bytes) -> None:
        self._socket.sendto(datagram, ("127.0.0.1", self._port))

    def read(self) -> None:
        """Whatever has come."""
        while True:
            try:
                message = OscMessage(self._socket.recv(4096))
            except TimeoutError:
                return
            if message.address in ("/hushcue/ok", "/hushcue/error"):
                self.answers.append((message.address, *message.params))
            else:
                self.lights[message.address] = message.params[0]

    def wait(self, what: str, test: Callable[[], Any]) -> Any:
        return wait_for(what, lambda: (self.read(), test())[1], LIMIT_S, 0.0)

    def answer(self) -> tuple[Any, ...]:
        """The next answer."""
        self.wait("an answer", lambda: self.answers)
        return self.answers.pop(0)

    def close(self) -> None:
        self._socket.close()


class MqttControl:
    """A client with the controller's account, as a dashboard would be."""

    def __init__(self, port: int, name: str = "deck-1", password: str = CONTROLLER_PASSWORD):
        self.retained: dict[str, Any] = {}
        self._answers: Queue[dict[str, Any]] = Queue()
        self._name = name
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name)
        self._client.connect_timeout = LIMIT_S
        self._client.username_pw_set("controller", password)
        self._client.on_message = self._message
        self._client.on_connect = lambda client, *_: client.subscribe([("hushcue/1/test/control/#", 1)])
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self._number = 0

    def ask(self, token: str, **fields: object) -> dict[str, Any]:
        self._number += 1
        document = {"v": 1, "id": str(self._number), "client": self._name, "token": token, **fields}
        self._client.publish(REQUESTS, json.dumps(document).encode(), 1)  # on its next connection, where this one ended
        return self.answer()

    def raw(self, payload: bytes, topic: str = REQUESTS, retain: bool = False) -> None:
        self._client.publish(topic, payload, 1, retain).wait_for_publish(LIMIT_S)

    def attempt(self, payload: bytes, topic: str) -> None:
        """What the broker may end the connection for."""
        self._client.publish(topic, payload, 0)

    def answer(self) -> dict[str, Any]:
        return self._answers.get(timeout=LIMIT_S)

    def _message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        fields = json.loads(message.payload) if message.payload else None
        if message.topic.endswith(f"/control/answer/{self._name}"):
            self._answers.put(fields)
        else:
            self.retained[message.topic.partition("/control/")[2]] = fields

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    with GatewayProcess(tmp_path_factory.mktemp("remote"), more=MORE, constants=LASTING) as gateway:
        yield Remote(gateway)


@pytest.fixture
def osc(remote: Remote) -> Iterator[OscControl]:
    control = OscControl(remote.osc_port)
    try:
        yield control
        control.send("/hushcue/main/stop", remote.ops)
    finally:
        control.close()
    wait_for("all talks are over", lambda: not remote.talks())


@pytest.fixture
def mqtt(remote: Remote) -> Iterator[MqttControl]:
    control = MqttControl(remote.gateway.broker_port)
    try:
        wait_for("the retained states", lambda: set(control.retained) >= STATES)
        yield control
    finally:
        control.close()
