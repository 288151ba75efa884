"""The routes of the assistant's voices: which there are, under which licence, which language nobody speaks, what was
set up for them, and a speech service that is tried before it is kept."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.requests import Request as HttpRequest

from ..assistant.words import WORDS
from ..core.rights import Action
from ..voice.kinds import Service, service_of
from .caller import Caller, gate_of, needs
from .models import Request

if TYPE_CHECKING:
    from ..voice.speaking import Speaking

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Engine = Literal["piper", "openjtalk", "espeak", "clip", "http"]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Language = Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]


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


class ServiceSight(BaseModel):
    """url: "" to those who do not administer the show. has_key: one is kept; it is never shown."""

    on: bool
    url: str
    model: str
    voice: str
    has_key: bool
    languages: list[str]
    deadline_s: float


class PiperFile(BaseModel):
    """What lies in the folder: a voice, or the reason why it is none."""

    name: str
    language: str
    trouble: VoiceTrouble | None


class PiperFolder(BaseModel):
    """folder: where voices are to be put, "" to those who do not administer the show."""

    installed: bool
    folder: str
    voices: list[PiperFile]


class SetupAnswer(BaseModel):
    """by_language: language -> id of a choice. clips: "rule/language" -> id of a phrase, which may be gone since."""

    by_language: dict[str, str]
    clips: dict[str, str]
    pace: float
    service: ServiceSight | None
    piper: PiperFolder


class TrialRequest(Request):
    """voice: the id of a choice; or service: one as in the settings of the assistant, where without a key the one that
    is kept for the same address counts."""

    voice: Annotated[str, Field(max_length=110, pattern=r"^(openjtalk|espeak|http|piper:[\w.+-]{1,100})?$")] = ""
    service: Annotated[dict[str, Any] | None, Field(max_length=16, repr=False)] = None
    text: Text
    language: Language


class TrialAnswer(BaseModel):
    """wav: base64. took_ms: from the question until the sound could have been played."""

    seconds: float
    took_ms: int
    wav: str


def voice_routes(speaking: Speaking) -> APIRouter:
    """``/api/v1/shows/{show}/voices``."""
    router = APIRouter(prefix="/api/v1", tags=["voices"])

    @router.get("/shows/{show}/voices", dependencies=[needs(Action.SEE)])
    async def get_voices(show: Id) -> list[VoiceAnswer]:
        """What speaks each language of this show, and what else could."""
        return [VoiceAnswer(**each) for each in await speaking.voices(show)]

    @router.get("/shows/{show}/voices/setup")
    async def get_setup(show: Id, request: HttpRequest, caller: Annotated[Caller, needs(Action.SEE)]) -> SetupAnswer:
        """Clips, the speech service, and the folder of Piper voices. Set by the settings of the assistant."""
        administers = gate_of(request).may(caller, Action.ADMINISTER, show)
        return SetupAnswer(**await speaking.setup(show, administers=administers))

    @router.post("/shows/{show}/voices/trial", dependencies=[needs(Action.ADMINISTER)])
    async def post_trial(show: Id, body: TrialRequest) -> TrialAnswer:
        """Says something in a voice that is not chosen yet, or through a speech service that is not kept yet; of what
        the service said nothing stays."""
        if body.service is None:
            speech = await speaking.trial(body.text, body.language, body.voice or "espeak", show)
            wav, seconds, took_ms = await asyncio.to_thread(speech.path.read_bytes), speech.seconds, speech.took_ms
        else:
            service = _service(body.service, speaking.settings_of(show).http)
            tried = await speaking.try_service(service, body.text, body.language, show)
            wav, seconds, took_ms = tried.wav, tried.seconds, tried.took_ms
        return TrialAnswer(seconds=round(seconds, 2), took_ms=round(took_ms), wav=base64.b64encode(wav).decode())

    return router


def _service(document: dict[str, Any], before: Service | None) -> Service:
    """Raises Trouble that names the field; what was sent is not repeated."""
    try:
        return service_of(document, before)
    except ValueError as error:
        parts = str(error).split(": ")
        raise WORDS.trouble("bad_setting", exit_code=0, field=parts[1] if len(parts) > 2 else "service") from None
