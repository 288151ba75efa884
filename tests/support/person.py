"""A person at the gateway's interface: signed in by cookie, as a browser is, with the header that every write takes."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PASSWORD = "an-honest-long-password"
LIMIT_S = 60.0
"""Of what a machine with nothing else to do does at once."""


class Live:
    """The live WebSocket of a show. ``state``: the document as patched so far; ``heard``: every message, in order."""

    def __init__(self, socket: ClientConnection):
        self._socket = socket
        self.heard: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}
        self.you: dict[str, Any] = {}
        self._number = 0
        self.read_until(lambda message: message["t"] == "hello")

    def read(self, timeout_s: float = LIMIT_S) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(self._socket.recv(timeout_s))
        self.heard.append(message)
        if message["t"] == "hello":
            self.state, self.you = message["state"], message["you"]
        elif message["t"] == "patch":
            self.state = merged(self.state, message["patch"])
        return message

    def read_until(self, test: Any, timeout_s: float = LIMIT_S) -> dict[str, Any]:
        """The first message that passes."""
        deadline = time.monotonic() + timeout_s
        while True:
            message = self.read(max(0.01, deadline - time.monotonic()))
            if test(message):
                return message

    def wait_state(self, test: Any, timeout_s: float = LIMIT_S) -> Any:
        """Until the document passes; what ``test`` returned."""
        deadline = time.monotonic() + timeout_s
        while not (found := test(self.state)):
            self.read(max(0.01, deadline - time.monotonic()))
        return found

    def say(self, kind: str, **more: Any) -> None:
        """A message that is not answered."""
        self._socket.send(json.dumps({"t": kind, **more}))

    def send(self, frame: str | bytes) -> None:
        """Whatever that is."""
        self._socket.send(frame)

    def ask(self, kind: str, **more: Any) -> dict[str, Any]:
        """A message with an id, and its answer."""
        self._number += 1
        number = self._number
        self.say(kind, id=number, **more)
        return self.read_until(lambda message: message["t"] == "answer" and message["re"] == number)

    def closed(self, timeout_s: float = LIMIT_S) -> bool:
        """Whether the gateway closes it in time."""
        deadline = time.monotonic() + timeout_s
        try:
            while time.monotonic() < deadline:
                self.read(max(0.01, deadline - time.monotonic()))
        except ConnectionClosed:
            return True
        except TimeoutError:
            pass
        return False

    def close(self) -> None:
        """Leave."""
        self._socket.close()


class Person:
    """``http`` carries the cookie and, where it writes, the header against forgery."""

    def __init__(self, url: str, name: str, password: str = PASSWORD):
        self.url, self.name, self.password = url, name, password
        self.http = httpx.Client(base_url=url, headers={"Origin": url}, timeout=LIMIT_S)
        self.id = ""
        self._sockets: list[Live] = []

    @classmethod
    def join(cls, url: str, token: str, name: str) -> Person:
        """Take an invitation: a new account, signed in."""
        person = cls(url, name)
        answer = person.http.post(f"/api/v1/invitation/{token}", json={"name": name, "password": person.password})
        assert answer.status_code in (200, 201), answer.text
        person._signed_in(answer.json())
        return person

    def sign_in(self) -> None:
        """With name and password."""
        answer = self.http.post("/api/v1/session", json={"name": self.name, "password": self.password})
        assert answer.status_code in (200, 201), answer.text
        self._signed_in(answer.json())

    def _signed_in(self, body: dict[str, Any]) -> None:
        self.id = body["person"]["id"]
        self.http.headers["X-Hushcue-Csrf"] = body["csrf"]

    def cookie(self) -> str:
        """As a Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def live(self, show: str) -> Live:
        """The live WebSocket of a show, said hello to."""
        return self.live_at(f"/api/v1/shows/{show}/live")

    def live_at(self, path: str) -> Live:
        """A live WebSocket, said hello to."""
        address = self.url.replace("http", "ws", 1) + path
        cookie = {"Cookie": self.cookie()}
        socket = connect(
            address,
            origin=self.url,  # type: ignore[arg-type]
            additional_headers=cookie,
            open_timeout=LIMIT_S,
            ping_interval=None,  # who reads nothing for a while does not see the answers to its pings either
            max_size=8 << 20,
        )
        live = Live(socket.__enter__())  # open until ``close``
        self._sockets.append(live)
        return live

    def close(self) -> None:
        """Leave; the account stays."""
        for socket in self._sockets:
            socket.close()
        self.http.close()


def merged(document: Any, patch: Any) -> Any:
    """RFC 7396 section 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
