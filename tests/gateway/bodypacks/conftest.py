"""A gateway whose bodypacks come and go, and bodypacks that are what their config.json makes of them."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import PASSWORD, GatewayProcess, device_key, wait_for
from support.person import Person
from support.programs import needs

from hushcue_gateway.bodypacks.desk import STORED_S
from hushcue_tools.demo.children import Children, hushcue

HOME = {"ssid": "studio", "wifi_password": "a wifi password", "gateway": "127.0.0.1"}
SHOWS = '[[shows]]\nid = "main"\nlabel = "Main"\n[[shows]]\nid = "late"\nlabel = "Late"\n'


class Fleet:
    """The bodypacks of one gateway, by its interface; and programs in their place."""

    def __init__(self, gateway: GatewayProcess, children: Children):
        self.gateway = gateway
        self._children = children
        self._worn = itertools.count(1)

    @property
    def http(self) -> httpx.Client:
        return self.gateway.http

    def register(self, name: str, **more: Any) -> dict[str, Any]:
        answer = self._ask("POST", "/api/v1/bodypacks", json={"id": name, **more})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def configure(self, name: str, **more: Any) -> dict[str, Any]:
        answer = self._ask("POST", f"/api/v1/bodypacks/{name}/config", json={**HOME, **more})
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        made: dict[str, Any] = answer.json()
        return made

    def retire(self, name: str) -> None:
        answer = self._ask("DELETE", f"/api/v1/bodypacks/{name}")
        assert answer.status_code == 204, answer.text

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer waits for the disk, but not for ever."""
        began_s = time.monotonic()
        answer = self.http.request(method, path, **more)
        if time.monotonic() - began_s >= STORED_S:
            self.wait_stored()
        return answer

    def wait_stored(self) -> None:
        """Until a power cut would cost nothing of what has happened."""
        wait_for("all is stored", lambda: "hushcue_store_waiting 0.0" in self.http.get("/metrics").text)

    def all(self) -> dict[str, dict[str, Any]]:
        answer = self.http.get("/api/v1/bodypacks")
        assert answer.status_code == 200, answer.text
        return {each["id"]: each for each in answer.json()["bodypacks"]}

    def knocking(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/api/v1/bodypacks").json()["knocking"]
        return found

    def say_long(self, *to: str) -> str:
        """Begin a talk that goes on until somebody ends it."""
        return self.gateway.say("long.wav", *to)

    def declared(self, name: str) -> dict[str, Any]:
        """The secrets of a bodypack of the file."""
        return {"id": name, "key": device_key(name).hex(), "broker": {"password": PASSWORD}}

    def fake(self, document: dict[str, Any]) -> FakeBodypack:
        """A receiver that has just these secrets."""
        key, password = bytes.fromhex(document["key"]), document["broker"]["password"]
        return FakeBodypack(document["id"], self.gateway.broker_port, key=key, password=password)

    def wear(self, document: dict[str, Any]) -> Path:
        """Run a PC bodypack with this config.json; its recording."""
        name = f"{document['id']}-{next(self._worn)}"
        config = self.gateway.folder / f"{name}.json"
        config.write_text(json.dumps(document), encoding="utf-8")
        wav = self.gateway.folder / f"{name}.wav"
        words = ["bodypack", "--config", str(config), "--port", "0", "--wav", str(wav), "--until-stdin-closes"]
        self._children.start(name, hushcue(*words))
        return wav

    def wait_online(self, name: str, timeout_s: float = 60.0) -> dict[str, Any]:
        found: dict[str, Any] = wait_for(
            f"{name} is online", lambda: (each := self.all()[name])["state"] == "online" and each, timeout_s
        )
        return found

    def codes_of(self, name: str) -> list[str]:
        """What the gateway noted about one of them."""
        return [notice["code"] for notice in self.gateway.state()["notices"] if notice["bodypack"] == name]

    def owner(self, name: str) -> Person:
        """Somebody who owns the studio, signed in."""
        secret = self.http.post("/api/v1/invites", json={"owner": True}).json()["token"]
        return Person.join(str(self.gateway.ready["http"]).rstrip("/"), secret, name)


def wait_silent(gone: FakeBodypack, beside: FakeBodypack) -> None:
    """Until nothing comes to the one while a hundred packets come to the other."""

    def is_silent() -> bool:
        before = len(gone.arrived)
        beside.wait_for_sound(100, 60.0)
        return len(gone.arrived) == before

    wait_for(f"{gone.name} is silent", is_silent, 60.0)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """host-1 and host-2 stand in the file; there is a second show."""
    needs("mosquitto")
    with GatewayProcess(tmp_path_factory.mktemp("fleet"), more=SHOWS) as gateway, Children() as children:
        yield Fleet(gateway, children)


_numbers = itertools.count(1)


@pytest.fixture
def name() -> Callable[[], str]:
    """A name that nobody had before, whenever it is called."""
    return lambda: f"pack-{next(_numbers)}"
