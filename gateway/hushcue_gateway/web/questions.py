"""The routes of questions and topics: answered, sent, hidden, merged (each can be undone), and cues about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from ..core.rights import Action
from ..questions.questions import Mark
from .caller import Caller, needs
from .models import Request

if TYPE_CHECKING:
    from ..assistant.asked import Asked

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
GroupId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
Topic = Annotated[str, Field(min_length=1, max_length=64)]
Assistant = Annotated[Caller, needs(Action.ASSIST)]


class MergeRequest(Request):
    """These questions are about that topic; the shop learns it."""

    topic: Topic


class TopicsRequest(Request):
    """All of them, in the form of the answer of GET."""

    topics: Annotated[list[dict[str, Any]], Field(max_length=200)]
    exemplars: Annotated[list[dict[str, Any]], Field(max_length=500)] | None = None


def question_routes(asked: Asked) -> APIRouter:
    """``/api/v1/shows/{show}/topics`` and ``/questions/{group}/...``."""
    router = APIRouter(prefix="/api/v1/shows/{show}", tags=["assistant"])

    @router.get("/topics", dependencies=[needs(Action.ASSIST)])
    async def get_topics(show: Id) -> dict[str, Any]:
        """What viewers' questions are sorted by."""
        return asked.topics(show)

    @router.put("/topics")
    async def put_topics(show: Id, body: TopicsRequest, caller: Assistant) -> dict[str, Any]:
        """Other ones."""
        return await asked.replace_topics(show, body.model_dump(exclude_none=True), caller.id)

    marks: tuple[Mark, ...] = ("answered", "sent", "hide")
    for what in marks:

        def mark(what: Mark = what) -> None:
            @router.post(f"/questions/{{group}}/{what}", status_code=204, name=f"{what} question")
            async def post_mark(show: Id, group: GroupId, caller: Assistant) -> None:
                asked.mark(show, group, what, on=True)

            @router.delete(f"/questions/{{group}}/{what}", status_code=204, name=f"undo {what} question")
            async def delete_mark(show: Id, group: GroupId, caller: Assistant) -> None:
                asked.mark(show, group, what, on=False)

        mark()

    @router.post("/questions/{group}/merge", status_code=204)
    async def post_merge(show: Id, group: GroupId, body: MergeRequest, caller: Assistant) -> None:
        """They are about that topic, from now on too."""
        await asked.merge(show, group, body.topic, caller.id)

    @router.delete("/questions/{group}/merge", status_code=204)
    async def delete_merge(show: Id, group: GroupId, caller: Assistant) -> None:
        """They are not; what was learnt is forgotten."""
        await asked.unmerge(show, group, caller.id)

    @router.post("/questions/{group}/cue", status_code=201)
    async def post_cue(show: Id, group: GroupId, caller: Assistant) -> dict[str, Any]:
        """A suggestion about it, at once."""
        return {"suggestions": await asked.cue(show, group, caller.id)}

    return router
