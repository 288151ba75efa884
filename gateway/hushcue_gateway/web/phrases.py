"""Phrases over HTTP: their keys, their sound, and saying them."""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from ..core.rights import Action
from ..part import BasePart
from ..phrases.desk import PhraseDesk
from ..phrases.phrase import MAX_LABEL_CHARS, MAX_TEXT_CHARS, Phrase
from ..phrases.say import SayPhrase
from ..talk_desk import Order as TalkOrder
from .asker import asker_of
from .caller import Caller, gate_of, needs, needs_of

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Name = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Priority = Literal["assistant", "direct", "announcement", "emergency"]
PRINTABLE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Label = Annotated[str, Field(min_length=1, max_length=MAX_LABEL_CHARS, pattern=PRINTABLE)]
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Language = Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$", max_length=7)]
Order = Annotated[int, Field(ge=0, le=10_000)]
Kind = Literal["typed", "recorded"]
SOUND = "audio/wav"
ANY_SOUND: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}}
}


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PhraseRequest(_Request):
    """A new phrase. A typed one is spoken at once, in ``language``; a recorded one waits for its sound."""

    label: Label
    kind: Kind = "typed"
    language: Language = "zh"
    text: Text = ""
    colour: Colour = ""
    order: Order | None = None


class PhraseChange(_Request):
    """What is given is changed."""

    label: Label | None = None
    kind: Kind | None = None
    language: Language | None = None
    text: Text | None = None
    colour: Colour | None = None
    order: Order | None = None


class SayRequest(_Request):
    """To hosts, groups or "all"."""

    to: Annotated[list[Name], Field(min_length=1, max_length=256)]
    priority: Priority | None = None


class PhraseRoutes(BasePart):
    """say: begins the cue, where the one who asks may."""

    def __init__(self, phrases: PhraseDesk, say: SayPhrase):
        self._phrases = phrases
        self._say = say

    def routers(self) -> Sequence[APIRouter]:
        return [_router(self._phrases, self._say)]


def _router(phrases: PhraseDesk, say: SayPhrase) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["phrases"])

    @router.get("/shows/{show}/phrases", dependencies=[needs(Action.SEE)])
    async def get_phrases(show: Id) -> list[dict[str, Any]]:
        """In the order of their keys."""
        return [_shown(phrase) for phrase in phrases.of_show(show)]

    @router.post("/shows/{show}/phrases", status_code=201)
    async def post_phrase(
        show: Id, body: PhraseRequest, caller: Annotated[Caller, needs(Action.PHRASES)]
    ) -> dict[str, Any]:
        """Another key. Where its text cannot be spoken, "trouble" says why."""
        made = await phrases.add(
            show, caller.id, body.kind, body.label, body.language, body.text, body.colour, body.order
        )
        return _shown(made)

    @router.patch("/phrases/{phrase}")
    async def patch_phrase(
        phrase: Id, body: PhraseChange, caller: Annotated[Caller, needs_of("phrase", Action.PHRASES, "phrase")]
    ) -> dict[str, Any]:
        """Other values."""
        changes = body.model_dump(exclude_unset=True, exclude_none=True)
        if "order" in changes:
            changes["place"] = changes.pop("order")
        return _shown(await phrases.change(phrase, caller.id, changes))

    @router.delete("/phrases/{phrase}", status_code=204, dependencies=[needs_of("phrase", Action.PHRASES, "phrase")])
    async def delete_phrase(phrase: Id) -> None:
        """Gone, with its sound."""
        await phrases.remove(phrase)

    @router.put("/phrases/{phrase}/sound", openapi_extra=ANY_SOUND)
    async def put_sound(
        phrase: Id, request: Request, caller: Annotated[Caller, needs_of("phrase", Action.PHRASES, "phrase")]
    ) -> dict[str, Any]:
        """Its sound is this recording: WAV, Ogg, WebM or MP4, at most 4 MiB; trimmed, levelled, cut at 30 s."""
        return _shown(await phrases.record(phrase, caller.id, await request.body()))

    @router.get(
        "/phrases/{phrase}/sound.wav",
        response_class=Response,
        responses={200: {"content": {SOUND: {}}}},
        dependencies=[needs_of("phrase", Action.SEE, "phrase")],
    )
    async def get_sound(phrase: Id) -> Response:
        """As a host hears it."""
        path = phrases.sound(phrase)
        return Response(await asyncio.to_thread(path.read_bytes), media_type=SOUND)

    @router.post("/shows/{show}/phrases/{phrase}/say", status_code=201)
    async def post_say(
        show: Id, phrase: Id, body: SayRequest, request: Request, caller: Annotated[Caller, needs(Action.TALK)]
    ) -> dict[str, str]:
        """Say it. The talk ends with it, or by DELETE /talks/CUE."""
        asker = asker_of(gate_of(request), caller, show)
        return {"cue": say(asker, TalkOrder(show, tuple(body.to), priority=body.priority), phrase).id}

    return router


def _shown(phrase: Phrase) -> dict[str, Any]:
    return {"id": phrase.id, **phrase.as_json()}
