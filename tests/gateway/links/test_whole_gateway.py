"""The whole gateway, with a shop, OBS and a file of documents: what they tell is one board."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support import obs_server, shop
from support.gateway_process import GatewayProcess, wait_for
from support.obs_server import FakeObs
from support.programs import needs

from hushcue_tools import cli

TUNNEL = "hooks.example.com"
MORE = """
[shopify]
secret = "{secret}"
host = "{host}"
[obs]
url = "{url}"
password = "{password}"
scenes = {{ "Dress" = "product:SKU3" }}
[webrtc]
enabled = false
"""


class ObsThread:
    """OBS in a loop of its own."""

    def __init__(self) -> None:
        self.obs = FakeObs(scene="Dress")
        self._up, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(),))
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> ObsThread:
        self._thread.start()
        if not self._up.wait(60):
            self._over.set()
            raise AssertionError("OBS did not come up")
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def stream(self, state: str) -> None:
        """Once the gateway is here."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._stream(state), self._loop).result(60)

    async def _stream(self, state: str) -> None:
        await self.obs.here.wait()
        await self.obs.go(state)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with self.obs.up():
            self._up.set()
            await asyncio.to_thread(self._over.wait)


@pytest.fixture(scope="module")
def obs() -> Iterator[ObsThread]:
    needs("mosquitto")
    with ObsThread() as one:
        yield one


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, obs: ObsThread) -> Iterator[GatewayProcess]:
    facts = {"secret": shop.SECRET, "host": TUNNEL, "url": obs.obs.url, "password": obs_server.PASSWORD}
    with GatewayProcess(tmp_path_factory.mktemp("links"), ("host-1",), more=MORE.format(**facts)) as running:
        yield running


def links(gateway: GatewayProcess) -> dict[str, Any]:
    answer = gateway.http.get("/api/v1/shows/main/links")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def orders(gateway: GatewayProcess, airing: str) -> int:
    answer = gateway.http.get(f"/api/v1/shows/main/airings/{airing}/series", params={"what": "orders"})
    assert answer.status_code == 200, answer.text
    return sum(count or 0 for count in answer.json()["values"]["orders"])


def test_a_shop_obs_and_a_file_fill_one_board(gateway: GatewayProcess, obs: ObsThread, tmp_path: Path) -> None:
    assert set(links(gateway)) == {"obs", "shopify"}
    wait_for("OBS", lambda: links(gateway)["obs"]["state"] == "connected")
    obs.stream("STARTED")

    def airings() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = gateway.http.get("/api/v1/shows/main/airings").json()
        return found

    (airing,) = wait_for("an airing", airings)
    assert (airing["kind"], airing["ended"]) == ("live", None)

    headers, body = shop.signed("orders/paid", {**shop.order(), "created_at": airing["began"]})
    tunnelled = {**headers, "host": TUNNEL}
    place = f"{gateway.ready['http']}/api/v1/shows/main/shopify"
    with httpx.Client(timeout=60) as tunnel:
        assert tunnel.post(place, content=body, headers=tunnelled).status_code == 200
        assert tunnel.post(place, content=body + b" ", headers=tunnelled).status_code == 401
        assert tunnel.post(place, content=body, headers={**headers, "host": "evil.example.com"}).status_code == 421
        assert tunnel.get(f"{gateway.ready['http']}/metrics", headers={"host": TUNNEL}).status_code == 421
    wait_for("the order", lambda: orders(gateway, airing["id"]) == 1)
    assert links(gateway)["shopify"]["state"] == "connected"

    path = tmp_path / "more.ndjson"
    path.write_text("".join(json.dumps({"type": "order", "id": f"{n}#1"}) + "\n" for n in range(5)), encoding="utf-8")
    words = ["data", "send", str(path), "--gateway", gateway.ready["http"], "--token", gateway.ready["token"]]
    assert cli.main(words) == cli.main(words) == 0
    assert orders(gateway, airing["id"]) == 6
    obs.stream("STOPPED")


def test_no_secret_of_a_link_is_in_the_log(gateway: GatewayProcess) -> None:
    log = json.dumps(gateway.log())
    assert "link_mistake" not in log and "our_mistake" not in log
    assert shop.SECRET not in log and obs_server.PASSWORD not in log
