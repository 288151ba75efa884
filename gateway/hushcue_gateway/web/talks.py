"""The routes of talking, for programs that hold no live connection: a key of a Stream Deck, a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StrictBool

from ..core.press import MAX_SECONDS, MIN_SECONDS
from ..core.rights import Action
from ..cue_desk import CueDesk
from ..cues import Cue
from ..talk_desk import Asker, Order, TalkDesk
from ..words import WORDS as GATEWAY_WORDS
from .asker import asker_of
from .caller import Caller, needs, needs_of_cue
from .gate import Gate
from .models import Name, Priority, Request

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
LongName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
OfCue = Annotated[Caller, needs_of_cue(Action.TALK, audited=False)]
SayPhrase = Callable[[Asker, Order, str], Cue]


class TalkRequest(Request):
    """Open a microphone, or say a file or a phrase, to hosts, groups or "all".

    source: a microphone; without it, without file and phrase, the caller's own. mode: of a microphone. "hold" ends by
    itself when it is not kept for a second, "latch" goes on until it is deleted, "timed" ends after ``seconds``.
    """

    source: LongName | None = None
    file: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    phrase: LongName | None = None
    to: Annotated[list[Name], Field(min_length=1, max_length=256)]
    priority: Priority | None = None
    mode: Literal["hold", "latch", "timed"] = "hold"
    seconds: Annotated[float, Field(ge=MIN_SECONDS, le=MAX_SECONDS, allow_inf_nan=False)] | None = None
    private: StrictBool | None = None


class TalkAnswer(BaseModel):
    """The cue that was begun."""

    cue: str


def talk_routes(talks: TalkDesk, cues: CueDesk, say_phrase: SayPhrase, gate: Gate) -> APIRouter:
    """``/api/v1/shows/{show}/talks``, ``/api/v1/talks/{cue}``, ``/api/v1/shows/{show}/files``."""
    router = APIRouter(prefix="/api/v1", tags=["talks"])

    def asker_about(cue: str, caller: Caller) -> Asker:
        known = cues.log.get(cue)
        if known is None:
            raise GATEWAY_WORDS.trouble("unknown_cue", id=cue)
        return asker_of(gate, caller, known.show)

    @router.post("/shows/{show}/talks", status_code=201)
    async def post_talk(
        show: Id, body: TalkRequest, caller: Annotated[Caller, needs(Action.TALK, audited=False)]
    ) -> TalkAnswer:
        if sum(each is not None for each in (body.source, body.file, body.phrase)) > 1:
            raise GATEWAY_WORDS.trouble("file_or_source")
        asker = asker_of(gate, caller, show)
        order = Order(
            show=show,
            names=tuple(body.to),
            source=body.source,
            priority=body.priority,
            mode=body.mode,
            seconds=body.seconds,
            private=body.private,
            heartbeat=body.mode == "hold" and body.file is None and body.phrase is None,
        )
        if body.file is not None:
            cue = talks.say_file(asker, order, body.file)
        elif body.phrase is not None:
            cue = say_phrase(asker, order, body.phrase)
        else:
            cue = talks.begin(asker, order)
        return TalkAnswer(cue=cue.id)

    @router.put("/talks/{cue_id}/keep", status_code=204)
    async def put_keep(cue_id: Id, caller: OfCue) -> None:
        talks.keep(asker_about(cue_id, caller), cue_id)

    @router.delete("/talks/{cue_id}", status_code=204)
    async def delete_talk(cue_id: Id, caller: OfCue) -> None:
        talks.end(asker_about(cue_id, caller), cue_id)

    @router.get("/shows/{show}/files", dependencies=[needs(Action.TALK)])
    def get_files(show: Id) -> list[str]:
        return cues.folder.names(show)

    return router
