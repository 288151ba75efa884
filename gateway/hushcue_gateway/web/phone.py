"""What a host's phone asks, and the link that makes it that host's phone.

A phone's page is told everything over one WebSocket, and tells everything over it. What it says is bounded and checked;
what is malformed is answered once, and ends the connection.
"""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

import asyncio
import contextlib
import io
import json
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Path, WebSocket
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocketDisconnect, WebSocketState

from ..core.phone_ear import PhoneReport
from ..core.rights import Action
from ..part import BasePart
from ..people.secret import CHARS_MOST
from ..phone_desk import PhoneDesk
from ..phone_words import WORDS
from .asker import asker_of
from .caller import Caller, gate_of, needs, needs_of_host, needs_phone
from .guard import PHONE_COOKIE, PHONE_PLACES

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
MOST_MESSAGE_CHARS = 2048
MOST_MESSAGES_S = 50
WAITING = 64
MAX_TEXT_CHARS = 200
SESSION_S = 180 * 24 * 3600
QR_SCALE = 6
FAREWELL = 4001
MALFORMED = 4400
"""Codes of WebSocket closes: the gateway's own reasons."""

_Count = Annotated[StrictInt, Field(ge=0, le=0x7FFFFFFF)]
_Number = Annotated[float, Field(ge=0, le=60_000, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PlayedMessage(_Message):
    """See ``core/phone_ear.py``."""

    n: _Count
    position: Annotated[StrictInt, Field(ge=0, le=0xFFFFFFFF)]
    samples: _Count
    concealed: _Count
    received: _Count
    lost: _Count
    delay_ms: _Number
    rtt_ms: _Number | None = None
    ago_ms: _Number = 0.0
    muted: StrictBool = False


class ListeningMessage(_Message):
    """on: the page hears the stream of its ``peer``-th connection; boot: random, of every time it was loaded."""

    on: StrictBool
    boot: _Count
    peer: _Count


class PowerMessage(_Message):
    percent: Annotated[StrictInt, Field(ge=0, le=100)] | None = None
    charging: StrictBool | None = None


class AckMessage(_Message):
    cue: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9-]+$")] | None = None


class SessionRequest(_Message):
    """The secret of an invitation's link."""

    token: Annotated[str, Field(min_length=16, max_length=CHARS_MOST, pattern=r"^[A-Za-z0-9_-]+$")]


class TextRequest(_Message):
    """A text for a phone's screen."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_TEXT_CHARS,
            pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b-\x1f\x7f]*$",
        ),
    ]


class PhoneRoutes(BasePart):
    """base_url: where phones find the gateway, "https://..."; "" where that is not known."""

    def __init__(self, phones: PhoneDesk, base_url: Callable[[], str]):
        self._phones = phones
        self._base_url = base_url

    def routers(self) -> Sequence[APIRouter]:
        return [_invitations(self._phones, self._base_url), _pages(self._phones)]


def _invitations(phones: PhoneDesk, base_url: Callable[[], str]) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["phones"])

    @router.post(
        "/shows/{show}/hosts/{host}/invite",
        status_code=201,
        dependencies=[needs(Action.ADMINISTER)],
        name="invite_phone",
    )
    async def invite(show: Id, host: Id, request: Request) -> dict[str, Any]:
        """A link for one phone, good once and for a day; with it a QR code as SVG."""
        secret, ends_at_ms = await phones.invite(host, show)
        base = base_url() or str(request.base_url).rstrip("/")
        url = f"{base}/phone#{secret}"
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ends_at_ms / 1000))
        return {"url": url, "expires": expires, "qr_svg": _qr(url)}

    @router.post("/hosts/{host}/text", status_code=201)
    async def text(
        host: Id, body: TextRequest, request: Request, caller: Annotated[Caller, needs_of_host(Action.TALK)]
    ) -> dict[str, str]:
        """Show a text on a host's phone until it is acknowledged."""
        return {"cue": phones.text(asker_of(gate_of(request), caller, phones.show_of(host)), host, body.text).id}

    return router


def _pages(phones: PhoneDesk) -> APIRouter:
    router = APIRouter(prefix="/api/v1/phone", tags=["phones"])

    @router.post("/session", status_code=201, dependencies=[needs(Action.OPEN)])
    async def begin(body: SessionRequest, request: Request) -> JSONResponse:
        """Change an invitation for a session, which the cookie keeps."""
        secret = await phones.accept(body.token)
        caller = phones.caller(secret)
        answer = JSONResponse({"host": caller[0] if caller else ""}, 201)
        answer.set_cookie(
            PHONE_COOKIE,
            secret,
            max_age=SESSION_S,
            path=PHONE_PLACES[0],
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    @router.get("/session")
    async def who(caller: Annotated[Caller, needs_phone()]) -> dict[str, str]:
        """Whose phone this is."""
        return {"host": caller.id, "name": caller.name}

    @router.delete("/session", status_code=204)
    async def end(caller: Annotated[Caller, needs_phone()]) -> Response:
        """This phone is nobody's any more."""
        phones.sign_out(caller.id)
        answer = Response(status_code=204)
        answer.delete_cookie(PHONE_COOKIE, path=PHONE_PLACES[0])
        return answer

    @router.websocket("/live")
    async def live(socket: WebSocket, caller: Annotated[Caller, needs_phone()]) -> None:
        await socket.accept()
        await _Page(phones, caller.id, socket).run()

    return router


class _Page:
    """One page's connection. What the page does not take in time is dropped with the connection."""

    def __init__(self, phones: PhoneDesk, host: str, socket: WebSocket):
        self._phones = phones
        self._host = host
        self._socket = socket
        self._out: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(WAITING)
        self._second = 0.0
        self._this_second = 0

    async def run(self) -> None:
        """Until either side leaves."""
        hello = self._phones.connected(self._host, self.send)
        self.send(hello)
        writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((writer, reader), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (writer, reader):
                task.cancel()
            await asyncio.gather(writer, reader, return_exceptions=True)
            self._phones.gone(self._host, self.send)
            if self._socket.application_state is WebSocketState.CONNECTED:
                with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                    await self._socket.close(FAREWELL)

    def send(self, message: dict[str, Any]) -> None:
        """Queue; never waits."""
        try:
            self._out.put_nowait(message)
        except asyncio.QueueFull:
            while not self._out.empty():
                self._out.get_nowait()
            self._out.put_nowait(None)

    async def _write(self) -> None:
        while (message := await self._out.get()) is not None:
            await self._socket.send_text(json.dumps(message, ensure_ascii=False))
            if message["t"] == "bye":
                return

    async def _read(self) -> None:
        while True:
            try:
                text = await self._socket.receive_text()
            except (WebSocketDisconnect, KeyError):
                return
            try:
                self._pace()
                self._take(text)
            except (ValueError, RecursionError) as error:
                reason = error.errors()[0]["type"] if isinstance(error, ValidationError) else str(error)[:64]
                trouble = WORDS.trouble("phone_message", place="message", reason=reason)
                said = {"t": "bye", "error": trouble.code}
                self.send({**said, "en": trouble.in_language("en"), "zh": trouble.in_language("zh")})
                await asyncio.sleep(1.0)
                return

    def _pace(self) -> None:
        now = time.monotonic()
        if now - self._second >= 1.0:
            self._second, self._this_second = now, 0
        self._this_second += 1
        if self._this_second > MOST_MESSAGES_S:
            raise ValueError("too many messages")

    def _take(self, text: str) -> None:
        if len(text) > MOST_MESSAGE_CHARS:
            raise ValueError("too long")
        fields = json.loads(text)
        kind = fields.pop("t", None) if isinstance(fields, dict) else None
        if kind == "played":
            told = PlayedMessage.model_validate(fields)
            report = PhoneReport(
                told.n, told.position, told.samples, told.concealed, told.delay_ms, told.rtt_ms, told.muted, told.ago_ms
            )
            self._phones.played(self._host, report, told.received, told.lost)
        elif kind == "listening":
            said = ListeningMessage.model_validate(fields)
            if said.on:
                self._phones.listens(self._host, said.boot, said.peer)
            else:
                self._phones.silent(self._host)
        elif kind == "ack":
            self._phones.acknowledge(self._host, AckMessage.model_validate(fields).cue)
        elif kind == "call":
            self._phones.call(self._host)
        elif kind == "power":
            power = PowerMessage.model_validate(fields)
            self._phones.power(self._host, power.percent, power.charging)
        elif kind == "ping":
            self.send({"t": "pong"})
        else:
            raise ValueError("unknown message")


def _qr(url: str) -> str:
    """Dark on white whatever the page's colours are: cameras read that best."""
    svg = io.BytesIO()
    segno.make(url, error="m").save(svg, kind="svg", scale=QR_SCALE, border=4, light="white", xmldecl=False, svgns=True)
    return svg.getvalue().decode()
