"""Both listeners, one application: HTTPS that a browser trusts once it trusts the authority, and WebSockets over it."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.house import PASSWORD, TOKEN, House
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from hushcue_gateway.config_people import Https
from hushcue_gateway.logs import Log
from hushcue_gateway.tls.https import Secured, secure
from hushcue_gateway.web.serving import make_server
from hushcue_gateway.words import WORDS

LIMIT_S = 60.0
PATIENT: dict[str, Any] = {"open_timeout": LIMIT_S, "ping_interval": None}
Scenario = Callable[["Listeners"], Awaitable[None]]


class Listeners:
    """http and https of one house while a scenario runs in its loop."""

    def __init__(self, house: House, secured: Secured):
        self.house = house
        self.trusting = ssl.create_default_context(cadata=secured.ca.decode())
        self._context = secured.context
        self.http = self.https = ""

    def run(self, scenario: Scenario) -> None:
        self.house.run(self._run(scenario))

    async def _run(self, scenario: Scenario) -> None:
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.http, self.https = (
            f"{scheme}://127.0.0.1:{sock.getsockname()[1]}"
            for scheme, sock in zip(("http", "https"), sockets, strict=True)
        )
        servers = [make_server(self.house.guard), make_server(self.house.guard, self._context)]
        tasks = [asyncio.create_task(server.serve([sock])) for server, sock in zip(servers, sockets, strict=True)]
        try:
            while not all(server.started for server in servers):
                await asyncio.sleep(0.01)
            await scenario(self)
        finally:
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*tasks)
            for sock in sockets:
                sock.close()


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    return secure(Https(), tmp_path_factory.mktemp("state"), "test", (), Log((WORDS,), stream=io.StringIO()))


@pytest.fixture
def listeners(tmp_path: Path, secured: Secured) -> Iterator[Listeners]:
    with House(tmp_path) as house:
        house.people.places.ca = secured.ca
        yield Listeners(house, secured)


async def sign_in(client: httpx.AsyncClient, name: str) -> dict[str, str]:
    """Headers of the signed-in browser."""
    answer = await client.post("/api/v1/session", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"Cookie": f"hushcue_session={answer.cookies['hushcue_session']}", "X-Hushcue-Csrf": answer.json()["csrf"]}


def test_who_trusts_the_authority_trusts_us_and_who_does_not_does_not(listeners: Listeners) -> None:
    async def scenario(at: Listeners) -> None:
        async with httpx.AsyncClient(base_url=at.http, timeout=LIMIT_S) as plain:
            ca = await plain.get("/ca.crt")
            assert ca.headers["content-type"] == "application/x-x509-ca-cert" and b"BEGIN CERTIFICATE" in ca.content
        trusting = ssl.create_default_context(cadata=ca.text)
        for name in ("127.0.0.1", "localhost"):
            there = at.https.replace("127.0.0.1", name)
            async with httpx.AsyncClient(base_url=there, verify=trusting, timeout=LIMIT_S) as client:
                answer = await client.get("/api/v1/studio")
                assert answer.status_code == 200 and "strict-transport-security" not in answer.headers
        async with httpx.AsyncClient(base_url=at.https, timeout=LIMIT_S) as client:
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                await client.get("/api/v1/studio")

    listeners.run(scenario)


def test_old_tls_is_refused(listeners: Listeners) -> None:
    async def scenario(at: Listeners) -> None:
        async def speaks(version: str) -> bool:
            place = at.https.removeprefix("https://")
            words = ["openssl", "s_client", "-connect", place, f"-{version}", "-cipher", "ALL:@SECLEVEL=0"]
            process = await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
            )
            await process.communicate()
            return process.returncode == 0

        assert await speaks("tls1_2") and not await speaks("tls1_1")

    listeners.run(scenario)


def test_a_session_is_good_on_both_and_its_cookie_is_secure_on_one(listeners: Listeners) -> None:
    listeners.house.person("Anna", main="director")

    async def scenario(at: Listeners) -> None:
        async with httpx.AsyncClient(base_url=at.https, verify=at.trusting, timeout=LIMIT_S) as client:
            headers = await sign_in(client, "Anna")
        async with httpx.AsyncClient(base_url=at.http, timeout=LIMIT_S) as plain:
            assert (await plain.get("/api/v1/session", headers=headers)).status_code == 200

    listeners.run(scenario)


async def refused(url: str, **options: Any) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as caught:
        async with connect(url, **options):
            pass
    response = caught.value.response
    return response.status_code, (response.body or b"").decode()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_websocket_is_for_who_may_from_our_own_page(listeners: Listeners, scheme: str) -> None:
    listeners.house.person("Anna", main="director")

    async def scenario(at: Listeners) -> None:
        base = getattr(at, scheme)
        url = base.replace("http", "ws", 1) + "/doors/shows/main/live"
        tls: dict[str, Any] = {"ssl": at.trusting} if scheme == "https" else {}
        tls |= PATIENT
        async with httpx.AsyncClient(base_url=base, verify=at.trusting, timeout=LIMIT_S) as client:
            cookie = {"Cookie": (await sign_in(client, "Anna"))["Cookie"]}
        async with connect(url, origin=base, additional_headers=cookie, **tls) as live:
            await live.send("who am I?")
            account = at.house.people.accounts.named("Anna")
            assert account is not None and await live.recv() == account.id
        status, body = await refused(url, origin=base, **tls)
        assert status == 401 and '"unauthorized"' in body
        for origin in ("http://evil.example", None):
            status, body = await refused(url, origin=origin, additional_headers=cookie, **tls)
            assert status == 403 and '"foreign_origin"' in body
        elsewhere = url.replace("main", "late")
        status, body = await refused(elsewhere, origin=base, additional_headers=cookie, **tls)
        assert status == 404 and '"unknown_show"' in body
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        async with connect(url, additional_headers=bearer, **tls) as live:
            await live.send("who am I?")
            assert await live.recv() == "gateway"

    listeners.run(scenario)


def test_an_open_websocket_learns_that_its_person_was_signed_out(listeners: Listeners) -> None:
    listeners.house.person("Anna", main="director")

    async def scenario(at: Listeners) -> None:
        people = at.house.people
        account = people.accounts.named("Anna")
        assert account is not None
        async with httpx.AsyncClient(base_url=at.http, timeout=LIMIT_S) as client:
            cookie = {"Cookie": (await sign_in(client, "Anna"))["Cookie"]}
        url = at.http.replace("http", "ws", 1) + "/doors/shows/main/live"
        async with connect(url, origin=at.http, additional_headers=cookie, **PATIENT) as live:
            ended: list[set[str]] = []
            people.sign_ins.on_ended.append(ended.append)
            people.sign_ins.end_of(account.id)
            await live.send("who am I?")
            assert await live.recv() == "nobody" and len(ended[0]) == 2

    listeners.run(scenario)
