"""The application: what every part serves, and what belongs to no show: health, metrics, the technicians' state."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from starlette.requests import Request

from ..core.rights import Action
from ..metrics import CONTENT_TYPE, Metrics
from ..state import state
from ..words import WORDS as GATEWAY_WORDS
from . import models
from .caller import needs
from .errors import STATUS, install
from .words import WORDS

if TYPE_CHECKING:
    from ..control import Control

MEDIA_SILENT_NS = 3_000_000_000
SDP_TYPE = "application/sdp"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": models.ErrorAnswer} for status in sorted({422, *STATUS.values()} - {405, 421})
}
Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
OWNERS = [needs(Action.OWN)]


def make_app(control: Control) -> FastAPI:
    """The application of one gateway; the guard is put around it by the server."""
    # No pages of its own: FastAPI's would load scripts from elsewhere.
    app = FastAPI(
        title="hushcue gateway",
        version=control.version,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    install(app)
    app.add_route("/api/v1/openapi.json", _document(app), include_in_schema=False)
    # The guard finds out who asks before anything is read; this tells the OpenAPI document so.
    bearer = Depends(HTTPBearer(auto_error=False))
    app.include_router(_open_routes(control))
    app.include_router(_technicians(control), dependencies=[bearer], responses=ERRORS)
    for part in control.parts:
        for router in part.routers():
            app.include_router(router, responses=ERRORS)
    return app


def _document(app: FastAPI) -> Callable[[Request], Awaitable[Response]]:
    """The OpenAPI document, made by whoever asks first: that takes a second of a processor, away from the loop."""
    making = asyncio.Lock()

    async def get_document(_request: Request) -> Response:
        async with making:
            return JSONResponse(app.openapi_schema or await asyncio.to_thread(app.openapi))

    return get_document


def _open_routes(control: Control) -> APIRouter:
    router = APIRouter(tags=["monitoring"])
    metrics = Metrics(control)

    @router.get(
        "/health",
        response_model=models.HealthAnswer,
        responses={503: {"model": models.HealthAnswer}},
        dependencies=[needs(Action.OPEN)],
    )
    async def health() -> JSONResponse:
        report = control.parts.picture.media
        media = report is not None and time.monotonic_ns() - report.at_ns < MEDIA_SILENT_NS
        mqtt = control.parts.mqtt.connected
        good = media and mqtt
        body = {"status": "ok" if good else "degraded", "media": media, "mqtt": mqtt}
        return JSONResponse(body, 200 if good else 503)

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {CONTENT_TYPE: {}}}},
        dependencies=[needs(Action.OWN, open_on_loopback=True)],
    )
    async def prometheus() -> Response:
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router


def _technicians(control: Control) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["technicians"])
    listeners = control.parts.listeners

    @router.get("/state", dependencies=OWNERS)
    async def get_state() -> dict[str, Any]:
        return state(control, time.monotonic_ns())

    @router.post("/listeners", status_code=201, dependencies=OWNERS)
    async def post_listener(request: models.ListenerRequest) -> models.ListenerAnswer:
        ip = request.ip
        if ip.version != 4 or ip.is_multicast or ip.is_unspecified or ip.is_reserved or str(ip).startswith("0."):
            reason = WORDS.trouble("not_unicast")
            raise GATEWAY_WORDS.trouble("bad_request", place="ip", reason=reason)
        control.parts.bodypacks.view(request.bodypack)
        encoding = request.encoding or control.config.media.encoding
        listener = listeners.add(request.bodypack, (str(ip), request.port), encoding)
        return models.ListenerAnswer(id=listener.id, sdp=listener.sdp())

    @router.get(
        "/listeners/{listener_id}/stream.sdp",
        response_class=Response,
        responses={200: {"content": {SDP_TYPE: {}}}},
        dependencies=OWNERS,
    )
    async def get_listener_sdp(listener_id: Id) -> Response:
        return Response(listeners.get(listener_id).sdp(), media_type=SDP_TYPE)

    @router.delete("/listeners/{listener_id}", status_code=204, dependencies=OWNERS)
    async def delete_listener(listener_id: Id) -> None:
        listeners.remove(listener_id)

    return router
