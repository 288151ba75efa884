"""The routes of the gain matrix: how loud one host hears one source."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from ..core.rights import Action
from ..mix_desk import MixDesk
from .caller import needs
from .hosts import GainRequest

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]


class GainAnswer(BaseModel):
    """What the gain is now."""

    gain_db: float


def mix_routes(mix: MixDesk) -> APIRouter:
    """``/api/v1/shows/{show}/sources/{source}/hosts/{host}/gain``."""
    router = APIRouter(prefix="/api/v1", tags=["sources"])
    adjusters = [needs(Action.ADJUST)]

    @router.put("/shows/{show}/sources/{source}/hosts/{host}/gain", dependencies=adjusters)
    async def put_gain_at_host(show: Id, source: Id, host: Id, body: GainRequest) -> GainAnswer:
        return GainAnswer(gain_db=mix.set(source, show, host, body.gain_db))

    @router.delete("/shows/{show}/sources/{source}/hosts/{host}/gain", dependencies=adjusters)
    async def delete_gain_at_host(show: Id, source: Id, host: Id) -> GainAnswer:
        return GainAnswer(gain_db=mix.set(source, show, host, 0.0))

    return router
