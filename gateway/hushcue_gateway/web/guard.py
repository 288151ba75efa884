"""What stands before every request: host name, who asks, where they come from, how often, how long. Then it notes what
was done.

| a request                                           | is refused unless                                              |
|-----------------------------------------------------|----------------------------------------------------------------|
| any                                                 | Host is an IP address, "localhost" or a name of this machine,  |
|                                                     | or one that is a door to just this place                       |
| to a route that is not open                         | somebody is known: token, session cookie, phone cookie         |
| that changes something, or a WebSocket, by cookie   | Origin, where a browser tells it, is this very place           |
| that changes something, with the session's cookie   | X-Hushcue-Csrf is the one of this session                      |
| of more than MAX_BODY_BYTES                         | its place is one of LONG_BODIES, and somebody is known; or one |
|                                                     | of OPEN_LONG_BODIES                                            |

What anybody may do is decided by the route (``caller.py``); a request that brings no one is refused before it is read.
No CORS header is ever sent.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hushcue_words import Trouble

from ..people.audit import Deed
from ..people.desk import People
from ..people.limits import house_of
from ..people.secret import CHARS_MOST, csrf_of, same
from ..people.words import WORDS
from ..words import WORDS as GATEWAY_WORDS
from .caller import CALLER, GATE, NOBODY, SHOW, Caller, Needs, Place
from .errors import answer, status_of

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
MIB = 1024 * 1024
LONG_BODIES = (
    (re.compile(r"/api/v1/phrases/[^/]+/sound"), 4 * MIB),
    (re.compile(r"/api/v1/shows/[^/]+/ingest"), MIB),
)
"""Recorded phrases; show data."""
SHOPIFY_PLACE = re.compile(r"/api/v1/shows/[^/]+/shopify")
"""Where a shop's webhooks come: all that the name of their tunnel leads to."""
OPEN_LONG_BODIES = ((SHOPIFY_PLACE, 256 * 1024),)
"""Of whoever comes: an order of many lines. Whose it is, its signature says, and that is over the whole body."""
BEARER = "bearer "
SESSION_COOKIE = "hushcue_session"
PHONE_COOKIE = "hushcue_phone"
PHONE_PLACES = ("/api/v1/phone/", "/phone/")
"""The phone's cookie counts here and nowhere else."""
CSRF_HEADER = "x-hushcue-csrf"
SAFE = ("GET", "HEAD", "OPTIONS")
HSTS = "max-age=15552000"
WRONG_SECRET = (401, 403, 404)
"""What a wrong password, an identity that is not admitted, and a link that is worthless are answered with."""
SECRET_PARAMETERS = ("secret", "token")
OPEN_PLACES = ("/api/v1/openapi.json",)
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer that does not say otherwise itself."""
GATEWAY = Caller("gateway", "gateway", "gateway", owner=True)


class Guard:
    """ASGI middleware. token: the gateway's own. names: host names beside "localhost". places: of every route.

    doors: host names that lead to these paths and nowhere else: what a tunnel brings here comes from this very machine,
    to which more is open.

    strict: tell browsers to come by HTTPS alone (only with a certificate they trust anyway).
    """

    def __init__(
        self,
        app: ASGIApp,
        people: People,
        token: str,
        names: Iterable[str],
        places: Iterable[Place] = (),
        *,
        strict: bool = False,
        doors: Mapping[str, re.Pattern[str]] | None = None,
    ):
        self._app = app
        self._people = people
        self._token = token
        self._names = {"localhost", *names}
        self._places = tuple(places)
        self._strict = strict
        self._doors = dict(doors or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return
        headers = Headers(scope=scope)
        place = self._place(scope)
        try:
            most = self._check(scope, headers, place)
            body = await _whole_body(receive, most) if scope["type"] == "http" else b""
        except Trouble as trouble:
            self._note(scope, place, status_of(trouble))
            await self._refuse(trouble, scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._pass(scope, place, body, receive, send)

    def _check(self, scope: Scope, headers: Headers, place: Place | None) -> int:
        """Raises Trouble; the most bytes that the body may have."""
        if not self._host_is_ours(headers.get("host", ""), scope["path"]):
            raise GATEWAY_WORDS.trouble("bad_host")
        if sum(len(name) + len(value) for name, value in headers.raw) > MAX_HEAD_BYTES:
            raise GATEWAY_WORDS.trouble("too_large", most=MAX_HEAD_BYTES)
        caller, secret = self._caller(scope["path"], headers)
        scope[CALLER], scope[GATE] = caller, self._people.gate
        if caller.kind != "gateway":
            self._people.limits.demand_request(_who(scope, caller))
        need = place.needs[0] if place is not None and place.needs else None
        is_open = need is not None and need.is_open_to(scope)
        is_ours = need is not None or scope["path"].startswith("/api/")
        if caller is NOBODY and not is_open and is_ours and scope["path"] not in OPEN_PLACES:
            raise GATEWAY_WORDS.trouble("unauthorized")
        if scope["type"] == "websocket" or scope["method"] not in SAFE:
            _demand_own_page(scope, headers, caller, secret, is_open)
        long_bodies = OPEN_LONG_BODIES if caller is NOBODY else (*LONG_BODIES, *OPEN_LONG_BODIES)
        most = next((size for place, size in long_bodies if place.fullmatch(scope["path"])), MAX_BODY_BYTES)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > most:
            raise GATEWAY_WORDS.trouble("too_large", most=most)
        return most

    def _caller(self, path: str, headers: Headers) -> tuple[Caller, str]:
        """Who it is, and the secret of their cookie where it is by cookie. A header that is wrong is not made good by a
        cookie."""
        given = headers.get("authorization")
        if given is not None:
            secret = given[len(BEARER) :].strip()
            if given[: len(BEARER)].lower() != BEARER or not 0 < len(secret) <= CHARS_MOST:
                return NOBODY, ""
            return (GATEWAY if same(secret, self._token) else self._people.caller_of_token(secret)), ""
        cookies = _cookies(headers)
        if path.startswith(PHONE_PLACES) and (secret := cookies.get(PHONE_COOKIE, "")):
            found = self._people.phone_sessions(secret)
            if found is not None:
                return Caller("phone", *found), secret
        secret = cookies.get(SESSION_COOKIE, "")
        return (self._people.caller_of_cookie(secret), secret) if secret else (NOBODY, "")

    def _host_is_ours(self, host: str, path: str) -> bool:
        name = _name_of(host)
        door = self._doors.get(name)
        return name in self._names or _is_address(name) or (door is not None and door.fullmatch(path) is not None)

    def _place(self, scope: Scope) -> Place | None:
        """The route this will come to: the first that takes the path, and the method where one does."""
        method = scope.get("method", "")
        first = None
        for place in self._places:
            if place.is_websocket == (scope["type"] == "websocket") and place.pattern.match(scope["path"]):
                if place.is_websocket or method in place.methods:
                    return place
                first = first or place
        return first

    async def _refuse(self, trouble: Trouble, scope: Scope, receive: Receive, send: Send) -> None:
        extra = {**HEADERS}
        if scope["type"] == "http":
            # What is left of the body is not read: the connection cannot be used again.
            extra["Connection"] = "close"
        await answer(trouble, extra)(scope, receive, send)

    async def _pass(self, scope: Scope, place: Place | None, body: bytes, receive: Receive, send: Send) -> None:
        host = _name_of(Headers(scope=scope).get("host", ""))
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._strict and scope["scheme"] == "https" and not _is_address(host):
                    headers.setdefault("Strict-Transport-Security", HSTS)
                self._note(scope, place, message["status"])
            await send(message)

        await self._app(scope, replay, sent)

    def _note(self, scope: Scope, place: Place | None, status: int) -> None:
        """Write to the audit log what changed something, and what was forbidden. Strangers who are merely strangers are
        not noted, but those who tried a password or a link are."""
        if scope["type"] != "http" or scope["method"] in SAFE or place is None or not place.needs:
            return
        need: Needs = place.needs[0]
        caller: Caller = scope.get(CALLER, NOBODY)
        if caller is NOBODY:
            counts = status in WRONG_SECRET and need.is_open_to(scope)
        else:
            counts = status < 400 or status == 403
        if need.audited and counts:
            about = {
                name: value for name, value in scope.get("path_params", {}).items() if name not in SECRET_PARAMETERS
            }
            self._people.note(
                caller,
                Deed(
                    at_ms=self._people.clock(),
                    kind="",
                    who="",
                    name="",
                    what=place.name,
                    status=status,
                    address=address_of(scope),
                    show=scope.get(SHOW),
                    about=about,
                ),
            )


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _who(scope: Scope, caller: Caller) -> str:
    return f"{caller.kind} {caller.id or house_of(address_of(scope))}"


def _demand_own_page(scope: Scope, headers: Headers, caller: Caller, secret: str, is_open: bool) -> None:
    """A page from elsewhere can make a browser send our cookies; it can neither tell another Origin nor know the CSRF
    token. Programs with a token bring no cookie, and tell no Origin that would matter."""
    if "authorization" in headers:
        return
    origin = headers.get("origin")
    by_cookie = caller is not NOBODY
    if origin is None:
        foreign = by_cookie and (scope["type"] == "websocket" or caller.kind == "phone")
    else:
        foreign = _place_of(origin) != headers.get("host", "").strip().lower()
    if foreign or headers.get("sec-fetch-site") == "cross-site":
        raise WORDS.trouble("foreign_origin")
    if scope["type"] == "http" and caller.kind == "session" and not is_open:
        given = headers.get(CSRF_HEADER, "")
        if not same(given, csrf_of(secret)):
            raise WORDS.trouble("csrf")


def _place_of(origin: str) -> str:
    """ "name:port" of "https://name:port", without the port where it is the usual one; "" of anything else."""
    try:
        parts = urlsplit(origin.strip().lower())
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        if usual is None or parts.hostname is None:
            return ""
        return parts.netloc.removesuffix(f":{usual}")
    except ValueError:
        return ""


def _cookies(headers: Headers) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for line in headers.getlist("cookie"):
        try:
            jar.load(line)
        except CookieError:
            continue
    return {name: morsel.value for name, morsel in jar.items() if len(morsel.value) <= CHARS_MOST}


def _name_of(host: str) -> str:
    """What the header Host names, without the port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0] if name.count(":") == 1 else name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _whole_body(receive: Receive, most: int) -> bytes:
    """The body. Raises Trouble when it is longer than ``most``, whatever length it was said to have."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            raise GATEWAY_WORDS.trouble("too_large", most=most)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)
