"""The routes of link traces: take one, stop it, those that are kept, one with its points or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from hushcue_link.record import as_csv

from ..core.rights import Action
from .caller import Caller, needs
from .models import Request

if TYPE_CHECKING:
    from ..traces.desk import TraceDesk

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
TraceId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}$")]
Owner = Annotated[Caller, needs(Action.OWN)]


class TraceRequest(Request):
    """How long, from the first packet on."""

    seconds: Annotated[int, Field(ge=5, le=300, strict=True)] = 60


class TraceBegunAnswer(BaseModel):
    """The trace that is being taken: under this id it is found when it is over."""

    id: str


class TraceSummary(BaseModel):
    """A trace. Delays in ms beyond the fastest packet, of those that came. resent: of the lost ones, those that came
    when they were asked for. ended: done, or stopped, or why it is shorter: renewed (another session began), overrun
    (the broker was away too long), cut (the bodypack was). good: people hear nothing of it."""

    id: str
    at_ms: int
    seconds: int
    packets: int
    lost_percent: float
    resent: int
    delay_p50_ms: float | None
    delay_p95_ms: float | None
    delay_p99_ms: float | None
    delay_worst_ms: float | None
    frame_ms: int
    ended: str
    good: bool


class TraceAnswer(BaseModel):
    """points: [when it was sent, how long it took beyond the fastest], both in ms; null: lost."""

    summary: TraceSummary
    points: list[tuple[float, float | None]]


def trace_routes(desk: TraceDesk) -> APIRouter:
    """``/api/v1/bodypacks/{bodypack}/trace`` and ``/traces``."""
    router = APIRouter(prefix="/api/v1/bodypacks/{bodypack}", tags=["traces"])
    owners = [needs(Action.OWN)]

    @router.post("/trace", status_code=202)
    async def post_trace(bodypack: Id, body: TraceRequest, caller: Owner) -> TraceBegunAnswer:
        return TraceBegunAnswer(id=desk.begin(bodypack, body.seconds, caller.id))

    @router.delete("/trace", status_code=204, dependencies=owners)
    async def delete_trace(bodypack: Id) -> None:
        desk.stop_trace(bodypack)

    @router.get("/traces", dependencies=owners)
    async def get_traces(bodypack: Id) -> list[TraceSummary]:
        return [TraceSummary(**each) for each in await desk.all_of(bodypack)]

    @router.get("/traces/{trace}", dependencies=owners)
    async def get_trace(bodypack: Id, trace: TraceId) -> TraceAnswer:
        summary, rows = await desk.rows(bodypack, trace)
        points: list[Any] = [(row.send_ms, row.delay_ms) for row in rows]
        return TraceAnswer(summary=TraceSummary(**summary), points=points)

    @router.get("/traces/{trace}/trace.csv", dependencies=owners, response_class=Response)
    async def get_trace_file(bodypack: Id, trace: TraceId) -> Response:
        _, rows = await desk.rows(bodypack, trace)
        name = f'attachment; filename="{bodypack}-{trace}.csv"'
        text = await run_in_threadpool(as_csv, rows)
        return Response(text, media_type="text/csv", headers={"Content-Disposition": name})

    return router
