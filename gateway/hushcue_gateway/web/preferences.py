"""What one's own console remembers, wherever one signs in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from ..core.rights import Action
from ..people.desk import People
from ..people.preferences import Preferences
from ..people.words import WORDS
from .caller import Caller, needs
from .times import utc

Person = Annotated[Caller, needs(Action.SELF)]
Quietly = Annotated[Caller, needs(Action.SELF, audited=False)]
"""Somebody's own colours are nobody's business."""


class PreferencesRequest(BaseModel):
    """Everything that is to be remembered, in place of what was."""

    model_config = ConfigDict(extra="forbid")

    value: dict[str, Any]


class PreferencesAnswer(BaseModel):
    """changed: when they were written last (UTC), None where they never were."""

    value: dict[str, Any]
    changed: str | None


def preference_routes(people: People) -> APIRouter:
    """``/api/v1/me/preferences``."""
    router = APIRouter(prefix="/api/v1", tags=["signing in"])

    def shown(kept: Preferences) -> PreferencesAnswer:
        return PreferencesAnswer(
            value=kept.value, changed=utc(kept.changed_at_ms) if kept.changed_at_ms is not None else None
        )

    @router.get("/me/preferences")
    async def get_preferences(caller: Person) -> PreferencesAnswer:
        _demand_person(caller)
        return shown(await people.preferences.of(caller.id))

    @router.put("/me/preferences")
    async def put_preferences(body: PreferencesRequest, caller: Quietly) -> PreferencesAnswer:
        _demand_person(caller)
        return shown(await people.preferences.put(caller.id, body.value, people.clock()))

    return router


def _demand_person(caller: Caller) -> None:
    if caller.kind != "session":
        raise WORDS.trouble("people_only")
