"""The routes of the cue log: what was said, what was heard of it, and its recordings."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from ..core.retention import MAX_DAYS, Retention
from ..core.rights import Action
from ..cue_book import CueBook, Filter, Reader, cue_json
from ..witness.words import WORDS
from ..words import WORDS as GATEWAY_WORDS
from .caller import Caller, needs, needs_of_cue

if TYPE_CHECKING:
    from ..receipt_desk import ReceiptDesk
    from ..recordings import Recordings
    from ..store.models.cues import CueRow

NO_STORE = {"Cache-Control": "no-store"}
OGG, ZIP = "audio/ogg", "application/zip"
MOST_A_PAGE = 200

CueId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
ShowId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Before = Annotated[str, Query(max_length=96, pattern=r"^(\d{1,15}\.[a-z0-9][a-z0-9-]*)?$")]
Limit = Annotated[int, Query(ge=1, le=MOST_A_PAGE)]
Search = Annotated[str, Query(max_length=64)]
MaySee = Annotated[Caller, needs_of_cue(Action.SEE)]
MayReview = Annotated[Caller, needs_of_cue(Action.REVIEW)]
MayReviewShow = Annotated[Caller, needs(Action.REVIEW)]
MayAdminister = Annotated[Caller, needs(Action.ADMINISTER)]
Days = Annotated[int, Field(ge=0, le=MAX_DAYS, strict=True)]
Notice = Annotated[str, Field(max_length=300)]


class CuePage(BaseModel):
    """Newest first. next: ``before`` of the following page, null at the end."""

    cues: list[dict[str, Any]]
    next: str | None


class RetentionRequest(BaseModel):
    """What a show keeps and for how long; 0 days keeps for ever. A field that is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    record: StrictBool | None = None
    recordings_days: Days | None = None
    cues_days: Days | None = None
    notice_zh: Notice | None = None
    notice_en: Notice | None = None


class RetentionAnswer(BaseModel):
    """What holds now. notice: what hosts and operators are told, the standard sentence where none was written."""

    record: bool
    recordings_days: int
    cues_days: int
    notice_zh: str
    notice_en: str
    notice: dict[str, str]


def cue_log_router(book: CueBook, receipts: ReceiptDesk, recordings: Recordings) -> APIRouter:
    """The routes. ``book.show_of`` is what the gate asks about cues."""
    router = APIRouter(prefix="/api/v1", tags=["cue log"])

    async def found(cue_id: str) -> CueRow:
        row = await run_in_threadpool(book.get, cue_id)
        if row is None:
            raise GATEWAY_WORDS.trouble("unknown_cue", id=cue_id)
        return row

    @router.get("/shows/{show}/cues")
    async def get_cues(
        show: ShowId,
        caller: MayReviewShow,
        before: Before = "",
        limit: Limit = 50,
        who: Search = "",
        host: Search = "",
        text: Search = "",
    ) -> CuePage:
        rows, following = await run_in_threadpool(book.page, Filter(show, who, host, text), before, limit)
        return CuePage(cues=[cue_json(row, reader_of(caller)) for row in rows], next=following)

    @router.get("/shows/{show}/cues.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
    async def get_csv(
        show: ShowId, caller: MayReviewShow, who: Search = "", host: Search = "", text: Search = ""
    ) -> StreamingResponse:
        lines = book.csv(Filter(show, who, host, text), reader_of(caller))
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=saved_as(f"{show}-cues.csv"))

    @router.get(
        "/shows/{show}/cues.zip", response_class=Response, responses={200: {"content": {"application/zip": {}}}}
    )
    async def get_zip(
        show: ShowId, caller: MayReviewShow, who: Search = "", host: Search = "", text: Search = ""
    ) -> StreamingResponse:
        parts = book.archive(Filter(show, who, host, text), reader_of(caller))
        return StreamingResponse(parts, media_type=ZIP, headers=saved_as(f"{show}-cues.zip"))

    @router.get("/cues/{cue_id}")
    async def get_cue(cue_id: CueId, caller: MaySee) -> dict[str, Any]:
        return cue_json(await found(cue_id), reader_of(caller))

    @router.get("/cues/{cue_id}/receipts", dependencies=[needs_of_cue(Action.SEE)])
    async def get_receipts(cue_id: CueId) -> dict[str, Any]:
        row = await run_in_threadpool(book.get, cue_id)  # not yet there where the cue has only just begun
        stored = [each.receipt for each in row.receipts if each.receipt] if row is not None else []
        return {"cue": cue_id, "receipts": receipts.of_cue(cue_id) or stored}

    @router.get(
        "/cues/{cue_id}/recording.ogg",
        response_class=Response,
        responses={200: {"content": {OGG: {}}}, 206: {"content": {OGG: {}}}, 416: {}},
    )
    async def get_recording(cue_id: CueId, caller: MayReview) -> FileResponse:
        path = book.sound_for(await found(cue_id), reader_of(caller))
        return FileResponse(path, media_type=OGG, headers=NO_STORE)

    @router.delete("/cues/{cue_id}/recording", status_code=204)
    async def delete_recording(cue_id: CueId, caller: MayReview) -> None:
        row = await found(cue_id)
        if row.recording is not None and row.recording.state == "recording":
            raise GATEWAY_WORDS.trouble("cue_not_over", cue=cue_id)
        book.sound_for(row, reader_of(caller))
        if not await run_in_threadpool(recordings.delete, cue_id, caller.id, now_ms()):
            raise WORDS.trouble("unknown_recording", cue=cue_id)
        recordings.told("cue", cue_id)

    @router.get("/shows/{show}/retention", dependencies=[needs(Action.SEE)])
    async def get_retention(show: ShowId) -> RetentionAnswer:
        return answer(recordings, show)

    @router.put("/shows/{show}/retention")
    async def put_retention(show: ShowId, request: RetentionRequest, caller: MayAdminister) -> RetentionAnswer:
        values = {name: value for name, value in request.model_dump().items() if value is not None}
        rules = Retention(**{**asdict(recordings.retention(show)), **values})
        await run_in_threadpool(recordings.change, show, rules, caller.id, now_ms())
        recordings.told("show", show)
        return answer(recordings, show)

    return router


def reader_of(caller: Caller) -> Reader:
    """Who reads."""
    return Reader(caller.id, caller.owner)


def answer(recordings: Recordings, show: str) -> RetentionAnswer:
    """What holds for a show."""
    return RetentionAnswer(**asdict(recordings.retention(show)), notice=recordings.notice(show))


def saved_as(name: str) -> dict[str, str]:
    """A browser saves it under this name, and keeps no other copy."""
    return {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}


def now_ms() -> int:
    """Milliseconds since the epoch."""
    return round(time.time() * 1000)
