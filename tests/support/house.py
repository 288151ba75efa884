"""A front desk with everything behind it: database, two shows, accounts, guard; in one loop, at a virtual time."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import httpx
from fastapi import FastAPI
from starlette.websockets import WebSocket

from hushcue_gateway.config import read
from hushcue_gateway.config_people import SignIn
from hushcue_gateway.core.rights import Action
from hushcue_gateway.logs import Log
from hushcue_gateway.people.desk import People
from hushcue_gateway.people.invitations import Wanted
from hushcue_gateway.people.oidc import Oidc
from hushcue_gateway.people.passwords import Effort
from hushcue_gateway.people.words import WORDS
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.store.database import Database
from hushcue_gateway.talk_words import WORDS as TALK_WORDS
from hushcue_gateway.web.accounts import account_routes
from hushcue_gateway.web.auth import auth_routes
from hushcue_gateway.web.caller import Caller, caller_now, marks, needs, needs_of, needs_of_host, needs_phone
from hushcue_gateway.web.errors import install
from hushcue_gateway.web.gate import Gate
from hushcue_gateway.web.guard import Guard
from hushcue_gateway.web.preferences import preference_routes

CHEAP = Effort(memory_kib=8, passes=1, lanes=1)
PASSWORD = "correct horse battery"
TOKEN = "the-gateways-own-token"
ORIGIN = "http://localhost"
DAY_MS = 24 * 3_600_000
SHOWS = {
    "studio": "test",
    "shows": [{"id": "main", "label": "Main"}, {"id": "late", "label": "Late"}],
    "bodypacks": [
        {"id": "host-1", "password": "a-password-1", "show": "main"},
        {"id": "host-9", "password": "a-password-9", "show": "late"},
    ],
}


class House:
    """``with House(folder) as house``."""

    def __init__(self, folder: Path, sign_in: SignIn | None = None, oidc: Oidc | None = None):
        self.now_ms = 1_800_000_000_000
        self.written = io.StringIO()
        self.log = Log((WORDS, TALK_WORDS), stream=self.written, level="debug")
        self.database = Database(folder, self.log)
        self.database.path.write_bytes(_empty_database())
        self.shows = ShowDesk(read(SHOWS, folder), self.database, self.log)
        self.gate = Gate(self.shows)
        self.gate.knows("host", self.shows.show_of_host, lambda name: TALK_WORDS.trouble("unknown_host", id=name))
        settings = sign_in or SignIn(attempts=5)
        self.people = People(settings, self.database, self.log, self.gate, effort=CHEAP, clock=lambda: self.now_ms)
        self.oidc = oidc
        self._runner = asyncio.Runner()
        self._clients: list[Browser] = []

    def __enter__(self) -> House:
        self.database.open()
        self.run(self.shows.start())
        self.run(self.people.start())
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
        install(app)
        app.include_router(auth_routes(self.people, "test", self.oidc, "SSO"))
        app.include_router(account_routes(self.people))
        app.include_router(preference_routes(self.people))
        add_doors(app)
        self.app = app
        self.guard = Guard(app, self.people, TOKEN, ("studio.local",), marks(app))
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            self.run(client.client.aclose())
        self._runner.close()
        self.database.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """In the one loop of the house."""
        return self._runner.run(work)

    def later(self, ms: int) -> None:
        """The clock goes on."""
        self.now_ms += ms

    def browser(self, address: str = "192.0.2.7", base: str = ORIGIN) -> Browser:
        """A new one, that nobody has signed in with."""
        transport = httpx.ASGITransport(self.guard, client=(address, 50000))
        browser = Browser(self, httpx.AsyncClient(transport=transport, base_url=base), base)
        self._clients.append(browser)
        return browser

    def person(self, name: str, *, owner: bool = False, **roles: str) -> Browser:
        """Somebody with an account, signed in; roles by show."""
        account = self.run(
            self.people.accounts.add(
                name,
                self.now_ms,
                owner=owner,
                language="en",
                password_hash=self.run(self.people.passwords.hash(PASSWORD)),
            )
        )
        for show, role in roles.items():
            self.run(self.gate.rights.join(account.id, show, role))
        browser = self.browser()
        browser.sign_in(name)
        return browser

    def invitation(self, lasts_ms: int = DAY_MS, **fields: Any) -> str:
        """The secret of a new link."""
        return str(self.run(self.people.invite(Wanted(**fields), "test", lasts_ms))[1])

    def audit(self) -> list[dict[str, Any]]:
        """All of the log, newest first."""
        assert self.database.settle(60.0)
        entries: list[dict[str, Any]] = self.run(self.people.audit.page(None, 500, None))
        return entries


@cache
def _empty_database() -> bytes:
    """Migrated once for all tests."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder), Log(()))
        database.open()
        database.close()
        return database.path.read_bytes()


class Browser:
    """Keeps cookies, tells its Origin, sends the CSRF token as the console does."""

    def __init__(self, house: House, client: httpx.AsyncClient, origin: str):
        self.client = client
        self.origin = origin
        self.csrf = ""
        self._house = house

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """One request; a header named ``x_y`` is X-Y, "" leaves it out."""
        own = {"origin": self.origin if method != "GET" else "", "x-hushcue-csrf": self.csrf}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in own.items() if value}
        answer: httpx.Response = self._house.run(self.client.request(method, path, json=body, headers=kept))
        return answer

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """As a person does."""
        answer = self.ask("POST", "/api/v1/session", {"name": name, "password": password})
        if answer.status_code == 200:
            self.csrf = answer.json()["csrf"]
        return answer

    @property
    def cookie(self) -> str:
        return self.client.cookies.get("hushcue_session") or ""

    def bring(self, secret: str, name: str = "hushcue_session") -> None:
        """This cookie instead of its own."""
        self.client.cookies.clear()
        self.client.cookies.set(name, secret, domain="localhost.local")

    @property
    def is_in(self) -> bool:
        """Whether the gateway still knows who this is."""
        return self.ask("GET", "/api/v1/session").status_code == 200


def add_doors(app: FastAPI) -> None:
    """One route for each way to need something; all say who passed."""

    def door(path: str, need: Any) -> None:
        async def pass_through(caller: Caller = need) -> str:
            return caller.id

        for method in ("GET", "POST"):
            app.add_api_route(path, pass_through, methods=[method], name=path.rpartition("/")[2])

    door("/doors/open", needs(Action.OPEN))
    door("/doors/self", needs(Action.SELF))
    door("/doors/own", needs(Action.OWN))
    door("/doors/metrics", needs(Action.OWN, open_on_loopback=True))
    door("/doors/anywhere", needs(Action.REVIEW, show=None))
    door("/api/v1/phone/x", needs_phone())
    door("/doors/hosts/{host}", needs_of_host(Action.ADJUST))
    door("/doors/quiet/{show}", needs(Action.SEE, audited=False))
    for action in (Action.SEE, Action.TALK, Action.LISTEN, Action.ADMINISTER, Action.PHRASES):
        door(f"/doors/shows/{{show}}/{action}", needs(action))
    door("/doors/things/{thing}", needs_of("show", Action.SEE, "thing"))

    @app.websocket("/doors/shows/{show}/live")
    async def live(socket: WebSocket, caller: Annotated[Caller, needs(Action.SEE)]) -> None:
        await socket.accept()
        while True:
            await socket.receive_text()
            await socket.send_text(caller_now(socket).id or "nobody")
