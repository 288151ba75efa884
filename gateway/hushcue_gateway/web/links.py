"""Links over HTTP: a shop's webhooks, and how the links of a show are."""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.requests import Request

from ..core.rights import Action
from ..links.desk import LinkDesk
from .caller import needs

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
WEBHOOK = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
}


class LinkAnswer(BaseModel):
    """How a link is. code: of its trouble, "" without one; last: when something came last, ms since the epoch."""

    state: Literal["off", "connecting", "connected", "trouble"]
    code: str
    en: str
    zh: str
    last: int | None


def link_routes(desk: LinkDesk) -> APIRouter:
    """``/api/v1/shows/{show}/shopify`` and ``/links``."""
    router = APIRouter(prefix="/api/v1/shows/{show}", tags=["show data"])

    # Not audited: a shop sells all day, and whoever guesses a signature should not fill the log.
    @router.post("/shopify", dependencies=[needs(Action.OPEN, audited=False)], openapi_extra=WEBHOOK)
    async def post_shopify(show: Id, request: Request) -> dict[str, str]:
        """A webhook of the shop, signed with its secret. It is answered before it is worked on."""
        desk.webhook(show, request.headers, await request.body())
        return {}

    @router.get("/links", dependencies=[needs(Action.SEE)])
    async def get_links(show: Id) -> dict[str, LinkAnswer]:
        """Name of a link -> how it is; those that are not set up are not there."""
        return {name: LinkAnswer(**shown) for name, shown in desk.shown(show).items()}

    return router
