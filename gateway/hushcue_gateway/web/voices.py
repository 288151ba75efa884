"""The route of the assistant's voices: which there are, under which licence, and which language nobody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel

from ..core.rights import Action
from .caller import needs

if TYPE_CHECKING:
    from ..voice.speaking import Speaking

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Engine = Literal["piper", "openjtalk", "espeak", "clip", "http"]


class VoiceTrouble(BaseModel):
    """Why not."""

    code: str
    en: str
    zh: str


class VoiceChoice(BaseModel):
    """id: what a show chooses it by. licence: of the voice, "" where nobody knows it. intelligible: null before
    somebody has listened to it. sha256, quality, region: of a file that somebody put there. rules: of clips, how many
    rules have one."""

    id: str
    engine: Engine
    voice: str
    licence: str
    intelligible: bool | None
    ok: bool
    trouble: VoiceTrouble | None
    quality: str = ""
    sha256: str = ""
    region: str = ""
    rules: int = 0


class VoiceAnswer(BaseModel):
    """engine, voice: what speaks this language now, "" where nothing does. chosen: what the show has chosen, "" where
    it takes the best there is."""

    language: str
    ok: bool
    engine: Engine | Literal[""]
    voice: str
    chosen: str
    trouble: VoiceTrouble | None
    choices: list[VoiceChoice]


def voice_routes(speaking: Speaking) -> APIRouter:
    """``GET /api/v1/shows/{show}/voices``."""
    router = APIRouter(prefix="/api/v1", tags=["voices"])

    @router.get("/shows/{show}/voices", dependencies=[needs(Action.SEE)])
    async def get_voices(show: Id) -> list[VoiceAnswer]:
        """What speaks each language of this show, and what else could."""
        return [VoiceAnswer(**each) for each in await speaking.voices(show)]

    return router
