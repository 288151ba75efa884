"""Talking in (WHIP, RFC 9725; plain RTP) and listening (WHEP) over HTTP.

An offer is answered whole, candidates and all: neither trickle ICE nor an ICE restart is supported, so PATCH is
answered 405 as RFC 9725 section 4.3 wants. A session belongs to whoever made it: they end it, or who administers its
show.
"""

import base64
import secrets
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from hushcue_wire.keys import MASTER_BYTES

from ..core.rights import Action
from ..cues import Cue
from ..listeners import own_address_towards
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..talk_desk import Asker, Order, TalkDesk
from ..webrtc.ingest_sdp import ffmpeg_line, gstreamer_line, ingest_sdp
from ..webrtc.settings import IceServer
from ..webrtc.words import WORDS
from ..webrtc_desk import WebrtcDesk
from ..webrtc_session import Owner, Session
from ..words import WORDS as GATEWAY_WORDS
from .asker import asker_of
from .caller import Caller, gate_of, needs, needs_of, needs_phone
from .gate import Gate

SDP = "application/sdp"
ShowId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9-]*$")]
SessionId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[a-z0-9]+$")]
Names = Annotated[str, Query(max_length=512, description="host ids, groups or all, with commas between them")]
PriorityName = Annotated[str | None, Query(pattern=r"^(direct|announcement|emergency)$")]
Hear = Annotated[str, Query(max_length=80, pattern=r"^(host|programme):[a-z0-9][a-z0-9-]*$")]
MayTalk = Annotated[Caller, needs(Action.TALK)]
MayListen = Annotated[Caller, needs(Action.LISTEN)]
MaySeeSession = Annotated[Caller, needs_of("webrtc", Action.SEE, "session")]
IsPhone = Annotated[Caller, needs_phone()]
OFFER: dict[str, Any] = {
    "requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string", "maxLength": 32768}}}}
}
ANSWER: dict[int | str, dict[str, Any]] = {
    201: {"content": {SDP: {}}, "headers": {"Location": {"schema": {"type": "string"}}}}
}


class IceAnswer(BaseModel):
    """As RTCPeerConnection takes it."""

    iceServers: list[dict[str, Any]]


class IngestRequest(BaseModel):
    """What a stream of plain RTP is to be. A talk begins at once where there are names to talk to."""

    model_config = ConfigDict(extra="forbid")

    to: list[Annotated[str, Field(min_length=1, max_length=32)]] = Field(default_factory=list, max_length=64)
    priority: Annotated[str | None, Field(pattern=r"^(direct|announcement|emergency)$")] = None
    programme: bool = False


class IngestAnswer(BaseModel):
    """Where to send Opus in SRTP, and how. key: base64 of master key and salt (RFC 4568), told this once."""

    id: str
    source: str
    ip: str
    port: int
    suite: str
    key: str
    sdp: str
    ffmpeg: str
    gstreamer: str
    cue: str | None = None


def whip_router(desk: WebrtcDesk, shows: ShowDesk, sources: SourceDesk, talks: TalkDesk) -> APIRouter:
    """All of them."""
    router = APIRouter(prefix="/api/v1", tags=["webrtc"])
    routes = _Routes(desk, shows, sources, talks)

    @router.get("/ice")
    async def get_ice(_: Annotated[Caller, needs(Action.SEE, show=None)]) -> IceAnswer:
        return IceAnswer(iceServers=[_as_json(server) for server in desk.settings.ice_servers()])

    @router.get("/phone/ice")
    async def get_phone_ice(_: IsPhone) -> IceAnswer:
        """The same for a host's phone, which is in no show by itself."""
        return IceAnswer(iceServers=[_as_json(server) for server in desk.settings.ice_servers()])

    @router.options("/shows/{show}/whip", status_code=204, dependencies=[needs(Action.OPEN)])
    @router.options("/shows/{show}/whep", status_code=204, dependencies=[needs(Action.OPEN)])
    async def options() -> Response:
        return Response(status_code=204, headers={"Accept-Post": SDP, "Allow": "OPTIONS, POST"})

    @router.post("/shows/{show}/whip", status_code=201, response_class=Response, responses=ANSWER, openapi_extra=OFFER)
    async def post_whip(
        request: Request,
        show: ShowId,
        caller: MayTalk,
        talk_to: Names = "",
        priority: PriorityName = None,
        programme: bool = False,
    ) -> Response:
        offer = await _offer(request)
        names, gate = _names(talk_to), gate_of(request)
        if programme:
            gate.demand(caller, Action.ADMINISTER, show)
        encoder = bool(names) or programme
        feed_to = (names or ("all",)) if programme else None
        owner = _owner(caller)
        session, source, answer = await desk.publish(owner, show, offer, encoder=encoder, programme_to=feed_to)
        headers, cue = {"X-Hushcue-Source": source}, None
        if names and not programme:
            cue = routes.talk(gate, caller, show, session, source, names, priority)
            headers["X-Hushcue-Cue"] = cue.id
        routes.watch(gate, caller, Action.ADMINISTER if programme else Action.TALK, show, session, cue)
        return routes.created(answer, f"/api/v1/webrtc/{session}", headers)

    @router.post("/shows/{show}/whep", status_code=201, response_class=Response, responses=ANSWER, openapi_extra=OFFER)
    async def post_whep(request: Request, show: ShowId, caller: MayListen, hear: Hear) -> Response:
        offer = await _offer(request)
        kind, _, name = hear.partition(":")
        owner = _owner(caller)
        if kind == "host":
            session, answer = await desk.monitor(routes.host(show, name), offer, owner, show)
        else:
            session, answer = await desk.programme(routes.programme(show, name), offer, owner, show)
        routes.watch(gate_of(request), caller, Action.LISTEN, show, session)
        return routes.created(answer, f"/api/v1/webrtc/{session}")

    @router.post("/shows/{show}/rtp-ingest", status_code=201)
    async def post_ingest(request: Request, show: ShowId, caller: MayTalk, wanted: IngestRequest) -> IngestAnswer:
        gate, names = gate_of(request), tuple(dict.fromkeys(wanted.to))
        if wanted.programme:
            gate.demand(caller, Action.ADMINISTER, show)
        key = secrets.token_bytes(MASTER_BYTES)
        ip = _own_address(request)
        feed_to = (names or ("all",)) if wanted.programme else None
        session, source, port = await desk.ingest(_owner(caller), show, ip, key, feed_to)
        cue = None
        if names and not wanted.programme:
            cue = routes.talk(gate, caller, show, session, source, names, wanted.priority)
        routes.watch(gate, caller, Action.ADMINISTER if wanted.programme else Action.TALK, show, session, cue)
        return IngestAnswer(
            id=session,
            source=source,
            ip=ip,
            port=port,
            suite="AES_CM_128_HMAC_SHA1_80",
            key=base64.b64encode(key).decode("ascii"),
            sdp=ingest_sdp(ip, port, key),
            ffmpeg=ffmpeg_line(ip, port, key),
            gstreamer=gstreamer_line(ip, port, key),
            cue=cue.id if cue is not None else None,
        )

    @router.patch("/webrtc/{session}", status_code=405)
    async def patch_session(session: SessionId, caller: MaySeeSession) -> None:
        raise WORDS.trouble("no_trickle")

    @router.delete("/webrtc/{session}", status_code=204)
    async def delete_session(request: Request, session: SessionId, caller: MaySeeSession) -> None:
        routes.end(gate_of(request), caller, desk.get(session))

    @router.post("/phone/whep", status_code=201, response_class=Response, responses=ANSWER, openapi_extra=OFFER)
    async def post_phone(request: Request, caller: IsPhone) -> Response:
        show = shows.host(caller.id).show
        session, answer = await desk.listen(caller.id, await _offer(request), _owner(caller), show)
        return routes.created(answer, f"/api/v1/phone/whep/{session}")

    @router.delete("/phone/whep/{session}", status_code=204)
    async def delete_phone(session: SessionId, caller: IsPhone) -> None:
        if desk.get(session).owner != _owner(caller):
            raise WORDS.trouble("unknown_webrtc")
        desk.close(session)

    return router


class _Routes:
    """What several of them do."""

    def __init__(self, desk: WebrtcDesk, shows: ShowDesk, sources: SourceDesk, talks: TalkDesk):
        self._desk = desk
        self._shows = shows
        self._sources = sources
        self._talks = talks

    def created(self, answer: str, location: str, more: dict[str, str] | None = None) -> Response:
        """201 with the answer, where the session lives, and the ICE servers (section 4.6)."""
        response = Response(answer, 201, {"Location": location, **(more or {})}, SDP)
        for link in _links(self._desk.settings.ice_servers()):
            response.headers.append("Link", link)
        return response

    def talk(
        self, gate: Gate, caller: Caller, show: str, session: str, source: str, names: tuple[str, ...], priority: Any
    ) -> Cue:
        """Begin the talk of an encoder, which lasts as long as its session; where it may not, neither may that."""
        role = gate.role_in(caller, show)
        assert role is not None, "the route asked for it"
        order = Order(show, names, source, priority, "latch", heartbeat=False)
        try:
            return self._talks.begin(Asker(caller.id, caller.name, role), order)
        except BaseException:
            self._desk.close(session)
            raise

    def watch(
        self, gate: Gate, caller: Caller, action: Action, show: str, session: str, cue: Cue | None = None
    ) -> None:
        """The session ends with the right to it: signed out, switched off, another role. cue: the talk of an encoder;
        while it goes on, the right to talk to those hosts counts too."""

        def may_stay() -> bool:
            now = gate.fresh(caller)
            if not gate.may(now, action, show):
                return False
            if cue is None or cue.state not in ("asked", "talking"):
                return True
            return self._talks.still_allowed(asker_of(gate, now, show), cue.id)

        self._desk.only_while(session, may_stay)

    def host(self, show: str, name: str) -> str:
        """A host of this show."""
        if name not in self._shows.hosts_of(show):
            raise GATEWAY_WORDS.trouble("unknown_target", id=name)
        return name

    def programme(self, show: str, name: str) -> str:
        """A programme feed of this show."""
        if self._sources.get(name, show).kind != "programme":
            raise GATEWAY_WORDS.trouble("unknown_source", id=name)
        return name

    def end(self, gate: Gate, caller: Caller, session: Session) -> None:
        """Theirs, or of a show that they administer; else there is none."""
        if session.owner != _owner(caller) and not gate.may(caller, Action.ADMINISTER, session.show):
            raise WORDS.trouble("unknown_webrtc")
        self._desk.close(session.id)


async def _offer(request: Request) -> str:
    """The body, after the content types that both sides speak (RFC 9110 sections 12.5.1 and 15.5.16)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != SDP:
        raise WORDS.trouble("not_sdp")
    accept = request.headers.get("accept", "*/*").lower()
    if not any(kind in accept for kind in (SDP, "application/*", "*/*")):
        raise WORDS.trouble("sdp_not_accepted")
    body = await request.body()
    if not body.strip():
        raise WORDS.trouble("no_offer")
    return body.decode("utf-8", "replace")


def _owner(caller: Caller) -> Owner:
    return Owner(caller.kind, caller.id, caller.name or caller.id)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _own_address(request: Request) -> str:
    """The address at which this caller's sound reaches us: the one their request came to."""
    server = request.scope.get("server")
    if server is not None and server[0] and ":" not in server[0] and server[0] != "0.0.0.0":
        return str(server[0])
    client = request.scope.get("client")
    return own_address_towards((client[0], 9)) if client is not None else "127.0.0.1"


def _as_json(server: IceServer) -> dict[str, Any]:
    account = {"username": server.username, "credential": server.credential} if server.username else {}
    return {"urls": list(server.urls), **account}


def _links(servers: tuple[IceServer, ...]) -> Iterator[str]:
    for server in servers:
        for url in server.urls:
            link = f'<{url}>; rel="ice-server"'
            if server.username:
                name, secret = _quoted(server.username), _quoted(server.credential)
                link += f'; username={name}; credential={secret}; credential-type="password"'
            yield link


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
