"""The routes of suggestions: approve, edit, skip, cancel, bring back, hear, write one's own, look back."""

from __future__ import annotations

import asyncio
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from starlette.requests import Request as HttpRequest

from ..assistant import view
from ..assistant.suggestion import MOST_CHARS, Suggestion
from ..assistant.words import WORDS
from ..core.rights import Action
from ..talk_desk import Asker
from .asker import asker_of
from .caller import Caller, gate_of, needs, needs_of
from .models import Name, Request

if TYPE_CHECKING:
    from ..assistant.desk import AssistantDesk

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARS, pattern=r"^[^\x00-\x1f\x7f]*$")]
Hosts = Annotated[list[Name], Field(min_length=1, max_length=256)]
Language = Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Of = Annotated[Caller, needs_of("suggestion", Action.ASSIST, "suggestion")]
SOUND = "audio/wav"


class ApproveRequest(Request):
    """As it is; or with another text, or to other hosts."""

    text: Text | None = None
    hosts: Hosts | None = None


class ScriptRequest(Request):
    """Something a person wrote. Without a language: that of the hosts. say: at once; else it waits for approval."""

    text: Text
    hosts: Hosts
    language: Language | None = None
    say: bool = False


def suggestion_routes(desk: AssistantDesk) -> APIRouter:
    """``/api/v1/suggestions/{suggestion}`` and ``/api/v1/shows/{show}/suggestions``."""
    router = APIRouter(prefix="/api/v1", tags=["assistant"])
    decisions = desk.decisions

    def asker(request: HttpRequest, caller: Caller, name: str) -> Asker:
        return asker_of(gate_of(request), caller, decisions.get(name).show)

    @router.post("/suggestions/{suggestion}/approve")
    async def post_approve(suggestion: Id, body: ApproveRequest, request: HttpRequest, caller: Of) -> dict[str, Any]:
        """It is said when its turn comes."""
        who = asker(request, caller, suggestion)
        return _shown(await decisions.approve(who, suggestion, body.text, body.hosts))

    @router.post("/suggestions/{suggestion}/say-anyway")
    async def post_say_anyway(suggestion: Id, request: HttpRequest, caller: Of) -> dict[str, Any]:
        """One that the coin held back is said all the same, and left out of the comparison."""
        return _shown(await decisions.approve(asker(request, caller, suggestion), suggestion, None, None))

    @router.post("/suggestions/{suggestion}/skip")
    async def post_skip(suggestion: Id, request: HttpRequest, caller: Of) -> dict[str, Any]:
        """It is not said."""
        return _shown(decisions.skip(asker(request, caller, suggestion), suggestion))

    @router.post("/suggestions/{suggestion}/restore")
    async def post_restore(suggestion: Id, request: HttpRequest, caller: Of) -> dict[str, Any]:
        """One that was skipped or cancelled by mistake waits for approval again."""
        return _shown(decisions.restore(asker(request, caller, suggestion), suggestion))

    @router.post("/suggestions/{suggestion}/cancel")
    async def post_cancel(suggestion: Id, request: HttpRequest, caller: Of) -> dict[str, Any]:
        """It is not said after all; what is being said of it stops."""
        return _shown(decisions.cancel(asker(request, caller, suggestion), suggestion))

    @router.get(
        "/suggestions/{suggestion}/sound.wav",
        response_class=Response,
        responses={200: {"content": {SOUND: {}}}},
        dependencies=[needs_of("suggestion", Action.ASSIST, "suggestion")],
    )
    async def get_sound(suggestion: Id) -> Response:
        """As a host hears it."""
        found = decisions.get(suggestion)
        try:
            data = await asyncio.to_thread(FilePath(found.sound).read_bytes) if found.sound else b""
        except OSError:
            data = b""
        if not data:
            raise WORDS.trouble("no_sound", exit_code=0)
        return Response(data, media_type=SOUND)

    @router.post("/shows/{show}/suggestions", status_code=201)
    async def post_script(
        show: Id, body: ScriptRequest, request: HttpRequest, caller: Annotated[Caller, needs(Action.ASSIST)]
    ) -> dict[str, Any]:
        """One of one's own."""
        who = asker_of(gate_of(request), caller, show)
        made = await decisions.script(who, show, body.text, body.hosts, body.language or "")
        return _shown(await decisions.approve(who, made.id, None, None) if body.say else made)

    @router.get("/shows/{show}/suggestions", dependencies=[needs(Action.REVIEW)])
    async def get_suggestions(
        show: Id,
        before: Annotated[int | None, Query(ge=0, le=2**53)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> list[dict[str, Any]]:
        """Those of before, newest first. before: ms since the epoch."""
        return await desk.repository.of_show(show, before, limit)

    return router


def _shown(suggestion: Suggestion) -> dict[str, Any]:
    return {"id": suggestion.id, **view.suggestion(suggestion)}
