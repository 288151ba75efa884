"""Accounts of a real Mosquitto that change while it runs: nobody else's connection notices."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from support.gateway_process import wait_for
from support.programs import needs

from hushcue_gateway.broker import Mosquitto, Refused
from hushcue_gateway.broker.files import password_hash
from hushcue_gateway.config import Broker
from hushcue_gateway.logs import Log

SALT = b"twelve bytes"
ACCOUNTS = {"gateway": "of the gateway", "host-1": "of host-1", "host-2": "of host-2"}


class Client:
    """One connection, and how often it came and went."""

    def __init__(self, port: int, name: str, password: str):
        self.connected = self.lost = self.refused = self.subscribed = 0
        self.heard: list[tuple[str, bytes]] = []
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name)
        self._client.username_pw_set(name, password)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_connect = self._came
        self._client.on_disconnect = self._went
        self._client.on_subscribe = self._hears
        self._client.on_message = lambda _client, _data, message: self.heard.append(
            (message.topic, bytes(message.payload))
        )
        self._client.connect_async("127.0.0.1", port, keepalive=60)
        self._client.loop_start()

    def _came(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self.refused += 1
        else:
            self.connected += 1

    def _hears(self, *_: Any) -> None:
        self.subscribed += 1

    def _went(self, *_: Any) -> None:
        self.lost += 1

    @property
    def is_in(self) -> bool:
        return bool(self._client.is_connected())

    def publish(self, topic: str, payload: bytes) -> None:
        self._client.publish(topic, payload, 1)

    def subscribe(self, topic: str) -> None:
        self._client.subscribe(topic, 1)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


class Running:
    """A broker in a loop of its own."""

    def __init__(self, folder: Path):
        needs("mosquitto")
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()
        self.refused: list[Refused] = []
        self._clients: list[Client] = []

        async def make() -> Mosquitto:
            kept = {"host-2": password_hash("kept of host-2", SALT)}
            broker = Mosquitto(Broker(port=0), "test", ACCOUNTS, folder, Log([]), kept, self.refused.append)
            await broker.start()
            return broker

        self.broker: Mosquitto = self.run(make())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def call(self, what: Callable[..., object], *with_what: str) -> None:
        async def do() -> None:
            what(*with_what)

        self.run(do())

    def connect(self, name: str, password: str) -> Client:
        client = Client(self.broker.port, name, password)
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.run(self.broker.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    try:
        yield running
    finally:
        running.close()


def test_a_kept_hash_counts_before_the_password_of_the_file(running: Running) -> None:
    old, new = running.connect("host-2", ACCOUNTS["host-2"]), running.connect("host-2", "kept of host-2")
    wait_for("the new one is in", lambda: new.connected)
    wait_for("the old one is not", lambda: old.refused)
    assert not old.connected


def test_one_comes_in_and_another_is_thrown_out_and_nobody_else_notices(running: Running) -> None:
    gateway = running.connect("gateway", ACCOUNTS["gateway"])
    host = running.connect("host-1", ACCOUNTS["host-1"])
    wait_for("both are in", lambda: gateway.connected and host.connected)
    gateway.subscribe("hushcue/1/test/#")
    wait_for("it will hear", lambda: gateway.subscribed)
    running.call(running.broker.admit, "host-7", password_hash("of host-7", SALT))
    late = running.connect("host-7", "of host-7")
    wait_for("the new one is in", lambda: late.connected)
    running.call(running.broker.dismiss, "host-1")
    wait_for("the other is out", lambda: host.lost and host.refused)
    late.publish("hushcue/1/test/bodypack/host-7/hello", b"hello")
    wait_for("its word is heard", lambda: ("hushcue/1/test/bodypack/host-7/hello", b"hello") in gateway.heard)
    assert (gateway.connected, gateway.lost, late.lost, host.connected) == (1, 0, 0, 1)
    running.call(running.broker.dismiss, "host-1")  # a second time is no error
    assert running.broker.restarts == 0


def test_another_password_throws_out_whoever_has_the_old_one(running: Running) -> None:
    old = running.connect("host-1", ACCOUNTS["host-1"])
    wait_for("it is in", lambda: old.connected)
    running.call(running.broker.admit, "host-1", password_hash("another", SALT))
    wait_for("it is out", lambda: old.refused)
    new = running.connect("host-1", "another")
    wait_for("who knows the new one is in", lambda: new.connected)


def test_what_changes_outlives_the_death_of_the_broker(running: Running) -> None:
    running.call(running.broker.admit, "host-7", password_hash("of host-7", SALT))
    running.call(running.broker.dismiss, "host-1")
    os.kill(running.broker.pid, signal.SIGKILL)
    running.call(running.broker.admit, "host-8", password_hash("of host-8", SALT))  # while there is none
    for name, password in (("host-7", "of host-7"), ("host-8", "of host-8")):
        client = running.connect(name, password)
        wait_for(f"{name} is in", lambda client=client: client.connected)
    gone = running.connect("host-1", ACCOUNTS["host-1"])
    wait_for("host-1 is not", lambda: gone.refused)


def test_where_there_is_no_signal_for_it_another_broker_takes_its_place(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(signal, "SIGHUP")
    old = running.connect("host-1", ACCOUNTS["host-1"])
    wait_for("it is in", lambda: old.connected)
    running.call(running.broker.dismiss, "host-1")
    running.call(running.broker.admit, "host-7", password_hash("of host-7", SALT))
    new = running.connect("host-7", "of host-7")
    wait_for("the new one is in", lambda: new.connected)
    wait_for("the other is out", lambda: old.refused)
    assert running.broker.restarts >= 1


def test_many_changes_in_a_row_lose_none(running: Running) -> None:
    for number in range(20):
        running.call(running.broker.admit, f"pack-{number}", password_hash(f"of pack-{number}", SALT))
    for number in range(0, 20, 2):
        running.call(running.broker.dismiss, f"pack-{number}")
    clients = {number: running.connect(f"pack-{number}", f"of pack-{number}") for number in range(20)}

    def inside() -> list[int]:
        return [number for number, each in clients.items() if each.is_in]

    def all_know() -> bool:
        return all(each.refused for number, each in clients.items() if number % 2 == 0)

    # one that comes before the broker has read all its files may be wrongly in, or out, until it has
    wait_for("the others are in", lambda: all_know() and inside() == list(range(1, 20, 2)))
    assert running.broker.restarts == 0


def test_a_change_counts_though_the_broker_was_just_reading_its_files(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mosquitto forgets a signal that comes while it does what the one before told it to."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "kill", lambda *_: None)
        running.call(running.broker.admit, "host-7", password_hash("of host-7", SALT))
    client = running.connect("host-7", "of host-7")
    wait_for("it is in", lambda: client.connected)


def test_who_is_turned_away_is_told(running: Running) -> None:
    running.connect("host-1", "a wrong one")
    wait_for("somebody rang", lambda: running.refused)
    assert running.refused[0].ip == "127.0.0.1"
    assert running.refused[0].name in (None, "host-1"), "later versions tell the name"
