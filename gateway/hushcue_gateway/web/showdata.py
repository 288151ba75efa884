"""Airings over HTTP: begun, ended, looked at, exported, deleted, played; and how long their data is kept."""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from ..core.rights import Action
from ..showdata.airing import Airing
from ..showdata.archive import airing_json, archive
from ..showdata.board import COUNTED
from ..showdata.buckets import BUCKET_MS
from ..showdata.desk import ShowDataDesk
from ..showdata.fact import GAUGES
from ..showdata.generator import FEWEST_MINUTES, MOST_MINUTES
from ..showdata.markers import markers
from ..showdata.replay import MAX_SPEED, MIN_SPEED
from ..showdata.retention import MAX_DAYS, DataRetention
from ..showdata.view import iso
from ..words import WORDS as GATEWAY_WORDS
from .caller import Caller, gate_of, needs, needs_of

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Title = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Days = Annotated[int, Field(ge=0, le=MAX_DAYS, strict=True)]
Speed = Annotated[float, Field(ge=MIN_SPEED, le=MAX_SPEED, allow_inf_nan=False)]
What = Annotated[str, Query(max_length=200, pattern=r"^[a-z]+(,[a-z]+)*$")]
ProductId = Annotated[str, Query(max_length=64)]
Moment = Annotated[int | None, Query(ge=0, le=253_402_300_799_000)]
MaySee = Annotated[Caller, needs(Action.SEE)]
ZIP = "application/zip"
SERIES = frozenset({*COUNTED, *GAUGES})
MOST_STEPS = 8_640


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AiringRequest(_Request):
    """An airing that begins now. title: what it is called in lists."""

    title: Title = ""


class AiringAnswer(BaseModel):
    """Times in ISO 8601, show time. ended: null while it is on. speed: of show time in ours."""

    id: str
    show: str
    kind: Literal["live", "demo", "replay"]
    title: str
    speed: float
    began: str
    ended: str | None


class UndoRequest(_Request):
    """id: of the entry, as it was told."""

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None


class UndoAnswer(BaseModel):
    """What was taken back: for people, and as documents, one for each number."""

    en: str
    zh: str
    documents: list[dict[str, Any]]


class ReplayRequest(_Request):
    """demo: a made-up show, the same for the same seed. airing: one of this show that is over."""

    kind: Literal["demo", "airing"]
    airing: Annotated[str, Field(max_length=64)] = ""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    speed: Speed = 10.0
    minutes: Annotated[int, Field(ge=FEWEST_MINUTES, le=MOST_MINUTES)] = 120


class SeriesAnswer(BaseModel):
    """values: for each of ``what`` one number a step; null: not known then. cues: what was said to hosts."""

    model_config = ConfigDict(populate_by_name=True)

    step_ms: int
    since: str = Field(alias="from")
    values: dict[str, list[int | None]]
    cues: list[dict[str, Any]]


class RetentionDocument(_Request):
    """0 days keeps for ever. comment_days: what viewers wrote; metric_days: everything else of an airing."""

    comment_days: Days
    metric_days: Days


def showdata_routes(desk: ShowDataDesk) -> APIRouter:
    """``/api/v1/shows/{show}/airings``, ``/replay``, ``/data-retention``, ``/api/v1/airings/{airing}``."""
    router = APIRouter(prefix="/api/v1", tags=["show data"])

    @router.get("/shows/{show}/airings", dependencies=[needs(Action.SEE)])
    async def get_airings(show: Id) -> list[AiringAnswer]:
        """The newest first."""
        return [_shown(airing) for airing in await desk.past.airings(show)]

    @router.post("/shows/{show}/airings", status_code=201, dependencies=[needs(Action.FEED)])
    async def post_airing(show: Id, body: AiringRequest) -> AiringAnswer:
        """Begin one by hand. The first fact that comes does it too."""
        return _shown(desk.open(show, body.title))

    @router.post("/airings/{airing}/end", dependencies=[needs_of("airing", Action.FEED, "airing")])
    async def post_end(airing: Id) -> AiringAnswer:
        """It is over."""
        found = await desk.past.get(airing)
        return _shown(desk.end(found.show, airing))

    @router.delete("/airings/{airing}", status_code=204, dependencies=[needs_of("airing", Action.ADMINISTER, "airing")])
    async def delete_airing(airing: Id) -> None:
        """Everything of it."""
        await desk.past.delete(await desk.past.get(airing))

    @router.get("/shows/{show}/airings/{airing}/series", response_model_by_alias=True)
    async def get_series(
        show: Id,
        airing: Id,
        request: Request,
        caller: MaySee,
        what: What = "viewers,orders,comments",
        product: ProductId = "",
        since: Moment = None,
        until: Moment = None,
    ) -> SeriesAnswer:
        """How it went, ten seconds a step. since, until: ms since the epoch, show time; a day at most."""
        names = dict.fromkeys(what.split(","))
        if unknown := names.keys() - SERIES:
            reason = ", ".join(sorted(SERIES))
            raise GATEWAY_WORDS.trouble("bad_request", place=f"what: {min(unknown)}", reason=reason)
        found = await desk.past.get(airing, show)
        board = await desk.past.board(found)
        since_ms = found.began_ms if since is None else since
        ended_ms = max(board.newest_ms, found.began_ms) if found.ended_ms is None else found.ended_ms
        until_ms = min(ended_ms if until is None else until, since_ms + MOST_STEPS * BUCKET_MS)
        until_ms = max(since_ms, until_ms)
        values = {name: board.series(name, product, since_ms, until_ms) for name in names}
        with_text = gate_of(request).may(caller, Action.REVIEW, show)
        database = desk.shelf.database
        cues = await database.run(lambda session: markers(session, found, since_ms, until_ms, with_text))
        began = iso(since_ms // BUCKET_MS * BUCKET_MS)
        shown: dict[str, Any] = {"step_ms": BUCKET_MS, "from": began, "values": values, "cues": cues}
        return SeriesAnswer.model_validate(shown)

    @router.get(
        "/shows/{show}/airings/{airing}/export.zip",
        response_class=Response,
        responses={200: {"content": {ZIP: {}}}},
        dependencies=[needs(Action.REVIEW)],
    )
    async def get_export(show: Id, airing: Id) -> StreamingResponse:
        """All of it: CSV for people, NDJSON to be told again."""
        found = await desk.past.get(airing, show)
        name = f'attachment; filename="{show}-{airing}.zip"'
        parts = archive(desk.shelf.database, found)
        return StreamingResponse(parts, media_type=ZIP, headers={"Content-Disposition": name})

    @router.post("/shows/{show}/airings/{airing}/undo")
    async def post_undo(
        show: Id, airing: Id, caller: Annotated[Caller, needs(Action.FEED)], body: UndoRequest | None = None
    ) -> UndoAnswer:
        """Take a manual entry back, with all that it told: the one with this id, or without it the newest of one's own;
        again: the one before it."""
        entry = body.id if body is not None and body.id is not None else ""
        undone = await desk.undo(show, (await desk.past.get(airing, show)).id, caller.id, entry)
        return UndoAnswer(**undone.as_json())

    @router.post("/shows/{show}/replay", status_code=202, dependencies=[needs(Action.FEED)])
    async def post_replay(show: Id, body: ReplayRequest) -> AiringAnswer:
        """Play one, at 1 to 120 times its speed, where no airing is on."""
        if body.kind == "demo":
            return _shown(desk.replays.demo(show, body.seed, body.speed, body.minutes))
        return _shown(await desk.replays.again(show, body.airing, body.speed))

    @router.delete("/shows/{show}/replay", status_code=204, dependencies=[needs(Action.FEED)])
    async def delete_replay(show: Id) -> None:
        """Stop what plays."""
        desk.replays.stop(show)

    @router.get("/shows/{show}/data-retention", dependencies=[needs(Action.ADMINISTER)])
    async def get_retention(show: Id) -> RetentionDocument:
        rules = desk.retention(show)
        return RetentionDocument(comment_days=rules.comment_days, metric_days=rules.metric_days)

    @router.put("/shows/{show}/data-retention")
    async def put_retention(
        show: Id, body: RetentionDocument, caller: Annotated[Caller, needs(Action.ADMINISTER)]
    ) -> RetentionDocument:
        desk.keep(show, DataRetention(body.comment_days, body.metric_days), caller.id)
        return body

    return router


def _shown(airing: Airing) -> AiringAnswer:
    return AiringAnswer(**airing_json(airing))
