"""A gateway that takes OSC and MQTT commands, and remote controls that nobody here wrote."""

import json
import socket
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from support.gateway_process import GatewayProcess, wait_for

CONTROLLER_PASSWORD = "a-controllers-password"
MORE = f"""
[webrtc]
enabled = false
[osc]
enabled = true
port = 0
hold_s = 2
[mqtt_control]
enabled = true
password = "{CONTROLLER_PASSWORD}"
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


class Remote:
    """A running gateway, with tokens of several rights."""

    def __init__(self, gateway: GatewayProcess):
        self.gateway = gateway
        self.owner = self.token("owner")
        self.ops = self.token("ops", show="main", role="ops")
        self.support = self.token("support", show="main", role="support")
        found = next(entry for entry in gateway.log() if entry["code"] == "osc_listening")
        self.osc_port = int(str(found["facts"]["address"]).rpartition(":")[2])

    def token(self, name: str, **more: str) -> str:
        answer = self.gateway.http.post("/api/v1/tokens", json={"name": name, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["secret"])

    def document(self, show: str = "main") -> dict[str, Any]:
        document: dict[str, Any] = self.gateway.http.get(f"/api/v1/shows/{show}/state").json()
        return document

    def talks(self) -> list[dict[str, Any]]:
        return list(self.document().get("talks", {}).values())


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
        return wait_for(what, lambda: (self.read(), test())[1], 15.0, 0.0)

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
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name)
        self._client.username_pw_set("controller", password)
        self._client.on_message = self._message
        self._client.on_connect = lambda client, *_: client.subscribe([("hushcue/1/test/control/#", 1)])
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self._number = 0

    def ask(self, token: str, **fields: object) -> dict[str, Any]:
        self._number += 1
        document = {"v": 1, "id": str(self._number), "client": "deck-1", "token": token, **fields}
        self.raw(json.dumps(document).encode())
        return self.answer()

    def raw(self, payload: bytes, topic: str = "hushcue/1/test/control/request", retain: bool = False) -> None:
        self._client.publish(topic, payload, 1, retain).wait_for_publish(5.0)

    def attempt(self, payload: bytes, topic: str) -> None:
        """What the broker may end the connection for."""
        self._client.publish(topic, payload, 0)

    def answer(self, timeout_s: float = 10.0) -> dict[str, Any]:
        return self._answers.get(timeout=timeout_s)

    def silent(self, for_s: float) -> bool:
        try:
            self._answers.get(timeout=for_s)
        except Empty:
            return True
        return False

    def _message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        fields = json.loads(message.payload) if message.payload else None
        if "/control/answer/" in message.topic:
            self._answers.put(fields)
        else:
            self.retained[message.topic.partition("/control/")[2]] = fields

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture(scope="session")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    with GatewayProcess(tmp_path_factory.mktemp("remote"), more=MORE, warnings=("default",)) as gateway:
        yield Remote(gateway)


@pytest.fixture
def osc(remote: Remote) -> Iterator[OscControl]:
    control = OscControl(remote.osc_port)
    yield control
    control.send("/hushcue/main/stop", remote.ops)
    control.close()
    wait_for("all talks are over", lambda: not remote.talks())


@pytest.fixture
def mqtt(remote: Remote) -> Iterator[MqttControl]:
    control = MqttControl(remote.gateway.broker_port)
    wait_for("the retained states", lambda: "state/main" in control.retained)
    yield control
    control.close()
