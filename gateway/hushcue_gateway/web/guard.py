"""What stands before every request: host name, token, length. Closed unless it says otherwise here."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hushcue_words import Trouble

from ..words import WORDS
from .errors import answer

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
OPEN_EVERYWHERE = ("/api/v1/openapi.json",)
OPEN_ON_LOOPBACK = ("/health", "/metrics")
BEARER = "bearer "


class Guard:
    """ASGI middleware.

    Host: an IP address, "localhost" or one of ``names``: a page elsewhere whose name was made to point here (DNS
    rebinding) sends another. Token: compared in constant time. No CORS header is ever sent.
    """

    def __init__(self, app: ASGIApp, token: str, names: Iterable[str]):
        self._app = app
        self._token = token.encode()
        self._names = {"localhost", *names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        code, facts = self._refusal(scope, headers)
        body = b"" if code else await _whole_body(receive)
        if body is None:
            code, facts = "too_large", {"most": MAX_BODY_BYTES}
        if code:
            extra = {"WWW-Authenticate": "Bearer"} if code == "unauthorized" else {}
            # What is left of the body is not read: the connection cannot be used again.
            extra["Connection"] = "close"
            await answer(Trouble(WORDS, code, facts, 0), extra)(scope, receive, send)
            return
        await self._pass(scope, body or b"", receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[str, dict[str, object]]:
        if not self._host_is_ours(headers.get("host", "")):
            return "bad_host", {}
        if not self._may_pass(scope, headers):
            return "unauthorized", {}
        if sum(len(name) + len(value) for name, value in headers.raw) > MAX_HEAD_BYTES:
            return "too_large", {"most": MAX_HEAD_BYTES}
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > MAX_BODY_BYTES:
            return "too_large", {"most": MAX_BODY_BYTES}
        return "", {}

    def _host_is_ours(self, host: str) -> bool:
        name = host.strip().lower()
        if name.startswith("["):
            name = name[1:].partition("]")[0]
        elif name.count(":") == 1:
            name = name.partition(":")[0]
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _may_pass(self, scope: Scope, headers: Headers) -> bool:
        path = scope["path"]
        if path in OPEN_EVERYWHERE or (path in OPEN_ON_LOOPBACK and _from_loopback(scope)):
            return True
        given = headers.get("authorization", "")
        if given[: len(BEARER)].lower() != BEARER:
            return False
        return secrets.compare_digest(given[len(BEARER) :].strip().encode("latin-1"), self._token)

    async def _pass(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self._app(scope, replay, sent)


async def _whole_body(receive: Receive) -> bytes | None:
    """The body; None when it is longer than MAX_BODY_BYTES, whatever length it was said to have."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)


def _from_loopback(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False
