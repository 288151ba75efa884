"""The routes. Each asks ``control`` and says what it answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer

from ..metrics import CONTENT_TYPE, Metrics
from ..state import cue_state, state
from ..words import WORDS as GATEWAY_WORDS
from . import models
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


def make_app(control: Control) -> FastAPI:
    """The application of one gateway; the guard is put around it by the server."""
    # No pages of its own: FastAPI's would load scripts from elsewhere.
    app = FastAPI(
        title="hushcue gateway",
        version=control.version,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    install(app)
    app.include_router(_open_routes(control))
    app.include_router(_api(control))
    return app


def _open_routes(control: Control) -> APIRouter:
    router = APIRouter(tags=["monitoring"])
    metrics = Metrics(control)

    @router.get("/health", response_model=models.HealthAnswer, responses={503: {"model": models.HealthAnswer}})
    async def health() -> JSONResponse:
        report = control.picture.media
        media = report is not None and time.monotonic_ns() - report.at_ns < MEDIA_SILENT_NS
        mqtt = control.mqtt_connected
        good = media and mqtt
        body = {"status": "ok" if good else "degraded", "media": media, "mqtt": mqtt}
        return JSONResponse(body, 200 if good else 503)

    @router.get("/metrics", response_class=Response, responses={200: {"content": {CONTENT_TYPE: {}}}})
    async def prometheus() -> Response:
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router


def _api(control: Control) -> APIRouter:
    # The guard checks the token before anything is read; this tells the OpenAPI document so.
    bearer = Depends(HTTPBearer(auto_error=False))
    router = APIRouter(prefix="/api/v1", dependencies=[bearer], responses=ERRORS)

    @router.get("/state", tags=["state"])
    async def get_state() -> dict[str, Any]:
        return state(control, time.monotonic_ns())

    @router.get("/files", tags=["cues"])
    def get_files() -> list[str]:
        return control.desk.files()

    @router.post("/cues", status_code=201, tags=["cues"])
    async def post_cue(request: models.CueRequest) -> models.CueAnswer:
        if (request.file is None) == (request.source is None):
            raise GATEWAY_WORDS.trouble("file_or_source")
        if request.file is not None:
            cue = control.desk.say_file(request.file, request.to, request.priority)
        else:
            assert request.source is not None
            cue = control.desk.talk(request.source, request.to, request.priority)
        return models.CueAnswer(id=cue.id)

    @router.get("/cues/{cue_id}", tags=["cues"])
    async def get_cue(cue_id: Id) -> dict[str, Any]:
        cue = control.desk.log.get(cue_id)
        if cue is None:
            raise GATEWAY_WORDS.trouble("unknown_cue", id=cue_id)
        return {**cue_state(cue), "receipts": control.receipts.brief(cue_id)}

    @router.get("/cues/{cue_id}/receipts", tags=["cues"])
    async def get_receipts(cue_id: Id) -> dict[str, Any]:
        if control.desk.log.get(cue_id) is None:
            raise GATEWAY_WORDS.trouble("unknown_cue", id=cue_id)
        return {"cue": cue_id, "receipts": control.receipts.of_cue(cue_id)}

    @router.delete("/cues/{cue_id}", status_code=204, tags=["cues"])
    async def delete_cue(cue_id: Id) -> None:
        control.desk.stop(cue_id)

    @router.put("/bodypacks/{bodypack_id}/volume", tags=["bodypacks"])
    async def put_volume(bodypack_id: Id, request: models.VolumeRequest) -> models.VolumeAnswer:
        control.set_volume(bodypack_id, request.volume_db)
        return models.VolumeAnswer(volume_db=control.roster.view(bodypack_id).volume_db)

    @router.put("/bodypacks/{bodypack_id}/muted", tags=["bodypacks"])
    async def put_muted(bodypack_id: Id, request: models.MutedRequest) -> models.MutedAnswer:
        control.set_muted(bodypack_id, request.muted)
        return models.MutedAnswer(muted=control.roster.view(bodypack_id).muted)

    @router.post("/bodypacks/{bodypack_id}/identify", status_code=202, tags=["bodypacks"])
    async def post_identify(bodypack_id: Id) -> None:
        control.command(bodypack_id, "identify")

    @router.post("/bodypacks/{bodypack_id}/rekey", status_code=202, tags=["bodypacks"])
    async def post_rekey(bodypack_id: Id) -> None:
        control.rekey(bodypack_id)

    @router.post("/bodypacks/{bodypack_id}/say-again", status_code=201, tags=["cues"])
    async def post_say_again(bodypack_id: Id, request: models.SayAgainRequest) -> models.SayAgainAnswer:
        cue = control.say_again(bodypack_id, request.cue, request.missed_only)
        return models.SayAgainAnswer(id=cue.id, again_of=cue.again_of or "")

    @router.get(
        "/bodypacks/{bodypack_id}/stream.sdp",
        response_class=Response,
        responses={200: {"content": {SDP_TYPE: {}}}},
        tags=["listening in"],
    )
    async def get_sdp(bodypack_id: Id) -> Response:
        return Response(control.sdp_of_bodypack(bodypack_id), media_type=SDP_TYPE)

    @router.post("/listeners", status_code=201, tags=["listening in"])
    async def post_listener(request: models.ListenerRequest) -> models.ListenerAnswer:
        ip = request.ip
        if ip.version != 4 or ip.is_multicast or ip.is_unspecified or ip.is_reserved or str(ip).startswith("0."):
            reason = WORDS.trouble("not_unicast")
            raise GATEWAY_WORDS.trouble("bad_request", place="ip", reason=reason)
        listener = control.add_listener(request.bodypack, (str(ip), request.port), request.encoding)
        return models.ListenerAnswer(id=listener.id, sdp=listener.sdp())

    @router.get(
        "/listeners/{listener_id}/stream.sdp",
        response_class=Response,
        responses={200: {"content": {SDP_TYPE: {}}}},
        tags=["listening in"],
    )
    async def get_listener_sdp(listener_id: Id) -> Response:
        return Response(control.listeners.get(listener_id).sdp(), media_type=SDP_TYPE)

    @router.delete("/listeners/{listener_id}", status_code=204, tags=["listening in"])
    async def delete_listener(listener_id: Id) -> None:
        control.listeners.remove(listener_id)

    return router
