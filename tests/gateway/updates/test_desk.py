"""A roll-out through the whole gateway: its routes, its compiler, its listener, its signature, its store, its screens.

The bodypacks are stand-ins that keep the contract; what a bodypack makes of an order is tested with the firmware.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for

from hushcue_tools.flash.bundle import read
from hushcue_wire import __version__, manifest

FIRMWARE = {"board": "esp32_c3", "machine": "rv32imc", "mpy": 6}
MORE = '[updates]\nhost = "127.0.0.1"\nport = 0\naddress = "127.0.0.1"\nrate_kb = 100000\n'
ROUTES = "/api/v1/updates"
BOOTS = itertools.count(1, 10)
"""Nobody takes the session of one that was there before for its own."""


class Pack(FakeBodypack):
    """Answers orders as a test tells it to."""

    def orders(self) -> list[dict[str, Any]]:
        return [command for command in self.commands if command["do"] == "update"]

    def say(self, *details: str) -> None:
        for detail in details:
            self.number = getattr(self, "number", 0) + 1
            self.event(self.number, "update", detail=detail)

    def restart(self, **firmware: object) -> None:
        """Another boot, with another firmware."""
        self.boot += 1
        self.number = 0
        self.firmware = {**self.firmware, **firmware}
        self.hello()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    folder = tmp_path_factory.mktemp("updates")
    running = GatewayProcess(folder, more=MORE)
    old = folder / "old"
    (old / "lib").mkdir(parents=True)
    (old / "lib" / "a.mpy").write_bytes(b"M\x06\x00\x1f")
    sealed = read(old, "esp32_c3", "rv32imc", "0.0.1").manifest
    (old / manifest.NAME).write_bytes(sealed)
    FIRMWARE["build"] = hashlib.sha256(sealed).hexdigest()[:16]
    shutil.copytree(old, folder / "state" / "bundles" / str(FIRMWARE["build"]))
    with running:
        yield running


@pytest.fixture
def packs(gateway: GatewayProcess) -> Iterator[tuple[Pack, Pack]]:
    with (
        Pack("host-1", gateway.broker_port, boot=next(BOOTS), firmware=dict(FIRMWARE)) as one,
        Pack("host-2", gateway.broker_port, boot=next(BOOTS), firmware=dict(FIRMWARE)) as two,
    ):
        for pack in (one, two):
            wait_for("a session", lambda pack=pack: pack.session)
            pack.wait_for_sound()
        yield one, two


def sounds_again(pack: Pack) -> None:
    """Its stream is there."""
    before = len(pack.arrived)
    wait_for("a stream", lambda: len(pack.arrived) > before + 20)


def rollout(gateway: GatewayProcess) -> dict[str, Any]:
    found: dict[str, Any] = gateway.http.get(ROUTES).json()["rollout"]
    return found


def fetch(order: dict[str, Any], name: str, more: dict[str, str] | None = None) -> bytes:
    request = urllib.request.Request(f"http://{order['place']}/{name}", headers=more or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data: bytes = answer.read()
        return data


def begin(gateway: GatewayProcess, **order: object) -> dict[str, Any]:
    answer = gateway.http.post(ROUTES, json=order, timeout=300)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def silent_beside(pack: Pack, other: Pack) -> bool:
    """Whether nothing came to the one while fifty packets came to the other."""
    before = len(pack.arrived)
    other.wait_for_sound(50)
    return len(pack.arrived) == before


def test_one_after_the_other_from_the_order_to_the_confirmation(
    gateway: GatewayProcess, packs: tuple[Pack, Pack]
) -> None:
    one, two = packs
    begun = begin(gateway, canary="host-2")
    assert (begun["version"], begun["state"], begun["stages"]) == (__version__, "running", [["host-2"], ["host-1"]])
    assert gateway.http.post(ROUTES, json={}).status_code == 409
    for pack, other in ((two, one), (one, two)):
        order = wait_for("an order", lambda pack=pack: pack.orders() and pack.orders()[-1])
        assert (order["version"], order["older"]) == (__version__, None)
        sealed = fetch(order, manifest.NAME)
        assert hashlib.sha256(sealed).hexdigest() == order["manifest"]
        head, files = manifest.read(sealed)
        assert (head["board"], head["machine"], head["mpy"]) == ("esp32_c3", "rv32imc", 6)
        assert order["size"] == sum(size for size, _ in files.values())
        for path, (size, digest) in list(files.items())[:5]:
            data = fetch(order, path, {"Range": "bytes=0-"})
            assert (len(data), hashlib.sha256(data).hexdigest()) == (size, digest)
        pack.say("fetch 0", "fetch 40")
        wait_for("progress", lambda pack=pack: rollout(gateway)["hosts"][pack.name]["percent"] == 40)
        wait_for("its stream has stopped", lambda pack=pack, other=other: silent_beside(pack, other))
        assert len([each for each in packs if each.orders()]) == (1 if pack is two else 2)
        pack.say("fetch 100", "restart")
        build = order["manifest"][:16]
        pack.restart(build=build, trial=True)
        wait_for("trying", lambda pack=pack: rollout(gateway)["hosts"][pack.name]["state"] == "trying")
        sounds_again(pack)
        pack.firmware["trial"] = None
        pack.say("confirmed " + build)
        wait_for("done", lambda pack=pack: rollout(gateway)["hosts"][pack.name]["state"] == "done")
    wait_for("the end", lambda: rollout(gateway)["state"] == "done")
    done = {"host-2": "done", "host-1": "done"}
    wait_for(
        "it is stored", lambda: [each["hosts"] for each in gateway.http.get(ROUTES).json()["history"][:1]] == [done]
    )
    live = wait_for(
        "the live document",
        lambda: (told := gateway.http.get("/api/v1/shows/main/state").json()["updates"])["state"] == "done" and told,
    )
    assert live["hosts"]["host-1"]["state"] == "done"
    assert "升级完成" in live["hosts"]["host-1"]["zh"]
    wait_for("the listener to close", lambda: gateway.http.get(ROUTES).json()["port"] == 0)
    with pytest.raises(urllib.error.URLError):
        fetch(order, manifest.NAME)
    assert gateway.http.post(ROUTES + "/undo", json={}).status_code == 201
    back = wait_for(
        "the way back", lambda: next((each for each in [*one.orders(), *two.orders()] if each["older"]), None)
    )
    assert (back["version"], back["manifest"][:16]) == ("0.0.1", FIRMWARE["build"])
    gateway.http.post(ROUTES + "/stop", json={})
    for pack in packs:
        pack.say("refused older")
    wait_for("its end", lambda: gateway.http.get(ROUTES).json()["port"] == 0)


def test_a_failure_stops_it_wakes_the_bodypack_and_is_kept_over_a_restart(
    gateway: GatewayProcess, packs: tuple[Pack, Pack]
) -> None:
    one, two = packs
    begin(gateway, canary="host-1")
    wait_for("an order", one.orders)
    one.say("fetch 10", "refused wrong_board esp32_c3, esp32_s3")
    found = wait_for("the stop", lambda: (now := rollout(gateway))["state"] == "stopped" and now)
    assert found["hosts"]["host-1"]["code"] == "wrong_board"
    assert "esp32_c3, esp32_s3" in found["hosts"]["host-1"]["en"]
    sounds_again(one)
    assert not two.orders()
    answer = gateway.http.post(ROUTES + "/undo", json={})
    assert (answer.status_code, answer.json()["error"]) == (409, "update_nobody")


def test_what_makes_no_sense_is_refused_in_both_languages(gateway: GatewayProcess) -> None:
    with Pack("host-1", gateway.broker_port, boot=next(BOOTS)) as old:  # a firmware from before updates over the air
        wait_for("a session", lambda: old.session)
        for body, code in (({"hosts": ["nobody"]}, "update_unknown_host"), ({"canary": "host-1"}, "update_nobody")):
            answer = gateway.http.post(ROUTES, json=body).json()
            assert answer["error"] == code and answer["en"] and answer["zh"]
