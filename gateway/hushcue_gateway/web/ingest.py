"""Where show data comes in: documents in a request, or one after the other over a WebSocket."""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

import asyncio
import time
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, WebSocket
from pydantic import BaseModel

from hushcue_words import Trouble

from ..core.rights import Action
from ..showdata.desk import ShowDataDesk
from ..showdata.ingest import take_text
from ..showdata.rate import MOST_OPEN, Rates
from ..showdata.words import WORDS
from .caller import Caller, caller_now, gate_of, needs

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Feeder = Annotated[Caller, needs(Action.FEED, audited=False)]
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=128)]
SRC = "api"
"""Of documents that do not say who tells them."""
DOCUMENTS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/x-ndjson": {"schema": {"type": "string", "format": "binary"}}},
    }
}
LEAVE = 1008
TOO_BIG = 1009
TRY_AGAIN_LATER = 1013
MOST_WAIT_S = 5.0
"""For one answer; whoever sends much without waiting for answers owes the rest."""
MOST_CHARS = 65_536


class RefusedLine(BaseModel):
    """line: from 1 on. field: which one is wrong, "" is the document as a whole."""

    line: int
    field: str
    en: str
    zh: str


class TakenAnswer(BaseModel):
    """accepted: facts that count. doubled: those that had come before. more_refused: lines beside those that are
    listed."""

    accepted: int
    doubled: int
    refused: list[RefusedLine]
    more_refused: int = 0


def ingest_routes(desk: ShowDataDesk) -> APIRouter:
    """``/api/v1/shows/{show}/ingest``, by request and by WebSocket."""
    router = APIRouter(prefix="/api/v1/shows/{show}", tags=["show data"])
    rates = Rates()

    async def take(show: str, text: str | bytes, caller: Caller, key: str = "") -> dict[str, Any]:
        """Answered no sooner than as many may come as came."""
        taken = await take_text(desk, show, text, SRC, key, caller.id)
        documents = taken["accepted"] + taken["doubled"] + len(taken["refused"]) + taken.get("more_refused", 0)
        wait_s = rates.wait_s(caller.id, documents, time.monotonic())
        await asyncio.sleep(min(wait_s, MOST_WAIT_S))
        return taken

    # Not audited: sources tell something every second, all day.
    @router.post("/ingest", openapi_extra=DOCUMENTS)
    async def post_ingest(show: Id, request: Request, caller: Feeder, key: Key = "") -> TakenAnswer:
        """A document of JSON a line, at most 1 MiB. Lines that are wrong are refused one by one, the others count. With
        an Idempotency-Key the same request may be sent again."""
        if not rates.enter(caller.id):
            raise WORDS.trouble("ingest_busy", exit_code=0, most=MOST_OPEN)
        try:
            return TakenAnswer(**await take(show, await request.body(), caller, key))
        finally:
            rates.leave(caller.id)

    @router.websocket("/ingest")
    async def feed(websocket: WebSocket, show: Id, caller: Annotated[Any, needs(Action.FEED)]) -> None:
        """A document, or an array of them, in each message; each is answered, in order."""
        await websocket.accept()
        if not rates.enter(caller.id):
            await websocket.close(TRY_AGAIN_LATER)
            return
        try:
            await listen(websocket, show, caller)
        finally:
            rates.leave(caller.id)

    async def listen(websocket: WebSocket, show: str, caller: Caller) -> None:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if not gate_of(websocket).may(caller_now(websocket), Action.FEED, show):
                await websocket.close(LEAVE)
                return
            text: str | bytes = message.get("text") or message.get("bytes") or ""
            if len(text) > MOST_CHARS:
                await websocket.close(TOO_BIG)
                return
            try:
                taken = await take(show, text, caller)
                answer = {"t": "taken", "n": taken["accepted"], **taken}
            except Trouble as trouble:
                said = {"en": trouble.in_language("en"), "zh": trouble.in_language("zh")}
                answer = {"t": "refused", "error": trouble.code, **said}
            await websocket.send_json(answer)
            await asyncio.sleep(0)  # a hundred messages may have come at once: others go between

    return router
