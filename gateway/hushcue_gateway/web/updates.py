"""The routes of updates over the air: what every bodypack runs, and the roll-out: begin, pause, resume, stop, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StrictBool

from hushcue_wire import __version__

from ..core.rights import Action
from .caller import Caller, needs
from .models import Name, Request

if TYPE_CHECKING:
    from ..updates.desk import UpdateDesk
    from ..updates.rollout import Rollout

Owner = Annotated[Caller, needs(Action.OWN)]


class RolloutRequest(Request):
    """hosts: which bodypacks, in this order; none named: all. canary: the first; else the first that is there. groups:
    the others group by group. at_once: how many at a time. older: go back to an older version too."""

    hosts: Annotated[list[Name], Field(max_length=1024, default_factory=list)]
    canary: Name | None = None
    groups: StrictBool = True
    at_once: Annotated[int, Field(ge=1, le=16, strict=True)] | None = None
    older: StrictBool = False


class RolloutAnswer(BaseModel):
    """Where a roll-out is. hosts: each with state, percent, code and a sentence in both languages."""

    id: str
    version: str
    state: str
    at_once: int
    stages: list[list[str]]
    hosts: dict[str, dict[str, Any]]


class UpdatesAnswer(BaseModel):
    """package: the version that is installed here. bodypacks: what each runs. rollout: the newest. history: newest
    first. port: that bodypacks fetch from now, 0 while there is nothing to fetch."""

    package: str
    port: int
    bodypacks: dict[str, dict[str, Any]]
    rollout: RolloutAnswer | None
    history: list[dict[str, Any]]


def update_routes(desk: UpdateDesk) -> APIRouter:
    """``/api/v1/updates``."""
    router = APIRouter(prefix="/api/v1/updates", tags=["updates"])

    def answer(rollout: Rollout) -> RolloutAnswer:
        return RolloutAnswer(**(desk.view.whole(rollout) or {}))

    @router.get("", dependencies=[needs(Action.OWN)])
    async def get_updates() -> UpdatesAnswer:
        return UpdatesAnswer(
            package=__version__,
            port=desk.port,
            bodypacks=desk.view.sights(desk.rollout),
            rollout=answer(desk.rollout) if desk.rollout else None,
            history=await run_in_threadpool(desk.history),
        )

    @router.post("", status_code=201)
    async def post_updates(body: RolloutRequest, caller: Owner) -> RolloutAnswer:
        made = await desk.begin(body.hosts, body.canary or "", body.groups, body.at_once, body.older, caller.id)
        return answer(made)

    @router.post("/pause", dependencies=[needs(Action.OWN)])
    async def post_pause() -> RolloutAnswer:
        return answer(desk.pause())

    @router.post("/resume", dependencies=[needs(Action.OWN)])
    async def post_resume() -> RolloutAnswer:
        return answer(await desk.resume())

    @router.post("/stop", dependencies=[needs(Action.OWN)])
    async def post_stop() -> RolloutAnswer:
        return answer(desk.stop_rollout())

    @router.post("/undo", status_code=201)
    async def post_undo(caller: Owner) -> RolloutAnswer:
        return answer(await desk.undo(caller.id))

    return router
