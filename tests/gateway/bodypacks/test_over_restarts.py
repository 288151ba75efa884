"""What was registered is there after a restart, however the gateway went; and what the file says afterwards counts."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.fake_bodypack import FakeBodypack
from support.foreign_broker import ForeignBroker
from support.gateway_process import GatewayProcess, wait_for
from support.programs import needs

from hushcue_gateway.bodypacks.view import SEEN_STEP_MS
from hushcue_tools.demo.children import Children

from .conftest import HOME, SHOWS, Fleet


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Fleet]:
    """A gateway of one's own, that may be ended and started again."""
    needs("mosquitto")
    gateway = GatewayProcess(tmp_path, ("host-1",), more=SHOWS)
    with gateway, Children() as children:
        yield Fleet(gateway, children)


def is_silent(fake: FakeBodypack) -> bool:
    """Whether nothing comes for half a second."""
    before = len(fake.arrived)
    time.sleep(0.5)
    return len(fake.arrived) == before


def test_a_power_cut_right_after_the_answer_costs_nothing(alone: Fleet) -> None:
    alone.register("host-7", label="主播七", groups=["tall"], show="late", language="en")
    document = alone.configure("host-7")
    alone.register("host-8")
    before = alone.all()
    alone.gateway.kill()
    alone.gateway.start()
    assert alone.all() == before
    before_ms = time.time() * 1000
    with alone.fake(document) as fake:
        fake.wait_for_sound()
        seen = alone.wait_online("host-7")["last_seen_ms"]
        session = fake.session
        alone.wait_stored()
        alone.gateway.kill()
    alone.gateway.start()
    again = alone.all()["host-7"]
    assert (again["state"], again["ip"]) == ("offline", "127.0.0.1"), "it was here before"
    kept = again["last_seen_ms"]
    assert before_ms - SEEN_STEP_MS <= kept <= seen, "it is kept when it comes, and now and then"
    with alone.fake({**document, "broker": {"password": "a wrong one"}}):
        knock = wait_for("it knocks, and is known by its address", alone.knocking)[0]
    assert (knock["id"], knock["reason"], knock["ip"]) == ("host-7", "password", "127.0.0.1")
    assert alone.knocking(), "and what it said last is heard before anybody else comes"
    with alone.fake(document) as fake:
        fake.wait_for_sound()
        assert session is not None and fake.session is not None and fake.session["session"] != session["session"]
        alone.wait_online("host-7")
    assert alone.knocking() == [], "it is in"
    with alone.fake(alone.configure("host-8")) as fake:  # a restart between being registered and this is no matter
        fake.wait_for_sound()


def test_who_is_retired_stays_so(alone: Fleet) -> None:
    alone.register("host-7")
    document = alone.configure("host-7")
    alone.retire("host-7")
    alone.gateway.kill()
    alone.gateway.start()
    assert set(alone.all()) == {"host-1"}
    assert "host-7" not in json.loads((alone.gateway.folder / "state" / "keys.json").read_text())
    with alone.fake(document) as fake:
        wait_for("it knocks", alone.knocking)
        assert not fake.client.is_connected() and not fake.sessions
    fresh = alone.register("host-7")
    assert (fresh["state"], fresh["key"]) == ("pending", None), "it begins as anybody does"
    with alone.fake(alone.configure("host-7")) as fake:
        fake.wait_for_sound()


def test_what_the_file_says_afterwards_counts(alone: Fleet) -> None:
    document = alone.configure("host-1")
    alone.register("host-7")
    alone.configure("host-7")
    alone.gateway.stop()
    text = alone.gateway.config.read_text()
    told = '\n[[bodypacks]]\nid = "host-7"\npassword = "the password of the file"\n'
    alone.gateway.config.write_text(text + told)
    alone.gateway.start()
    with alone.fake(document) as fake:  # nothing was said anew about this one
        fake.wait_for_sound()
    assert alone.all()["host-7"]["declared"] is True
    key = json.loads((alone.gateway.folder / "state" / "keys.json").read_text())["host-7"]
    with alone.fake({"id": "host-7", "key": key, "broker": {"password": "the password of the file"}}) as fake:
        fake.wait_for_sound()
    alone.gateway.stop()
    alone.gateway.config.write_text(text)
    alone.gateway.start()
    assert set(alone.all()) == {"host-1"}, "taken out of the file, it is gone"


def test_secrets_go_out_by_https_or_to_this_machine_alone(tmp_path: Path) -> None:
    needs("mosquitto")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            outside = str(probe.getsockname()[0])
        except OSError:
            outside = "127.0.0.1"
    if outside.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    gateway = GatewayProcess(tmp_path, ("host-1",), https='host = "0.0.0.0"\nport = 0')
    plain = '[http]\nhost = "0.0.0.0"\nallow_remote = true\nport = 0'
    gateway.config.write_text(gateway.config.read_text().replace("[http]\nport = 0", plain))
    with gateway:
        token = {"Authorization": f"Bearer {gateway.ready['token']}"}
        statuses = []
        for base in (gateway.ready["http"], gateway.ready["https"]):
            url = httpx.URL(str(base)).copy_with(host=outside)
            with httpx.Client(base_url=url, headers=token, verify=False, timeout=60.0) as client:
                answer = client.post("/api/v1/bodypacks/host-1/config", json=HOME)
                statuses.append(answer.status_code)
                if answer.status_code == 403:
                    assert answer.json()["error"] == "secret_in_the_clear"
        assert statuses == [403, 200]


def test_with_a_broker_of_ones_own_its_accounts_are_its_own(tmp_path: Path) -> None:
    needs("mosquitto")
    accounts = {"gateway": "of the gateway", "host-7": "made by hand", "host-8": "of a stranger"}
    broker = ForeignBroker(tmp_path / "broker", accounts)
    broker.start()
    table = f'mode = "external"\nhost = "127.0.0.1"\nport = {broker.port}\nusername = "gateway"\n'
    gateway = GatewayProcess(tmp_path / "gateway", (), broker=table + 'password = "of the gateway"')
    try:
        with gateway, Children() as children:
            fleet = Fleet(gateway, children)
            assert fleet.http.get("/api/v1/bodypacks").json()["broker"] == "external"
            fleet.register("host-7")
            answer = fleet.http.post("/api/v1/bodypacks/host-7/config", json=HOME)
            assert (answer.status_code, answer.json()["error"]) == (422, "broker_password_needed")
            document = fleet.configure("host-7", broker_password="made by hand")
            assert document["broker"] == {"host": "127.0.0.1", "port": broker.port, "password": "made by hand"}
            with fleet.fake(document) as fake:
                fake.wait_for_sound()
                fleet.retire("host-7")
                knock = wait_for("its hello is heard", lambda: fake.hello() or fleet.knocking())
                assert {key: knock[0][key] for key in ("id", "reason", "ip")} == {
                    "id": "host-7",
                    "reason": "unknown",
                    "ip": "127.0.0.1",
                }
                wait_for("its stream is over", lambda: is_silent(fake))
            fleet.register("host-7")
            assert fleet.knocking() == []
    finally:
        broker.stop()
