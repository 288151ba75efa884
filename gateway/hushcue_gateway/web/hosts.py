"""The routes of one host: how loud, how far dimmed, call answered, said again; and the sources of a show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol

from fastapi import APIRouter, Path, Response
from pydantic import Field

from ..core.commands import MAX_GAIN_DB, MIN_GAIN_DB
from ..core.rights import Action
from ..roster_desk import RosterDesk
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..talk_desk import TalkDesk
from ..talk_words import WORDS
from .asker import asker_of
from .caller import Caller, needs, needs_of_host
from .gate import Gate
from .models import MutedAnswer, MutedRequest, Request, SayAgainAnswer, SayAgainRequest, VolumeAnswer, VolumeRequest

SDP_TYPE = "application/sdp"
Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Earpiece(Protocol):
    """What a kind of earpiece lets people change. ``set_volume`` gives back what the wish became."""

    def set_volume(self, host: str, volume_db: float, /) -> float: ...
    def set_muted(self, host: str, muted: bool, /) -> None: ...


class ProgrammeRequest(Request):
    """How loud this host hears the programme; null: not at all."""

    gain_db: Annotated[float, Field(ge=MIN_GAIN_DB, le=MAX_GAIN_DB, allow_inf_nan=False)] | None


class DuckingRequest(Request):
    """How far speech dims the programme for this host; "off": not at all; null: as everywhere."""

    depth_db: Annotated[float, Field(ge=MIN_GAIN_DB, le=0, allow_inf_nan=False)] | Literal["off"] | None


class GainRequest(Request):
    """How loud a source is in every mix."""

    gain_db: Annotated[float, Field(ge=MIN_GAIN_DB, le=MAX_GAIN_DB, allow_inf_nan=False)]


def host_routes(
    shows: ShowDesk,
    sources: SourceDesk,
    talks: TalkDesk,
    bodypacks: RosterDesk,
    earpieces: Mapping[str, Earpiece],
    gate: Gate,
) -> APIRouter:
    """``/api/v1/hosts/{host}/...``. earpieces: kind of host -> who sets what is set at the ear."""
    router = APIRouter(prefix="/api/v1", tags=["hosts"])
    adjusters = [needs_of_host(Action.ADJUST)]

    def earpiece(host: str) -> Earpiece:
        found = earpieces.get(shows.host(host).kind)
        if found is None:
            raise WORDS.trouble("not_a_bodypack", id=host)
        return found

    def bodypack(host: str) -> str:
        if shows.host(host).kind != "bodypack":
            raise WORDS.trouble("not_a_bodypack", id=host)
        return host

    @router.put("/hosts/{host}/volume", dependencies=adjusters)
    async def put_volume(host: Id, body: VolumeRequest) -> VolumeAnswer:
        return VolumeAnswer(volume_db=earpiece(host).set_volume(host, body.volume_db))

    @router.put("/hosts/{host}/muted", dependencies=adjusters)
    async def put_muted(host: Id, body: MutedRequest) -> MutedAnswer:
        earpiece(host).set_muted(host, body.muted)
        return MutedAnswer(muted=body.muted)

    @router.put("/hosts/{host}/programme", dependencies=adjusters)
    async def put_programme(host: Id, body: ProgrammeRequest) -> dict[str, Any]:
        return {"gain_db": shows.change_host(host, programme_db=body.gain_db).programme_db}

    @router.put("/hosts/{host}/ducking", dependencies=adjusters)
    async def put_ducking(host: Id, body: DuckingRequest) -> dict[str, Any]:
        depth_db = 0.0 if body.depth_db == "off" else body.depth_db
        shows.change_host(host, ducking_db=None if depth_db is None else math.copysign(abs(depth_db), -1.0))
        return {"depth_db": body.depth_db}

    @router.post("/hosts/{host}/identify", status_code=202, dependencies=adjusters)
    async def post_identify(host: Id) -> None:
        bodypacks.command(bodypack(host), "identify")

    @router.post("/hosts/{host}/rekey", status_code=202, dependencies=[needs_of_host(Action.ADMINISTER)])
    async def post_rekey(host: Id) -> None:
        bodypacks.rekey(bodypack(host))

    @router.post("/hosts/{host}/say-again", status_code=201)
    async def post_say_again(
        host: Id, body: SayAgainRequest, caller: Annotated[Caller, needs_of_host(Action.TALK)]
    ) -> SayAgainAnswer:
        if shows.host(host).kind == "bodypack":
            bodypacks.demand_here(host)
        asker = asker_of(gate, caller, shows.host(host).show)
        cue = talks.say_again(asker, host, body.cue, body.missed_only)
        return SayAgainAnswer(id=cue.id, again_of=cue.again_of or "")

    @router.delete("/hosts/{host}/call", status_code=204, dependencies=[needs_of_host(Action.TALK)])
    async def delete_call(host: Id) -> None:
        talks.answer(host)

    @router.get(
        "/hosts/{host}/stream.sdp",
        response_class=Response,
        responses={200: {"content": {SDP_TYPE: {}}}},
        dependencies=[needs_of_host(Action.LISTEN)],
    )
    async def get_sdp(host: Id) -> Response:
        return Response(bodypacks.sdp(bodypack(host)), media_type=SDP_TYPE)

    @router.put("/shows/{show}/sources/{source}/gain", dependencies=[needs(Action.ADJUST)])
    async def put_gain(show: Id, source: Id, body: GainRequest) -> dict[str, float]:
        sources.set_gain(source, show, body.gain_db)
        return {"gain_db": sources.get(source, show).gain_db}

    return router
