"""The routes of the assistant itself: mute, rules, settings, a preview, and what would have fired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from ..core.rights import Action
from .caller import Caller, needs
from .models import Request

if TYPE_CHECKING:
    from ..assistant.desk import AssistantDesk
    from ..assistant.rehearsing import Rehearsing

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Assistant = Annotated[Caller, needs(Action.ASSIST)]
Administrator = Annotated[Caller, needs(Action.ADMINISTER)]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Language = Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]


class MuteRequest(Request):
    """For so long."""

    minutes: Annotated[float, Field(gt=0, le=240, allow_inf_nan=False)] = 5.0


class RulesRequest(Request):
    """Of each rule what is to change, in the form of the answer of GET."""

    general: dict[str, Any] = Field(default_factory=dict, max_length=16)
    rules: dict[str, dict[str, Any]] = Field(default_factory=dict, max_length=32)


class SettingsRequest(Request):
    """What is given is changed; a key of a language model is kept, and never shown."""

    hosts: Any = None
    delay_s: Any = None
    manners: dict[str, Any] | None = None
    languages: dict[str, Any] | None = None
    voices: dict[str, Any] | None = None
    rephrase: dict[str, Any] | None = None


class PreviewRequest(Request):
    """What a voice would say. voice: the id of one of the choices, to hear it before it is chosen; without one, the
    voice that speaks the language now."""

    text: Text
    language: Language
    voice: Annotated[str, Field(max_length=110, pattern=r"^(openjtalk|espeak|http|piper:[\w.+-]{1,100})?$")] = ""


class RehearsalRequest(Request):
    """Over an airing that is kept, or over the demo show of ``seed``; with other rules than those that are set."""

    airing: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")] | None = None
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    rules: RulesRequest | None = None


def assistant_routes(desk: AssistantDesk, rehearsing: Rehearsing) -> APIRouter:
    """``/api/v1/shows/{show}/assistant/...``."""
    router = APIRouter(prefix="/api/v1/shows/{show}/assistant", tags=["assistant"])

    @router.post("/mute", status_code=204)
    async def post_mute(show: Id, body: MuteRequest, caller: Assistant) -> None:
        """Silence, at once."""
        desk.mute(show, body.minutes, caller.id, caller.name)

    @router.delete("/mute", status_code=204)
    async def delete_mute(show: Id, caller: Assistant) -> None:
        """It may speak again."""
        desk.mute(show, 0, caller.id, caller.name)

    @router.get("/rules", dependencies=[needs(Action.ASSIST)])
    async def get_rules(show: Id) -> dict[str, Any]:
        """How each is set, and what may be set."""
        return rehearsing.rules(show)

    @router.put("/rules")
    async def put_rules(show: Id, body: RulesRequest, caller: Assistant) -> dict[str, Any]:
        """What is given is changed."""
        await desk.tuning.change(show, {"rules": {"general": body.general, "rules": body.rules}}, caller.id)
        return rehearsing.rules(show)

    @router.get("/settings", dependencies=[needs(Action.ADMINISTER)])
    async def get_settings(show: Id) -> dict[str, Any]:
        """All but the rules; secrets are not shown."""
        return _shown(desk, show)

    @router.put("/settings")
    async def put_settings(show: Id, body: SettingsRequest, caller: Administrator) -> dict[str, Any]:
        """What is given is changed."""
        # null within "voices" says something: no service
        change = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
        change.get("manners", {}).pop("muted_until_ms", None)  # a form that was open for long must not end a mute
        await desk.tuning.change(show, change, caller.id)
        return _shown(desk, show)

    @router.post("/preview")
    async def post_preview(show: Id, body: PreviewRequest, caller: Assistant) -> dict[str, Any]:
        """How long it takes, and who speaks it. Its sound, as base64, is a WAV."""
        return await rehearsing.preview(show, body.text, body.language, body.voice)

    @router.post("/rehearsal", dependencies=[needs(Action.ASSIST)])
    async def post_rehearsal(show: Id, body: RehearsalRequest) -> dict[str, Any]:
        """What would have fired, when, and how often in an hour."""
        facts = await rehearsing.facts(show, body.airing, body.seed)
        settings = desk.tuning.of(show).rules
        if body.rules is not None:
            settings = settings.changed({"general": body.rules.general, "rules": body.rules.rules})
        return await run_in_threadpool(rehearsing.rehearse, facts, settings, desk.tuning.shop(show))

    return router


def _shown(desk: AssistantDesk, show: str) -> dict[str, Any]:
    settings = desk.tuning.of(show).as_json(secrets=False)
    settings.pop("rules")
    return settings
