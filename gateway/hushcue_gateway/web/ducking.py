"""The routes of the studio's ducking: what is in force, what the configuration file says, who changed it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ..config import Ducking
from ..core.rights import Action
from ..ducking_desk import DuckingDesk
from ..people.desk import People
from .caller import Caller, needs
from .models import Request
from .times import utc

Owner = Annotated[Caller, needs(Action.OWN)]
Depth = Literal[0, -6, -12, -18, -24, "mute"]


class DuckingPolicyRequest(Request):
    """The whole of it: how far the programme goes down under speech, and direct talk under an announcement; how fast,
    how long; by the key, or only while the talker is louder than threshold_db."""

    programme: Depth
    speech: Depth
    attack_ms: Annotated[float, Field(ge=1, le=20, allow_inf_nan=False)]
    hold_ms: Annotated[float, Field(ge=0, le=5000, allow_inf_nan=False)]
    release_ms: Annotated[float, Field(ge=20, le=5000, allow_inf_nan=False)]
    by: Literal["key", "activity"]
    threshold_db: Annotated[float, Field(ge=-90, le=0, allow_inf_nan=False)]


class DuckingPolicyAnswer(BaseModel):
    """now: in force. file: of the configuration file. changed, changed_by: when and by whom it was set here, null where
    the file counts."""

    now: DuckingPolicyRequest
    file: DuckingPolicyRequest
    changed: str | None
    changed_by: str | None


def ducking_routes(desk: DuckingDesk, people: People) -> APIRouter:
    """``/api/v1/ducking``."""
    router = APIRouter(prefix="/api/v1", tags=["studio"])

    def answer() -> DuckingPolicyAnswer:
        change = desk.change
        person = people.accounts.find(change.by) if change is not None else None
        return DuckingPolicyAnswer(
            now=DuckingPolicyRequest(**asdict(desk.now)),
            file=DuckingPolicyRequest(**asdict(desk.file)),
            changed=utc(change.at_ms) if change is not None else None,
            changed_by=person.name if person is not None else change.by if change is not None else None,
        )

    @router.get("/ducking", dependencies=[needs(Action.SELF)])
    async def get_studio_ducking() -> DuckingPolicyAnswer:
        return answer()

    @router.put("/ducking")
    async def put_studio_ducking(body: DuckingPolicyRequest, caller: Owner) -> DuckingPolicyAnswer:
        desk.set(Ducking(**body.model_dump()), caller.id)
        return answer()

    @router.delete("/ducking", dependencies=[needs(Action.OWN)])
    async def delete_studio_ducking() -> DuckingPolicyAnswer:
        desk.forget()
        return answer()

    return router
